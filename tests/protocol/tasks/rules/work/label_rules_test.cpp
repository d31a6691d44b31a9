#include "tests/protocol/tasks/rules/people_fixture.hpp"

namespace label_rules_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : people_fixture {
  wire::Label make(const std::string& fields) {
    return done("ann", "create_label { " + fields + " }").label();
  }

  std::string names(const std::string& page) {
    auto answer = ask("bob", "list_labels { " + page + " }");
    BOOST_TEST_REQUIRE(answer.has_labels());
    auto text = std::string{};
    for (const auto& each : answer.labels().labels())
      text += each.name() + " ";
    return text + (answer.labels().more() ? "..." : ".");
  }
};

BOOST_FIXTURE_TEST_SUITE(a_label, fixture)

BOOST_AUTO_TEST_CASE(is_as_it_was_made_or_has_a_default_color) {
  auto label = make("name: ' Bug ' color: '#00ff00' description: 'broken'");
  BOOST_TEST(label.name() == "Bug");
  BOOST_TEST(label.folded() == "bug");
  BOOST_TEST(label.color() == "#00ff00");
  BOOST_TEST(label.description() == "broken");
  BOOST_TEST(make("name: 'plain'").color() == "#4c6ef5");
}

BOOST_AUTO_TEST_CASE(is_refused_if_a_field_cannot_be) {
  auto with = [&](const std::string& fields) {
    return why(tell("ann", "create_label { " + fields + " }"));
  };
  BOOST_TEST(with("name: ''") == "invalid_value /name");
  BOOST_TEST(with("name: '\\xff'") == "invalid_value /name");
  BOOST_TEST(with("name: '" + letters(51) + "'") == "invalid_value /name");
  BOOST_TEST(with("name: 'a' color: 'red'") == "invalid_value /color");
  BOOST_TEST(with("name: 'a' description: '\\xff'")
             == "invalid_value /description");
  BOOST_TEST(state.count<wire::Label>() == 0U);
}

BOOST_AUTO_TEST_CASE(is_changed_by_administrators_in_what_they_name) {
  make("name: 'Bug'");
  BOOST_TEST(why(tell("ann", "update_label { name: 'bug' }")) == "not_allowed");
  auto after = done("admin", "update_label { name: 'BUG' color: '#123456' }");
  BOOST_TEST(after.label().color() == "#123456");
  after = done("admin", "update_label { name: 'bug' description: 'what' }");
  BOOST_TEST(after.label().color() == "#123456");
  BOOST_TEST(after.label().description() == "what");
  auto same = done("admin", "update_label { name: 'bug' description: 'what' }");
  BOOST_TEST(same.label().rev() == after.label().rev());
}

BOOST_AUTO_TEST_CASE(is_not_changed_to_what_cannot_be) {
  make("name: 'Bug'");
  auto with = [&](const std::string& fields) {
    return why(tell("admin", "update_label { " + fields + " }"));
  };
  BOOST_TEST(with("name: 'none'") == "not_found /name");
  BOOST_TEST(with("name: 'bug' color: ''") == "invalid_value /color");
  BOOST_TEST(with("name: 'bug' description: '\\xff'")
             == "invalid_value /description");
  BOOST_TEST(with("name: 'bug' expected_rev: 1 color: '#123456'")
             == "stale_revision /expected_rev");
  auto rev = std::to_string(state.find<wire::Label>("bug")->rev());
  BOOST_TEST(with("name: 'bug' color: '#123456' expected_rev: " + rev) == "");
}

BOOST_AUTO_TEST_CASE(is_deleted_in_the_state_that_its_requester_knows) {
  auto rev = std::to_string(make("name: 'Bug'").rev());
  BOOST_TEST(why(tell("ann", "delete_label { name: 'bug' }")) == "not_allowed");
  BOOST_TEST(why(tell("admin", "delete_label { name: 'bug' expected_rev: 1 }"))
             == "stale_revision /expected_rev");
  BOOST_TEST(
    why(tell("admin", "delete_label { name: 'bug' expected_rev: " + rev + " }"))
    == "");
  BOOST_TEST(why(tell("admin", "delete_label { name: 'bug' }"))
             == "not_found /name");
}

BOOST_AUTO_TEST_CASE(is_shown_alone_and_among_others) {
  for (const auto* name : {"c", "A", "b"})
    make("name: '" + std::string{name} + "'");
  BOOST_TEST(ask("bob", "get_label { name: 'a' }").label().name() == "A");
  BOOST_TEST(why(ask("bob", "get_label { name: 'd' }")) == "not_found /name");
  BOOST_TEST(names("") == "A b c .");
  BOOST_TEST(names("limit: 2") == "A b ...");
  BOOST_TEST(names("limit: 2 after: 'b'") == "c .");
  BOOST_TEST(why(ask("bob", "list_labels { limit: 201 }"))
             == "invalid_value /limit");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace label_rules_test
