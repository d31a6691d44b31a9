#include "protocol/tasks/limits.hpp"
#include "tests/support/boards/map_view.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace comment_rules_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;
using namespace std::string_literals;

struct fixture : rules_fixture {
  fixture() {
    for (const auto* title : {"One", "Two"}) {
      auto x = wire::Command{};
      x.mutable_create_task()->set_title(title);
      apply(x);
    }
    principal = user("ada", wire::SITE_ROLE_ADMIN);
  }

  wire::Result add(std::uint64_t task, const std::string& text) {
    auto x = wire::Command{};
    x.mutable_add_comment()->set_task(task);
    x.mutable_add_comment()->set_text(text);
    return apply(x);
  }
};

BOOST_FIXTURE_TEST_SUITE(a_comment, fixture)

BOOST_AUTO_TEST_CASE(is_as_it_was_added) {
  auto comment = add(1, "First").comment();
  BOOST_TEST(comment.id() == 1U);
  BOOST_TEST(comment.task() == 1U);
  BOOST_TEST(comment.rev() == 3U);
  BOOST_TEST(comment.author() == "ada");
  BOOST_TEST(comment.text() == "First");
  BOOST_TEST(comment.created_at_us() == 3000U);
  BOOST_TEST(comment.updated_at_us() == 3000U);
  const auto* row = state.find<wire::Comment>(1, 1);
  BOOST_REQUIRE(row != nullptr);
  BOOST_TEST(row->SerializeAsString() == comment.SerializeAsString());
}

BOOST_AUTO_TEST_CASE(has_an_id_of_its_own_whatever_its_task) {
  BOOST_TEST(add(1, "a").comment().id() == 1U);
  BOOST_TEST(add(2, "b").comment().id() == 2U);
  BOOST_TEST(add(1, "c").comment().id() == 3U);
  BOOST_TEST(state.find_all<wire::Comment>(1).size() == 2U);
  BOOST_TEST(state.find_all<wire::Comment>(2).size() == 1U);
  // Tasks have others.
  auto x = wire::Command{};
  x.mutable_create_task()->set_title("Three");
  BOOST_TEST(apply(x).task().id() == 3U);
}

BOOST_AUTO_TEST_CASE(is_text_of_up_to_32_kib) {
  for (const auto& text : {""s, " \n"s, "a\0b"s, "\xff"s,
                           std::string(tasks::max_comment_bytes + 1, 'x')})
    BOOST_TEST(is_refused(add(1, text), errc::invalid_value, "/text"));
  BOOST_TEST(add(1, std::string(tasks::max_comment_bytes, 'x')).has_comment());
  BOOST_TEST(state.count<wire::Comment>() == 1U);
}

BOOST_AUTO_TEST_CASE(needs_a_task_outside_of_the_trash) {
  BOOST_TEST(is_refused(add(7, "x"), errc::not_found, "/task"));
  auto deletion = wire::Command{};
  deletion.mutable_delete_task()->set_id(1);
  apply(deletion);
  BOOST_TEST(is_refused(add(1, "x"), errc::in_trash, "/task"));
  BOOST_TEST(state.count<wire::Comment>() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace comment_rules_test
