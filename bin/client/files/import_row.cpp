#include "bin/client/files/import_row.hpp"

#include "bin/client/text/output.hpp"
#include "bin/client/text/time_text.hpp"
#include "protocol/tasks/text.hpp"
#include "protocol/tasks/words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>
#include <utility>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

std::string trimmed(const std::string& text) {
  auto begin = text.find_first_not_of(" \t");
  auto end = text.find_last_not_of(" \t");
  return begin == std::string::npos ? "" : text.substr(begin, end - begin + 1);
}

template <class Take>
void each_name(const std::string& text, Take take) {
  auto stream = std::istringstream{text};
  for (auto name = std::string{}; std::getline(stream, name, ',');)
    if (auto x = trimmed(name); !x.empty())
      take(x);
}

/// Other programs have titles of several lines.
std::string as_one_line(std::string text) {
  for (auto& x : text)
    if ((x >= 0 && x < ' ') || x == '\x7f')
      x = ' ';
  return text;
}

void set_due(import_row& to, const std::string& text) {
  if (auto due = parse_due(text))
    *to.task.mutable_due() = *due;
  else
    fail(to, "due: `" + text + "` is neither a day nor a moment");
}

/// Words of other programs for a status; the page knows the same ones.
std::string status_meant(const std::string& text) {
  static constexpr auto meant
    = std::to_array<std::pair<std::string_view, std::string_view>>(
      {{"to do", "todo"},
       {"open", "todo"},
       {"in progress", "in_progress"},
       {"doing", "in_progress"},
       {"done", "completed"},
       {"closed", "completed"},
       {"canceled", "cancelled"}});
  auto word = as_word(text);
  auto found
    = std::ranges::find(meant, word, [](const auto& x) { return x.first; });
  return found == meant.end() ? word : std::string{found->second};
}

template <class Words>
int number_in(import_row& to, const Words& words, std::string_view field,
              const std::string& text, const std::string& meant) {
  auto number = tasks::number_of(words, meant);
  if (!number)
    fail(to, std::string{field} + ": `" + text + "` is none of "
               + tasks::listed(words));
  return number.value_or(0);
}

} // namespace

std::string as_word(const std::string& text) {
  auto word = tasks::trimmed(text);
  std::ranges::transform(word, word.begin(), [](unsigned char x) {
    return static_cast<char>(std::tolower(x));
  });
  return word;
}

void fail(import_row& to, const std::string& why) {
  to.problem += (to.problem.empty() ? "" : "; ") + why;
}

void add_label(import_row& to, const std::string& name) {
  to.task.add_labels(name);
}

void add_text(import_row& to, const std::string& text) {
  auto& all = *to.task.mutable_description();
  all += (all.empty() ? "" : "\n\n") + text;
}

void set_field(import_row& to, std::string_view field,
               const std::string& text) {
  auto& task = to.task;
  if (!is_utf8(text))
    fail(to, std::string{field} + ": is no UTF-8");
  else if (field == "title")
    task.set_title(as_one_line(text));
  else if (field == "description")
    task.set_description(text);
  else if (text.empty())
    return;
  else if (field == "id")
    to.id = text;
  else if (field == "parent")
    to.parent = text;
  else if (field == "status")
    task.set_status(static_cast<wire::Status>(
      number_in(to, tasks::status_words, field, text, status_meant(text))));
  else if (field == "priority")
    task.set_priority(static_cast<wire::Priority>(
      number_in(to, tasks::priority_words, field, text, as_word(text))));
  else if (field == "due")
    set_due(to, text);
  else if (field == "project")
    task.set_project(text);
  else if (field == "assignees")
    each_name(text, [&](const auto& name) { task.add_assignees(name); });
  else if (field == "labels")
    each_name(text, [&](const auto& name) { task.add_labels(name); });
  else if (field == "repeat")
    task.set_repeat(text);
}

} // namespace taskraft::client
