// What is refused of attachments, and what is answered of them.

#include "tests/protocol/tasks/rules/people_fixture.hpp"

namespace attachment_queries_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : people_fixture {
  fixture() {
    done("ann", "create_project { key: 'OPS' name: 'Operations' }");
    set_role("bob", "MEMBER");
    auto made = done("ann", "create_task { title: 'one' project: 'OPS' }");
    task = std::to_string(made.task().id());
  }

  void set_role(const std::string& user, const std::string& role) {
    done("ann", "set_member { project: 'OPS' username: '" + user
                  + "' role: PROJECT_ROLE_" + role + " }");
  }

  void archive(bool archived) {
    done("ann", std::string{"update_project { key: 'OPS' archived: "}
                  + (archived ? "true }" : "false }"));
  }

  std::string begin(const std::string& fields) {
    return why(
      tell("ann", "begin_upload { task: " + task + " " + fields + " }"));
  }

  std::string upload(const std::string& user, const std::string& name) {
    auto begun
      = done(user, "begin_upload { task: " + task + " name: '" + name + "' }");
    return std::to_string(begun.upload().id());
  }

  std::string add(const std::string& user, const std::string& id, int number,
                  const std::string& content) {
    auto x = parse<wire::Command>("add_chunk { upload: " + id + " number: "
                                  + std::to_string(number) + " }");
    x.mutable_add_chunk()->set_content(content);
    return why(apply(x, as.at(user)));
  }

  /// The id of a file that bob has added.
  std::string file(const std::string& name) {
    auto id = upload("bob", name);
    BOOST_TEST_REQUIRE(add("bob", id, 0, "content") == "");
    done("bob", "finish_upload { upload: " + id + " }");
    return id;
  }

  std::string task;
};

BOOST_FIXTURE_TEST_SUITE(an_upload, fixture)

BOOST_AUTO_TEST_CASE(has_the_name_of_a_file) {
  for (const auto* name : {"", " ", ".", "..", "a/b", "a\\\\b", "a\\nb"})
    BOOST_TEST(begin("name: '" + std::string{name} + "'")
                 == "invalid_value /name",
               name);
  BOOST_TEST(begin("name: '" + letters(256) + "'") == "invalid_value /name");
}

BOOST_AUTO_TEST_CASE(has_a_media_type_or_none) {
  for (const auto* type : {"text", "/plain", "text/", "te\\txt/plain",
                           "text/pl\\303\\244in", "text/\\177"})
    BOOST_TEST(begin("name: 'a' media_type: '" + std::string{type} + "'")
                 == "invalid_value /media_type",
               type);
  BOOST_TEST(begin("name: 'a' media_type: 'text/" + letters(96) + "'")
             == "invalid_value /media_type");
  BOOST_TEST(begin("name: 'a' media_type: 'text/plain; charset=utf-8'") == "");
}

BOOST_AUTO_TEST_CASE(goes_to_a_task_that_takes_files) {
  archive(true);
  BOOST_TEST(begin("name: 'a'") == "archived /project");
  archive(false);
  done("ann", "delete_task { id: " + task + " }");
  BOOST_TEST(begin("name: 'a'") == "in_trash /task");
  BOOST_TEST(why(tell("eve", "begin_upload { task: " + task + " name: 'a' }"))
             == "not_found /task");
  set_role("eve", "VIEWER");
  BOOST_TEST(why(tell("eve", "begin_upload { task: " + task + " name: 'a' }"))
             == "not_allowed");
}

BOOST_AUTO_TEST_CASE(is_one_of_100_files_of_its_task) {
  for (auto i = 0; i < 100; ++i) {
    auto row = wire::Attachment{};
    row.set_task(std::stoull(task));
    row.set_id(static_cast<std::uint64_t>(1000 + i));
    row.set_name("f" + std::to_string(i));
    state.put(std::move(row));
  }
  BOOST_TEST(begin("name: 'a'") == "too_many /task");
}

BOOST_AUTO_TEST_CASE(is_its_users_own) {
  auto id = upload("bob", "a");
  BOOST_TEST(add("ann", id, 0, "x") == "not_found /upload");
  BOOST_TEST(add("bob", "99", 0, "x") == "not_found /upload");
  BOOST_TEST(why(tell("ann", "finish_upload { upload: " + id + " }"))
             == "not_found /upload");
  BOOST_TEST(why(tell("ann", "cancel_upload { upload: " + id + " }"))
             == "not_found /upload");
  BOOST_TEST(why(tell("node", "cancel_upload { upload: 99 }"))
             == "not_found /upload");
}

BOOST_AUTO_TEST_CASE(takes_chunks_of_1_to_256_kib) {
  auto id = upload("bob", "a");
  BOOST_TEST(add("bob", id, 0, "") == "invalid_value /content");
  BOOST_TEST(add("bob", id, 0, letters(tasks::max_chunk_bytes + 1))
             == "invalid_value /content");
  BOOST_TEST(add("bob", id, 1, "x") == "conflict /number");
  BOOST_TEST(add("bob", id, 0, letters(tasks::max_chunk_bytes)) == "");
}

