#include "persistence/board/queries/task_list.hpp"

#include "persistence/board/queries/task_cards.hpp"
#include "persistence/board/queries/task_filter.hpp"
#include "persistence/store/list_cursor.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/rules/task_links.hpp"
#include "protocol/tasks/words.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace taskraft::persistence {

namespace {

namespace wire = tasks::wire;
using list_type = wire::ListTasks;
using test = condition::test;

/// A list is one part after the other. So tasks without a value come last, and
/// tasks with equal status or priority by rising ids, in both directions; and
/// every part is read in the order of an index.
struct list_part {
  condition_groups all;
  const column* order = nullptr;
  bool descending = false;
};

const table& tasks_in(const schema& tables) {
  return tables.table_of(tasks::row_type_of<wire::Task>());
}

std::vector<list_part> parts_by_value(const condition_maker& of,
                                      const table& in, std::string_view column,
                                      std::span<const tasks::word> words,
                                      bool descending) {
  auto parts = std::vector<list_part>{};
  for (const auto& each : words)
    parts.push_back(
      {{{of.one_of(column, {each.number})}}, &in.column_named("id")});
  if (descending)
    std::ranges::reverse(parts);
  return parts;
}

std::vector<list_part> parts_of_order(const list_type& x,
                                      const schema& tables) {
  const auto& in = tasks_in(tables);
  auto of = condition_maker{tables, in};
  auto falls = x.descending();
  const auto* id = &in.column_named("id");
  auto whole = [&](std::string_view column) {
    return std::vector{list_part{{}, &in.column_named(column), falls}};
  };
  switch (x.sort()) {
    case list_type::SORT_DUE: {
      // The greatest value stands for none.
      constexpr auto none = std::numeric_limits<std::int64_t>::max();
      return {{{{of.below("due_order_us", none)}},
               &in.column_named("due_order_us"),
               falls},
              {{{of.one_of("due_order_us", {none})}}, id}};
    }
    case list_type::SORT_COMPLETED:
      return {{{{of.where("completed_at", test::is_set)}},
               &in.column_named("completed_at"),
               falls},
              {{{of.where("completed_at", test::is_null)}}, id}};
    case list_type::SORT_PRIORITY:
      return parts_by_value(of, in, "priority", tasks::priority_words, falls);
    case list_type::SORT_STATUS:
      return parts_by_value(of, in, "status", tasks::status_words, falls);
    case list_type::SORT_CREATED:
      return whole("created_at");
    case list_type::SORT_UPDATED:
      return whole("updated_at");
    case list_type::SORT_TITLE:
      return whole("title_order");
    default:
      return whole("id");
  }
}

/// Ranks have a table of their own, since a move changes no task; and all of a
/// project are in the order of another one's keys.
listing ranks_of(const list_type& x, condition_groups of_tasks,
                 const schema& tables) {
  auto is_whole = x.projects_size() == 1 && !x.projects(0).empty()
                  && x.statuses_size() == 0;
  const auto& in = tables.table_named(is_whole ? "rank_order" : "ranks");
  auto of = condition_maker{tables, in};
  auto list = listing{.of = &in};
  auto has_none = std::ranges::any_of(
    x.projects(), [](const auto& key) { return key.empty(); });
  if (x.projects_size() > 0 && !has_none)
    list.all.push_back(
      {of.named("project", {x.projects().begin(), x.projects().end()})});
  if (x.statuses_size() > 0)
    list.all.push_back(
      {of.one_of("status", {x.statuses().begin(), x.statuses().end()})});
  list.all.push_back({of.related("task", "tasks", "id", std::move(of_tasks))});
  list.order = &in.column_named("rank");
  list.descending = x.descending();
  list.keys_rise = true;
  return list;
}

/// Names the list: a cursor of another one is refused.
std::string digest_of(list_type x) {
  x.clear_cursor();
  x.clear_limit();
  x.clear_cards();
  return protocol::sha256_bytes(x.SerializeAsString()).substr(0, 12);
}

wire::Refusal wrong_cursor() {
  return tasks::refusal(errc::invalid_cursor, "/cursor",
                        "is no cursor of this list");
}

/// How often the ranks of the list's projects were spread.
std::uint64_t spreads_of(const list_type& x, rows_of_view& view) {
  auto times = std::uint64_t{0};
  if (x.projects_size() == 0)
    for (const auto* each : view.find_all<wire::RankSpread>())
      times += each->times();
  for (const auto& project : x.projects())
    if (const auto* row = view.find<wire::RankSpread>(project))
      times += row->times();
  return times;
}

/// A list that is being answered.
class page_reader {
public:
  page_reader(const query_context& c, const list_type& x)
    : c_(c), x_(x), tables_(c.rows.tables()),
      limit_(x.limit() == 0 ? tasks::default_page_rows : x.limit()) {
  }

