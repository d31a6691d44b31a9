#include "persistence/board/hot_rows.hpp"

#include <algorithm>
#include <array>

namespace taskraft::persistence {

namespace {

/// About what a row takes in memory beside its encoding.
constexpr auto overhead_bytes = std::size_t{256};

const auto& kept_types() {
  using namespace tasks;
  static const auto types
    = std::array{&row_type_of<wire::Session>(), &row_type_of<wire::User>(),
                 &row_type_of<wire::Project>(), &row_type_of<wire::Member>(),
                 &row_type_of<wire::Setting>()};
  return types;
}

} // namespace

hot_rows::hot_rows(std::size_t max_bytes)
  : max_bytes_(max_bytes), tables_(kept_types().size()) {
}

bool hot_rows::keeps(const tasks::row_type& type) {
  return std::ranges::find(kept_types(), &type) != kept_types().end();
}

bool hot_rows::are_among(const table_changes& x) {
  return std::ranges::any_of(
    x, [](const auto& each) { return keeps(*each.type); });
}

hot_rows::entries* hot_rows::of(const tasks::row_type& type) {
  auto found = std::ranges::find(kept_types(), &type);
  return found == kept_types().end()
           ? nullptr
           : &tables_[static_cast<std::size_t>(found - kept_types().begin())];
}

std::optional<const tasks::row_message*>
hot_rows::find(const tasks::row_type& type, std::string_view key) const {
  const auto* rows = const_cast<hot_rows*>(this)->of(type);
  if (rows == nullptr)
    return std::nullopt;
  auto found = rows->find(key);
  if (found == rows->end())
    return std::nullopt;
  found->second.was_found = true;
  return found->second.row.get();
}

void hot_rows::put(entries& to, const std::string& key,
                   const tasks::row_ptr& row) {
  auto& place = to[key];
  bytes_ -= place.bytes;
  place.row = row;
  place.bytes = overhead_bytes + key.size() + (row ? row->ByteSizeLong() : 0);
  bytes_ += place.bytes;
}

void hot_rows::take_all(const table_changes& x) {
  for (const auto& each : x)
    if (auto* to = of(*each.type))
      for (const auto& [key, row] : each.rows)
        put(*to, key, row);
}

void hot_rows::add(const known_rows& x) {
  take_all(x.rows());
}

void hot_rows::update(const table_changes& by) {
  take_all(by);
}

void hot_rows::trim() {
  if (bytes_ <= max_bytes_)
    return;
  for (auto& each : tables_)
    std::erase_if(each, [this](auto& x) {
      if (std::exchange(x.second.was_found, false))
        return false;
      bytes_ -= x.second.bytes;
      return true;
    });
  if (bytes_ > max_bytes_)
    clear();
}

void hot_rows::clear() {
  for (auto& each : tables_)
    each.clear();
  bytes_ = 0;
}

void read_hot_rows::refresh() {
  if (!are_current())
    rows_.clear();
  rows_.trim();
}

void read_hot_rows::add(const known_rows& x, raft::log_index visible) {
  if (rows_.empty())
    seen_ = visible;
  rows_.add(x);
}

} // namespace taskraft::persistence