BOOST_AUTO_TEST_CASE(takes_640_chunks_at_most) {
  auto id = upload("bob", "a");
  for (auto i = 0; i < 640; ++i)
    BOOST_TEST_REQUIRE(add("bob", id, i, letters(64)) == "");
  BOOST_TEST(add("bob", id, 640, letters(64)) == "too_many /number");
}

BOOST_AUTO_TEST_CASE(ends_only_where_it_could_begin) {
  auto id = upload("bob", "a");
  archive(true);
  BOOST_TEST(why(tell("bob", "finish_upload { upload: " + id + " }"))
             == "archived /project");
  archive(false);
  file("b");
  auto other = upload("bob", "c");
  auto row = *state.find<wire::Upload>(std::stoull(other));
  row.set_name("b");
  state.put(std::move(row));
  BOOST_TEST(why(tell("bob", "finish_upload { upload: " + other + " }"))
             == "duplicate /name");
}

// An idempotency key then stands for the same refusal.
BOOST_AUTO_TEST_CASE(that_never_began_is_refused_at_its_end_again) {
  file("a");
  BOOST_TEST(why(tell("bob", "finish_upload { task: " + task + " name: 'a' }"))
             == "duplicate /name");
  BOOST_TEST(why(tell("bob", "finish_upload { task: " + task + " name: 'b' }"))
             == "not_found /upload");
}

BOOST_AUTO_TEST_CASE(needs_room_that_the_settings_allow) {
  auto limit = [&](const std::string& name, const std::string& value) {
    done("admin", "change_settings { changes { name: '" + name
                    + "' value: " + value + " } }");
  };
  auto id = upload("ann", "big");
  limit("attachment_bytes_per_user", "5");
  BOOST_TEST(add("ann", id, 0, "123456").starts_with("too_many"));
  BOOST_TEST(add("ann", id, 0, "12345") == "");
  BOOST_TEST(begin("name: 'a'").starts_with("too_many"));
  limit("attachment_bytes_per_user", "50");
  limit("uploads_per_user", "1");
  BOOST_TEST(begin("name: 'a'").starts_with("too_many"));
  limit("uploads_per_user", "2");
  limit("attachment_bytes_per_project", "0");
  BOOST_TEST(begin("name: 'a'").starts_with("too_many"));
}

BOOST_AUTO_TEST_CASE(waits_while_a_node_has_no_room) {
  auto id = upload("ann", "big");
  done("node", "note_disk_room { low: true }");
  BOOST_TEST(begin("name: 'a'") == "disk_full");
  BOOST_TEST(add("ann", id, 0, "x") == "disk_full");
  done("node", "note_disk_room { low: false }");
  BOOST_TEST(add("ann", id, 0, "x") == "");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_file_of_a_task, fixture)

BOOST_AUTO_TEST_CASE(is_shown_to_who_sees_the_task) {
  auto id = file("a");
  auto answer = ask("ann", "get_attachment { id: " + id + " }");
  BOOST_TEST(answer.attachment().name() == "a");
  BOOST_TEST(answer.attachment().media_type() == "application/octet-stream");
  auto chunk = ask("ann", "get_chunk { attachment: " + id + " }").chunk();
  BOOST_TEST(chunk.content() == "content");
  auto list = ask("ann", "list_attachments { task: " + task + " }");
  BOOST_TEST_REQUIRE(list.attachments().attachments_size() == 1);
  BOOST_TEST(list.attachments().attachments(0).size() == 7U);
  for (const auto& text : {"get_attachment { id: " + id + " }",
                           "get_chunk { attachment: " + id + " }"})
    BOOST_TEST(why(ask("eve", text)) == "not_found /id");
  BOOST_TEST(why(ask("eve", "list_attachments { task: " + task + " }"))
             == "not_found /task");
}

BOOST_AUTO_TEST_CASE(that_is_not_there_is_not_found) {
  auto id = file("a");
  BOOST_TEST(why(ask("ann", "get_attachment { id: 99 }")) == "not_found /id");
  BOOST_TEST(why(ask("ann", "get_chunk { attachment: 99 }"))
             == "not_found /id");
  BOOST_TEST(why(ask("ann", "get_chunk { attachment: " + id + " number: 1 }"))
             == "not_found /id");
  BOOST_TEST(why(tell("ann", "delete_attachment { id: 99 }"))
             == "not_found /id");
}

BOOST_AUTO_TEST_CASE(is_deleted_neither_by_who_only_looks_nor_in_the_archive) {
  auto id = file("a");
  const auto text = "delete_attachment { id: " + id + " }";
  archive(true);
  BOOST_TEST(why(tell("bob", text)) == "archived /project");
  archive(false);
  set_role("bob", "VIEWER");
  BOOST_TEST(why(tell("bob", text)) == "not_allowed");
  BOOST_TEST(why(tell("ann", text)) == "");
  BOOST_TEST(state.count<wire::AttachmentChunk>() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace attachment_queries_test
