#include "bin/client/line/commands.hpp"
#include "bin/manual/pages.hpp"
#include "tests/support/unit_test.hpp"

#include <fstream>
#include <iterator>

namespace pages_test {

using namespace taskraft;
using namespace taskraft::manual;

std::string text_of(const std::string& name) {
  for (const auto& x : client_pages())
    if (x.name.name == name)
      return x.text;
  BOOST_ERROR("there is no page " << name);
  return {};
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string configuration() {
  auto in = std::ifstream{TASKRAFT_DOCS "/configuration.md"};
  BOOST_REQUIRE(in.good());
  return {std::istreambuf_iterator<char>{in}, {}};
}

BOOST_AUTO_TEST_SUITE(manual_pages)

BOOST_AUTO_TEST_CASE(tell_of_every_command_and_flag) {
  auto overview = text_of("taskraft");
  for (const auto& command : client::command_table()) {
    auto word = command.words.substr(0, command.words.find(' '));
    auto text = text_of("taskraft-" + std::string{word});
    BOOST_TEST(contains(overview, escape(command.words)), command.words);
    BOOST_TEST(contains(text, escape(command.summary)), command.words);
    for (const auto& flag : command.flags)
      BOOST_TEST(contains(text, escape("--" + std::string{flag.name})),
                 command.words << " --" << flag.name);
  }
}

BOOST_AUTO_TEST_CASE(tell_of_options_and_exit_codes_of_a_node) {
  auto text = daemon_page().text;
  for (const auto* part : {"force\\-new\\-cluster", "print\\-schema",
                           "\\fB5\\fR", "an address cannot be bound"})
    BOOST_TEST(contains(text, part), part);
}

BOOST_AUTO_TEST_CASE(tell_of_every_setting) {
  auto markdown = configuration();
  auto text = settings_page(markdown).text;
  auto keys = 0;
  for (auto at = markdown.find("\n| `"); at != std::string::npos;
       at = markdown.find("\n| `", at + 1)) {
    auto key = markdown.substr(at + 4, markdown.find('`', at + 4) - at - 4);
    BOOST_TEST(contains(text, ".TP\n\\&" + bold(key) + "\n"), key);
    ++keys;
  }
  BOOST_TEST(keys > 30);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(roff)

BOOST_AUTO_TEST_CASE(prints_text_as_it_is) {
  BOOST_TEST(escape("--x 'a' \\n") == "\\-\\-x \\(aqa\\(aq \\en");
  auto page = roff_page{{"x", 1}, "y"};
  page.paragraph(escape(".TH is no macro here"));
  page.lines("'also\n.not here");
  BOOST_TEST(contains(page.text(), "\n\\&.TH is"));
  BOOST_TEST(contains(page.text(), "\n\\&\\(aqalso\n\\&.not here\n.fi\n"));
}

BOOST_AUTO_TEST_CASE(comes_from_markdown) {
  auto text = settings_page("# Title\n\nSee **`a`** and\n[b](c.md).\n\n"
                            "| key | default | meaning |\n|---|---|---|\n"
                            "| `k` | `1` | it `x` is |\n\n"
                            "## `Part`\n\n```text\ncode *\n```\nafter\n")
                .text;
  BOOST_TEST(contains(text, "\\&See \\fB\\fBa\\fR\\fR and b.\n"));
  BOOST_TEST(contains(text, ".TP\n\\&\\fBk\\fR\n\\&it \\fBx\\fR is. "
                            "Default: \\fB1\\fR.\n"));
  BOOST_TEST(contains(text, ".SH \"Part\"\n"));
  BOOST_TEST(contains(text, ".nf\n\\&code *\n.fi\n.PP\n\\&after\n"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace pages_test
