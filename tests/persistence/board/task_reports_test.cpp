// Reports and searches: what they count and find, in whose days, and of what
// the user sees.

#include "persistence/board/queries/task_search.hpp"
#include "tests/support/boards/people_board.hpp"
#include "tests/support/unit_test.hpp"

#include <functional>
#include <string>
#include <vector>

namespace task_reports_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;
using rows = std::vector<std::string>;
using asked = std::function<void(wire::GetReport&)>;

/// Cells between spaces; `-` is none.
std::string text_of(const wire::ReportRow& row) {
  auto text = std::string{};
  for (const auto& x : row.cells()) {
    auto cell = std::string{"-"};
    if (x.has_number())
      cell = std::to_string(x.number());
    else if (x.has_real())
      cell = std::to_string(x.real()).substr(0, 4);
    else if (x.has_text())
      cell = x.text();
    else if (x.has_time_us())
      cell = std::to_string(x.time_us() / hour_us) + "h";
    else if (x.has_due())
      cell = x.due().has_date() ? calendar::to_text(x.due().date()) : "instant";
    else if (x.has_list())
      cell = std::to_string(x.list().texts_size());
    text += (text.empty() ? "" : " ") + cell;
  }
  return text;
}

template <class Medium>
struct reports : people<Medium> {
  wire::Answer answer(const std::string& name, const asked& more,
                      const protocol::principal& who = {}) {
    auto query = wire::Query{};
    query.mutable_get_report()->set_name(name);
    more(*query.mutable_get_report());
    return this->ask_as(who, query, now_us);
  }
  rows rows_of(
    const std::string& name, const asked& more = [](auto&) {},
    const protocol::principal& who = {}) {
    auto found = answer(name, more, who);
    BOOST_REQUIRE_MESSAGE(found.has_report(), found.refusal().message());
    auto texts = rows{};
    for (const auto& row : found.report().rows())
      texts.push_back(text_of(row));
    return texts;
  }
  void at_hour(const std::string& day, std::int64_t hours) {
    this->log.at(static_cast<std::uint64_t>(at(day, hours)));
  }
  std::uint64_t task_of(const std::string& project,
                        const protocol::principal& who = {}) {
    return this->task([&](wire::CreateTask& x) { x.set_project(project); },
                      who);
  }

  std::int64_t now_us = at("2026-03-31", 12);
};

BOOST_AUTO_TEST_SUITE(reports_of_tasks)

