#include "persistence/board/task_list.hpp"

#include "persistence/store/list_cursor.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/text.hpp"
#include "protocol/tasks/words.hpp"

#include <algorithm>
#include <sstream>
#include <utility>
#include <vector>

namespace taskraft::persistence {

namespace {

namespace wire = tasks::wire;
using list_type = wire::ListTasks;
using test = condition::test;

constexpr std::size_t max_text_bytes = 1024;
constexpr std::size_t max_words = 16;

std::string_view column_of(list_type::Sort sort) {
  switch (sort) {
    case list_type::SORT_DUE:
      return "due_order_us";
    case list_type::SORT_PRIORITY:
      return "priority";
    case list_type::SORT_CREATED:
      return "created_at";
    case list_type::SORT_UPDATED:
      return "updated_at";
    case list_type::SORT_STATUS:
      return "status";
    case list_type::SORT_TITLE:
      return "folded_title";
    default:
      return "id";
  }
}

/// A cursor belongs to an order and its direction.
std::string name_of_order(const list_type& x) {
  return std::string{column_of(x.sort())} + (x.descending() ? "-" : "+");
}

std::vector<std::string> words_of(const std::string& text) {
  auto words = std::vector<std::string>{};
  auto stream = std::istringstream{tasks::fold(text)};
  for (auto word = std::string{}; stream >> word;)
    words.push_back(word);
  return words;
}

template <class Values>
bool are_words(const Values& values, std::span<const tasks::word> words) {
  return std::ranges::all_of(
    values, [&](int value) { return !tasks::word_of(words, value).empty(); });
}

/// Builds a list condition by condition.
class list_builder {
public:
  explicit list_builder(const table& of) : of_(of) {
    list_.of = &of;
  }

  condition where(std::string_view column, test is,
                  std::vector<cell> values = {}) const {
    return {&of_.column_named(column), is, std::move(values)};
  }

  void all(condition x) {
    list_.all.push_back({std::move(x)});
  }
  /// Adds no condition if `x` is empty.
  void any(std::vector<condition> x) {
    if (!x.empty())
      list_.all.push_back(std::move(x));
  }

  condition related(std::string_view column, const table& in,
                    std::string_view joined, std::string_view chosen,
                    std::vector<cell> values) const {
    auto x = where(column, test::related, std::move(values));
    x.in = &in;
    x.joined = &in.column_named(joined);
    x.chosen = &in.column_named(chosen);
    return x;
  }
  condition unrelated(std::string_view column, const table& in,
                      std::string_view joined) const {
    auto x = where(column, test::unrelated);
    x.in = &in;
    x.joined = &in.column_named(joined);
    return x;
  }

  template <class Numbers>
  void one_of(std::string_view column, const Numbers& numbers) {
    auto values = std::vector<cell>{};
    for (auto number : numbers)
      values.push_back(cell::of(static_cast<std::int64_t>(number)));
    if (!values.empty())
      all(where(column, test::one_of, std::move(values)));
  }

