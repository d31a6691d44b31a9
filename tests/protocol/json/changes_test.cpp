#include "protocol/json/changes.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

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

BOOST_AUTO_TEST_CASE(has_a_value_of_its_form) {
  auto& now = *field.mutable_after();
  now.set_number(7);
  BOOST_TEST(told()["to"] == 7);
  now.set_flag(true);
  BOOST_TEST(told()["to"] == true);
  now.mutable_due()->set_date(20788);
  BOOST_TEST(told()["to"] == "2026-12-01");
  now.set_time_us(1'796'137'200'000'000);
  BOOST_TEST(told()["to"] == "2026-12-01T15:00:00.000Z");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_change, fixture)

/// Of a long field, by ann.
wire::Change change_of(wire::FieldChange field, const std::string& name) {
  field.set_field(name);
  field.mutable_after()->set_text("two");
  auto fields = wire::FieldChanges{};
  *fields.add_fields() = field;
  auto x = wire::Change{};
  x.set_index(7);
  x.set_term(2);
  x.set_at_us(1'796'137'200'000'000);
  x.set_actor("ann");
  x.set_via(wire::VIA_REST);
  x.set_action("task.updated");
  x.set_fields(fields.SerializeAsString());
  return x;
}

BOOST_AUTO_TEST_CASE(is_an_element_of_a_history) {
  BOOST_TEST(json::history_to_json(change_of(field, "description")).dump()
             == R"({"index":7,"at":"2026-12-01T15:00:00.000Z","actor":"ann",)"
                R"("via":"rest","action":"task.updated","changes":)"
                R"([{"field":"description","from":null,"to":"two"}]})");
}

BOOST_AUTO_TEST_CASE(is_an_event_without_long_texts) {
  auto x = change_of(field, "text");
  BOOST_TEST(json::event_to_json(x).dump()
             == R"({"index":7,"type":"task.updated",)"
                R"("at":"2026-12-01T15:00:00.000Z","actor":"ann",)"
                R"("project":null,"changes":[{"field":"text"}]})");
  x.set_project("OPS");
  x.clear_actor();
  BOOST_TEST(json::event_to_json(x)["project"] == "OPS");
  BOOST_TEST(json::event_to_json(x)["actor"].is_null());
  auto title = json::event_to_json(change_of(field, "title"));
  BOOST_TEST(title["changes"][0]["to"] == "two");
}

BOOST_AUTO_TEST_CASE(is_an_element_of_the_audit) {
  auto x = change_of(field, "title");
  BOOST_TEST(json::audit_to_json(x).dump()
             == R"({"index":7,"term":2,"at":"2026-12-01T15:00:00.000Z",)"
                R"("actor":"ann","action":"task.updated","target":null,)"
                R"("outcome":"done","address":null})");
  x.set_outcome("not_allowed");
  x.set_subject("9");
  x.set_address("::1");
  BOOST_TEST(json::audit_to_json(x)["outcome"] == "not_allowed");
  BOOST_TEST(json::audit_to_json(x)["target"] == "9");
  BOOST_TEST(json::audit_to_json(x)["address"] == "::1");
}

BOOST_AUTO_TEST_CASE(is_told_in_a_notification) {
  auto x = wire::Notification{};
  x.set_id(7);
  x.set_kind(wire::NOTIFICATION_KIND_COMMENTED);
  x.set_at_us(1'796'137'200'000'000);
  x.set_actor("ann");
  x.set_task(9);
  x.set_title("one");
  x.set_project("OPS");
  x.set_comment(3);
  x.set_excerpt("see");
  x.set_count(1);
  BOOST_TEST(json::notification_to_json(x).dump()
             == R"({"id":7,"kind":"commented",)"
                R"("at":"2026-12-01T15:00:00.000Z","actor":"ann",)"
                R"("task":{"id":9,"title":"one","project":"OPS"},)"
                R"("comment":3,"excerpt":"see","read":false,"count":1})");
  x.clear_comment();
  x.clear_title();
  x.clear_project();
  BOOST_TEST(json::notification_to_json(x)["comment"].is_null());
  BOOST_TEST(json::notification_to_json(x)["task"]["title"].is_null());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace changes_test
