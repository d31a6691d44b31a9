#include "persistence/board/queries/task_filter.hpp"

#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/text.hpp"
#include "protocol/tasks/words.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <limits>
#include <sstream>

namespace taskraft::persistence {

namespace {

namespace wire = tasks::wire;
using list_type = wire::ListTasks;
using test = condition::test;
using names = google::protobuf::RepeatedPtrField<std::string>;
using maybe_refusal = std::optional<wire::Refusal>;

constexpr std::size_t max_text_bytes = 1024;
constexpr std::size_t max_words = 16;
constexpr int max_more_filters = 16;

std::vector<std::int64_t> open_statuses() {
  return {wire::STATUS_TODO, wire::STATUS_IN_PROGRESS};
}

template <class Values>
bool are_words(const Values& values, std::span<const tasks::word> words) {
  return std::ranges::all_of(
    values, [&](int value) { return !tasks::word_of(words, value).empty(); });
}

/// "7d": 7; "today": 0.
std::optional<int> days_in(const std::string& due) {
  constexpr auto most_days = 36'500;
  if (due == "today")
    return 0;
  auto days = 0;
  const auto* end = due.data() + due.size();
  auto [rest, problem] = std::from_chars(due.data(), end, days);
  if (problem != std::errc{} || rest + 1 != end || *rest != 'd' || days < 0
      || days > most_days)
    return std::nullopt;
  return days;
}

/// Where there are no users everybody is one whom no row names.
maybe_refusal check_users(std::string_view parameter, const names& of,
                          tasks::finder& rows, const tasks::actor& who) {
  for (const auto& name : of)
    if (!name.empty() && name != "me" && name != who.username
        && rows.find<wire::User>(name) == nullptr)
      return wrong_parameter(parameter, "there is no user " + name);
  return std::nullopt;
}

maybe_refusal check_names(const list_type& x, tasks::finder& rows,
                          const tasks::actor& who) {
  for (const auto& key : x.projects())
    if (!key.empty())
      if (auto why = check_project(key, rows, who))
        return why;
  for (const auto& name : x.labels())
    if (rows.find<wire::Label>(tasks::fold(name)) == nullptr)
      return wrong_parameter("label", "there is no label " + name);
  if (auto why = check_users("assignee", x.assignees(), rows, who))
    return why;
  return check_users("creator", x.creators(), rows, who);
}

/// "" stands for none: no project, nobody. No user is called "me": it stands
/// for `self`.
std::vector<std::string> names_in(const names& given, const std::string& self,
                                  bool& wants_none) {
  auto found = std::vector<std::string>{};
  for (const auto& name : given) {
    if (name.empty())
      wants_none = true;
    else
      found.push_back(name == "me" ? self : name);
  }
  return found;
}

/// Adds the conditions of one set of filters.
class filter_builder {
public:
  filter_builder(const list_type& x, const tasks::actor& who,
                 const schema& tables, const list_clock& clock)
    : x_(x), who_(who), clock_(clock),
      tasks_(tables, tables.table_of(tasks::row_type_of<wire::Task>())) {
  }

  condition_groups build() {
    add_words();
    add_projects();
    add_people();
    add_due();
    for (const auto* name : {"created", "updated", "completed"})
      add_bounds(name);
    add_links();
    for (const auto& word : words_of(x_.text())) {
      auto bytes = [&word] {
        auto values = std::vector<cell>{};
        values.push_back(cell::of(std::string{word}));
        return values;
      };
      all_.push_back(
        {tasks_.where("folded_title", test::contains, bytes()),
         tasks_.where("folded_description", test::contains, bytes())});
    }
    return std::move(all_);
  }

private:
  void all(condition x) {
    all_.push_back({std::move(x)});
  }
  /// Adds nothing if `x` is empty.
  void any(std::vector<condition> x) {
    if (!x.empty())
      all_.push_back(std::move(x));
  }

  void add_words() {
    if (x_.statuses_size() > 0)
      all(
        tasks_.one_of("status", {x_.statuses().begin(), x_.statuses().end()}));
    if (x_.priorities_size() > 0)
      all(tasks_.one_of("priority",
                        {x_.priorities().begin(), x_.priorities().end()}));
    // No database has a later revision.
    constexpr auto last
      = std::uint64_t{std::numeric_limits<std::int64_t>::max()};
    if (x_.rev_after() != 0)
      all(tasks_.at_least("rev", static_cast<std::int64_t>(
                                   std::min(x_.rev_after(), last - 1) + 1)));
  }

