#include "actors/http/task_list.hpp"

#include <array>
#include <charconv>
#include <cstring>
#include <utility>

namespace taskraft::http {

namespace {

constexpr auto day_us = std::int64_t{86'400'000'000};

using sort_order = wire::ListTasks::Sort;

constexpr auto sorts = std::to_array<std::pair<std::string_view, sort_order>>({
  {"id", wire::ListTasks::SORT_ID},
  {"due", wire::ListTasks::SORT_DUE},
  {"priority", wire::ListTasks::SORT_PRIORITY},
  {"created", wire::ListTasks::SORT_CREATED},
  {"updated", wire::ListTasks::SORT_UPDATED},
  {"status", wire::ListTasks::SORT_STATUS},
  {"title", wire::ListTasks::SORT_TITLE},
});

std::vector<std::string> listed(const std::string& text) {
  auto parts = std::vector<std::string>{};
  auto rest = std::string_view{text};
  while (true) {
    auto comma = rest.find(',');
    parts.emplace_back(rest.substr(0, comma));
    if (comma == std::string_view::npos)
      return parts;
    rest.remove_prefix(comma + 1);
  }
}

std::optional<std::uint64_t> number_in(std::string_view text) {
  auto value = std::uint64_t{0};
  const auto* end = text.data() + text.size();
  auto [rest, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc{} || rest != end)
    return std::nullopt;
  return value;
}

/// Reads the parameters into a query; the first that means nothing stays in
/// `wrong`.
class list_reader {
public:
  list_reader(const call& x, std::uint64_t now_us)
    : call_(x), now_us_(static_cast<std::int64_t>(now_us)) {
  }

  void read_words() {
    read_words_of("status", tasks::status_words, [this](int x) {
      list().add_statuses(static_cast<wire::Status>(x));
    });
    read_words_of("priority", tasks::priority_words, [this](int x) {
      list().add_priorities(static_cast<wire::Priority>(x));
    });
  }

  void read_names() {
    add_names("project", *list().mutable_projects());
    add_names("assignee", *list().mutable_assignees());
    add_names("creator", *list().mutable_creators());
    for (const auto& [name, value] : call_.parameters)
      if (name == "label")
        list().add_labels(value);
    if (const auto* parent = call_.parameter("parent")) {
      auto id = *parent == "none" ? std::optional<std::uint64_t>{0}
                                  : number_in(*parent);
      if (id)
        list().set_parent(*id);
      else
        refuse("parent", "must be a task's id or none");
    }
  }

  void read_due() {
    const auto* due = call_.parameter("due");
    if (due == nullptr)
      return;
    auto today = static_cast<std::int32_t>(now_us_ / day_us);
    if (*due == "overdue") {
      list().set_due_before_date(today);
      list().set_due_before_instant_us(now_us_);
      list().set_open_only(true);
      return;
    }
    auto days = *due == "today" ? std::optional<std::uint64_t>{0}
                : due->ends_with('d')
                  ? number_in(std::string_view{*due}.substr(0, due->size() - 1))
                  : std::nullopt;
    if (!days || *days > 36'500)
      return refuse("due", "must be overdue, today or a number of days like "
                           "7d");
    auto last = today + static_cast<std::int32_t>(*days) + 1;
    list().set_due_from_date(today);
    list().set_due_before_date(last);
    list().set_due_from_instant_us(today * day_us);
    list().set_due_before_instant_us(last * day_us);
  }

  void read_rest() {
    if (const auto* text = call_.parameter("text"))
      list().set_text(*text);
    auto deleted = flag_of(call_, "deleted");
    if (const auto* why = problem_in(deleted))
      wrong = *why;
    else
      list().set_deleted(std::get<0>(deleted).value_or(false));
    const auto* sort = call_.parameter("sort");
    if (sort == nullptr)
      return;
    auto name = std::string_view{*sort};
    list().set_descending(name.starts_with('-'));
    if (list().descending())
      name.remove_prefix(1);
    auto found
      = std::ranges::find(sorts, name, &decltype(sorts)::value_type::first);
    if (found == sorts.end())
      return refuse("sort", "must be one of id, due, priority, created, "
                            "updated, status, title, or one after a hyphen");
    list().set_sort(found->second);
  }

  wire::ListTasks& list() {
    return *query.mutable_list_tasks();
  }

  wire::Query query;
  std::optional<problem> wrong;

private:
  void refuse(std::string_view name, const std::string& message) {
    if (!wrong)
      wrong = bad_parameter(name, message);
  }

  template <class Add>
  void read_words_of(std::string_view name, std::span<const tasks::word> words,
                     Add add) {
    const auto* text = call_.parameter(name);
    if (text == nullptr)
      return;
    for (const auto& each : listed(*text)) {
      auto number = tasks::number_of(words, each);
      if (!number)
        return refuse(name, "must be of " + tasks::listed(words));
      add(*number);
    }
  }

  void add_names(std::string_view name,
                 google::protobuf::RepeatedPtrField<std::string>& to) {
    if (const auto* text = call_.parameter(name))
      for (auto& each : listed(*text))
        *to.Add() = each == "none" ? std::string{} : std::move(each);
  }

  const call& call_;
  std::int64_t now_us_;
};

/// The first page's moment, and the store's cursor.
std::pair<std::uint64_t, std::string> taken_apart(const std::string& after) {
  auto now_us = std::uint64_t{0};
  if (after.size() < sizeof now_us)
    return {0, {}};
  std::memcpy(&now_us, after.data(), sizeof now_us);
  return {now_us, after.substr(sizeof now_us)};
}

} // namespace

std::vector<route_parameter> list_parameters() {
  return {{"status", "words between commas"},
          {"priority", "words between commas"},
          {"project", "keys, or none"},
          {"assignee", "usernames, me or none"},
          {"creator", "usernames or me"},
          {"label", "a name; each of several must be there"},
          {"parent", "an id, or none"},
          {"text", "words in title or description"},
          {"due", "overdue, today or 7d"},
          {"deleted", "true: only the trash"},
          {"sort", "id, due, priority, created, updated, status, title; with a "
                   "hyphen before it from the last"},
          {"limit"},
          {"cursor"}};
}

outcome<wire::Query> list_query(const call& x) {
  auto page = page_of(x);
  if (const auto* why = problem_in(page))
    return *why;
  const auto& [limit, after] = std::get<0>(page);
  auto [now_us, cursor] = taken_apart(after);
  auto reader = list_reader{x, after.empty() ? x.now_us : now_us};
  reader.read_words();
  reader.read_names();
  reader.read_due();
  reader.read_rest();
  if (reader.wrong)
    return *reader.wrong;
  reader.list().set_limit(limit);
  reader.list().set_cursor(cursor);
  return reader.query;
}

std::string next_of_list(const call& x, const std::string& cursor) {
  if (cursor.empty())
    return {};
  auto page = page_of(x);
  auto first = std::uint64_t{x.now_us};
  if (const auto* now = std::get_if<0>(&page); now && !now->after.empty())
    first = taken_apart(now->after).first;
  auto bytes = std::string(sizeof first, '\0');
  std::memcpy(bytes.data(), &first, sizeof first);
  return bytes + cursor;
}

} // namespace taskraft::http
