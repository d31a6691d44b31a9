// Small samples of the files of other programs.

#include "bin/client/files/import_formats.hpp"
#include "bin/client/text/cli_error.hpp"
#include "tests/support/unit_test.hpp"

#include <sstream>
#include <string>
#include <vector>

namespace import_formats_test {

using namespace taskraft::client;
namespace wire = taskraft::tasks::wire;

std::vector<import_row> rows_of(const std::string& text,
                                std::string_view format,
                                const column_map& columns = {}) {
  auto from = std::istringstream{text};
  auto rows = std::vector<import_row>{};
  read_rows(from, format, columns,
            [&](import_row row) { rows.push_back(std::move(row)); });
  return rows;
}

BOOST_AUTO_TEST_SUITE(an_import)

BOOST_AUTO_TEST_CASE(of_csv_takes_columns_by_their_names_or_as_told) {
  auto rows = rows_of("title,status,due,labels,Note\r\n"
                      "One,in_progress,2026-12-01,\"bug, ui\",x\r\n"
                      "'=1+1,todo,,,\r\n",
                      "csv", {{"Note", "description"}});
  BOOST_TEST_REQUIRE(rows.size() == 2U);
  BOOST_TEST(rows[0].number == 2U);
  BOOST_TEST(rows[0].problem == "");
  BOOST_TEST(rows[0].task.title() == "One");
  BOOST_TEST(rows[0].task.status() == wire::STATUS_IN_PROGRESS);
  BOOST_TEST(rows[0].task.due().date() == 20788);
  BOOST_TEST_REQUIRE(rows[0].task.labels_size() == 2);
  BOOST_TEST(rows[0].task.labels(1) == "ui");
  BOOST_TEST(rows[0].task.description() == "x");
  BOOST_TEST(rows[1].task.title() == "=1+1");
}

// The first was said to have no column `Name`, nor one with titles.
BOOST_AUTO_TEST_CASE(of_csv_takes_semicolons_and_names_the_columns_there_are) {
  auto rows
    = rows_of("\xef\xbb\xbfName;due\r\n\"One; two\";2026-12-01\r\n,;\r\n",
              "csv", {{"Name", "title"}});
  BOOST_TEST_REQUIRE(rows.size() == 2U);
  BOOST_TEST(rows[0].task.title() == "One; two");
  BOOST_TEST(rows[0].task.due().date() == 20788);
  BOOST_TEST(rows[1].task.title() == ",");
  auto names_columns = [](const cli_error& why) {
    return std::string{why.what()}.find("`Name`, `Note`") != std::string::npos;
  };
  BOOST_CHECK_EXCEPTION(rows_of("Name,Note\n", "csv"), cli_error,
                        names_columns);
  BOOST_CHECK_EXCEPTION(rows_of("Name,Note\n", "csv", {{"x", "due"}}),
                        cli_error, names_columns);
}

// The page took them, and the command line refused the rows.
BOOST_AUTO_TEST_CASE(of_csv_has_words_of_other_programs) {
  auto rows = rows_of("title,status,priority\none, In Progress ,HIGH\n"
                      "two,Done,None\nthree,COMPLETED,\nfour,gone,\n",
                      "csv");
  BOOST_TEST_REQUIRE(rows.size() == 4U);
  BOOST_TEST(rows[0].task.status() == wire::STATUS_IN_PROGRESS);
  BOOST_TEST(rows[0].task.priority() == wire::PRIORITY_HIGH);
  BOOST_TEST(rows[1].task.status() == wire::STATUS_COMPLETED);
  BOOST_TEST(rows[1].problem == "");
  BOOST_TEST(rows[2].task.status() == wire::STATUS_COMPLETED);
  BOOST_TEST(rows[3].problem.starts_with("status: `gone` is none of "));
}

BOOST_AUTO_TEST_CASE(of_csv_has_headers_in_any_letters_and_titles_on_one_line) {
  auto rows = rows_of(" Title,STATUS\n\"two\nlines\",completed\n", "csv");
  BOOST_TEST_REQUIRE(rows.size() == 1U);
  BOOST_TEST(rows[0].task.title() == "two lines");
  BOOST_TEST(rows[0].task.status() == wire::STATUS_COMPLETED);
}

BOOST_AUTO_TEST_CASE(of_csv_says_what_is_wrong_with_a_row_or_the_file) {
  auto rows = rows_of("title,status\na,soon\nb\n", "csv");
  BOOST_TEST_REQUIRE(rows.size() == 2U);
  BOOST_TEST(rows[0].problem.find("status") != std::string::npos);
  BOOST_TEST(rows[1].problem.find("cells") != std::string::npos);
  BOOST_CHECK_THROW(rows_of("name\na\n", "csv"), cli_error);
  BOOST_CHECK_THROW(rows_of("title\na\n", "csv", {{"x", "due"}}), cli_error);
  BOOST_CHECK_THROW(rows_of("[]", "json", {{"x", "due"}}), cli_error);
}

// A dry run counted such rows as good, and the import refused them.
BOOST_AUTO_TEST_CASE(without_a_title_are_told_before_they_are_sent) {
  auto rows = rows_of("title,priority\n,low\n  ,low\nx,low\n", "csv");
  BOOST_TEST_REQUIRE(rows.size() == 3U);
  BOOST_TEST(rows[0].problem == "title: must not be empty");
  BOOST_TEST(rows[1].problem == "title: must not be empty");
  BOOST_TEST(rows[2].problem == "");
  BOOST_TEST(rows_of(R"([{"description":"x"}])", "json").at(0).problem
             == "title: must not be empty");
}

BOOST_AUTO_TEST_CASE(of_json_reads_what_was_exported) {
  const auto object = std::string{
    R"({"id":42,"rev":9,"project":"OPS","title":"One","description":"",)"
    R"("status":"completed","priority":"high","due":"2026-12-01T15:00:00Z",)"
    R"("assignees":["ann","bob"],"labels":["a,b"],"parent":7,"repeat":null,)"
    R"("creator":"eve","created_at":"2026-01-01T00:00:00Z"})"};
  for (const auto& text : {"[" + object + "]", object + "\n\n" + object}) {
    auto rows = rows_of(text, "json");
    BOOST_TEST_REQUIRE(!rows.empty());
    const auto& row = rows.back();
    BOOST_TEST(row.problem == "");
    BOOST_TEST(row.id == "42");
    BOOST_TEST(row.parent == "7");
    BOOST_TEST(row.task.project() == "OPS");
    BOOST_TEST(row.task.status() == wire::STATUS_COMPLETED);
    BOOST_TEST(row.task.priority() == wire::PRIORITY_HIGH);
    BOOST_TEST(row.task.due().instant_us() == 1'796'137'200'000'000);
    BOOST_TEST(row.task.assignees_size() == 2);
    BOOST_TEST(row.task.labels(0) == "a,b");
  }
  BOOST_TEST(rows_of("[]", "json").empty());
  for (const auto* text : {"[1]", "[{]", "{\"a\":", "[[{}]]"})
    BOOST_CHECK_THROW(rows_of(text, "json"), cli_error);
  BOOST_CHECK_EXCEPTION(rows_of("{\"a\":", "json"), cli_error,
                        [](const cli_error& x) {
                          return std::string_view{x.what()}.starts_with(
                            "the file is no JSON: parse error at line 1");
                        });
}

BOOST_AUTO_TEST_CASE(of_taskwarrior_takes_what_is_not_deleted) {
  auto rows = rows_of(
    R"([{"id":1,"uuid":"u1","description":"Call","status":"pending",)"
    R"("entry":"20260101T000000Z","due":"20261201T150000Z","priority":"M",)"
    R"("project":"home","tags":["phone"],"start":"20260102T000000Z",)"
    R"("annotations":[{"entry":"20260103T000000Z","description":"twice"}]},)"
    R"({"uuid":"u2","description":"Gone","status":"deleted"},)"
    R"({"uuid":"u3","description":"Done","status":"completed"}])",
    "taskwarrior");
  BOOST_TEST_REQUIRE(rows.size() == 2U);
  BOOST_TEST(rows[0].task.title() == "Call");
  BOOST_TEST(rows[0].task.status() == wire::STATUS_IN_PROGRESS);
  BOOST_TEST(rows[0].task.priority() == wire::PRIORITY_MEDIUM);
  BOOST_TEST(rows[0].task.due().instant_us() == 1'796'137'200'000'000);
  BOOST_TEST(rows[0].task.labels(0) == "home");
  BOOST_TEST(rows[0].task.labels(1) == "phone");
  BOOST_TEST(rows[0].task.description() == "twice");
  BOOST_TEST(rows[1].task.status() == wire::STATUS_COMPLETED);
}

BOOST_AUTO_TEST_CASE(of_trello_makes_tasks_of_cards_and_of_their_items) {
  auto rows = rows_of(
    R"({"id":"b","idOrganization":null,"lists":[{"id":"l1","name":"Doing"},)"
    R"({"id":"l2","name":"Done"}],"cards":[{"id":"c1","idList":"l1",)"
    R"("name":"Paint","desc":"Blue","due":"2026-12-01T15:00:00.000Z",)"
    R"("labels":[{"name":"","color":"red"}]},)"
    R"({"id":"c2","idList":"l2","name":"Saw","desc":"","due":null},)"
    R"({"id":"c3","idList":"l1","name":"Old","closed":true}],)"
    R"("checklists":[{"idCard":"c1","checkItems":[)"
    R"({"id":"i1","name":"Buy paint","state":"complete"}]}]})",
    "trello");
  BOOST_TEST_REQUIRE(rows.size() == 4U);
  BOOST_TEST(rows[0].task.status() == wire::STATUS_IN_PROGRESS);
  BOOST_TEST(rows[0].task.description() == "Blue");
  BOOST_TEST(rows[0].task.labels(0) == "red");
  BOOST_TEST(rows[0].task.due().instant_us() == 1'796'137'200'000'000);
  BOOST_TEST(rows[1].task.status() == wire::STATUS_COMPLETED);
  BOOST_TEST(rows[2].task.status() == wire::STATUS_CANCELLED);
  BOOST_TEST(rows[3].parent == "c1");
  BOOST_TEST(rows[3].task.status() == wire::STATUS_COMPLETED);
  BOOST_CHECK_THROW(rows_of("{}", "trello"), cli_error);
}

// A label with neither name nor colour kept its card out, and items lost their
// due dates.
BOOST_AUTO_TEST_CASE(of_trello_takes_odd_labels_and_dates_of_items) {
  auto rows = rows_of(
    R"({"cards": [{"id": "c", "name": "Card",)"
    R"( "labels": [{"name": "", "color": null}, {"color": "green"}]}],)"
    R"( "checklists": [{"idCard": "c", "checkItems":)"
    R"( [{"id": "i", "name": "x", "due": "2026-12-24T00:00:00.000Z"}]}]})",
    "trello");
  BOOST_TEST_REQUIRE(rows.size() == 2U);
  BOOST_TEST_REQUIRE(rows[0].task.labels_size() == 1);
  BOOST_TEST(rows[0].task.labels(0) == "green");
  BOOST_TEST(rows[1].task.due().has_instant_us());
}

BOOST_AUTO_TEST_CASE(of_trello_and_todoist_say_who_works_on_it) {
  auto cards = rows_of(
    R"({"members": [{"id": "m1", "fullName": "Ann Lee"},)"
    R"( {"id": "m2", "fullName": "Bob"}],)"
    R"( "cards": [{"id": "c", "name": "Card", "desc": "Blue",)"
    R"( "idMembers": ["m1", "m2", "gone"]}, {"id": "d", "name": "x"}],)"
    R"( "checklists": [{"idCard": "c", "checkItems":)"
    R"( [{"id": "i", "name": "x", "idMember": "m2"},)"
    R"( {"id": "j", "name": "y", "idMember": null}]}]})",
    "trello");
  BOOST_TEST_REQUIRE(cards.size() == 4U);
  BOOST_TEST(cards[0].task.description() == "Blue\n\nMembers: Ann Lee, Bob");
  BOOST_TEST(cards[1].task.description() == "");
  BOOST_TEST(cards[2].task.description() == "Members: Bob");
  BOOST_TEST(cards[3].task.description() == "");
  auto rows = rows_of(
    "TYPE,CONTENT,PRIORITY,INDENT,RESPONSIBLE,DATE,DURATION,DURATION_UNIT\n"
    "task,A,4,1,Ann Lee (1),,30,minute\n"
    "task,B,4,1,,,None,None\n",
    "todoist");
  BOOST_TEST_REQUIRE(rows.size() == 2U);
  BOOST_TEST(rows[0].task.description()
             == "Responsible: Ann Lee (1)\n\nDuration: 30 minute");
  BOOST_TEST(rows[1].task.description() == "");
}

BOOST_AUTO_TEST_CASE(have_titles_that_are_not_too_long) {
  auto rows = rows_of("title\n" + std::string(255, 'x') + "\n"
                        + std::string(256, 'x') + "\n",
                      "csv");
  BOOST_TEST(rows.at(0).problem == "");
  BOOST_TEST(rows.at(1).problem == "title: must have at most 255 characters");
}

// A task that was indented by two at once came below one of another tree.
BOOST_AUTO_TEST_CASE(of_todoist_joins_no_two_trees) {
  auto rows = rows_of("TYPE,CONTENT,PRIORITY,INDENT,DATE,DEADLINE\n"
                      "task,A,4,1,,\n"
                      "task,Below A,4,2,,2026-12-09\n"
                      "task,B,4,1,,\n"
                      "task,Below B,4,3,,\n"
                      "task,Also below B,4,2,,\n",
                      "todoist");
  BOOST_TEST_REQUIRE(rows.size() == 5U);
  BOOST_TEST(rows[1].parent == rows[0].id);
  BOOST_TEST(rows[1].task.description() == "Deadline: 2026-12-09");
  BOOST_TEST(rows[3].parent == rows[2].id);
  BOOST_TEST(rows[4].parent == rows[2].id);
}

BOOST_AUTO_TEST_CASE(of_todoist_follows_indents_and_notes) {
  auto rows = rows_of(
    "TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE\n"
    "section,Home,,,,,,\n"
    "task,Paint @blue,,1,1,,,2026-12-01\n"
    "note,Ask Bob,,,,,,\n"
    "task,Buy paint,,4,2,,,every Monday\n",
    "todoist");
  BOOST_TEST_REQUIRE(rows.size() == 2U);
  BOOST_TEST(rows[0].task.title() == "Paint");
  BOOST_TEST(rows[0].task.labels(0) == "blue");
  BOOST_TEST(rows[0].task.priority() == wire::PRIORITY_URGENT);
  BOOST_TEST(rows[0].task.due().date() == 20788);
  BOOST_TEST(rows[0].task.description() == "Ask Bob");
  BOOST_TEST(rows[1].parent == rows[0].id);
  BOOST_TEST(rows[1].task.description() == "Date: every Monday");
  BOOST_TEST(rows[1].task.priority() == wire::PRIORITY_NONE);
  BOOST_CHECK_THROW(rows_of("a,b\n", "todoist"), cli_error);
}

BOOST_AUTO_TEST_CASE(of_json_may_begin_with_a_byte_order_mark) {
  for (const auto* text : {"\xef\xbb\xbf[{\"title\":\"One\"}]",
                           "\xef\xbb\xbf{\"title\":\"One\"}\n"}) {
    auto rows = rows_of(text, "json");
    BOOST_TEST_REQUIRE(rows.size() == 1U);
    BOOST_TEST(rows[0].task.title() == "One");
  }
}

BOOST_AUTO_TEST_CASE(is_told_from_a_file) {
  BOOST_TEST(format_of("x", "TYPE,CONTENT,PRIORITY\n") == "todoist");
  BOOST_TEST(format_of("x.json", "{\"idOrganization\": 1}") == "trello");
  BOOST_TEST(format_of("x.json", "[{\"uuid\":1,\"entry\":2}]")
             == "taskwarrior");
  BOOST_TEST(format_of("x.csv", "title\n") == "csv");
  BOOST_TEST(format_of("x", " [{\"title\":1}]") == "json");
  BOOST_TEST(format_of("x", "title\n") == "");
  BOOST_TEST(format_of("X.CSV", "title\n") == "csv");
  BOOST_TEST(format_of("x", "\xef\xbb\xbf{\"title\":1}") == "json");
  BOOST_TEST(format_of("x", "\xef\xbb\xbfTYPE,CONTENT\n") == "todoist");
  // A board without an organisation, its cards after lists or before.
  BOOST_TEST(format_of("x.json", "{\"name\": \"B\", \"cards\": [{\"id\": "
                                 "\"c\", \"idList\": \"l\"}]}")
             == "trello");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace import_formats_test