  void add_projects() {
    auto none = false;
    auto keys = names_in(x_.projects(), {}, none);
    auto either = std::vector<condition>{};
    if (!keys.empty())
      either.push_back(tasks_.named("project", keys));
    if (none)
      either.push_back(tasks_.where("project", test::is_null));
    any(std::move(either));
  }

  void add_people() {
    auto none = false;
    auto assignees = names_in(x_.assignees(), who_.username, none);
    auto either = std::vector<condition>{};
    if (!assignees.empty())
      either.push_back(
        tasks_.related_to("id", "assignments", "task", "username", assignees));
    if (none)
      either.push_back(unrelated(tasks_.related("id", "assignments", "task")));
    any(std::move(either));
    auto nobody = false;
    auto creators = names_in(x_.creators(), who_.username, nobody);
    if (nobody)
      creators.emplace_back();
    if (!creators.empty())
      all(tasks_.named("creator", creators));
  }

  static condition unrelated(condition x) {
    x.is = test::unrelated;
    return x;
  }
  /// Whether the relation is there or not.
  void related_if(bool is_there, condition x) {
    all(is_there ? std::move(x) : unrelated(std::move(x)));
  }

  void add_links() {
    if (x_.labels_size() > 0) {
      auto folded = std::vector<std::string>{};
      for (const auto& name : x_.labels())
        folded.push_back(tasks::fold(name));
      all(tasks_.related_to("id", "task_labels", "task", "label", folded));
    }
    if (x_.has_parent() && x_.parent() == 0)
      all(tasks_.where("parent", test::is_null));
    else if (x_.has_parent())
      all(tasks_.one_of("parent", {static_cast<std::int64_t>(x_.parent())}));
    if (x_.has_blocked())
      related_if(x_.blocked(), tasks_.related("id", "blocked", "task"));
    if (x_.has_watching())
      related_if(x_.watching(), tasks_.related_to("id", "watches", "task",
                                                  "watcher", {who_.username}));
    if (x_.has_shared())
      related_if(x_.shared(), tasks_.related("id", "shares", "task"));
  }

  void add_due() {
    const auto& due = x_.due();
    auto today = clock_.zone.day_of(clock_.now_us);
    if (due == "none") {
      all(tasks_.where("due_date", test::is_null));
      all(tasks_.where("due_instant", test::is_null));
    } else if (due == "overdue") {
      all(tasks_.one_of("status", open_statuses()));
      any({tasks_.below("due_date", today),
           tasks_.below("due_instant", clock_.now_us)});
    } else if (auto days = days_in(due)) {
      from(today, clock_.zone.begin_of(today));
      before(today + *days + 1, clock_.zone.begin_of(today + *days + 1));
    }
    if (x_.has_due_from()) {
      auto [date, instant] = bound_of(x_.due_from());
      from(date, instant);
    }
    if (x_.has_due_before()) {
      auto [date, instant] = bound_of(x_.due_before());
      before(date, instant);
    }
  }

  void from(calendar::day date, std::int64_t instant) {
    any({tasks_.at_least("due_date", date),
         tasks_.at_least("due_instant", instant)});
  }
  void before(calendar::day date, std::int64_t instant) {
    any({tasks_.below("due_date", date), tasks_.below("due_instant", instant)});
  }

  /// As a day and as an instant: a date is its day in the time zone.
  std::pair<calendar::day, std::int64_t> bound_of(const wire::Due& x) const {
    if (x.has_date())
      return {x.date(), clock_.zone.begin_of(x.date())};
    return {clock_.zone.first_from(x.instant_us()), x.instant_us()};
  }

  /// "created": the filters `created_from` and `created_before`.
  void add_bounds(const std::string& name) {
    auto column = name + "_at";
    if (const auto* x = bound_named(name + "_from"))
      all(tasks_.at_least(column, bound_of(*x).second));
    if (const auto* x = bound_named(name + "_before"))
      all(tasks_.below(column, bound_of(*x).second));
  }

  const wire::Due* bound_named(const std::string& name) const {
    const auto* field = list_type::descriptor()->FindFieldByName(name);
    const auto& reflection = *x_.GetReflection();
    return reflection.HasField(x_, field)
             ? static_cast<const wire::Due*>(&reflection.GetMessage(x_, field))
             : nullptr;
  }

