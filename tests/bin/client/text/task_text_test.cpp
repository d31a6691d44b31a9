#include "bin/client/text/cli_error.hpp"
#include "bin/client/text/task_text.hpp"
#include "bin/client/text/time_text.hpp"
#include "tests/support/unit_test.hpp"

namespace task_text_test {

using namespace taskraft::client;
namespace wire = taskraft::tasks::wire;

wire::Task small_task() {
  auto task = wire::Task{};
  task.set_id(42);
  task.set_rev(7);
  task.set_title("Buy \"milk\"");
  task.set_status(wire::STATUS_IN_PROGRESS);
  task.set_priority(wire::PRIORITY_NONE);
  task.set_created_at_us(1'796'137'200'000'000);
  task.set_updated_at_us(1'796'137'200'123'456);
  return task;
}

const output_style pipe_style;
const output_style terminal_style{.terminal = true};

BOOST_AUTO_TEST_SUITE(a_task)

BOOST_AUTO_TEST_CASE(has_every_field_of_the_contract_as_json) {
  BOOST_TEST(
    print(to_json(small_task()), pipe_style)
    == R"({"id":42,"rev":7,"project":null,"title":"Buy \"milk\"",)"
       R"("description":"","status":"in_progress","priority":"none",)"
       R"("due":null,"assignees":[],"labels":[],"parent":null,"repeat":null,)"
       R"("creator":"","created_at":"2026-12-01T15:00:00.000Z",)"
       R"("updated_at":"2026-12-01T15:00:00.123Z",)"
       R"("completed_at":null,"deleted_at":null})"
       "\n");
}

BOOST_AUTO_TEST_CASE(has_its_optional_fields_as_json) {
  auto task = small_task();
  task.set_description("two\nlitres");
  task.set_creator("ada");
  task.mutable_due()->set_date(20788);
  task.set_completed_at_us(1'796'137'200'000'000);
  task.set_deleted_at_us(1'796'137'201'000'000);
  auto object = to_json(task);
  BOOST_TEST(object["description"] == "two\nlitres");
  BOOST_TEST(object["creator"] == "ada");
  BOOST_TEST(object["due"] == "2026-12-01");
  BOOST_TEST(object["completed_at"] == "2026-12-01T15:00:00.000Z");
  BOOST_TEST(object["deleted_at"] == "2026-12-01T15:00:01.000Z");
  task.mutable_due()->set_instant_us(1'796'137'200'000'000);
  BOOST_TEST(to_json(task)["due"] == "2026-12-01T15:00:00.000Z");
}

BOOST_AUTO_TEST_CASE(is_a_row_for_scripts) {
  auto tasks = std::vector{small_task()};
  BOOST_TEST(task_rows(tasks, pipe_style)
             == "42\tBuy \"milk\"\tin_progress\tnone\t\n");
}

BOOST_AUTO_TEST_CASE(is_a_page_for_people_and_fields_for_scripts) {
  auto task = small_task();
  task.set_description("two\nlitres");
  BOOST_TEST(
    task_page(task, terminal_style).find("\ntitle       Buy \"milk\"\n")
    != std::string::npos);
  BOOST_TEST(task_page(task, terminal_style).ends_with("\n\ntwo\nlitres\n"));
  BOOST_TEST(task_page(task, pipe_style).find("\ntitle\tBuy \"milk\"\n")
             != std::string::npos);
  BOOST_TEST(
    task_page(task, pipe_style).ends_with("description\ttwo\\nlitres\n"));
}

BOOST_AUTO_TEST_CASE(is_described_by_known_words_only) {
  BOOST_TEST(status_from("cancelled") == wire::STATUS_CANCELLED);
  BOOST_TEST(priority_from("urgent") == wire::PRIORITY_URGENT);
  BOOST_CHECK_EXCEPTION(status_from("Todo"), cli_error, [](const cli_error& x) {
    BOOST_TEST(x.what()
               == std::string{"unknown status `Todo`: one of todo, "
                              "in_progress, completed, cancelled"});
    return x.code() == exit_code::invalid_value;
  });
  BOOST_CHECK_THROW(priority_from(""), cli_error);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_key)

BOOST_AUTO_TEST_CASE(is_text_as_json) {
  auto pair = wire::KeyValue{};
  pair.set_key("colour");
  pair.set_value("grün");
  pair.set_rev(9);
  BOOST_TEST(print(to_json(pair), pipe_style)
             == "{\"key\":\"colour\",\"value\":\"grün\",\"rev\":9}\n");
}

BOOST_AUTO_TEST_CASE(loses_no_byte_as_json) {
  auto pair = wire::KeyValue{};
  pair.set_key("k");
  for (auto [bytes, text] :
       {std::pair{"\xff", "/w=="}, std::pair{"\xff\xfe", "//4="},
        std::pair{"\xff\xfe\xfd", "//79"},
        std::pair{"\xff\xfe\xfd\xfc", "//79/A=="}}) {
    pair.set_value(bytes);
    auto object = to_json(pair);
    BOOST_TEST(object["value"].is_null());
    BOOST_TEST(object["value_base64"] == text);
  }
}

BOOST_AUTO_TEST_CASE(is_a_row_for_scripts) {
  auto pairs = std::vector<wire::KeyValue>(1);
  pairs[0].set_key("k");
  pairs[0].set_value("a\tb");
  pairs[0].set_rev(3);
  BOOST_TEST(key_rows(pairs, pipe_style) == "k\ta\\tb\t3\n");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace task_text_test
