// The filters of lists, which their counts share, in every time zone and for
// every user.

#include "protocol/calendar/time_zone.hpp"
#include "tests/support/board_fixture.hpp"
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
using change = std::function<void(request&)>;

constexpr std::int64_t hour_us = 3'600'000'000;

std::int64_t at(const std::string& day, std::int64_t hours = 0) {
  return calendar::time_zone::utc().begin_of(*calendar::parse_day(day))
         + hours * hour_us;
}

protocol::principal session(std::uint64_t id) {
  return {.kind = protocol::principal_kind::session, .id = id};
}

/// A board whose users are admin (who asks if nobody is named), ann and bob;
/// project OPS, of which ann is a member; labels bug and ui.
template <class Medium>
struct people {
  people() {
    auto x = wire::Command{};
    x.mutable_create_first_admin()->mutable_secret()->set_password_hash("h");
    apply_as({.kind = protocol::principal_kind::node,
              .via = protocol::door::system,
              .made_by_node = true,
              .id = 1},
             x);
    for (const auto* name : {"ann", "bob"}) {
      x = {};
      x.mutable_create_user()->set_username(name);
      x.mutable_create_user()->mutable_secret()->set_password_hash("h");
      auto rev = apply_as({.made_by_node = true}, x).user().rev();
      x = {};
      auto& login = *x.mutable_create_session();
      login.set_username(name);
      login.set_checked_rev(rev);
      login.set_digest(std::string(32, name[0]));
      login.set_lifetime_us(std::uint64_t{1} << 50U);
      auto made = apply_as({.kind = protocol::principal_kind::node,
                            .made_by_node = true,
                            .id = 1},
                           x);
      BOOST_REQUIRE(made.has_session());
    }
    for (const auto* key : {"OPS", "WEB"}) {
      x = {};
      x.mutable_create_project()->set_key(key);
      x.mutable_create_project()->set_name(key);
      run(x);
    }
    x = {};
    x.mutable_set_member()->set_project("OPS");
    x.mutable_set_member()->set_username("ann");
    x.mutable_set_member()->set_role(wire::PROJECT_ROLE_MEMBER);
    run(x);
    for (const auto* name : {"bug", "ui"}) {
      x = {};
      x.mutable_create_label()->set_name(name);
      run(x);
    }
  }

  wire::Result apply_as(const protocol::principal& who,
                        const wire::Command& x) {
    log.command_of(who, ++number, x);
    auto result = parse_result(apply(*board, log).back().result);
    BOOST_REQUIRE_MESSAGE(!result.has_refusal(), result.refusal().message());
    return result;
  }
  wire::Result run(const wire::Command& x) {
    return apply_as({}, x);
  }

  std::uint64_t task(const std::function<void(wire::CreateTask&)>& fill,
                     const protocol::principal& who = {}) {
    auto x = create_task("Task");
    fill(*x.mutable_create_task());
    return apply_as(who, x).task().id();
  }
  void set_status(std::uint64_t id, wire::Status status) {
    auto x = wire::Command{};
    x.mutable_update_task()->set_id(id);
    x.mutable_update_task()->set_status(status);
    run(x);
  }

  wire::Answer ask_as(const protocol::principal& who, const wire::Query& x,
                      std::int64_t now_us = 0) {
    auto reader = board->open_reader();
    BOOST_REQUIRE(static_cast<bool>(reader));
    auto bytes = x.SerializeAsString();
    auto answers = (*reader)->answer({{bytes, who}},
                                     static_cast<std::uint64_t>(now_us));
    BOOST_REQUIRE(static_cast<bool>(answers));
    auto answer = wire::Answer{};
    BOOST_REQUIRE(answer.ParseFromString(answers->front().answer));
    return answer;
  }

  /// The ids of a list, which are as many as their count says.
  ids found(const change& filter, std::int64_t now_us = 0,
            const protocol::principal& who = {}) {
    auto query = wire::Query{};
    filter(*query.mutable_list_tasks());
    auto answer = ask_as(who, query, now_us);
    BOOST_REQUIRE_MESSAGE(answer.has_tasks(), answer.refusal().message());
    auto ids_found = ids{};
    for (const auto& each : answer.tasks().tasks())
      ids_found.push_back(each.id());
    auto counting = wire::Query{};
    filter(*counting.mutable_count_tasks()->mutable_filter());
    BOOST_TEST(ask_as(who, counting, now_us).count().count()
               == ids_found.size());
    return ids_found;
  }

  std::string refused_at(const change& filter,
                         const protocol::principal& who = {}) {
    auto query = wire::Query{};
    filter(*query.mutable_list_tasks());
    auto answer = ask_as(who, query);
    auto counting = wire::Query{};
    filter(*counting.mutable_count_tasks()->mutable_filter());
    BOOST_TEST(ask_as(who, counting).refusal().pointer()
               == answer.refusal().pointer());
    BOOST_TEST(answer.refusal().code()
               == static_cast<std::uint32_t>(errc::invalid_parameter));
    return answer.refusal().pointer();
  }

