#include "protocol/json/changes.hpp"
#include "tests/support/unit_test.hpp"

namespace changes_test {

using namespace taskraft;
namespace wire = taskraft::tasks::wire;

/// A change of one field.
struct fixture {
  json::object told() const {
    auto change = wire::Change{};
    auto fields = wire::FieldChanges{};
    *fields.add_fields() = field;
    change.set_fields(fields.SerializeAsString());
    return json::fields_to_json(change)[0];
  }

  wire::FieldChange field;
};

BOOST_FIXTURE_TEST_SUITE(a_changed_field, fixture)

// It was null where a task had no labels or assignees before, or has none now.
BOOST_AUTO_TEST_CASE(has_an_empty_list_where_a_list_has_no_names) {
  field.mutable_after()->mutable_list()->add_texts("bug");
  BOOST_TEST(told()["from"] == json::object::array());
  BOOST_TEST(told()["to"] == json::object::array({"bug"}));
  field.mutable_before()->Swap(field.mutable_after());
  BOOST_TEST(told()["from"] == json::object::array({"bug"}));
  BOOST_TEST(told()["to"] == json::object::array());
}

BOOST_AUTO_TEST_CASE(has_null_where_another_field_has_no_value) {
  field.mutable_after()->set_text("FREQ=WEEKLY");
  BOOST_TEST(told()["from"].is_null());
  BOOST_TEST(told()["to"] == "FREQ=WEEKLY");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace changes_test
