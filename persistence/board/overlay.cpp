#include "persistence/board/overlay.hpp"

#include "persistence/board/hot_rows.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace taskraft::persistence {

namespace {

/// The row, or null if it is erased; nothing if `in` does not have it.
std::optional<const tasks::row_message*> find_in(const table_changes* in,
                                                 const tasks::row_type& type,
                                                 std::string_view key) {
  const auto* rows = in == nullptr ? nullptr : in->find(type);
  if (rows == nullptr)
    return std::nullopt;
  auto found = rows->find(key);
  if (found == rows->end())
    return std::nullopt;
  return found->second.get();
}

using visible_rows = std::map<std::string_view, const tasks::row_message*>;

/// Replaces rows in `found` by the changed rows of the table whose keys begin
/// with the prefix.
void lay_over(visible_rows& there, const changed_rows* rows,
              std::string_view prefix) {
  if (rows == nullptr)
    return;
  for (auto at = rows->lower_bound(prefix);
       at != rows->end() && at->first.starts_with(prefix); ++at)
    there.insert_or_assign(at->first, at->second.get());
}

/// The first key after this one.
std::string after_key(std::string_view key) {
  return std::string{key} + '\0';
}

/// Whether what ends there reaches the key; an empty end is none.
bool reaches(std::string_view end, std::string_view key) {
  return end.empty() || (!key.empty() && key <= end);
}

/// The key up to which a store has shown all rows of the range, given what it
/// has found there; nothing if there are no more of them.
std::optional<std::string> last_of(const tasks::row_type& type,
                                   const tasks::row_range& x,
                                   const loaded_rows& rows) {
  auto keys = std::vector<std::string>{};
  for (const auto& row : rows) {
    auto key = tasks::key_of(type, *row);
    if (key.starts_with(x.prefix)
        && (x.backwards ? key < x.from : key > x.from))
      keys.push_back(std::move(key));
  }
  std::ranges::sort(keys);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  if (keys.size() < x.count)
    return std::nullopt;
  return x.backwards ? keys[keys.size() - x.count] : keys[x.count - 1];
}

/// What the next round will probably want as well.
constexpr std::size_t spare_rows = 8;

std::vector<const tasks::row_message*> existing(const visible_rows& there) {
  auto rows = std::vector<const tasks::row_message*>{};
  for (const auto& [key, row] : there)
    if (row != nullptr)
      rows.push_back(row);
  return rows;
}

} // namespace

void known_rows::add(const wanted_rows& wanted, loaded_rows rows) {
  auto& known = rows_.at(*wanted.type);
  for (const auto& key : wanted.keys)
    known.try_emplace(key);
  for (const auto& prefix : wanted.prefixes)
    add_range(*wanted.type, prefix, tasks::end_of_prefix(prefix));
  for (const auto& x : wanted.ranges) {
    auto last = last_of(*wanted.type, x, rows);
    if (x.backwards)
      add_range(*wanted.type, last.value_or(x.prefix), x.from);
    else
      add_range(*wanted.type, after_key(x.from),
                last ? after_key(*last) : tasks::end_of_prefix(x.prefix));
  }
  for (auto& row : rows) {
    auto& place = known[tasks::key_of(*wanted.type, *row)];
    // A row that was found before stays where it is: somebody may look at it.
    if (!place)
      place = std::move(row);
  }
}

std::optional<const tasks::row_message*>
known_rows::find(const tasks::row_type& type, std::string_view key) const {
  if (auto found = find_in(&rows_, type, key))
    return found;
  if (knows_between(type, key, after_key(key)))
    return nullptr;
  return std::nullopt;
}

bool known_rows::knows_all_of(const tasks::row_type& type,
                              std::string_view prefix) const {
  return knows_between(type, prefix, tasks::end_of_prefix(prefix));
}

bool known_rows::knows_between(const tasks::row_type& type,
                               std::string_view begin,
                               std::string_view end) const {
  auto found = ranges_.find(&type);
  if (found == ranges_.end())
    return false;
  auto after = found->second.upper_bound(begin);
  return after != found->second.begin()
         && reaches(std::prev(after)->second, end);
}

void known_rows::add_range(const tasks::row_type& type, std::string begin,
                           std::string end) {
  auto& ranges = ranges_[&type];
  auto at = ranges.upper_bound(begin);
  if (at != ranges.begin()) {
    const auto& [earlier, its_end] = *std::prev(at);
    if (its_end.empty() || begin <= its_end) {
      --at;
      begin = earlier;
    }
  }
  while (at != ranges.end() && reaches(end, at->first)) {
    if (reaches(at->second, end))
      end = at->second;
    at = ranges.erase(at);
  }
  ranges.emplace(std::move(begin), std::move(end));
}

