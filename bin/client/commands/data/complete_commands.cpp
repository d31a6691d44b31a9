#include "bin/client/commands/data/complete_commands.hpp"

#include "bin/client/commands/client_calls.hpp"
#include "bin/client/commands/task_requests.hpp"
#include "bin/client/line/known_values.hpp"
#include "bin/client/line/login_file.hpp"

#include <chrono>
#include <exception>
#include <map>
#include <sstream>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

/// Nobody waits longer for a Tab.
constexpr auto patience = std::chrono::seconds{1};
constexpr auto most_pages = 5;
constexpr auto title_columns = std::size_t{40};

/// The user asked for values of this kind that begin so.
struct beginning {
  std::string text;

  bool fits(std::string_view value) const {
    // A name with such characters cannot be typed.
    return value.starts_with(text) && printable(value) == value;
  }
};

class value_list {
public:
  explicit value_list(beginning wanted) : wanted_(std::move(wanted)) {
  }

  void add(const std::string& value, std::string_view about) {
    if (!wanted_.fits(value))
      return;
    text_ += value;
    if (auto shown = printable(about); !shown.empty())
      text_ += "\t" + shortened(shown, title_columns);
    text_ += "\n";
  }
  const std::string& text() const {
    return text_;
  }

private:
  beginning wanted_;
  std::string text_;
};

/// Those that were changed last, because they are likely to be meant.
void add_tasks(const context& x, bool deleted, value_list& to) {
  auto query = wire::Query{};
  auto& list = *query.mutable_list_tasks();
  list.set_sort(wire::ListTasks::SORT_UPDATED);
  list.set_descending(true);
  list.set_limit(page_rows);
  list.set_deleted(deleted);
  auto answer = look_up(x, query);
  for (const auto& task : answer.tasks().tasks())
    to.add(std::to_string(task.id()), task.title());
}

void add_users(const context& x, const std::string& text, value_list& to) {
  auto query = wire::Query{};
  query.mutable_list_users()->set_limit(page_rows);
  query.mutable_list_users()->set_text(text);
  auto answer = look_up(x, query);
  for (const auto& user : answer.users().users())
    to.add(user.username(), user.display_name());
}

void add_projects(const context& x, const std::string& text, value_list& to) {
  auto query = wire::Query{};
  query.mutable_list_projects()->set_limit(page_rows);
  query.mutable_list_projects()->set_text(text);
  auto answer = look_up(x, query);
  for (const auto& project : answer.projects().projects())
    to.add(project.key(), project.name());
}

void add_labels(const context& x, value_list& to) {
  auto query = wire::Query{};
  auto& list = *query.mutable_list_labels();
  list.set_limit(page_rows);
  for (auto page = 0; page < most_pages; ++page) {
    auto labels = look_up(x, query).labels();
    for (const auto& label : labels.labels())
      to.add(label.name(), label.description());
    if (!labels.more() || labels.labels().empty())
      return;
    list.set_after(labels.labels(labels.labels_size() - 1).folded());
  }
}

void add_values(const context& x, known_values kind, const std::string& text,
                value_list& to) {
  switch (kind) {
    case known_values::tasks:
    case known_values::deleted_tasks:
      return add_tasks(x, kind == known_values::deleted_tasks, to);
    case known_values::users:
      return add_users(x, text, to);
    case known_values::projects:
      return add_projects(x, text, to);
    case known_values::labels:
      return add_labels(x, to);
    case known_values::none:
      return;
  }
}

known_values kind_from(std::string_view word) {
  for (const auto& [text, values] : known_values_words())
    if (text == word)
      return values;
  return known_values::none;
}

} // namespace

void offer_values(const invocation& x, const surroundings& world) {
  auto nowhere = std::ostringstream{};
  auto quiet = surroundings{.read_input = world.read_input,
                            .out = world.out,
                            .err = nowhere,
                            .style = {},
                            .variable = world.variable,
                            .connect = world.connect,
                            .restore = {}};
  auto text = x.arguments.size() > 1 ? x.arguments[1] : std::string{};
  auto offered = value_list{{text}};
  try {
    auto settings = load_settings(x, world.variable);
    settings.timeout = patience;
    settings.timeout_given = true;
    // One node is enough, and an answer of a moment ago is good enough.
    settings.consistency = protocol::consistency::stale;
    settings.credentials = credentials_of(settings, world.variable);
    add_values({x, settings, quiet, world.connect(settings)},
               kind_from(x.arguments.at(0)), text, offered);
  } catch (const std::exception&) {
    return;
  }
  put_out(quiet, offered.text());
}

} // namespace taskraft::client
