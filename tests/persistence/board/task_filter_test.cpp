// The filters of lists, which their counts share, in every time zone and for
// every user.

#include "protocol/calendar/time_zone.hpp"
#include "tests/support/boards/people_board.hpp"
#include "tests/support/unit_test.hpp"

#include <functional>
#include <string>
#include <vector>

namespace task_filter_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;
using request = wire::ListTasks;
using ids = std::vector<std::uint64_t>;

using change = list_change;

BOOST_AUTO_TEST_SUITE(filters_of_tasks)

BOOST_AUTO_TEST_CASE_TEMPLATE(know_days_of_every_zone, Medium, all_media) {
  auto with = people<Medium>{};
  auto dated = [](const char* day) {
    return [day](wire::CreateTask& x) {
      x.mutable_due()->set_date(*calendar::parse_day(day));
    };
  };
  auto instant = [](std::int64_t time_us) {
    return [time_us](wire::CreateTask& x) {
      x.mutable_due()->set_instant_us(time_us);
    };
  };
  with.task(dated("2026-11-25"));
  with.task(dated("2026-11-26"));
  with.task(dated("2026-11-27"));
  with.task(instant(at("2026-11-26", 9)));
  with.task(instant(at("2026-11-26", 11)));
  with.task([](wire::CreateTask&) {});
  auto now = at("2026-11-26", 10);
  auto due = [&](const std::string& when, const std::string& zone) {
    return with.found(
      [&](request& x) {
        x.set_due(when);
        x.set_time_zone(zone);
      },
      now);
  };
  BOOST_TEST(due("overdue", "UTC") == (ids{1, 4}));
  BOOST_TEST(due("today", "UTC") == (ids{2, 4, 5}));
  BOOST_TEST(due("1d", "UTC") == (ids{2, 3, 4, 5}));
  BOOST_TEST(due("none", "UTC") == ids{6});
  // It is the 27th there, since an instant.
  BOOST_TEST(due("overdue", "Pacific/Kiritimati") == (ids{1, 2, 4}));
  BOOST_TEST(due("today", "Pacific/Kiritimati") == (ids{3, 5}));
  // It is the 26th there, at midnight.
  BOOST_TEST(due("overdue", "Pacific/Honolulu") == (ids{1, 4}));
  BOOST_TEST(due("today", "Pacific/Honolulu") == (ids{2, 5}));
  with.set_status(1, wire::STATUS_CANCELLED);
  with.set_status(4, wire::STATUS_COMPLETED);
  BOOST_TEST(due("overdue", "") == ids{});
}

BOOST_AUTO_TEST_CASE_TEMPLATE(know_days_of_the_users_own_zone, Medium,
                              all_media) {
  auto with = people<Medium>{};
  with.task(
    [](wire::CreateTask& x) {
      x.mutable_due()->set_date(*calendar::parse_day("2026-11-27"));
    },
    with.ann);
  auto today = [](request& x) { x.set_due("today"); };
  auto now = at("2026-11-26", 10);
  BOOST_TEST(with.found(today, now, with.ann) == ids{});
  auto x = wire::Command{};
  x.mutable_update_user()->set_username("ann");
  x.mutable_update_user()->set_time_zone("Pacific/Kiritimati");
  with.run(x);
  BOOST_TEST(with.found(today, now, with.ann) == ids{1});
  BOOST_TEST(with.found(today, now) == ids{});
}

BOOST_AUTO_TEST_CASE_TEMPLATE(bound_times_of_change, Medium, all_media) {
  auto with = people<Medium>{};
  auto nothing = [](wire::CreateTask&) {};
  with.log.at(static_cast<std::uint64_t>(at("2026-03-28", 22)));
  with.task(nothing);
  with.log.at(static_cast<std::uint64_t>(at("2026-03-28", 23)));
  with.task(nothing);
  with.log.at(static_cast<std::uint64_t>(at("2026-03-29", 22)));
  with.task(nothing);
  with.set_status(1, wire::STATUS_COMPLETED);
  auto day = *calendar::parse_day("2026-03-29");
  // The day has 23 hours in Berlin.
  BOOST_TEST(with.found([&](request& x) {
    x.mutable_created_from()->set_date(day);
    x.mutable_created_before()->set_date(day + 1);
    x.set_time_zone("Europe/Berlin");
  }) == ids{2});
  BOOST_TEST(with.found([&](request& x) {
    x.mutable_created_from()->set_date(day);
  }) == ids{3});
  BOOST_TEST(with.found([&](request& x) {
    x.mutable_updated_from()->set_instant_us(at("2026-03-29", 22));
  }) == (ids{1, 3}));
  BOOST_TEST(with.found([&](request& x) {
    x.mutable_completed_before()->set_date(day + 1);
  }) == ids{1});
  BOOST_TEST(with.found([&](request& x) {
    x.mutable_completed_before()->set_date(day);
  }) == ids{});
}

