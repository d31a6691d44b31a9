// What a leader finds due.

#include "tests/protocol/tasks/rules/people_fixture.hpp"

namespace due_queries_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : people_fixture {
  std::string make() {
    auto made = done("ann", "create_task { title: 'one' }");
    return std::to_string(made.task().id());
  }

  wire::DueCommands due(std::uint64_t now_us) {
    auto answer
      = ask("node", "list_due { now_us: " + std::to_string(now_us) + " }");
    BOOST_TEST_REQUIRE(answer.has_due());
    return answer.due();
  }

  /// Sessions end long before anything else does.
  std::vector<wire::Command> due_apart_from_sessions(std::uint64_t now_us) {
    auto found = std::vector<wire::Command>{};
    auto all = due(now_us);
    for (const auto& each : all.commands())
      if (!each.has_end_session())
        found.push_back(each);
    return found;
  }

  std::uint64_t now_us() const {
    return index * 1000;
  }
};

BOOST_FIXTURE_TEST_SUITE(what_is_due, fixture)

BOOST_AUTO_TEST_CASE(is_told_to_nodes_alone) {
  BOOST_TEST(why(ask("admin", "list_due { now_us: 1 }")) == "not_allowed");
}

BOOST_AUTO_TEST_CASE(is_nothing_at_first) {
  make();
  BOOST_TEST(due(now_us()).commands_size() == 0);
  BOOST_TEST(due(0).commands_size() == 0);
}

BOOST_AUTO_TEST_CASE(are_sessions_that_have_expired) {
  auto found = due(now_us() + 1'000'001);
  BOOST_TEST_REQUIRE(found.commands_size() == 4);
  for (const auto& each : found.commands())
    BOOST_TEST(each.has_end_session());
}

BOOST_AUTO_TEST_CASE(are_tasks_that_have_lain_in_the_trash_for_their_time) {
  auto task = make();
  auto rev = done("ann", "delete_task { id: " + task + " }").task().rev();
  auto end_us = now_us() + tasks::trash_us;
  BOOST_TEST(due_apart_from_sessions(end_us).empty());
  auto found = due_apart_from_sessions(end_us + 1);
  BOOST_TEST_REQUIRE(found.size() == 1U);
  BOOST_TEST(std::to_string(found[0].purge_task().id()) == task);
  BOOST_TEST(found[0].purge_task().expected_rev() == rev);
}

BOOST_AUTO_TEST_CASE(are_uploads_that_have_stopped) {
  auto task = make();
  auto upload
    = done("ann", "begin_upload { task: " + task + " name: 'f' }").upload();
  BOOST_TEST(due_apart_from_sessions(now_us() + tasks::upload_idle_us).empty());
  auto found = due_apart_from_sessions(now_us() + tasks::upload_idle_us + 1);
  BOOST_TEST_REQUIRE(found.size() == 1U);
  BOOST_TEST(found[0].cancel_upload().upload() == upload.id());
}

BOOST_AUTO_TEST_CASE(are_keys_that_are_not_counted_yet) {
  done("ann", "put_key { key: 'k' value: 'v' }");
  done("admin",
       "change_settings { changes { name: 'kv_bytes' value: 1000000 } }");
  auto found = due_apart_from_sessions(now_us());
  BOOST_TEST_REQUIRE(found.size() == 20U);
  BOOST_TEST(found[0].has_count_keys());
  BOOST_TEST(apply(found[0], node()).keys_counted().done());
  BOOST_TEST(due_apart_from_sessions(now_us()).empty());
}

BOOST_AUTO_TEST_CASE(are_texts_of_tasks_that_are_gone) {
  auto task = make();
  done("ann", "update_task { id: " + task + " title: 'two' }");
  auto last = index;
  done("ann", "purge_task { id: " + task + " }");
  auto found = due_apart_from_sessions(now_us());
  BOOST_TEST_REQUIRE(found.size() == 1U);
  const auto& erase = found[0].erase_texts();
  BOOST_TEST(std::to_string(erase.task()) == task);
  BOOST_TEST(erase.last());
  BOOST_TEST_REQUIRE(erase.changes_size() == 2);
  BOOST_TEST(erase.changes(0).index() == last);
  BOOST_TEST(erase.changes(1).index() == last - 1);
  BOOST_TEST(!apply(found[0], node()).has_refusal());
  BOOST_TEST(due_apart_from_sessions(now_us()).empty());
  BOOST_TEST(state.find<wire::Change>(last, 0U)->fields().empty());
}

BOOST_AUTO_TEST_CASE(are_such_texts_bit_by_bit) {
  auto task = make();
  for (auto i = 0; i < 101; ++i)
    done("ann", "update_task { id: " + task + " title: 't" + std::to_string(i)
                  + "' }");
  done("ann", "purge_task { id: " + task + " }");
  auto first = due_apart_from_sessions(now_us());
  BOOST_TEST_REQUIRE(first.size() == 1U);
  BOOST_TEST(first[0].erase_texts().changes_size() == 100);
  BOOST_TEST(!first[0].erase_texts().last());
  BOOST_TEST(!apply(first[0], node()).has_refusal());
  auto second = due_apart_from_sessions(now_us());
  BOOST_TEST_REQUIRE(second.size() == 1U);
  BOOST_TEST(second[0].erase_texts().changes_size() == 2);
  BOOST_TEST(second[0].erase_texts().last());
}

BOOST_AUTO_TEST_CASE(are_changes_that_are_too_old) {
  make();
  auto later_us = now_us() + tasks::change_us;
  auto found = due_apart_from_sessions(later_us);
  BOOST_TEST_REQUIRE(found.size() == 1U);
  BOOST_TEST(found[0].has_forget_changes());
  index += tasks::change_us / 1000;
  BOOST_TEST(!apply(found[0], node()).has_refusal());
  BOOST_TEST(state.count<wire::Change>() > 0U);
  BOOST_TEST(due_apart_from_sessions(now_us()).empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace due_queries_test
