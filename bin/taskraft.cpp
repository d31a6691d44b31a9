// The command line client.

#include "bin/client/actor_cluster.hpp"
#include "bin/client/run.hpp"

#include <clocale>
#include <iostream>
#include <memory>
#include <utility>
#include <vector>

int main(int argc, char** argv) {
  namespace client = taskraft::client;
  // Widths of characters are a matter of Unicode, whatever the locale.
  std::setlocale(LC_CTYPE, "C.UTF-8");
  auto reached = std::unique_ptr<client::cluster>{};
  auto connect = [&](const client::settings& settings) -> client::cluster& {
    auto path = client::session_path(client::process_environment);
    reached = client::connect(settings, client::session_file{std::move(path)});
    return *reached;
  };
  auto words = std::vector<std::string>(argv + 1, argv + argc);
  client::leave(client::run(words, {.in = std::cin,
                                    .out = std::cout,
                                    .err = std::cerr,
                                    .style = client::style_of_standard_output(),
                                    .variable = client::process_environment,
                                    .connect = connect}));
}