BOOST_AUTO_TEST_CASE_TEMPLATE(are_all_of_those_that_are_repeated, Medium,
                              all_media) {
  auto with = people<Medium>{};
  auto labelled = [](std::vector<const char*> names) {
    return [names](wire::CreateTask& x) {
      for (const auto* name : names)
        x.add_labels(name);
    };
  };
  with.task(labelled({"bug"}));
  with.task(labelled({"ui"}));
  with.task(labelled({"bug", "ui"}));
  with.task(labelled({}));
  BOOST_TEST(with.found([](request& x) {
    x.add_labels("BUG");
    x.add_labels("ui");
  }) == (ids{1, 2, 3}));
  BOOST_TEST(with.found([](request& x) {
    x.add_labels("bug");
    x.add_also()->add_labels("ui");
  }) == ids{3});
  BOOST_TEST(with.found([](request& x) {
    x.add_statuses(wire::STATUS_TODO);
    x.add_also()->add_statuses(wire::STATUS_COMPLETED);
  }) == ids{});
}

BOOST_AUTO_TEST_CASE_TEMPLATE(know_watchers_and_shares_and_revisions, Medium,
                              all_media) {
  auto with = people<Medium>{};
  auto nothing = [](wire::CreateTask&) {};
  with.task(nothing, with.ann);
  with.task(nothing, with.ann);
  auto rev = with.log.last().index.value;
  auto share = wire::Command{};
  share.mutable_share_task()->set_task(2);
  share.mutable_share_task()->set_username("bob");
  with.apply_as(with.ann, share);
  auto unwatch = wire::Command{};
  unwatch.mutable_watch_task()->set_task(1);
  unwatch.mutable_watch_task()->set_remove(true);
  with.apply_as(with.ann, unwatch);
  auto watching
    = [](bool is) { return [is](request& x) { x.set_watching(is); }; };
  auto shared = [](bool is) { return [is](request& x) { x.set_shared(is); }; };
  BOOST_TEST(with.found(watching(true), 0, with.ann) == ids{2});
  BOOST_TEST(with.found(watching(false), 0, with.ann) == ids{1});
  BOOST_TEST(with.found(shared(true), 0, with.ann) == ids{2});
  BOOST_TEST(with.found(shared(false), 0, with.ann) == ids{1});
  BOOST_TEST(with.found(watching(false), 0, with.bob) == ids{2});
  with.set_status(1, wire::STATUS_IN_PROGRESS);
  BOOST_TEST(with.found([&](request& x) { x.set_rev_after(rev); }, 0, with.ann)
             == ids{1});
  // No revision is later, nor as late.
  for (auto last : {std::uint64_t{INT64_MAX}, std::uint64_t{UINT64_MAX}})
    BOOST_TEST(
      with.found([&](request& x) { x.set_rev_after(last); }, 0, with.ann)
      == ids{});
}

BOOST_AUTO_TEST_CASE_TEMPLATE(know_what_open_tasks_block, Medium, all_media) {
  auto with = people<Medium>{};
  with.task([](wire::CreateTask&) {});
  with.task([](wire::CreateTask&) {});
  auto block = wire::Command{};
  block.mutable_block_task()->set_task(1);
  block.mutable_block_task()->set_other(2);
  with.run(block);
  auto blocked
    = [](bool is) { return [is](request& x) { x.set_blocked(is); }; };
  BOOST_TEST(with.found(blocked(true)) == ids{2});
  BOOST_TEST(with.found(blocked(false)) == ids{1});
  with.set_status(1, wire::STATUS_COMPLETED);
  BOOST_TEST(with.found(blocked(true)) == ids{});
}

