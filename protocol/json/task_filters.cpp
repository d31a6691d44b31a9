#include "protocol/json/task_filters.hpp"

#include "protocol/json/read_instants.hpp"
#include "protocol/tasks/words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace taskraft::json {

namespace {

namespace wire = tasks::wire;
using list = wire::ListTasks;
using what_is_wrong = std::optional<std::string>;

constexpr auto filters = std::to_array<filter_name>({
  {"status", "words between commas", true},
  {"priority", "words between commas", true},
  {"project", "keys between commas, or none", true},
  {"parent", "a task's id, or none"},
  {"assignee", "usernames between commas, me or none", true},
  {"creator", "usernames between commas, me or none", true},
  {"label", "names between commas", true},
  {"text", "words, all in title or description"},
  {"due", "overdue, today, a number of days like 7d, or none"},
  {"due_from", "a date or an instant"},
  {"due_before", "a date or an instant"},
  {"created_from", "a date or an instant"},
  {"created_before", "a date or an instant"},
  {"updated_from", "a date or an instant"},
  {"updated_before", "a date or an instant"},
  {"completed_from", "a date or an instant"},
  {"completed_before", "a date or an instant"},
  {"blocked", "true or false"},
  {"watching", "true or false"},
  {"shared", "true or false"},
  {"deleted", "true: only the trash"},
  {"rev_after", "a log index"},
  {"tz", "a time zone like Europe/Berlin"},
});

/// In the order of `ListTasks::Sort`.
constexpr auto orders = std::to_array<std::string_view>(
  {"id", "due", "priority", "created", "updated", "status", "title", "rank",
   "completed"});

template <class Add>
bool for_each_part(std::string_view text, Add add) {
  while (true) {
    auto comma = text.find(',');
    if (!add(text.substr(0, comma)))
      return false;
    if (comma == std::string_view::npos)
      return true;
    text.remove_prefix(comma + 1);
  }
}

std::optional<std::uint64_t> number_in(std::string_view text) {
  auto value = std::uint64_t{0};
  const auto* end = text.data() + text.size();
  auto [rest, problem] = std::from_chars(text.data(), end, value);
  if (text.empty() || problem != std::errc{} || rest != end)
    return std::nullopt;
  return value;
}

what_is_wrong add_words(const std::string& value,
                        std::span<const tasks::word> words,
                        google::protobuf::RepeatedField<int>& to) {
  auto all_known = for_each_part(value, [&](std::string_view part) {
    auto number = tasks::number_of(words, part);
    if (number)
      to.Add(*number);
    return number.has_value();
  });
  if (all_known)
    return std::nullopt;
  return "must be of " + tasks::listed(words);
}

what_is_wrong add_names(const std::string& value,
                        google::protobuf::RepeatedPtrField<std::string>& to,
                        bool may_be_none) {
  auto all_given = for_each_part(value, [&](std::string_view part) {
    if (part.empty())
      return false;
    *to.Add() = may_be_none && part == "none" ? "" : std::string{part};
    return true;
  });
  if (all_given)
    return std::nullopt;
  return "must be names between commas";
}

what_is_wrong set_number(std::string_view name, const std::string& value,
                         list& to) {
  auto number = name == "parent" && value == "none"
                  ? std::optional<std::uint64_t>{0}
                  : number_in(value);
  if (!number || (*number == 0 && value != "none" && name == "parent"))
    return name == "parent" ? "must be a task's id or none"
                            : "must be a log index";
  if (name == "parent")
    to.set_parent(*number);
  else
    to.set_rev_after(*number);
  return std::nullopt;
}

what_is_wrong set_due(const std::string& value, list& to) {
  constexpr auto most_days = 36'500U;
  auto days = value.ends_with('d')
                ? number_in(std::string_view{value}.substr(0, value.size() - 1))
                : std::nullopt;
  auto is_word = value == "overdue" || value == "today" || value == "none";
  if (!is_word && (!days || *days > most_days))
    return "must be overdue, today, none or a number of days like 7d";
  to.set_due(value);
  return std::nullopt;
}

what_is_wrong set_zone(const std::string& value, list& to) {
  if (value.empty())
    return "must be a time zone like Europe/Berlin";
  to.set_time_zone(value);
  return std::nullopt;
}

what_is_wrong set_flag(std::string_view name, const std::string& value,
                       list& to) {
  if (value != "true" && value != "false")
    return "must be true or false";
  auto is_set = value == "true";
  if (name == "blocked")
    to.set_blocked(is_set);
  else if (name == "watching")
    to.set_watching(is_set);
  else if (name == "shared")
    to.set_shared(is_set);
  else
    to.set_deleted(is_set);
  return std::nullopt;
}

/// "created_from": the field has the name of the filter.
what_is_wrong set_bound(std::string_view name, const std::string& value,
                        list& to) {
  auto due = due_from(value);
  if (!due)
    return "must be a date like 2026-12-01 or an instant like "
           "2026-12-01T15:00:00Z";
  const auto* field = list::descriptor()->FindFieldByName(std::string{name});
  to.GetReflection()->MutableMessage(&to, field)->CopyFrom(*due);
  return std::nullopt;
}

what_is_wrong set_filter(std::string_view name, const std::string& value,
                         list& to) {
  if (name == "status")
    return add_words(value, tasks::status_words, *to.mutable_statuses());
  if (name == "priority")
    return add_words(value, tasks::priority_words, *to.mutable_priorities());
  if (name == "project")
    return add_names(value, *to.mutable_projects(), true);
  if (name == "assignee")
    return add_names(value, *to.mutable_assignees(), true);
  if (name == "creator")
    return add_names(value, *to.mutable_creators(), true);
  if (name == "label")
    return add_names(value, *to.mutable_labels(), false);
  if (name == "text")
    to.set_text(value);
  else if (name == "tz")
    return set_zone(value, to);
  else if (name == "due")
    return set_due(value, to);
  else if (name == "parent" || name == "rev_after")
    return set_number(name, value, to);
  else if (name.ends_with("_from") || name.ends_with("_before"))
    return set_bound(name, value, to);
  else
    return set_flag(name, value, to);
  return std::nullopt;
}

} // namespace

std::span<const filter_name> task_filters() {
  return filters;
}

std::span<const std::string_view> task_orders() {
  return orders;
}

std::optional<std::string> filter_reader::add(std::string_view name,
                                              const std::string& value) {
  if (std::ranges::find(filters, name, &filter_name::name) == filters.end())
    return "is no filter";
  auto time = times_[std::string{name}]++;
  // These are of the whole list.
  if (time > 0 && (name == "tz" || name == "deleted"))
    return "is given twice";
  while (to_.also_size() < time)
    to_.add_also();
  return set_filter(name, value, time == 0 ? to_ : *to_.mutable_also(time - 1));
}

std::optional<std::string> set_task_order(wire::ListTasks& to,
                                          std::string_view value) {
  auto descending = value.starts_with('-');
  auto name = descending ? value.substr(1) : value;
  auto found = std::ranges::find(orders, name);
  if (found == orders.end())
    return "must be one of id, rank, title, status, priority, due, created, "
           "updated, completed, or one after a hyphen";
  to.set_sort(static_cast<list::Sort>(found - orders.begin()));
  to.set_descending(descending);
  return std::nullopt;
}

} // namespace taskraft::json