  protocol::principal ann = session(1);
  protocol::principal bob = session(2);
  Medium medium;
  std::unique_ptr<persistence::task_board> board = open_board(medium.open());
  board_log log;
  std::uint64_t number = 0;
};

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
  BOOST_TEST((due("overdue", "UTC") == ids{1, 4}));
  BOOST_TEST((due("today", "UTC") == ids{2, 4, 5}));
  BOOST_TEST((due("1d", "UTC") == ids{2, 3, 4, 5}));
  BOOST_TEST((due("none", "UTC") == ids{6}));
  // It is the 27th there, since an instant.
  BOOST_TEST((due("overdue", "Pacific/Kiritimati") == ids{1, 2, 4}));
  BOOST_TEST((due("today", "Pacific/Kiritimati") == ids{3, 5}));
  // It is the 26th there, at midnight.
  BOOST_TEST((due("overdue", "Pacific/Honolulu") == ids{1, 4}));
  BOOST_TEST((due("today", "Pacific/Honolulu") == ids{2, 5}));
  with.set_status(1, wire::STATUS_CANCELLED);
  with.set_status(4, wire::STATUS_COMPLETED);
  BOOST_TEST((due("overdue", "") == ids{}));
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
  BOOST_TEST((with.found(today, now, with.ann) == ids{}));
  auto x = wire::Command{};
  x.mutable_update_user()->set_username("ann");
  x.mutable_update_user()->set_time_zone("Pacific/Kiritimati");
  with.run(x);
  BOOST_TEST((with.found(today, now, with.ann) == ids{1}));
  BOOST_TEST((with.found(today, now) == ids{}));
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
  BOOST_TEST((with.found([&](request& x) {
                x.mutable_created_from()->set_date(day);
                x.mutable_created_before()->set_date(day + 1);
                x.set_time_zone("Europe/Berlin");
              })
              == ids{2}));
  BOOST_TEST((with.found([&](request& x) {
                x.mutable_created_from()->set_date(day);
              })
              == ids{3}));
  BOOST_TEST((with.found([&](request& x) {
                x.mutable_updated_from()->set_instant_us(at("2026-03-29", 22));
              })
              == ids{1, 3}));
  BOOST_TEST((with.found([&](request& x) {
                x.mutable_completed_before()->set_date(day + 1);
              })
              == ids{1}));
  BOOST_TEST((with.found([&](request& x) {
                x.mutable_completed_before()->set_date(day);
              })
              == ids{}));
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
  BOOST_TEST((with.found([](request& x) {
                x.add_labels("BUG");
                x.add_labels("ui");
              })
              == ids{1, 2, 3}));
  BOOST_TEST((with.found([](request& x) {
                x.add_labels("bug");
                x.add_also()->add_labels("ui");
              })
              == ids{3}));
  BOOST_TEST((with.found([](request& x) {
                x.add_statuses(wire::STATUS_TODO);
                x.add_also()->add_statuses(wire::STATUS_COMPLETED);
              })
              == ids{}));
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
  auto watching = [](bool is) {
    return [is](request& x) { x.set_watching(is); };
  };
  auto shared = [](bool is) { return [is](request& x) { x.set_shared(is); }; };
  BOOST_TEST((with.found(watching(true), 0, with.ann) == ids{2}));
  BOOST_TEST((with.found(watching(false), 0, with.ann) == ids{1}));
  BOOST_TEST((with.found(shared(true), 0, with.ann) == ids{2}));
  BOOST_TEST((with.found(shared(false), 0, with.ann) == ids{1}));
  BOOST_TEST((with.found(watching(false), 0, with.bob) == ids{2}));
  with.set_status(1, wire::STATUS_IN_PROGRESS);
  BOOST_TEST((with.found([&](request& x) { x.set_rev_after(rev); }, 0, with.ann)
              == ids{1}));
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
             })
             == "/project");
  // What one may not see does not exist.
  auto web = [](request& x) { x.add_projects("WEB"); };
  BOOST_TEST(with.refused_at(web, with.ann) == "/project");
  BOOST_TEST((with.found(web) == ids{}));
  auto ops = [](request& x) { x.add_projects("OPS"); };
  BOOST_TEST((with.found(ops, 0, with.ann) == ids{}));
  BOOST_TEST(with.refused_at(ops, with.bob) == "/project");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(are_bound_to_their_cursors, Medium, all_media) {
  auto with = people<Medium>{};
  for (auto i = 0; i < 3; ++i)
    with.task([](wire::CreateTask& x) {
      x.mutable_due()->set_date(*calendar::parse_day("2026-11-26"));
    });
  auto page = [&](const std::string& cursor, std::int64_t now_us,
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
  BOOST_TEST(page(first.next_cursor(), 0, [](request& x) {
               x.set_limit(9);
             }).tasks().tasks_size()
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