  /// Why the list is refused; nothing if it is not.
  std::optional<wire::Refusal> prepare() {
    if (!list_type::Sort_IsValid(x_.sort()))
      return wrong_parameter("sort", "is an unknown order");
    if (auto why = tasks::check_limit(x_.limit()))
      return why;
    if (auto why = check_filters(x_, c_.view, c_.who))
      return why;
    auto parts = parts_of_order(x_, tables_).size();
    digest_ = digest_of(x_);
    begin_.set_now_us(static_cast<std::uint64_t>(c_.now_us));
    begin_.set_time_zone(x_.time_zone());
    auto spreads = x_.sort() == list_type::SORT_RANK ? spreads_of(x_, c_.view)
                                                     : std::uint64_t{0};
    begin_.set_spreads(spreads);
    if (!x_.cursor().empty()) {
      auto begin = decode_cursor(x_.cursor());
      if (!begin || begin->digest() != digest_ || begin->part() >= parts
          || begin->spreads() != spreads)
        return wrong_cursor();
      begin_ = *std::move(begin);
    }
    auto zone = zone_named(begin_.time_zone(), c_.view, c_.who);
    if (!zone)
      return wrong_parameter("tz", "is no time zone");
    begin_.set_time_zone(zone->name());
    parts_ = listings_of(
      x_, c_.who, tables_,
      {.now_us = static_cast<std::int64_t>(begin_.now_us()), .zone = *zone});
    if (!x_.cursor().empty()
        && !tasks::is_key(*parts_[begin_.part()].of->row, begin_.key()))
      return wrong_cursor();
    return std::nullopt;
  }

  result<wire::TaskPage> read() {
    for (auto at = begin_.part(); at < parts_.size() && !is_full_; ++at)
      if (auto read = read_part(at); !read)
        return read.error();
    fetch_links();
    auto tasks = std::vector<wire::Task*>{};
    for (auto& each : *page_.mutable_tasks()) {
      each = tasks::seen_by(c_.view, c_.who, std::move(each));
      tasks.push_back(&each);
    }
    if (x_.cards())
      if (auto made = make_cards(c_, tasks); !made)
        return made.error();
    return std::move(page_);
  }

private:
  /// What hangs on the tasks, with a statement a table.
  void fetch_links() {
    auto assignments
      = wanted_rows{&tasks::row_type_of<wire::Assignment>(), {}, {}};
    auto labels = wanted_rows{&tasks::row_type_of<wire::TaskLabel>(), {}, {}};
    for (const auto& each : page_.tasks())
      for (auto* wanted : {&assignments, &labels})
        wanted->prefixes.push_back(tasks::key_from(*wanted->type, each.id()));
    if (page_.tasks().empty())
      return;
    c_.view.fetch(assignments);
    c_.view.fetch(labels);
  }

  listing list_of(std::uint32_t part) const {
    auto list = parts_[part];
    if (!x_.cursor().empty() && part == begin_.part()) {
      auto after = listing::place{.order = {}, .key = begin_.key()};
      if (begin_.has_number())
        after.order = cell::of(begin_.number());
      else if (begin_.has_text())
        after.order = cell::of(std::string{begin_.text()});
      list.after = std::move(after);
    }
    return list;
  }

  status read_part(std::uint32_t part) {
    auto list = list_of(part);
    // One more row than asked for tells whether there is a next page.
    list.limit = limit_ + 1 - static_cast<std::uint32_t>(page_.tasks_size());
    if (x_.sort() == list_type::SORT_RANK)
      return read_ranks(list, part);
    return c_.rows.list(list, [&](tasks::row_message& row) {
      auto place = place_of(list, row);
      return take(part, place, static_cast<wire::Task&>(row));
    });
  }

