#include "tests/bin/client/run_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace commands_watch_test {

using namespace taskraft::client;
using json = nlohmann::ordered_json;

constexpr auto noon_us = std::uint64_t{1'796'137'200'000'000};

struct fixture : run_fixture {
  wire::ChangePage page;

  wire::Change& change(const char* action, const char* subject,
                       std::uint64_t task) {
    auto& x = *page.add_changes();
    x.set_index(9130 + static_cast<std::uint64_t>(page.changes_size()));
    x.set_at_us(noon_us);
    x.set_actor("bob");
    x.set_action(action);
    x.set_subject(subject);
    x.set_task(task);
    return x;
  }

  template <class Message>
  void answer_at(std::uint64_t index, const Message& message) {
    cluster.answer(message);
    cluster.outcomes.back().seen = {index};
  }

  void answer_page() {
    page.set_seen_index(9140);
    auto answer = wire::Answer{};
    *answer.mutable_changes() = page;
    answer_at(9140, answer);
  }

  void end() {
    cluster.outcomes.push_back(
      {.kind = outcome_kind::refused, .code = taskraft::errc::unauthenticated});
  }

  std::vector<json> printed() const {
    auto objects = std::vector<json>{};
    auto lines = std::istringstream{out.str()};
    for (auto line = std::string{}; std::getline(lines, line);)
      objects.push_back(json::parse(line));
    return objects;
  }
};

BOOST_FIXTURE_TEST_SUITE(what_happens, fixture)

BOOST_AUTO_TEST_CASE(tells_no_terminal_what_to_do_while_a_node_is_away) {
  cluster.outcomes.push_back(
    {.kind = outcome_kind::unavailable, .reason = "\x1b[2Jno\nleader"});
  end();
  BOOST_TEST(run_words({"watch", "--after", "9130"}) == 4);
  BOOST_TEST(err.str().find('\x1b') == std::string::npos);
  BOOST_TEST(err.str().find("no\\nleader") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(is_a_line_each) {
  change("task.created", "42", 42);
  change("label.created", "bug", 0);
  answer_page();
  end();
  BOOST_TEST(run_words({"watch", "--after", "9130", "--project", "OPS"}) == 4);
  BOOST_TEST(out.str()
             == "2026-12-01T15:00:00.000Z  bob  task.created  #42\n"
                "2026-12-01T15:00:00.000Z  bob  label.created  bug\n");
  BOOST_TEST(cluster.query(0).list_changes().after() == 9130U);
  BOOST_TEST(cluster.query(0).list_changes().project() == "OPS");
  BOOST_TEST(cluster.query(1).list_changes().after() == 9140U);
}

// It told that a task was created, and not which.
BOOST_AUTO_TEST_CASE(is_told_with_the_objects_of_events_in_json) {
  change("task.created", "42", 42);
  change("comment.created", "5", 42);
  change("comment.created", "6", 42);
  change("task.purged", "41", 41);
  change("relation.created", "43", 42);
  change("export.made", "ndjson", 0);
  answer_page();
  auto comment = wire::Answer{};
  comment.mutable_comment()->set_id(5);
  comment.mutable_comment()->set_text("Look \u202e");
  answer_at(9141, comment);
  auto refusal = wire::Answer{};
  refusal.mutable_refusal()->set_code(
    static_cast<std::uint32_t>(taskraft::errc::not_found));
  answer_at(9141, refusal);
  answer_at(9142, task_page_of(42, 1, ""));
  end();
  style.terminal = true;
  BOOST_TEST(run_words({"watch", "--after", "9130", "--json"}) == 4);
  BOOST_TEST(out.str().find("Look \\u202e") != std::string::npos);
  auto events = printed();
  BOOST_TEST_REQUIRE(events.size() == 6U);
  BOOST_TEST(events[0]["type"] == "task.created");
  BOOST_TEST(events[0]["task"]["id"] == 42);
  BOOST_TEST(events[0]["task"].contains("rank"));
  BOOST_TEST(events[0]["as_of"] == 9142);
  BOOST_TEST(events[1]["comment"]["id"] == 5);
  BOOST_TEST(events[1]["task_id"] == 42);
  BOOST_TEST(events[2]["comment"].is_null());
  BOOST_TEST(events[2]["subject"] == "6");
  BOOST_TEST(events[3]["task"].is_null());
  BOOST_TEST(events[3].contains("as_of"));
  BOOST_TEST(events[4]["relation"]["blocks"] == 43);
  BOOST_TEST(events[5]["subject"] == "ndjson");
  BOOST_TEST(!events[5].contains("as_of"));
  BOOST_TEST(cluster.query(3).list_cards().ids_size() == 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace commands_watch_test
