// The command line client.

#include "actors/node/new_cluster.hpp"
#include "bin/client/actor_cluster.hpp"
#include "bin/client/run.hpp"
#include "config/settings.hpp"
#include "persistence/disk/posix_file.hpp"
#include "persistence/disk/process.hpp"
#include "protocol/descriptor.hpp"

#include <cerrno>
#include <clocale>
#include <fcntl.h>
#include <iostream>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <system_error>
#include <termios.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using namespace taskraft;

std::uint64_t random_number() {
  auto device = std::random_device{};
  return (std::uint64_t{device()} << 32U) | device();
}

result<std::size_t> read_standard_input(std::span<char> into) {
  auto got = ssize_t{0};
  do
    got = ::read(STDIN_FILENO, into.data(), into.size());
  while (got < 0 && errno == EINTR);
  if (got < 0)
    return failure{errc::storage_failed,
                   std::generic_category().message(errno)};
  return static_cast<std::size_t>(got);
}

result<client::restored_node> restore(const std::string& backup,
                                      const std::string& config,
                                      bool keep_tokens) {
  auto settings = config::load_settings(config);
  if (!settings)
    return settings.error();
  auto files = persistence::posix_file_system{};
  auto made = actors::restore_node(files, *settings, backup, random_number,
                                   {.tokens = keep_tokens});
  if (!made)
    return made.error();
  return client::restored_node{settings->node.id.value, made->cluster_id,
                               made->position.index, made->rows};
}

/// The line that a person types at the terminal `terminal`.
std::string ask_at(int terminal, const std::string& prompt) {
  auto written = ::write(terminal, prompt.data(), prompt.size());
  auto line = std::string{};
  auto byte = char{};
  while (written >= 0 && ::read(terminal, &byte, 1) == 1 && byte != '\n')
    line += byte;
  return line;
}

std::optional<std::string> ask_line(const std::string& prompt) {
  auto terminal = descriptor{::open("/dev/tty", O_RDWR | O_CLOEXEC)};
  if (!terminal)
    return std::nullopt;
  return ask_at(terminal.get(), prompt);
}

/// What a person types at the terminal, which shows none of it.
std::optional<std::string> ask_secret(const std::string& prompt) {
  auto terminal = descriptor{::open("/dev/tty", O_RDWR | O_CLOEXEC)};
  struct termios before = {};
  if (!terminal || ::tcgetattr(terminal.get(), &before) != 0)
    return std::nullopt;
  auto silent = before;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  ::tcsetattr(terminal.get(), TCSAFLUSH, &silent);
  auto line = ask_at(terminal.get(), prompt);
  ::tcsetattr(terminal.get(), TCSAFLUSH, &before);
  [[maybe_unused]] auto written = ::write(terminal.get(), "\n", 1);
  return line;
}

} // namespace

int main(int argc, char** argv) {
  persistence::prepare_process();
  // The widths of characters come from Unicode, not from the user's locale.
  std::setlocale(LC_CTYPE, "C.UTF-8");
  auto reached = std::unique_ptr<client::cluster>{};
  auto connect = [&](const client::settings& settings) -> client::cluster& {
    auto path = client::session_path(client::process_environment);
    reached = client::connect(settings, client::session_file{std::move(path)});
    return *reached;
  };
  auto words = std::vector<std::string>(argv + 1, argv + argc);
  client::leave(client::run(words, {.read_input = read_standard_input,
                                    .out = std::cout,
                                    .err = std::cerr,
                                    .style = client::style_of_standard_output(),
                                    .variable = client::process_environment,
                                    .connect = connect,
                                    .restore = restore,
                                    .ask_secret = ask_secret,
                                    .ask_line = ask_line}));
}
