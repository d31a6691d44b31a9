#include "bin/client/line/commands.hpp"
#include "bin/client/line/help.hpp"
#include "bin/client/text/cli_error.hpp"
#include "tests/support/unit_test.hpp"

namespace help_test {

using namespace taskraft::client;

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

BOOST_AUTO_TEST_SUITE(help)

BOOST_AUTO_TEST_CASE(names_every_command) {
  auto text = help_text("");
  for (const auto& command : command_table())
    BOOST_TEST(contains(text, command.words), command.words);
}

BOOST_AUTO_TEST_CASE(names_every_flag_of_a_command) {
  for (const auto& command : command_table()) {
    auto text = help_text(command.words);
    for (const auto& flag : command.flags)
      BOOST_TEST(contains(text, "--" + std::string{flag.name}), flag.name);
    for (const auto& flag : common_flags())
      BOOST_TEST(contains(text, "--" + std::string{flag.name}), flag.name);
  }
}

BOOST_AUTO_TEST_CASE(lists_the_commands_of_a_group) {
  auto text = help_text("kv");
  BOOST_TEST(contains(text, "kv put KEY VALUE"));
  BOOST_TEST(!contains(text, "task create"));
}

BOOST_AUTO_TEST_CASE(fits_into_100_columns) {
  for (const auto& command : command_table()) {
    auto rest = std::string_view{};
    auto text = help_text(command.words) + help_text("");
    for (rest = text; !rest.empty();) {
      auto end = rest.find('\n');
      BOOST_TEST(end <= 100U, rest.substr(0, end));
      rest.remove_prefix(end + 1);
    }
  }
}

BOOST_AUTO_TEST_CASE(refuses_an_unknown_topic) {
  BOOST_CHECK_THROW(help_text("frobnicate"), cli_error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace help_test