  /// The rows of such a list name their tasks.
  status read_ranks(const listing& list, std::uint32_t part) {
    auto ranks = std::vector<std::pair<std::uint64_t, listing::place>>{};
    const auto& named = list.of->column_named("task");
    auto read = c_.rows.list(list, [&](tasks::row_message& row) {
      ranks.emplace_back(cell_of(named, row).number, place_of(list, row));
      return true;
    });
    for (const auto& [id, place] : ranks)
      if (const auto* found = c_.view.find<wire::Task>(id)) {
        auto task = *found;
        if (!take(part, place, task))
          break;
      }
    return read ? c_.view.outcome : read;
  }

  /// Whether there is room for more after this task, which has this place.
  bool take(std::uint32_t part, const listing::place& place, wire::Task& task) {
    bytes_ += tasks::page_weight(task);
    is_full_ = page_.tasks_size() == static_cast<int>(limit_)
               || (page_.tasks_size() > 0 && bytes_ > c_.view.page_bytes());
    if (is_full_) {
      page_.set_next_cursor(encode_cursor(last_));
    } else {
      remember(part, place);
      *page_.add_tasks() = std::move(task);
    }
    return !is_full_;
  }

  /// The next page may begin after this place.
  void remember(std::uint32_t part, const listing::place& place) {
    last_ = begin_;
    last_.set_digest(digest_);
    last_.set_part(part);
    last_.set_key(place.key);
    last_.clear_number();
    last_.clear_text();
    if (place.order.is == cell::kind::number)
      last_.set_number(place.order.number);
    else if (place.order.is == cell::kind::bytes)
      last_.set_text(place.order.text());
  }

  const query_context& c_;
  const list_type& x_;
  const schema& tables_;
  std::uint32_t limit_;
  std::vector<listing> parts_;
  std::string digest_;
  /// With `now` and the time zone of the first page.
  wire::ListCursor begin_;
  wire::ListCursor last_;
  wire::TaskPage page_;
  std::size_t bytes_ = 0;
  bool is_full_ = false;
};

} // namespace

std::vector<listing> listings_of(const list_type& x, const tasks::actor& who,
                                 const schema& tables,
                                 const list_clock& clock) {
  auto filters = filters_of(x, who, tables, clock);
  if (x.sort() == list_type::SORT_RANK)
    return {ranks_of(x, std::move(filters), tables)};
  auto lists = std::vector<listing>{};
  for (auto& part : parts_of_order(x, tables)) {
    auto& list = lists.emplace_back(listing{.of = &tasks_in(tables)});
    list.all = filters;
    std::ranges::move(part.all, std::back_inserter(list.all));
    list.order = part.order;
    list.descending = part.descending;
    list.keys_rise = part.order->name != "id";
  }
  return lists;
}

result<wire::Answer> list_tasks(const query_context& c, const list_type& x) {
  auto reader = page_reader{c, x};
  if (auto why = reader.prepare())
    return tasks::refused_answer(std::move(*why));
  auto page = reader.read();
  if (!page)
    return page.error();
  auto answer = wire::Answer{};
  *answer.mutable_tasks() = std::move(*page);
  return answer;
}

result<wire::Answer> count_tasks(const query_context& c,
                                 const wire::CountTasks& x) {
  const auto& filter = x.filter();
  if (auto why = check_filters(filter, c.view, c.who))
    return tasks::refused_answer(std::move(*why));
  auto zone = zone_named(filter.time_zone(), c.view, c.who);
  if (!zone)
    return tasks::refused_answer(wrong_parameter("tz", "is no time zone"));
  const auto& tables = c.rows.tables();
  auto list = listing{.of = &tasks_in(tables)};
  list.all = filters_of(filter, c.who, tables,
                        {.now_us = c.now_us, .zone = *std::move(zone)});
  auto count = c.rows.count(list);
  if (!count)
    return count.error();
  auto answer = wire::Answer{};
  answer.mutable_count()->set_count(*count);
  return answer;
}

} // namespace taskraft::persistence