BOOST_AUTO_TEST_CASE_TEMPLATE(count_by_days_of_the_zone, Medium, all_media) {
  auto with = reports<Medium>{};
  // The 29th begins at 23:00 UTC in Berlin, and ends at 22:00.
  with.at_hour("2026-03-28", 22);
  with.task_of("OPS");
  with.at_hour("2026-03-28", 23);
  with.task_of("OPS");
  with.task_of("OPS");
  with.at_hour("2026-03-29", 21);
  with.set_status(2, wire::STATUS_COMPLETED);
  with.at_hour("2026-03-29", 22);
  with.set_status(3, wire::STATUS_CANCELLED);
  with.set_status(1, wire::STATUS_COMPLETED);
  with.set_status(1, wire::STATUS_TODO);
  auto berlin = [](wire::GetReport& x) {
    x.set_since("2026-03-28");
    x.set_until("2026-03-30");
    x.set_time_zone("Europe/Berlin");
  };
  BOOST_TEST(with.rows_of("completion", berlin)
             == (rows{"2026-03-28 1 0 0 1 0.00", "2026-03-29 2 1 1 0 1.00",
                      "2026-03-30 0 0 0 0 -"}));
  BOOST_TEST(with.rows_of("throughput", berlin)
             == (rows{"2026-03-28 0 0", "2026-03-29 1 0", "2026-03-30 1 1"}));
  BOOST_TEST(with.rows_of("productivity", berlin)
             == (rows{"admin 2026-03-28 0 1", "admin 2026-03-29 1 2",
                      "admin 2026-03-30 1 0"}));
  auto months = [](wire::GetReport& x) {
    x.set_since("2026-02-10");
    x.set_period("month");
  };
  BOOST_TEST(with.rows_of("throughput", months)
             == (rows{"2026-02-01 0 0", "2026-03-01 2 1"}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(measure_lead_and_cycle_times, Medium, all_media) {
  auto with = reports<Medium>{};
  with.at_hour("2026-03-29", 0);
  with.task_of("OPS");
  with.task_of("OPS");
  with.at_hour("2026-03-29", 6);
  with.set_status(1, wire::STATUS_IN_PROGRESS);
  with.at_hour("2026-03-29", 10);
  with.set_status(1, wire::STATUS_COMPLETED);
  with.at_hour("2026-03-29", 20);
  with.set_status(2, wire::STATUS_COMPLETED);
  auto day = [](wire::GetReport& x) {
    x.set_since("0d");
    x.set_until("2026-03-29");
    x.set_project("OPS");
  };
  BOOST_TEST(with.rows_of("lead-time", day)
             == rows{"2026-03-29 2 10.0 20.0 4.00 4.00"});
}

BOOST_AUTO_TEST_CASE_TEMPLATE(show_what_is_left, Medium, all_media) {
  auto with = reports<Medium>{};
  with.at_hour("2026-03-01", 0);
  with.task([](wire::CreateTask& x) {
    x.set_project("OPS");
    x.add_assignees("ann");
    x.mutable_due()->set_date(*calendar::parse_day("2026-03-30"));
  });
  with.at_hour("2026-03-31", 0);
  with.task([](wire::CreateTask& x) {
    x.set_project("OPS");
    x.add_assignees("ann");
    x.set_status(wire::STATUS_IN_PROGRESS);
    x.mutable_due()->set_date(*calendar::parse_day("2026-04-07"));
  });
  with.task([](wire::CreateTask& x) {
    x.mutable_due()->set_instant_us(at("2026-03-31", 11));
  });
  auto found = with.rows_of("workload");
  BOOST_TEST_REQUIRE(found.size() == 2U);
  BOOST_TEST(found[0].starts_with("ann 2 1 1 1"));
  BOOST_TEST(found[1].starts_with("- 1 0 1 0"));
  BOOST_TEST(
    (with.rows_of("overdue")
     == rows{"1 Task OPS 1 2026-03-30 1 none", "3 Task - 0 instant 0 none"}));
  auto ages = with.rows_of("ageing");
  BOOST_TEST_REQUIRE(ages.size() == 10U);
  BOOST_TEST(ages[0].starts_with("0-1d todo 1 "));
  BOOST_TEST(ages[1].starts_with("0-1d in_progress 1 "));
  BOOST_TEST(ages[2] == "1-7d todo 0 -");
  BOOST_TEST(ages[6].starts_with("30-90d todo 1 "));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(show_what_the_user_sees, Medium, all_media) {
  auto with = reports<Medium>{};
  with.at_hour("2026-03-31", 0);
  with.task_of("WEB");
  with.task_of("OPS");
  with.task_of("");
  with.task_of("", with.ann);
  for (auto id : {1U, 2U, 3U, 4U})
    with.set_status(id, wire::STATUS_COMPLETED);
  auto today = [](wire::GetReport& x) { x.set_since("0d"); };
  BOOST_TEST(with.rows_of("throughput", today) == rows{"2026-03-31 4 0"});
  BOOST_TEST(
    (with.rows_of("throughput", today, with.ann) == rows{"2026-03-31 2 0"}));
  BOOST_TEST(with.rows_of("completion", today, with.ann)
             == rows{"2026-03-31 2 2 0 0 1.00"});
  BOOST_TEST(
    (with.rows_of("throughput", today, with.bob) == rows{"2026-03-31 0 0"}));
  auto refused = [&](const asked& more, const std::string& name = "ageing") {
    return with.answer(name, more, with.ann).refusal().pointer();
  };
  BOOST_TEST(refused([](auto& x) { x.set_project("WEB"); }) == "/project");
  BOOST_TEST(refused([](auto& x) { x.set_since("soon"); }) == "/since");
  BOOST_TEST(refused([](auto& x) { x.set_until("2026-02-30"); }) == "/until");
  BOOST_TEST(refused([](auto& x) { x.set_period("year"); }) == "/period");
  BOOST_TEST(refused([](auto& x) { x.set_since("36500d"); }) == "/period");
  BOOST_TEST(refused([](auto& x) { x.set_time_zone("Mars"); }) == "/tz");
  BOOST_TEST(refused([](auto&) {}, "nonsense") == "/name");
  BOOST_TEST(
    with
      .answer(
        "nonsense", [](auto&) {}, with.ann)
      .refusal()
      .message()
    == "there is no such report; there are completion, throughput, ageing, "
       "lead-time, workload, productivity and overdue");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_search)

BOOST_AUTO_TEST_CASE_TEMPLATE(finds_words_in_all_that_users_write, Medium,
                              all_media) {
  auto with = reports<Medium>{};
  auto write = [&](const std::string& title, const std::string& description,
                   const std::string& project, const protocol::principal& who) {
    return with.task(
      [&](wire::CreateTask& x) {
        x.set_title(title);
        x.set_description(description);
        x.set_project(project);
      },
      who);
  };
  auto comment = [&](std::uint64_t task, const std::string& text) {
    auto x = wire::Command{};
    x.mutable_add_comment()->set_task(task);
    x.mutable_add_comment()->set_text(text);
    with.run(x);
  };
  with.at_hour("2026-03-01", 0);
  write("Fix the GATE", "", "OPS", {});
  with.at_hour("2026-03-02", 0);
  write("Paint", "the old gate\nin green", "WEB", {});
  with.at_hour("2026-03-03", 0);
  comment(1, "which gate, the green one?");
  auto find = [&](const std::string& words, const protocol::principal& who,
                  std::uint32_t limit = 0) {
    auto found = rows{};
    auto query = wire::Query{};
    query.mutable_search()->set_words(words);
    query.mutable_search()->set_limit(limit);
    do {
      auto page = with.ask_as(who, query).found();
      for (const auto& hit : page.hits())
        found.push_back(hit.kind() + " " + std::to_string(hit.task().id()) + " "
                        + hit.excerpt());
      query.mutable_search()->set_cursor(page.next_cursor());
    } while (!query.search().cursor().empty());
    return found;
  };
  auto all = rows{"comment 1 which gate, the green one?",
                  "task 2 the old gate in green", "task 1 Fix the GATE"};
  BOOST_TEST(find("gate", {}) == all);
  BOOST_TEST(find("gate", {}, 1) == all);
  BOOST_TEST(find("gate", {}, 2) == all);
  BOOST_TEST(find(" Green  gate", {}) == (rows{all[0], all[1]}));
  BOOST_TEST(find("gate", with.ann) == (rows{all[0], all[2]}));
  BOOST_TEST(find("gate", with.bob) == rows{});
  // The trash is not searched.
  auto removal = wire::Command{};
  removal.mutable_delete_task()->set_id(1);
  with.run(removal);
  BOOST_TEST(find("gate", {}) == rows{all[1]});
}

BOOST_AUTO_TEST_CASE_TEMPLATE(needs_a_word_and_its_own_cursor, Medium,
                              all_media) {
  auto with = reports<Medium>{};
  auto query = wire::Query{};
  query.mutable_search()->set_words(" ");
  BOOST_TEST(with.ask_as({}, query).refusal().pointer() == "/q");
  query.mutable_search()->set_words("x");
  query.mutable_search()->set_cursor("00");
  BOOST_TEST(with.ask_as({}, query).refusal().pointer() == "/cursor");
}

BOOST_AUTO_TEST_CASE(shows_what_is_around_a_word) {
  using persistence::excerpt_of;
  BOOST_TEST(excerpt_of("short", "no") == "short");
  auto long_text = std::string(500, 'a') + " the WORD " + std::string(500, 'b');
  auto excerpt = excerpt_of(long_text, "word");
  BOOST_TEST(excerpt.find("the WORD") != std::string::npos);
  BOOST_TEST(excerpt.size() <= 160U);
  // Places of folded letters lead back to the text, whole.
  auto umlauts = std::string{};
  for (auto i = 0; i < 100; ++i)
    umlauts += "\xc3\x9f";
  BOOST_TEST(excerpt_of(umlauts + " Word", "word").ends_with(" Word"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace task_reports_test
