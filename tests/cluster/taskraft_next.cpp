// The command that the client after this one has: `taskraft_next ID COLOUR`
// puts a sticker on a task, and prints the revision. Flags are those of
// `taskraft`.

#include "bin/client/actor_cluster.hpp"
#include "bin/client/commands/client_calls.hpp"
#include "bin/client/commands/task_requests.hpp"
#include "bin/client/line/session_file.hpp"
#include "bin/client/run.hpp"
#include "tests/support/next/next_program.hpp"

#include <exception>
#include <iostream>
#include <string>
#include <vector>

namespace {

using namespace taskraft;

client::exit_code add_sticker(std::vector<std::string> words) {
  auto colour = words.at(1);
  words[1] = words[0];
  words[0] = "show";
  words.insert(words.begin(), "task");
  auto line = client::parse_command_line(words);
  auto settings = client::load_settings(line, client::process_environment);
  auto cluster = client::connect(settings, client::session_file{{}});
  auto world = client::surroundings{.read_input = {},
                                    .out = std::cout,
                                    .err = std::cerr,
                                    .style = {},
                                    .variable = client::process_environment,
                                    .connect = {},
                                    .restore = {}};
  auto command = tasks::wire::Command{};
  command.ParseFromString(
    tests::add_sticker(client::task_id_from(line.arguments.at(0)), colour));
  auto result = client::apply({line, settings, world, *cluster}, command);
  std::cout << result.key().rev() << std::endl;
  return client::exit_code::done;
}

} // namespace

int main(int argc, char** argv) {
  try {
    client::leave(add_sticker({argv + 1, argv + argc}));
  } catch (const client::cli_error& problem) {
    std::cerr << problem.what() << std::endl;
    client::leave(problem.code());
  }
}
