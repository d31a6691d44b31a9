#include "tests/bin/client/run_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace commands_inbox_test {

using namespace taskraft::client;

constexpr auto noon_us = std::uint64_t{1'796'137'200'000'000};

wire::Change change(std::uint64_t index) {
  auto x = wire::Change{};
  x.set_index(index);
  x.set_term(3);
  x.set_at_us(noon_us);
  x.set_actor("bob");
  x.set_via(wire::VIA_REST);
  x.set_action("task.updated");
  x.set_subject("42");
  x.set_task(42);
  auto fields = wire::FieldChanges{};
  auto& field = *fields.add_fields();
  field.set_field("status");
  field.mutable_before()->set_text("todo");
  field.mutable_after()->set_text("completed");
  fields.add_fields()->set_field("description");
  x.set_fields(fields.SerializeAsString());
  return x;
}

wire::Answer page(std::uint64_t index, bool more) {
  auto x = wire::Answer{};
  *x.mutable_changes()->add_changes() = change(index);
  x.mutable_changes()->set_more(more);
  return x;
}

wire::Answer notifications() {
  auto x = wire::Answer{};
  auto& row = *x.mutable_notifications()->add_notifications();
  row.set_id(9131);
  row.set_kind(wire::NOTIFICATION_KIND_MENTIONED);
  row.set_at_us(noon_us);
  row.set_actor("bob");
  row.set_task(42);
  row.set_title("Gate");
  row.set_project("OPS");
  row.set_comment(5);
  row.set_excerpt("Look\nhere");
  row.set_count(1);
  return x;
}

BOOST_FIXTURE_TEST_SUITE(what_has_happened, run_fixture)

BOOST_AUTO_TEST_CASE(to_a_task_is_shown_newest_first_and_page_by_page) {
  cluster.answer(page(9, true));
  cluster.answer(page(7, false));
  BOOST_TEST(run_words({"task", "history", "42"}) == 0);
  const auto rest = std::string{"\t2026-12-01T15:00:00.000Z\tbob\trest\t"
                                "task.updated\tstatus: todo -> completed; "
                                "description\n"};
  BOOST_TEST(out.str() == "9" + rest + "7" + rest);
  BOOST_TEST(cluster.query(0).list_history().task() == 42U);
  BOOST_TEST(cluster.query(1).list_history().before() == 9U);
}

BOOST_AUTO_TEST_CASE(may_be_a_few_notifications_read_ones_too) {
  cluster.answer(notifications());
  BOOST_TEST(run_words({"inbox", "--all", "--limit", "1"}) == 0);
  BOOST_TEST(!cluster.query().list_notifications().unread_only());
  BOOST_TEST(cluster.query().list_notifications().limit() == 1U);
}

BOOST_AUTO_TEST_CASE(to_a_task_is_json_as_in_the_contract) {
  cluster.answer(page(9131, false));
  BOOST_TEST(run_words({"task", "history", "42", "--json"}) == 0);
  BOOST_TEST(
    out.str()
    == R"([{"index":9131,"at":"2026-12-01T15:00:00.000Z","actor":"bob",)"
       R"("via":"rest","action":"task.updated","changes":[{"field":"status",)"
       R"("from":"todo","to":"completed"},{"field":"description",)"
       R"("from":null,"to":null}]}])"
       "\n");
}

BOOST_AUTO_TEST_CASE(is_in_the_inbox) {
  cluster.answer(notifications());
  BOOST_TEST(run_words({"inbox"}) == 0);
  BOOST_TEST(out.str()
             == "9131\t2026-12-01T15:00:00.000Z\tbob\tmentioned\t42\tGate\t"
                "Look\\nhere\n");
  BOOST_TEST(cluster.query(0).list_notifications().unread_only());
  cluster.answer(notifications());
  BOOST_TEST(run_words({"inbox", "--all", "--json"}) == 0);
  BOOST_TEST(
    out.str()
    == R"([{"id":9131,"kind":"mentioned","at":"2026-12-01T15:00:00.000Z",)"
       R"("actor":"bob","task":{"id":42,"title":"Gate","project":"OPS"},)"
       R"("comment":5,"excerpt":"Look\nhere","read":false,"count":1}])"
       "\n");
  BOOST_TEST(!cluster.query(1).list_notifications().unread_only());
}

BOOST_AUTO_TEST_CASE(is_read_one_by_one_or_up_to_the_newest) {
  auto result = wire::Result{};
  result.mutable_unread()->set_unread(2);
  cluster.answer(result);
  BOOST_TEST(run_words({"inbox", "read", "9131", "9140"}) == 0);
  BOOST_TEST(cluster.command().read_notifications().ids_size() == 2);
  // Those that are not read are out of sight: neither shown nor counted.
  cluster.answer(wire::Answer{});
  cluster.outcomes.back().seen = {9140};
  cluster.answer(result);
  BOOST_TEST(run_words({"inbox", "read", "--json"}) == 0);
  BOOST_TEST(out.str() == "{\"unread\":2}\n");
  BOOST_TEST(cluster.command(2).read_notifications().up_to() == 9140U);
  cluster.answer(wire::Answer{});
  cluster.answer(result);
  BOOST_TEST(run_words({"inbox", "read"}) == 0);
  BOOST_TEST(cluster.command(4).read_notifications().up_to() == 0U);
}

BOOST_AUTO_TEST_CASE(is_audited) {
  auto answer = page(9131, false);
  auto& row = *answer.mutable_changes()->mutable_changes(0);
  row.set_outcome("not_allowed");
  row.set_address("10.0.0.9");
  cluster.answer(answer);
  BOOST_TEST(
    run_words({"audit", "--actor", "bob", "--since", "2026-12-01", "--json"})
    == 0);
  BOOST_TEST(out.str()
             == R"([{"index":9131,"term":3,"at":"2026-12-01T15:00:00.000Z",)"
                R"("actor":"bob","action":"task.updated","target":"42",)"
                R"("outcome":"not_allowed","address":"10.0.0.9"}])"
                "\n");
  BOOST_TEST(cluster.query(0).list_audit().actor() == "bob");
  BOOST_TEST(cluster.query(0).list_audit().from_us() > 0U);
  BOOST_TEST(run_words({"audit", "--since", "soon"}) == 7);
}

BOOST_AUTO_TEST_CASE(is_watched_or_not) {
  auto result = wire::Result{};
  result.mutable_watching()->set_watching(true);
  cluster.answer(result);
  BOOST_TEST(run_words({"task", "watch", "#42", "--json"}) == 0);
  BOOST_TEST(out.str() == "{\"watching\":true}\n");
  BOOST_TEST(cluster.command().watch_task().task() == 42U);
  BOOST_TEST(!cluster.command().watch_task().remove());
  cluster.answer(result);
  BOOST_TEST(run_words({"task", "unwatch", "42"}) == 0);
  BOOST_TEST(cluster.command(1).watch_task().remove());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace commands_inbox_test