void known_rows::update(const table_changes& by) {
  for (const auto& each : by) {
    if (!knows_all_of(*each.type, ""))
      continue;
    auto& known = rows_.at(*each.type);
    for (const auto& [key, row] : each.rows)
      known.insert_or_assign(key, row);
  }
}

std::vector<const tasks::row_message*>
known_rows::find_all(const tasks::row_type& type,
                     std::string_view prefix) const {
  auto there = visible_rows{};
  lay_over(there, rows_of(type), prefix);
  return existing(there);
}

wanted_rows& wanted_of(std::vector<wanted_rows>& all,
                       const tasks::row_type& type) {
  auto found = std::ranges::find(all, &type, &wanted_rows::type);
  return found == all.end() ? all.emplace_back(wanted_rows{&type, {}, {}, {}})
                            : *found;
}

std::optional<const tasks::row_message*>
overlay::newest(const tasks::row_type& type, std::string_view key) const {
  for (const auto* changes : {&std::as_const(pending_), committing_})
    if (auto found = find_in(changes, type, key))
      return found;
  for (const auto* known : {&loaded_, &resident_})
    if (auto found = known->find(type, key))
      return found;
  return std::nullopt;
}

const tasks::row_message* overlay::find_row(const tasks::row_type& type,
                                            std::string key) {
  if (auto found = newest(type, key))
    return *found;
  if (auto found = hot_.find(type, key))
    return *found;
  wanted_of(missing_, type).keys.push_back(std::move(key));
  return nullptr;
}

const std::string* overlay::next_key(const tasks::row_type& type,
                                     const tasks::row_range& x,
                                     std::string_view from) const {
  const std::string* nearest = nullptr;
  for (const auto* rows :
       {std::as_const(pending_).find(type),
        committing_ == nullptr ? nullptr : committing_->find(type),
        loaded_.rows_of(type), resident_.rows_of(type)}) {
    const auto* next
      = rows == nullptr ? nullptr : next_in(*rows, x.prefix, from, x.backwards);
    if (next != nullptr
        && (nearest == nullptr
            || (x.backwards ? next->first > *nearest : next->first < *nearest)))
      nearest = &next->first;
  }
  return nearest;
}

bool overlay::knows_between(const tasks::row_type& type,
                            const tasks::row_range& x, const std::string& from,
                            const std::string* to) const {
  auto begin = x.backwards ? (to == nullptr ? x.prefix : after_key(*to))
                           : after_key(from);
  auto end = x.backwards     ? from
             : to == nullptr ? tasks::end_of_prefix(x.prefix)
                             : *to;
  return (!end.empty() && begin >= end)
         || loaded_.knows_between(type, begin, end)
         || resident_.knows_between(type, begin, end);
}

std::vector<const tasks::row_message*>
overlay::find_range(const tasks::row_type& type, const tasks::row_range& x) {
  auto found = std::vector<const tasks::row_message*>{};
  auto from = x.from;
  while (found.size() < x.count) {
    const auto* key = next_key(type, x, from);
    if (!knows_between(type, x, from, key)) {
      wanted_of(missing_, type)
        .ranges.push_back(
          {x.prefix, from, x.count - found.size() + spare_rows, x.backwards});
      break;
    }
    if (key == nullptr)
      break;
    if (const auto* row = newest(type, *key).value_or(nullptr); row != nullptr)
      found.push_back(row);
    from = *key;
  }
  return found;
}

std::vector<const tasks::row_message*>
overlay::find_rows(const tasks::row_type& type, std::string prefix) {
  auto there = visible_rows{};
  lay_over(there, resident_.rows_of(type), prefix);
  lay_over(there, loaded_.rows_of(type), prefix);
  if (committing_ != nullptr)
    lay_over(there, committing_->find(type), prefix);
  lay_over(there, std::as_const(pending_).find(type), prefix);
  if (!loaded_.knows_all_of(type, prefix)
      && !resident_.knows_all_of(type, prefix))
    wanted_of(missing_, type).prefixes.push_back(std::move(prefix));
  return existing(there);
}

void overlay::put_row(const tasks::row_type& type, std::string key,
                      tasks::row_ptr x) {
  auto [at, is_new] = pending_.at(type).try_emplace(std::move(key));
  changes_.push_back(
    {&type, at, is_new, std::exchange(at->second, std::move(x))});
}

void overlay::take_back(std::size_t mark) {
  while (changes_.size() > mark) {
    auto& x = changes_.back();
    if (x.is_new)
      pending_.at(*x.type).erase(x.at);
    else
      x.at->second = std::move(x.before);
    changes_.pop_back();
  }
}

} // namespace taskraft::persistence