  const list_type& x_;
  const tasks::actor& who_;
  const list_clock& clock_;
  condition_maker tasks_;
  condition_groups all_;
};

/// Whether it lists nothing but tasks of projects, which `check_filters` has
/// found to be visible.
bool is_of_projects(const list_type& x) {
  return x.projects_size() > 0
         && std::ranges::none_of(x.projects(),
                                 [](const auto& key) { return key.empty(); });
}

} // namespace

std::optional<calendar::time_zone> zone_named(const std::string& name,
                                              tasks::finder& rows,
                                              const tasks::actor& who) {
  if (!name.empty())
    return calendar::time_zone::named(name);
  const auto* user = rows.find<wire::User>(who.username);
  auto own = user == nullptr ? std::nullopt
                             : calendar::time_zone::named(user->time_zone());
  return own ? own : calendar::time_zone::utc();
}

tasks::wire::Refusal wrong_parameter(std::string_view name,
                                     std::string message) {
  return tasks::refusal(errc::invalid_parameter, "/" + std::string{name},
                        std::move(message));
}

std::vector<std::string> words_of(const std::string& text) {
  auto words = std::vector<std::string>{};
  auto stream = std::istringstream{tasks::fold(text)};
  for (auto word = std::string{}; stream >> word;)
    words.push_back(word);
  return words;
}

std::optional<wire::Refusal> check_words(std::string_view name,
                                         const std::string& text) {
  if (tasks::check_text("", text, max_text_bytes)
      || words_of(text).size() > max_words)
    return wrong_parameter(name, "must be text of at most 16 words and 1024 "
                                 "bytes");
  return std::nullopt;
}

std::optional<wire::Refusal> check_project(const std::string& key,
                                           tasks::finder& rows,
                                           const tasks::actor& who) {
  if (rows.find<wire::Project>(key) != nullptr
      && tasks::role_in(rows, who, key) != wire::PROJECT_ROLE_UNSPECIFIED)
    return std::nullopt;
  return wrong_parameter("project", "there is no project " + key);
}

std::optional<wire::Refusal> check_filters(const list_type& x,
                                           tasks::finder& rows,
                                           const tasks::actor& who) {
  if (!are_words(x.statuses(), tasks::status_words))
    return wrong_parameter("status",
                           "must be of " + tasks::listed(tasks::status_words));
  if (!are_words(x.priorities(), tasks::priority_words))
    return wrong_parameter(
      "priority", "must be of " + tasks::listed(tasks::priority_words));
  if (!x.due().empty() && x.due() != "none" && x.due() != "overdue"
      && !days_in(x.due()))
    return wrong_parameter("due", "must be overdue, today, none or a number of "
                                  "days like 7d");
  if (auto why = check_words("text", x.text()))
    return why;
  if (auto why = check_names(x, rows, who))
    return why;
  if (x.also_size() > max_more_filters)
    return wrong_parameter("", "there are too many filters");
  for (const auto& more : x.also()) {
    if (more.also_size() > 0)
      return wrong_parameter("", "filters are nested");
    if (auto why = check_filters(more, rows, who))
      return why;
  }
  return std::nullopt;
}

condition_groups visible_tasks(const tasks::actor& who, const schema& tables) {
  if (who.is_admin)
    return {};
  auto of = condition_maker{tables,
                            tables.table_of(tasks::row_type_of<wire::Task>())};
  auto self = std::vector{who.username};
  auto seen = [&](condition last) {
    auto any = std::vector<condition>{};
    any.push_back(
      of.related_to("project", "members", "project", "username", self));
    any.push_back(of.named("owner", self));
    any.push_back(of.related_to("id", "shares", "task", "username", self));
    any.push_back(std::move(last));
    return any;
  };
  // Assignees see what has no project: both must hold.
  return {seen(of.related_to("id", "assignments", "task", "username", self)),
          seen(of.where("project", test::is_null))};
}

condition_groups filters_of(const list_type& x, const tasks::actor& who,
                            const schema& tables, const list_clock& clock) {
  auto all
    = is_of_projects(x) ? condition_groups{} : visible_tasks(who, tables);
  auto add = [&](const list_type& filters) {
    std::ranges::move(filter_builder{filters, who, tables, clock}.build(),
                      std::back_inserter(all));
  };
  add(x);
  for (const auto& more : x.also())
    add(more);
  auto of = condition_maker{tables,
                            tables.table_of(tasks::row_type_of<wire::Task>())};
  all.push_back(
    {of.where("deleted_at", x.deleted() ? test::is_set : test::is_null)});
  return all;
}

} // namespace taskraft::persistence
