// Tasks that block others, and all that a task is related to.

#include "protocol/tasks/limits.hpp"
#include "tests/protocol/tasks/rules/account_fixture.hpp"
#include "tests/support/boards/map_reader.hpp"
#include "tests/support/unit_test.hpp"

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace task_blocks_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;
using ids = std::vector<std::uint64_t>;

struct fixture : account_fixture {
  fixture() {
    found_admin();
    for (const auto* name : {"ann", "bob"}) {
      create(name);
      as[name] = log_in(name, name);
    }
  }

  /// Logins end while so much is done.
  void log_in_again() {
    as["ann"] = log_in("ann", "ann " + std::to_string(index));
  }

  std::uint64_t task(const std::string& who = "ann", std::uint64_t parent = 0) {
    auto x = wire::Command{};
    x.mutable_create_task()->set_title("x");
    x.mutable_create_task()->set_description("long");
    x.mutable_create_task()->set_parent(parent);
    return apply(x, as.at(who)).task().id();
  }

  wire::Result block(std::uint64_t task, std::uint64_t other,
                     bool remove = false, const std::string& who = "ann") {
    auto x = wire::Command{};
    x.mutable_block_task()->set_task(task);
    x.mutable_block_task()->set_other(other);
    x.mutable_block_task()->set_remove(remove);
    return apply(x, as.at(who));
  }

  wire::Result set_status(std::uint64_t task, wire::Status status) {
    auto x = wire::Command{};
    x.mutable_update_task()->set_id(task);
    x.mutable_update_task()->set_status(status);
    return apply(x, as.at("ann"));
  }

  void trash(std::uint64_t task, bool back = false) {
    auto x = wire::Command{};
    if (back)
      x.mutable_restore_task()->set_id(task);
    else
      x.mutable_delete_task()->set_id(task);
    BOOST_TEST(apply(x, as.at("ann")).has_task());
  }

  void share(std::uint64_t task, const std::string& with,
             wire::ProjectRole role) {
    auto x = wire::Command{};
    x.mutable_share_task()->set_task(task);
    x.mutable_share_task()->set_username(with);
    x.mutable_share_task()->set_role(role);
    BOOST_TEST(apply(x, as.at("ann")).has_task());
  }

  /// How many open tasks block it.
  std::uint32_t blockers(std::uint64_t task) {
    const auto* row = state.find<wire::Blocked>(task);
    return row == nullptr ? 0 : row->blockers();
  }

  wire::Answer ask(std::uint64_t task, const std::string& who = "ann") {
    auto query = wire::Query{};
    query.mutable_list_relations()->set_task(task);
    auto rows = map_reader{state};
    return *tasks::answer(rows, query,
                          tasks::find_actor(state, as.at(who), index * 1000));
  }

  static ids ids_of(const google::protobuf::RepeatedPtrField<wire::Task>& x) {
    auto found = ids{};
    for (const auto& each : x)
      found.push_back(each.id());
    return found;
  }

  std::map<std::string, protocol::principal> as;
};

BOOST_FIXTURE_TEST_SUITE(a_blocked_task, fixture)

BOOST_AUTO_TEST_CASE(is_blocked_while_a_blocker_is_open) {
  auto first = task();
  auto second = task();
  auto last = task();
  auto rev = state.find<wire::Task>(last)->rev();
  BOOST_TEST(block(first, last).has_task());
  BOOST_TEST(block(second, last).has_task());
  // Once more is the same.
  BOOST_TEST(block(second, last).has_task());
  BOOST_TEST(blockers(last) == 2U);
  set_status(first, wire::STATUS_IN_PROGRESS);
  BOOST_TEST(blockers(last) == 2U);
  set_status(first, wire::STATUS_COMPLETED);
  BOOST_TEST(blockers(last) == 1U);
  trash(second);
  BOOST_TEST(blockers(last) == 0U);
  set_status(first, wire::STATUS_TODO);
  trash(second, true);
  BOOST_TEST(blockers(last) == 2U);
  set_status(first, wire::STATUS_CANCELLED);
  BOOST_TEST(block(second, last, true).has_task());
  BOOST_TEST(block(second, last, true).has_task());
  BOOST_TEST(blockers(last) == 0U);
  BOOST_TEST(state.count<wire::Blocked>() == 0U);
  // A blocker that is finished already.
  BOOST_TEST(block(first, second).has_task());
  BOOST_TEST(blockers(second) == 0U);
  set_status(first, wire::STATUS_TODO);
  BOOST_TEST(blockers(second) == 1U);
  BOOST_TEST(state.find<wire::Task>(last)->rev() == rev);
}

