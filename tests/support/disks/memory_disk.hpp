// What survives of a task store in memory: it keeps what was committed since
// the last durable point, so that a crash can fall back to any commit.

#pragma once

#include "persistence/store/task_store.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

/// The content that survives the process. Only one thread may use it.
class memory_disk {
public:
  struct rows {
    /// The rows of one table by their keys.
    persistence::changed_rows& at(const tasks::row_type& type) {
      return tables[&type];
    }
    const persistence::changed_rows& at(const tasks::row_type& type) const {
      static const auto none = persistence::changed_rows{};
      auto found = tables.find(&type);
      return found == tables.end() ? none : found->second;
    }

    persistence::store_meta meta;
    std::map<const tasks::row_type*, persistence::changed_rows> tables;
    std::map<raft::log_index, persistence::request_row> requests;
    /// The schema version of the newest program that opened it.
    std::uint32_t schema_version = 1;
    bool installing = false;
    /// The sum of the hashes of all rows, whatever their order; what is durable
    /// takes it over.
    std::uint64_t sum = 0;
    bool sums = true;

    void count(std::uint64_t number, const tasks::row_ptr& row, bool more) {
      if (!sums || !row)
        return;
      auto hash = hash_of(std::to_string(number) + row->SerializeAsString());
      sum += more ? hash : -hash;
    }
    void count(const persistence::request_row& row, bool more) {
      if (!sums)
        return;
      auto id = std::string{row.id.bytes.begin(), row.id.bytes.end()};
      auto hash = hash_of(std::to_string(row.index.value) + id + row.result);
      sum += more ? hash : -hash;
    }
    static std::uint64_t hash_of(const std::string& bytes) {
      return std::hash<std::string>{}(bytes);
    }
  };
  using change = std::function<void(rows&)>;

  /// A power cut: the content falls back to some commit at or after the last
  /// durable one.
  template <class Random>
  void crash(Random& random) {
    auto kept = random() % (since_durable_.size() + 1);
    make_durable(kept);
    since_durable_.clear();
    now_ = std::make_shared<rows>(durable_);
    now_->sums = true;
  }

  const rows& content() const {
    return *now_;
  }
  std::shared_ptr<const rows> view() const {
    return now_;
  }
  raft::log_index durable() const {
    return durable_.meta.applied.index;
  }

  void commit(change x) {
    // An open view still shows the rows from before.
    if (now_.use_count() > 1)
      now_ = std::make_shared<rows>(*now_);
    x(*now_);
    since_durable_.emplace_back(std::move(x), now_->sum);
  }

  void make_durable() {
    make_durable(since_durable_.size());
    since_durable_.clear();
  }

  static persistence::loaded_rows load(const rows& from,
                                       const persistence::wanted_rows& x) {
    auto found = persistence::loaded_rows{};
    const auto& table = from.at(*x.type);
    for (const auto& key : x.keys)
      if (auto row = table.find(key); row != table.end())
        found.push_back(row->second);
    for (const auto& prefix : x.prefixes)
      for (auto at = table.lower_bound(prefix);
           at != table.end() && at->first.starts_with(prefix); ++at)
        found.push_back(at->second);
    for (const auto& range : x.ranges)
      std::ranges::move(persistence::rows_in(table, range),
                        std::back_inserter(found));
    return found;
  }

  static void add_rows(rows& to, const persistence::change_set& x) {
    for (const auto& each : x.rows) {
      auto& table = to.at(*each.type);
      for (const auto& [key, row] : each.rows) {
        if (auto old = table.find(key); old != table.end())
          to.count(each.type->number, old->second, false);
        to.count(each.type->number, row, true);
        if (row)
          table.insert_or_assign(key, row);
        else
          table.erase(key);
      }
    }
    for (const auto& row : x.requests)
      if (to.requests.emplace(row.index, row).second)
        to.count(row, true);
    auto kept = to.requests.upper_bound(x.forgotten);
    for (auto at = to.requests.begin(); at != kept; ++at)
      to.count(at->second, false);
    to.requests.erase(to.requests.begin(), kept);
  }

private:
  void make_durable(std::size_t count) {
    for (auto i = std::size_t{0}; i < count; ++i) {
      durable_.sums = false;
      since_durable_[i].first(durable_);
      durable_.sum = since_durable_[i].second;
    }
  }

  rows durable_;
  /// Each with the sum that it has led to.
  std::vector<std::pair<change, std::uint64_t>> since_durable_;
  std::shared_ptr<rows> now_ = std::make_shared<rows>();
};

} // namespace taskraft::tests
