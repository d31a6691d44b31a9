#include "bin/client/files/json_elements.hpp"

#include "bin/client/text/cli_error.hpp"

#include <istream>
#include <string>

namespace taskraft::client {

namespace {

[[noreturn]] void refuse_file(const std::string& why) {
  throw cli_error{exit_code::invalid_value, "the file is no JSON: " + why};
}

} // namespace

void each_element(std::istream& from,
                  const std::function<void(const nlohmann::json& x,
                                           std::size_t number)>& take) {
  auto number = std::size_t{0};
  auto give = [&](const nlohmann::json& x) {
    ++number;
    if (!x.is_object())
      refuse_file("element " + std::to_string(number) + " is no object");
    take(x, number);
  };
  // Editors and shells of Windows put a byte order mark first.
  if (from.peek() == 0xef)
    from.ignore(3);
  from >> std::ws;
  try {
    if (from.peek() != '[') {
      for (auto line = std::string{}; std::getline(from, line);)
        if (line.find_first_not_of(" \t\r") != std::string::npos)
          give(nlohmann::json::parse(line));
      return;
    }
    // What was taken need not stay.
    auto whole = nlohmann::json::parse(
      from, [&](int depth, nlohmann::json::parse_event_t event,
                nlohmann::json& parsed) {
        auto is_element
          = depth == 1
            && (event == nlohmann::json::parse_event_t::object_end
                || event == nlohmann::json::parse_event_t::value
                || event == nlohmann::json::parse_event_t::array_end);
        if (!is_element)
          return true;
        give(parsed);
        return false;
      });
  } catch (const nlohmann::json::exception& problem) {
    // The library's name for the kind of error comes first, in brackets.
    auto why = std::string{problem.what()};
    if (auto end = why.find("] "); end != std::string::npos)
      why.erase(0, end + 2);
    refuse_file(why);
  }
}

} // namespace taskraft::client