BOOST_AUTO_TEST_CASE(never_blocks_itself_by_way_of_others) {
  auto all = ids{};
  for (auto i = 0; i < 20; ++i)
    all.push_back(task());
  for (auto i = std::size_t{1}; i < all.size(); ++i)
    BOOST_TEST(block(all[i - 1], all[i]).has_task());
  BOOST_TEST(is_refused(block(all[5], all[5]), errc::cycle, "/other"));
  BOOST_TEST(is_refused(block(all[1], all[0]), errc::cycle, "/other"));
  BOOST_TEST(is_refused(block(all[19], all[0]), errc::cycle, "/other"));
  BOOST_TEST(is_refused(block(all[15], all[4]), errc::cycle, "/other"));
  BOOST_TEST(block(all[4], all[15]).has_task());
  BOOST_TEST(block(all[10], all[11], true).has_task());
  BOOST_TEST(block(all[19], all[11], true).has_task());
  BOOST_TEST(is_refused(block(all[19], all[4]), errc::cycle, "/other"));
  BOOST_TEST(block(all[4], all[15], true).has_task());
  BOOST_TEST(block(all[19], all[4]).has_task());
}

BOOST_AUTO_TEST_CASE(is_refused_where_too_many_block_each_other) {
  auto center = task();
  for (auto i = std::size_t{0}; i < tasks::max_blocks; ++i)
    BOOST_TEST_REQUIRE(block(center, task()).has_task());
  auto more = task();
  BOOST_TEST(is_refused(block(center, more), errc::too_many, "/task"));
  for (auto i = std::size_t{0}; i < tasks::max_blocks; ++i)
    BOOST_TEST_REQUIRE(block(task(), more).has_task());
  BOOST_TEST(is_refused(block(task(), more), errc::too_many, "/other"));
}

BOOST_AUTO_TEST_CASE(is_found_in_a_bounded_search) {
  // Two long chains; each grows at its end without any search.
  auto chains = std::vector<ids>(2);
  for (auto& chain : chains) {
    chain.push_back(task());
    for (auto i = 0; i < 1000; ++i) {
      if (i % 200 == 0)
        log_in_again();
      chain.push_back(task());
      BOOST_TEST_REQUIRE(
        block(chain[chain.size() - 2], chain.back()).has_task());
    }
  }
  log_in_again();
  BOOST_TEST(block(chains[0].back(), task()).has_task());
  BOOST_TEST(block(task(), chains[1].front()).has_task());
  BOOST_TEST(is_refused(block(chains[0][500], chains[1][500]), errc::too_many,
                        "/other"));
}

BOOST_AUTO_TEST_CASE(is_changed_by_those_who_may_edit_both) {
  auto mine = task("bob");
  auto hers = task();
  BOOST_TEST(
    is_refused(block(mine, hers, false, "bob"), errc::not_found, "/other"));
  BOOST_TEST(
    is_refused(block(hers, mine, false, "bob"), errc::not_found, "/task"));
  share(hers, "bob", wire::PROJECT_ROLE_VIEWER);
  BOOST_TEST(
    is_refused(block(mine, hers, false, "bob"), errc::not_allowed, ""));
  share(hers, "bob", wire::PROJECT_ROLE_MEMBER);
  BOOST_TEST(block(mine, hers, false, "bob").has_task());
  trash(hers);
  BOOST_TEST(
    is_refused(block(mine, hers, true, "bob"), errc::in_trash, "/other"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(relations, fixture)

BOOST_AUTO_TEST_CASE(are_the_tasks_that_the_requester_sees) {
  auto parent = task();
  auto center = task("ann", parent);
  auto part = task("ann", center);
  auto thrown_away = task("ann", center);
  auto before = task();
  auto after = task();
  BOOST_TEST(block(before, center).has_task());
  BOOST_TEST(block(center, after).has_task());
  trash(thrown_away);
  auto found = ask(center).relations();
  BOOST_TEST(found.parent().id() == parent);
  BOOST_TEST(ids_of(found.subtasks()) == ids{part});
  BOOST_TEST(ids_of(found.blocks()) == ids{after});
  BOOST_TEST(ids_of(found.blocked_by()) == ids{before});
  BOOST_TEST(found.hidden() == 0U);
  BOOST_TEST(found.parent().description() == "");
  BOOST_TEST(found.blocks(0).title() == "x");

  BOOST_TEST(ask(center, "bob").refusal().code()
             == static_cast<std::uint32_t>(errc::not_found));
  share(center, "bob", wire::PROJECT_ROLE_VIEWER);
  share(after, "bob", wire::PROJECT_ROLE_VIEWER);
  found = ask(center, "bob").relations();
  BOOST_TEST(!found.has_parent());
  BOOST_TEST(ids_of(found.blocks()) == ids{after});
  BOOST_TEST(found.subtasks_size() + found.blocked_by_size() == 0);
  BOOST_TEST(found.hidden() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace task_blocks_test
