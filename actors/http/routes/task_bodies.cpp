#include "actors/http/routes/task_bodies.hpp"

#include "protocol/json/read_instants.hpp"
#include "protocol/tasks/text.hpp"

namespace taskraft::http {

namespace {

/// The number of a word that there is not: the rules refuse it.
constexpr auto no_word = 1000;

template <class Word>
Word word_in(const call& x, std::string_view field,
             std::span<const tasks::word> words, Word otherwise) {
  const auto* found = x.field(field);
  if (found == nullptr)
    return otherwise;
  auto number = tasks::number_of(words, found->get_ref<const std::string&>());
  return static_cast<Word>(number.value_or(no_word));
}

template <class List>
void add_texts(List& to, const call& x, std::string_view field) {
  if (const auto* found = x.field(field))
    for (const auto& each : *found)
      *to.Add() = each.get<std::string>();
}

std::vector<body_field> task_fields(field_type word) {
  return {
    {"title", field_type::line, true},
    {"description"},
    {"status", word, false, tasks::status_words},
    {"priority", word, false, tasks::priority_words},
    {"due", field_type::due},
    {"project"},
    {"assignees", field_type::texts},
    {"labels", field_type::texts},
    {"parent", field_type::number},
    {"repeat"},
  };
}

} // namespace

const body_schema& new_task_body() {
  static const auto body
    = body_schema{"NewTask", task_fields(field_type::rules_word)};
  return body;
}

const body_schema& task_patch_body() {
  static const auto body
    = body_schema{"TaskPatch", task_fields(field_type::rules_word)};
  return body;
}

const body_schema& bulk_patch_body() {
  static const auto body
    = body_schema{"TaskPatch", task_fields(field_type::word)};
  return body;
}

void fill_new_task(wire::CreateTask& to, const call& x) {
  // White space around it counts for nothing.
  to.set_title(tasks::trimmed(x.text("title")));
  to.set_description(x.text("description"));
  to.set_status(
    word_in(x, "status", tasks::status_words, wire::STATUS_UNSPECIFIED));
  to.set_priority(
    word_in(x, "priority", tasks::priority_words, wire::PRIORITY_UNSPECIFIED));
  if (x.field("due") != nullptr)
    *to.mutable_due() = *json::due_from(x.text("due"));
  to.set_project(x.text("project"));
  if (const auto* parent = x.field("parent"))
    to.set_parent(parent->get<std::uint64_t>());
  add_texts(*to.mutable_assignees(), x, "assignees");
  add_texts(*to.mutable_labels(), x, "labels");
  to.set_repeat(x.text("repeat"));
}

void fill_task_patch(wire::UpdateTask& to, const call& x) {
  if (x.has("title"))
    to.set_title(tasks::trimmed(x.text("title")));
  if (x.has("description"))
    to.set_description(x.text("description"));
  if (x.has("status"))
    to.set_status(word_in(x, "status", tasks::status_words, wire::STATUS_TODO));
  if (x.has("priority"))
    to.set_priority(
      word_in(x, "priority", tasks::priority_words, wire::PRIORITY_NONE));
  if (x.has("due"))
    *to.mutable_due() = x.field("due") == nullptr
                          ? wire::Due{}
                          : *json::due_from(x.text("due"));
  if (x.has("project"))
    to.set_project(x.text("project"));
  if (x.has("parent"))
    to.set_parent(x.field("parent") == nullptr
                    ? 0
                    : x.field("parent")->get<std::uint64_t>());
  if (x.has("assignees"))
    add_texts(*to.mutable_assignees()->mutable_names(), x, "assignees");
  if (x.has("labels"))
    add_texts(*to.mutable_labels()->mutable_names(), x, "labels");
  if (x.has("repeat"))
    to.set_repeat(x.text("repeat"));
}

} // namespace taskraft::http
