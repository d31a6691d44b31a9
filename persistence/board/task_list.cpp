#include "persistence/board/task_list.hpp"

#include "persistence/board/task_filter.hpp"
#include "persistence/store/list_cursor.hpp"
#include "protocol/sha256.hpp"
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
      return whole("folded_title");
    default:
      return whole("id");
  }
}

/// Names the list: a cursor of another one is refused.
std::string digest_of(list_type x) {
  x.clear_cursor();
  x.clear_limit();
  return protocol::sha256_bytes(x.SerializeAsString()).substr(0, 12);
}

wire::Refusal wrong_cursor() {
  return tasks::refusal(errc::invalid_cursor, "/cursor",
                        "is no cursor of this list");
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
    if (!list_type::Sort_IsValid(x_.sort()) || x_.sort() == list_type::SORT_RANK)
      return wrong_parameter("sort", "is an unknown order");
    if (auto why = tasks::check_limit(x_.limit()))
      return why;
    if (auto why = check_filters(x_, c_.view, c_.who))
      return why;
    parts_ = parts_of_order(x_, tables_);
    digest_ = digest_of(x_);
    begin_.set_now_us(static_cast<std::uint64_t>(c_.now_us));
    begin_.set_time_zone(x_.time_zone());
    if (!x_.cursor().empty()) {
      auto begin = decode_cursor(x_.cursor());
      if (!begin || begin->digest() != digest_
          || begin->part() >= parts_.size()
          || !tasks::is_key(*tasks_in(tables_).row, begin->key()))
        return wrong_cursor();
      begin_ = *std::move(begin);
    }
    auto zone = zone_named(begin_.time_zone(), c_.view, c_.who);
    if (!zone)
      return wrong_parameter("tz", "is no time zone");
    begin_.set_time_zone(zone->name());
    filters_ = filters_of(
      x_, c_.who, tables_,
      {.now_us = static_cast<std::int64_t>(begin_.now_us()), .zone = *zone});
    return std::nullopt;
  }

  result<wire::TaskPage> read() {
    for (auto at = begin_.part(); at < parts_.size() && !is_full_; ++at)
      if (auto read = read_part(at); !read)
        return read.error();
    for (auto& each : *page_.mutable_tasks())
      each = tasks::seen_by(c_.view, c_.who, std::move(each));
    return std::move(page_);
  }

private:
  listing list_of(std::uint32_t part) const {
    const auto& which = parts_[part];
    auto list = listing{.of = &tasks_in(tables_)};
    list.all = filters_;
    std::ranges::copy(which.all, std::back_inserter(list.all));
    list.order = which.order;
    list.descending = which.descending;
    list.keys_rise = which.order->name != "id";
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
    return c_.rows.list(list, [&](tasks::row_message& row) {
      bytes_ += row.ByteSizeLong();
      is_full_ = page_.tasks_size() == static_cast<int>(limit_)
                 || (page_.tasks_size() > 0 && bytes_ > tasks::max_page_bytes);
      if (is_full_) {
        page_.set_next_cursor(encode_cursor(last_));
      } else {
        remember(list, part, row);
        *page_.add_tasks() = std::move(static_cast<wire::Task&>(row));
      }
      return !is_full_;
    });
  }

  /// The next page may begin after this row.
  void remember(const listing& list, std::uint32_t part,
                const tasks::row_message& row) {
    auto place = place_of(list, row);
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
  std::vector<list_part> parts_;
  condition_groups filters_;
  std::string digest_;
  /// With `now` and the time zone of the first page.
  wire::ListCursor begin_;
  wire::ListCursor last_;
  wire::TaskPage page_;
  std::size_t bytes_ = 0;
  bool is_full_ = false;
};

} // namespace

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
