#include "protocol/json/reports.hpp"
#include "tests/support/unit_test.hpp"

namespace reports_test {

using namespace taskraft;

BOOST_AUTO_TEST_SUITE(a_report)

BOOST_AUTO_TEST_CASE(has_the_same_rows_in_csv_as_in_json) {
  auto x = tasks::wire::Report{};
  x.set_from("2026-11-01");
  x.set_to("2026-11-02");
  x.add_columns("task");
  x.add_columns("title");
  x.add_columns("assignees");
  x.add_columns("rate");
  auto& first = *x.add_rows();
  first.add_cells()->set_number(7);
  first.add_cells()->set_text("a, \"b\"");
  first.add_cells()->mutable_list()->add_texts("ann");
  first.mutable_cells(2)->mutable_list()->add_texts("bob");
  first.add_cells();
  auto& second = *x.add_rows();
  second.add_cells()->set_number(8);
  second.add_cells()->set_text("=1+1");
  second.add_cells()->mutable_list();
  second.add_cells()->set_real(0.5);
  BOOST_TEST(json::report_to_csv(x)
             == "task,title,assignees,rate\r\n"
                "7,\"a, \"\"b\"\"\",\"ann,bob\",\r\n"
                "8,'=1+1,,0.5\r\n");
  BOOST_TEST(
    json::report_to_json(x).dump()
    == R"({"from":"2026-11-01","to":"2026-11-02","items":[)"
       R"({"task":7,"title":"a, \"b\"","assignees":["ann","bob"],"rate":null},)"
       R"({"task":8,"title":"=1+1","assignees":[],"rate":0.5}]})");
}

BOOST_AUTO_TEST_CASE(has_days_and_instants_as_users_know_them) {
  auto x = tasks::wire::Report{};
  x.add_columns("at");
  x.add_columns("due");
  auto& row = *x.add_rows();
  row.add_cells()->set_time_us(1'796'137'200'000'000);
  row.add_cells()->mutable_due()->set_date(20788);
  auto items = json::report_to_json(x)["items"];
  BOOST_TEST(items[0]["at"] == "2026-12-01T15:00:00.000Z");
  BOOST_TEST(items[0]["due"] == "2026-12-01");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(what_a_search_finds)

BOOST_AUTO_TEST_CASE(has_the_task_as_a_card) {
  auto x = tasks::wire::SearchHit{};
  x.set_kind("comment");
  x.set_excerpt("a word");
  x.mutable_task()->set_id(7);
  x.mutable_task()->set_description("long");
  auto hit = json::search_hit_to_json(x);
  BOOST_TEST(hit["kind"] == "comment");
  BOOST_TEST(hit["excerpt"] == "a word");
  BOOST_TEST(hit["task"]["id"] == 7);
  BOOST_TEST(!hit["task"].contains("description"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace reports_test
