// What is erased by and by.

#include "protocol/tasks/limits.hpp"
#include "tests/protocol/tasks/rules/account_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace erasure_rules_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : account_fixture {
  fixture() {
    found_admin();
    auto x = wire::Command{};
    x.mutable_create_task()->set_title("One");
    task = apply(x).task().id();
    x.mutable_update_task()->set_id(task);
    x.mutable_update_task()->set_title("Secret");
    apply(x);
    changed_at = index;
  }

  wire::Result purge() {
    auto x = wire::Command{};
    x.mutable_purge_task()->set_id(task);
    return apply(x);
  }

  wire::Result erase(std::uint64_t at, bool last) {
    auto x = wire::Command{};
    auto& erased = *x.mutable_erase_texts();
    erased.set_task(task);
    erased.set_last(last);
    erased.add_changes()->set_index(at);
    return apply(x, node());
  }

  const wire::Change* change() {
    return state.find<wire::Change>(changed_at, std::uint32_t{0});
  }

  std::uint64_t task = 0;
  std::uint64_t changed_at = 0;
};

BOOST_FIXTURE_TEST_SUITE(the_texts_of_a_task, fixture)

BOOST_AUTO_TEST_CASE(are_erased_once_it_is_gone_for_ever) {
  BOOST_TEST(is_refused(erase(changed_at, true), errc::conflict, "/task"));
  BOOST_TEST(change()->fields().find("Secret") != std::string::npos);
  purge();
  BOOST_TEST(erase(changed_at, false).has_noted());
  BOOST_TEST_REQUIRE(change() != nullptr);
  BOOST_TEST(change()->fields() == "");
  BOOST_TEST(change()->actor() == "admin");
  BOOST_TEST(state.find<wire::PurgedTask>(task)->before_index() == changed_at);
  BOOST_TEST(erase(changed_at - 1, true).has_noted());
  BOOST_TEST(state.find<wire::PurgedTask>(task) == nullptr);
  BOOST_TEST(is_refused(erase(changed_at, true), errc::conflict, "/task"));
}

BOOST_AUTO_TEST_CASE(are_none_of_another_task) {
  auto x = wire::Command{};
  x.mutable_create_task()->set_title("Other");
  auto other = apply(x).task().id();
  x.mutable_update_task()->set_id(other);
  x.mutable_update_task()->set_title("Stays");
  apply(x);
  auto at = index;
  purge();
  erase(at, true);
  BOOST_TEST(
    state.find<wire::Change>(at, std::uint32_t{0})->fields().find("Stays")
    != std::string::npos);
}

BOOST_AUTO_TEST_CASE(go_with_their_changes_where_these_are_too_old) {
  purge();
  index += tasks::change_us / 1000;
  erase(changed_at, true);
  BOOST_TEST(change() == nullptr);
}

BOOST_AUTO_TEST_CASE(stay_as_long_as_the_task) {
  index += tasks::change_us / 1000;
  auto x = wire::Command{};
  x.mutable_forget_changes();
  BOOST_TEST(apply(x, node()).has_noted());
  BOOST_TEST(change() != nullptr);
  BOOST_TEST(is_refused(apply(x, node()), errc::conflict, ""));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace erasure_rules_test
