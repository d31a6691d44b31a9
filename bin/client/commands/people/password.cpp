#include "bin/client/commands/people/password.hpp"

#include "bin/client/text/cli_error.hpp"

#include <array>
#include <fstream>

namespace taskraft::client {

namespace {

/// Without the end of the line, LF or CR LF.
std::string first_line(std::string text) {
  auto end = text.find('\n');
  if (end == std::string::npos)
    return text;
  text.resize(end);
  if (text.ends_with('\r'))
    text.pop_back();
  return text;
}

std::string from_input(const surroundings& world) {
  auto text = std::string{};
  auto buffer = std::array<char, 512>{};
  while (text.find('\n') == std::string::npos) {
    auto size = world.read_input(buffer);
    if (!size)
      throw cli_error{exit_code::failure,
                      "standard input cannot be read: " + size.error().detail};
    if (*size == 0)
      break;
    text.append(buffer.data(), *size);
  }
  return first_line(std::move(text));
}

std::string from_file(const std::string& path) {
  auto file = std::ifstream{path, std::ios::binary};
  auto text = std::string{std::istreambuf_iterator<char>{file}, {}};
  if (!file.is_open() || file.bad())
    throw cli_error{exit_code::failure, path + ": cannot be read"};
  return first_line(std::move(text));
}

std::string typed(const context& x, const std::string& prompt,
                  std::string_view flag = "password-file") {
  auto secret = x.world.ask_secret ? x.world.ask_secret(prompt)
                                   : std::optional<std::string>{};
  if (!secret)
    throw cli_error{exit_code::usage,
                    "there is no terminal to ask for it: use --"
                      + std::string{flag}};
  return *secret;
}

} // namespace

std::string password_for(const context& x, const std::string& prompt,
                         std::string_view flag) {
  auto path = x.what.value(flag);
  if (!path)
    return typed(x, prompt, flag);
  return *path == "-" ? from_input(x.world) : from_file(*path);
}

std::string new_password_for(const context& x) {
  if (x.what.has("password-file"))
    return password_for(x, {});
  auto first = typed(x, "New password: ");
  if (typed(x, "The same again: ") != first)
    throw cli_error{exit_code::invalid_value, "the two passwords differ"};
  return first;
}

} // namespace taskraft::client
