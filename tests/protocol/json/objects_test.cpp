#include "protocol/json/objects.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace objects_test {

using namespace taskraft;
namespace wire = taskraft::tasks::wire;

BOOST_AUTO_TEST_SUITE(a_row_as_json)

BOOST_AUTO_TEST_CASE(has_null_for_what_is_not_there) {
  auto task = wire::Task{};
  task.set_id(42);
  task.set_rev(7);
  task.set_title("Buy");
  task.set_status(wire::STATUS_IN_PROGRESS);
  task.set_priority(wire::PRIORITY_NONE);
  task.set_created_at_us(1'796'137'200'000'000);
  task.set_updated_at_us(1'796'137'200'123'456);
  BOOST_TEST(json::to_json(task).dump()
             == R"({"id":42,"rev":7,"project":null,"title":"Buy",)"
                R"("description":"","status":"in_progress",)"
                R"("priority":"none","due":null,"assignees":[],"labels":[],)"
                R"("parent":null,"repeat":null,"creator":"",)"
                R"("created_at":"2026-12-01T15:00:00.000Z",)"
                R"("updated_at":"2026-12-01T15:00:00.123Z",)"
                R"("completed_at":null,"deleted_at":null})");
}

BOOST_AUTO_TEST_CASE(has_a_date_or_an_instant_when_it_is_due) {
  auto task = wire::Task{};
  task.mutable_due()->set_date(20788);
  BOOST_TEST(json::to_json(task)["due"] == "2026-12-01");
  task.mutable_due()->set_instant_us(-1);
  BOOST_TEST(json::to_json(task)["due"] == "1969-12-31T23:59:59.999Z");
}

BOOST_AUTO_TEST_CASE(has_bytes_as_text_or_in_base64) {
  auto pair = wire::KeyValue{};
  pair.set_key("k");
  pair.set_value("v");
  pair.set_rev(3);
  BOOST_TEST(json::to_json(pair).dump()
             == R"({"key":"k","value":"v","rev":3})");
  pair.set_value("\xff\x01");
  BOOST_TEST(json::to_json(pair).dump()
             == R"({"key":"k","value":null,"value_base64":"/wE=","rev":3})");
}

BOOST_AUTO_TEST_CASE(is_the_same_text_without_an_object) {
  auto check = [](const tasks::row_message& row) {
    BOOST_TEST(json::to_json_text(row) == json::to_json(row).dump());
  };
  auto task = wire::Task{};
  check(task);
  task.set_id(~std::uint64_t{0});
  auto every_byte = std::string{};
  for (auto i = 0; i < 0x80; ++i)
    every_byte += static_cast<char>(i);
  task.set_title("\"\\/ \xc3\xa4 \xf0\x9f\x98\x80");
  task.set_description(every_byte + "\xe2\x80\xa8");
  task.set_status(wire::STATUS_COMPLETED);
  task.mutable_due()->set_date(20788);
  for (const auto* name : {"ann", "b\"ob", ""})
    task.add_assignees(name);
  task.add_labels("red");
  task.set_parent(3);
  task.set_project("OPS");
  task.set_completed_at_us(1'796'137'200'123'456);
  check(task);
  auto pair = wire::KeyValue{};
  pair.set_value("\xff\x01");
  check(pair);
  auto file = wire::Attachment{};
  file.set_sha256("\x01\xfe");
  check(file);
  auto project = wire::Project{};
  project.set_archived(true);
  check(project);
}

// A new field must have a place in the contract, or be no part of it.
BOOST_AUTO_TEST_CASE(has_every_field_of_tasks_and_comments) {
  for (const tasks::row_message* row :
       {static_cast<const tasks::row_message*>(&wire::Task::default_instance()),
        static_cast<const tasks::row_message*>(
          &wire::Comment::default_instance())}) {
    auto object = json::to_json(*row);
    const auto& message = *row->GetDescriptor();
    for (auto i = 0; i < message.field_count(); ++i) {
      auto name = message.field(i)->name();
      if (name.ends_with("_us"))
        name.resize(name.size() - 3);
      // What took it to the trash is for restoring it alone, and a card is
      // shown by itself.
      if (name == "deletion" || name == "card")
        continue;
      BOOST_TEST(object.contains(name), name);
    }
  }
}

BOOST_AUTO_TEST_CASE(has_a_card_of_a_task) {
  auto task = wire::Task{};
  task.set_id(42);
  task.set_description("long");
  task.mutable_card()->set_rank("a1V");
  task.mutable_card()->set_subtasks(3);
  task.mutable_card()->set_completed_subtasks(1);
  auto card = json::card_to_json(task);
  BOOST_TEST(!card.contains("description"));
  BOOST_TEST(card["id"] == 42);
  card.erase(card.begin(), card.find("rank"));
  BOOST_TEST(card.dump()
             == R"({"rank":"a1V","comment_count":0,"attachment_count":0,)"
                R"("subtasks":{"total":3,"completed":1},"blocked":false,)"
                R"("watching":false})");
}

BOOST_AUTO_TEST_CASE(has_lists_words_and_flags) {
  auto task = wire::Task{};
  *task.add_labels() = "a";
  *task.add_labels() = "b";
  task.set_parent(7);
  task.set_project("OPS");
  auto to = json::to_json(task);
  BOOST_TEST(to["labels"] == json::object::array({"a", "b"}));
  BOOST_TEST(to["parent"] == 7);
  BOOST_TEST(to["project"] == "OPS");
  BOOST_TEST(to["status"].is_null());
  auto project = wire::Project{};
  project.set_archived(true);
  project.set_my_role(wire::PROJECT_ROLE_MANAGER);
  BOOST_TEST(json::to_json(project)["archived"] == true);
  BOOST_TEST(json::to_json(project)["my_role"] == "manager");
  auto notification = wire::Notification{};
  notification.set_count(3);
  BOOST_TEST(json::to_json(notification)["count"] == 3);
}

BOOST_AUTO_TEST_CASE(has_a_digest_of_a_file_in_hexadecimal) {
  auto file = wire::Attachment{};
  file.set_sha256("\x01\xaf");
  BOOST_TEST(json::to_json(file)["sha256"] == "01af");
  file.clear_sha256();
  BOOST_TEST(json::to_json(file)["sha256"] == "");
}

BOOST_AUTO_TEST_CASE(is_one_of_many_cards) {
  auto tasks = google::protobuf::RepeatedPtrField<wire::Task>{};
  BOOST_TEST(json::cards_to_json(tasks) == json::object::array());
  tasks.Add()->set_id(7);
  tasks.Add()->set_id(8);
  auto cards = json::cards_to_json(tasks);
  BOOST_TEST_REQUIRE(cards.size() == 2U);
  BOOST_TEST(cards[1]["id"] == 8);
  BOOST_TEST(!cards[1].contains("description"));
}

BOOST_AUTO_TEST_CASE(has_bytes_in_base64_at_any_length) {
  auto encoded = [](const std::string& bytes) {
    auto to = json::object::object();
    json::add_bytes(to, "x", bytes);
    return to["x_base64"].get<std::string>();
  };
  BOOST_TEST(encoded("\xff") == "/w==");
  BOOST_TEST(encoded("\xff\xfe") == "//4=");
  BOOST_TEST(encoded("\xff\xfe\xfd") == "//79");
  BOOST_TEST(encoded("\xff\xfe\xfd\xfc") == "//79/A==");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace objects_test
