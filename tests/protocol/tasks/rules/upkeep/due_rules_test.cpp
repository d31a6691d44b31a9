// What a leader proposes because its time has come.

#include "protocol/tasks/limits.hpp"
#include "tests/protocol/tasks/rules/account_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace due_rules_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : account_fixture {
  fixture() {
    found_admin();
    create("ann");
    ann = log_in("ann", "a");
    auto x = wire::Command{};
    x.mutable_create_task()->set_title("One");
    task = apply(x, ann).task().id();
    auto away = wire::Command{};
    away.mutable_delete_task()->set_id(task);
    rev = apply(away, ann).task().rev();
  }

  wire::Result purge() {
    auto x = wire::Command{};
    x.mutable_purge_task()->set_id(task);
    x.mutable_purge_task()->set_expected_rev(rev);
    return apply(x, node());
  }

  void pass(std::uint64_t time_us) {
    index += time_us / 1000;
  }

  protocol::principal ann;
  std::uint64_t task = 0;
  std::uint64_t rev = 0;
};

BOOST_FIXTURE_TEST_SUITE(a_node, fixture)

BOOST_AUTO_TEST_CASE(removes_a_task_from_the_trash_in_its_time_alone) {
  BOOST_TEST(is_refused(purge(), errc::conflict, "/id"));
  pass(tasks::trash_us - 10'000);
  BOOST_TEST(is_refused(purge(), errc::conflict, "/id"));
  pass(10'000);
  BOOST_TEST(purge().has_task());
  BOOST_TEST(state.find<wire::Task>(task) == nullptr);
}

BOOST_AUTO_TEST_CASE(removes_no_task_that_was_taken_back) {
  pass(tasks::trash_us);
  auto x = wire::Command{};
  x.mutable_restore_task()->set_id(task);
  apply(x, made({}));
  BOOST_TEST(code_of(purge()) == errc::stale_revision);
  rev = state.find<wire::Task>(task)->rev();
  BOOST_TEST(is_refused(purge(), errc::conflict, "/id"));
}

BOOST_AUTO_TEST_CASE(ends_a_session_that_has_expired_alone) {
  auto x = wire::Command{};
  x.mutable_end_session()->set_id(ann.id);
  BOOST_TEST(is_refused(apply(x, node()), errc::conflict, "/id"));
  pass(1'000'000);
  BOOST_TEST(apply(x, node()).has_session());
  BOOST_TEST(state.find<wire::Session>(ann.id) == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace due_rules_test
