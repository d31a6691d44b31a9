#include "tests/bin/client/run_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace export_commands_test {

using namespace taskraft::client;

struct fixture : run_fixture {
  /// What is printed of two tasks.
  std::string exported(const std::vector<std::string>& words) {
    cluster.answer(wire::Result{});
    cluster.answer(task_page_of(1, 2, ""));
    BOOST_TEST(run_words(words) == 0);
    return out.str();
  }
};

BOOST_FIXTURE_TEST_SUITE(an_export, fixture)

BOOST_AUTO_TEST_CASE(is_lines_of_json_unless_told_otherwise) {
  auto lines = exported({"export"});
  BOOST_TEST(std::ranges::count(lines, '\n') == 2);
  BOOST_TEST(lines.starts_with("{"));
  BOOST_TEST(exported({"export", "--format", "csv"}).starts_with("id,title,"));
}

// Its header stood before the reason of the failure.
BOOST_AUTO_TEST_CASE(prints_nothing_of_a_project_that_does_not_exist) {
  for (auto format : {"csv", "json", "ndjson"}) {
    cluster.answer(wire::Result{});
    auto refused = wire::Answer{};
    refused.mutable_refusal()->set_code(
      static_cast<std::uint32_t>(taskraft::errc::not_found));
    refused.mutable_refusal()->set_message("there is no project NOPE");
    cluster.answer(refused);
    BOOST_TEST(run_words({"export", "--format", format, "--project", "NOPE"})
               == 3);
    BOOST_TEST(out.str() == "");
  }
}

BOOST_AUTO_TEST_CASE(shows_a_terminal_nothing_that_it_acts_on) {
  // The second begins a sequence in some terminals, as ESC [ does.
  auto hostile = std::string{"a\x1b[2Jb\xc2\x9b"
                             "2Jc"};
  auto page = task_page_of(1, 1, "");
  page.mutable_tasks()->mutable_tasks(0)->set_description(hostile);
  auto exported_as = [&](const std::string& format, bool terminal) {
    style.terminal = terminal;
    cluster.answer(wire::Result{});
    cluster.answer(page);
    BOOST_TEST(run_words({"export", "--format", format}) == 0);
    return out.str();
  };
  for (const auto* format : {"csv", "json", "ndjson"}) {
    auto text = exported_as(format, true);
    BOOST_TEST(text.find('\x1b') == std::string::npos, format);
    BOOST_TEST(text.find("\xc2\x9b") == std::string::npos, format);
  }
  auto line = exported_as("ndjson", false);
  BOOST_TEST(nlohmann::json::parse(line)["description"] == hostile);
  BOOST_TEST(exported_as("csv", false).find(hostile) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(has_a_header_without_tasks) {
  cluster.answer(wire::Result{});
  cluster.answer(task_page_of(1, 0, ""));
  BOOST_TEST(run_words({"export", "--format", "csv"}) == 0);
  BOOST_TEST(out.str().starts_with("id,title,"));
}

// With `--json` every command prints one document; this one printed lines.
BOOST_AUTO_TEST_CASE(is_one_document_with_json) {
  for (const auto& words : std::vector<std::vector<std::string>>{
         {"export", "--json"}, {"export", "--format", "json"}})
    BOOST_TEST(nlohmann::json::parse(exported(words)).size() == 2U);
  BOOST_TEST(exported({"export", "--json", "--format", "ndjson"})
             == exported({"export"}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace export_commands_test
