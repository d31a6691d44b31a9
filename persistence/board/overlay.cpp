#include "persistence/board/overlay.hpp"

#include "persistence/board/hot_rows.hpp"

#include <algorithm>
#include <map>
#include <ranges>
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
    prefixes_.push_back({wanted.type, prefix});
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
  if (knows_all_of(type, key))
    return nullptr;
  return std::nullopt;
}

bool known_rows::knows_all_of(const tasks::row_type& type,
                              std::string_view prefix) const {
  return std::ranges::any_of(prefixes_, [&](const known_prefix& x) {
    return x.type == &type && prefix.starts_with(x.prefix);
  });
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
  return found == all.end() ? all.emplace_back(wanted_rows{&type, {}, {}})
                            : *found;
}

const tasks::row_message* overlay::find_row(const tasks::row_type& type,
                                            std::string key) {
  for (const auto* changes : {&std::as_const(pending_), committing_})
    if (auto found = find_in(changes, type, key))
      return *found;
  for (const auto* known : {&loaded_, &resident_})
    if (auto found = known->find(type, key))
      return *found;
  if (auto found = hot_.find(type, key))
    return *found;
  wanted_of(missing_, type).keys.push_back(std::move(key));
  return nullptr;
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

void overlay::undo() {
  for (auto& x : std::views::reverse(changes_)) {
    if (x.is_new)
      pending_.at(*x.type).erase(x.at);
    else
      x.at->second = std::move(x.before);
  }
  changes_.clear();
}

} // namespace taskraft::persistence