BOOST_AUTO_TEST_CASE_TEMPLATE(leave_the_order_of_the_board, Medium, all_media) {
  auto with = people<Medium>{};
  for (auto i = 0; i < 4; ++i)
    with.task([](wire::CreateTask& x) { x.set_project("OPS"); });
  auto move = wire::Command{};
  move.mutable_move_task()->set_id(4);
  move.mutable_move_task()->set_before(2);
  with.run(move);
  with.set_status(3, wire::STATUS_COMPLETED);
  auto sorted = [&](bool descending) {
    auto found = ids{};
    auto query = wire::Query{};
    auto& list = *query.mutable_list_tasks();
    list.add_projects("OPS");
    list.add_statuses(wire::STATUS_TODO);
    list.set_sort(request::SORT_RANK);
    list.set_descending(descending);
    list.set_limit(1);
    do {
      auto page = with.ask_as(with.ann, query).tasks();
      for (const auto& each : page.tasks())
        found.push_back(each.id());
      list.set_cursor(page.next_cursor());
    } while (!list.cursor().empty());
    return found;
  };
  BOOST_TEST(sorted(false) == (ids{1, 4, 2}));
  BOOST_TEST(sorted(true) == (ids{2, 4, 1}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(refuse_names_that_one_does_not_know, Medium,
                              all_media) {
  auto with = people<Medium>{};
  BOOST_TEST(with.refused_at([](request& x) { x.add_projects("NO"); })
             == "/project");
  BOOST_TEST(with.refused_at([](request& x) { x.add_labels("no"); })
             == "/label");
  BOOST_TEST(with.refused_at([](request& x) { x.add_assignees("eve"); })
             == "/assignee");
  BOOST_TEST(with.refused_at([](request& x) { x.add_creators("eve"); })
             == "/creator");
  BOOST_TEST(with.refused_at([](request& x) { x.set_due("soon"); }) == "/due");
  BOOST_TEST(with.refused_at([](request& x) { x.set_time_zone("Mars"); })
             == "/tz");
  BOOST_TEST(with.refused_at([](request& x) {
    x.add_also()->add_projects("NO");
  }) == "/project");
  // What one may not see does not exist.
  auto web = [](request& x) { x.add_projects("WEB"); };
  BOOST_TEST(with.refused_at(web, with.ann) == "/project");
  BOOST_TEST(with.found(web) == ids{});
  auto ops = [](request& x) { x.add_projects("OPS"); };
  BOOST_TEST(with.found(ops, 0, with.ann) == ids{});
  BOOST_TEST(with.refused_at(ops, with.bob) == "/project");
}

// Where everybody is admin no row says so; what admin has created was not
// found.
BOOST_AUTO_TEST_CASE_TEMPLATE(know_who_asks_where_there_are_no_users, Medium,
                              all_media) {
  auto with = people<Medium>{no_users{}};
  with.task([](wire::CreateTask&) {});
  auto of = [](const char* name) {
    return [name](request& x) { x.add_creators(name); };
  };
  BOOST_TEST(with.found(of("admin")) == ids{1});
  BOOST_TEST(with.found(of("me")) == ids{1});
  BOOST_TEST(with.refused_at(of("eve")) == "/creator");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(are_bound_to_their_cursors, Medium, all_media) {
  auto with = people<Medium>{};
  for (auto i = 0; i < 3; ++i)
    with.task([](wire::CreateTask& x) {
      x.mutable_due()->set_date(*calendar::parse_day("2026-11-26"));
    });
  auto page = [&](
                const std::string& cursor, std::int64_t now_us,
                const change& more = [](request&) {}) {
    auto query = wire::Query{};
    auto& list = *query.mutable_list_tasks();
    list.set_due("today");
    list.set_limit(1);
    list.set_cursor(cursor);
    more(list);
    return with.ask_as({}, query, now_us);
  };
  auto first = page("", at("2026-11-26", 23)).tasks();
  BOOST_TEST(first.tasks(0).id() == 1U);
  // `now` is that of the first page.
  auto second = page(first.next_cursor(), at("2026-11-28")).tasks();
  BOOST_TEST_REQUIRE(second.tasks_size() == 1);
  BOOST_TEST(second.tasks(0).id() == 2U);
  // The size of a page may change, and nothing else.
  BOOST_TEST(page(first.next_cursor(), 0, [](request& x) { x.set_limit(9); })
               .tasks()
               .tasks_size()
             == 2);
  for (const auto& other : std::vector<change>{
         [](request& x) { x.set_due("1d"); },
         [](request& x) { x.add_statuses(wire::STATUS_TODO); },
         [](request& x) { x.set_descending(true); },
         [](request& x) { x.set_time_zone("Europe/Berlin"); }})
    BOOST_TEST(page(first.next_cursor(), 0, other).refusal().code()
               == static_cast<std::uint32_t>(errc::invalid_cursor));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace task_filter_test