  listing take() {
    return std::move(list_);
  }

private:
  const table& of_;
  listing list_;
};

void add_due(list_builder& to, const list_type& x) {
  auto before = std::vector<condition>{};
  if (x.has_due_before_date())
    before.push_back(to.where("due_date", test::below,
                              {cell::of(std::int64_t{x.due_before_date()})}));
  if (x.has_due_before_instant_us())
    before.push_back(to.where("due_instant", test::below,
                              {cell::of(x.due_before_instant_us())}));
  to.any(std::move(before));
  auto from = std::vector<condition>{};
  if (x.has_due_from_date())
    from.push_back(to.where("due_date", test::at_least,
                            {cell::of(std::int64_t{x.due_from_date()})}));
  if (x.has_due_from_instant_us())
    from.push_back(to.where("due_instant", test::at_least,
                            {cell::of(x.due_from_instant_us())}));
  to.any(std::move(from));
}

/// "" stands for none: no project, nobody. No user is called "me": it stands
/// for `self`.
std::vector<cell>
texts_in(const google::protobuf::RepeatedPtrField<std::string>& names,
         const std::string& self, bool& wants_none) {
  auto values = std::vector<cell>{};
  for (const auto& name : names) {
    if (name.empty())
      wants_none = true;
    else
      values.push_back(cell::of(std::string{name == "me" ? self : name}));
  }
  return values;
}

void add_projects(list_builder& to, const list_type& x) {
  auto none = false;
  auto keys = texts_in(x.projects(), {}, none);
  auto any = std::vector<condition>{};
  if (!keys.empty())
    any.push_back(to.where("project", test::one_of, std::move(keys)));
  if (none)
    any.push_back(to.where("project", test::is_null));
  to.any(std::move(any));
}

void add_people(list_builder& to, const list_type& x, const std::string& self,
                const schema& tables) {
  const auto& assignments = tables.table_named("assignments");
  auto none = false;
  auto names = texts_in(x.assignees(), self, none);
  auto any = std::vector<condition>{};
  if (!names.empty())
    any.push_back(
      to.related("id", assignments, "task", "username", std::move(names)));
  if (none)
    any.push_back(to.unrelated("id", assignments, "task"));
  to.any(std::move(any));
  auto creators = texts_in(x.creators(), self, none);
  if (!creators.empty())
    to.all(to.where("creator", test::one_of, std::move(creators)));
}

void add_labels(list_builder& to, const list_type& x, const schema& tables) {
  const auto& labels = tables.table_named("task_labels");
  for (const auto& name : x.labels()) {
    auto folded = std::vector<cell>{};
    folded.push_back(cell::of(tasks::fold(name)));
    to.all(to.related("id", labels, "task", "label", std::move(folded)));
  }
}

/// Only what the user sees. A task without a project is its creator's, its
/// assignees' and theirs with whom it is shared.
void add_visibility(list_builder& to, const tasks::actor& who,
                    const schema& tables) {
  if (who.is_admin)
    return;
  auto self = [&] {
    auto values = std::vector<cell>{};
    values.push_back(cell::of(std::string{who.username}));
    return values;
  };
  auto seen = [&](condition last) {
    auto any = std::vector<condition>{};
    any.push_back(to.related("project", tables.table_named("members"),
                             "project", "username", self()));
    any.push_back(to.where("owner", test::one_of, self()));
    any.push_back(to.related("id", tables.table_named("shares"), "task",
                             "username", self()));
    any.push_back(std::move(last));
    to.any(std::move(any));
  };
  // Assignees see what has no project: both must hold.
  seen(to.related("id", tables.table_named("assignments"), "task", "username",
                  self()));
  seen(to.where("project", test::is_null));
}

} // namespace

std::optional<wire::Refusal> check(const list_type& x, const table& of_tasks) {
  if (!are_words(x.statuses(), tasks::status_words))
    return tasks::refusal(errc::invalid_value, "/statuses",
                          "holds an unknown status");
  if (!are_words(x.priorities(), tasks::priority_words))
    return tasks::refusal(errc::invalid_value, "/priorities",
                          "holds an unknown priority");
  if (!list_type::Sort_IsValid(x.sort()))
    return tasks::refusal(errc::invalid_value, "/sort", "is an unknown order");
  if (auto why = tasks::check_limit(x.limit()))
    return why;
  if (x.text().size() > max_text_bytes || words_of(x.text()).size() > max_words)
    return tasks::refusal(errc::invalid_value, "/text",
                          "has more than 16 words or 1024 bytes");
  if (!x.cursor().empty()
      && !decode_cursor(x.cursor(), name_of_order(x), *of_tasks.row))
    return tasks::refusal(errc::invalid_value, "/cursor",
                          "is no cursor of a list in this order");
  return std::nullopt;
}

listing list_of(const list_type& x, const tasks::actor& who,
                const schema& tables) {
  const auto& of_tasks = tables.table_of(tasks::row_type_of<wire::Task>());
  auto builder = list_builder{of_tasks};
  add_visibility(builder, who, tables);
  add_projects(builder, x);
  add_people(builder, x, who.username, tables);
  add_labels(builder, x, tables);
  if (x.has_parent() && x.parent() == 0)
    builder.all(builder.where("parent", test::is_null));
  else if (x.has_parent())
    builder.one_of("parent", std::vector{x.parent()});
  builder.all(
    builder.where("deleted_at", x.deleted() ? test::is_set : test::is_null));
  builder.one_of("status", x.statuses());
  builder.one_of("priority", x.priorities());
  if (x.open_only())
    builder.one_of("status",
                   std::vector{wire::STATUS_TODO, wire::STATUS_IN_PROGRESS});
  add_due(builder, x);
  for (const auto& word : words_of(x.text()))
    builder.any({builder.where("folded_title", test::contains,
                               {cell::of(std::string{word})}),
                 builder.where("folded_description", test::contains,
                               {cell::of(std::string{word})})});
  auto list = builder.take();
  list.order = &of_tasks.column_named(column_of(x.sort()));
  list.descending = x.descending();
  if (!x.cursor().empty())
    list.after = decode_cursor(x.cursor(), name_of_order(x), *of_tasks.row);
  list.limit = x.limit();
  return list;
}

std::string cursor_after(const wire::Task& last, const list_type& x,
                         const table& of_tasks) {
  auto list = listing{};
  list.of = &of_tasks;
  list.order = &of_tasks.column_named(column_of(x.sort()));
  return encode_cursor(place_of(list, last), name_of_order(x));
}

} // namespace taskraft::persistence
