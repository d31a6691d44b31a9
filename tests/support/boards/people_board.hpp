// A board of several users, a project and labels, on any medium, to ask in
// anybody's name.

#pragma once

#include "protocol/calendar/time_zone.hpp"
#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace taskraft::tests {

using list_change = std::function<void(tasks::wire::ListTasks&)>;

inline constexpr std::int64_t hour_us = 3'600'000'000;

inline std::int64_t at(const std::string& day, std::int64_t hours = 0) {
  return calendar::time_zone::utc().begin_of(*calendar::parse_day(day))
         + hours * hour_us;
}

inline protocol::principal session_of(std::uint64_t id) {
  return {.kind = protocol::principal_kind::session, .id = id};
}

struct no_users {};

/// A board whose users are admin (who asks if nobody is named), ann and bob;
/// project OPS, of which ann is a member; labels bug and ui.
template <class Medium>
struct people {
  /// Nobody has ever been made a user, as with `auth.mode = "open"`.
  explicit people(no_users) {
  }

  people() {
    auto x = tasks::wire::Command{};
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
      login.set_lifetime_us(3'000'000'000'000'000);
      auto made = apply_as(
        {.kind = protocol::principal_kind::node, .made_by_node = true, .id = 1},
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
    x.mutable_set_member()->set_role(tasks::wire::PROJECT_ROLE_MEMBER);
    run(x);
    for (const auto* name : {"bug", "ui"}) {
      x = {};
      x.mutable_create_label()->set_name(name);
      run(x);
    }
  }

  tasks::wire::Result apply_as(const protocol::principal& who,
                               const tasks::wire::Command& x) {
    log.command_of(who, ++number, x);
    auto result = parse_result(apply(*board, log).back().result);
    BOOST_REQUIRE_MESSAGE(!result.has_refusal(), result.refusal().message());
    return result;
  }
  tasks::wire::Result run(const tasks::wire::Command& x) {
    return apply_as({}, x);
  }

  std::uint64_t task(const std::function<void(tasks::wire::CreateTask&)>& fill,
                     const protocol::principal& who = {}) {
    auto x = create_task("Task");
    fill(*x.mutable_create_task());
    return apply_as(who, x).task().id();
  }
  void set_status(std::uint64_t id, tasks::wire::Status status) {
    auto x = tasks::wire::Command{};
    x.mutable_update_task()->set_id(id);
    x.mutable_update_task()->set_status(status);
    run(x);
  }

  tasks::wire::Answer ask_as(const protocol::principal& who,
                             const tasks::wire::Query& x,
                             std::int64_t now_us = 0) {
    auto reader = board->open_reader();
    BOOST_REQUIRE(static_cast<bool>(reader));
    auto bytes = x.SerializeAsString();
    auto answers
      = (*reader)->answer({{bytes, who}}, static_cast<std::uint64_t>(now_us));
    BOOST_REQUIRE(static_cast<bool>(answers));
    auto answer = tasks::wire::Answer{};
    BOOST_REQUIRE(answer.ParseFromString(answers->front().answer));
    return answer;
  }

  /// The ids of a list, which are as many as their count says.
  std::vector<std::uint64_t> found(const list_change& filter,
                                   std::int64_t now_us = 0,
                                   const protocol::principal& who = {}) {
    auto query = tasks::wire::Query{};
    filter(*query.mutable_list_tasks());
    auto answer = ask_as(who, query, now_us);
    BOOST_REQUIRE_MESSAGE(answer.has_tasks(), answer.refusal().message());
    auto ids_found = std::vector<std::uint64_t>{};
    for (const auto& each : answer.tasks().tasks())
      ids_found.push_back(each.id());
    auto counting = tasks::wire::Query{};
    filter(*counting.mutable_count_tasks()->mutable_filter());
    BOOST_TEST(ask_as(who, counting, now_us).count().count()
               == ids_found.size());
    return ids_found;
  }

  std::string refused_at(const list_change& filter,
                         const protocol::principal& who = {}) {
    auto query = tasks::wire::Query{};
    filter(*query.mutable_list_tasks());
    auto answer = ask_as(who, query);
    auto counting = tasks::wire::Query{};
    filter(*counting.mutable_count_tasks()->mutable_filter());
    BOOST_TEST(ask_as(who, counting).refusal().pointer()
               == answer.refusal().pointer());
    BOOST_TEST(answer.refusal().code()
               == static_cast<std::uint32_t>(errc::invalid_parameter));
    return answer.refusal().pointer();
  }

  protocol::principal ann = session_of(1);
  protocol::principal bob = session_of(2);
  Medium medium;
  std::unique_ptr<persistence::task_board> board = open_board(medium.open());
  board_log log;
  std::uint64_t number = 0;
};

} // namespace taskraft::tests
