// A task store in memory, for simulations.

#pragma once

#include "persistence/store/migration.hpp"
#include "persistence/store/request_rows.hpp"
#include "persistence/store/task_store.hpp"
#include "protocol/invariant.hpp"
#include "tests/support/disks/memory_disk.hpp"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

class memory_task_reader final : public persistence::task_reader {
public:
  memory_task_reader(std::shared_ptr<const memory_disk> disk,
                     const persistence::schema& tables)
    : disk_(std::move(disk)), tables_(tables) {
  }

  result<raft::log_index> find(const persistence::wanted_rows& x,
                               const row_visitor& visit) override {
    auto visible = begin();
    if (visible)
      for (const auto& row : memory_disk::load(*view_, x))
        if (!give(*row, visit))
          break;
    end();
    return visible;
  }

  result<raft::log_index> begin() override {
    view_ = disk_->view();
    if (view_->installing)
      return failure{errc::store_busy,
                     "memory"
                       + std::string{persistence::snapshot_is_installed}};
    return view_->meta.applied.index;
  }
  void end() override {
    view_.reset();
  }

  result<persistence::loaded_rows>
  load(const persistence::wanted_rows& x) override {
    return memory_disk::load(*view_, x);
  }

  status list(const persistence::listing& x,
              const row_visitor& visit) override {
    using placed = std::pair<persistence::listing::place, tasks::row_ptr>;
    auto before = [&](const auto& a, const auto& b) {
      return persistence::is_before(x, a, b);
    };
    auto found = std::vector<placed>{};
    for (const auto& row : matching(x)) {
      auto place = persistence::place_of(x, *row);
      if (!x.after || before(*x.after, place))
        found.emplace_back(std::move(place), row);
    }
    std::ranges::sort(found, before, &placed::first);
    for (auto i = std::size_t{0}; i < std::min(found.size(), x.limit); ++i)
      if (!give(*found[i].second, visit))
        break;
    return done{};
  }

  status list_cells(const persistence::listing& x,
                    std::span<const persistence::column* const> wanted,
                    const cell_visitor& visit) override {
    auto take = [&](const tasks::row_message& row) {
      auto cells = std::vector<persistence::cell>{};
      for (const auto* each : wanted)
        cells.push_back(persistence::cell_of(*each, row));
      return visit(cells);
    };
    if (x.order != nullptr)
      return list(x, take);
    for (const auto& row : matching(x))
      if (!take(*row))
        break;
    return done{};
  }

  result<std::uint64_t> count(const persistence::listing& x) override {
    return matching(x).size();
  }

  status scan(const tasks::row_type& of, const persistence::key_range& range,
              const row_visitor& visit) override {
    if (&of == &tasks::row_type_of<tasks::wire::RequestRun>())
      return scan_requests(visit);
    RAFT_INVARIANT(!range.backwards);
    const auto& rows = view_->at(of);
    auto at = range.after < range.prefix ? rows.lower_bound(range.prefix)
                                         : rows.upper_bound(range.after);
    if (range.after.empty())
      at = rows.lower_bound(range.prefix);
    for (; at != rows.end() && at->first.starts_with(range.prefix); ++at)
      if (!give(*at->second, visit))
        break;
    return done{};
  }

  const persistence::schema& tables() const override {
    return tables_;
  }
  result<persistence::store_meta> load_meta() override {
    return view_->meta;
  }

private:
  /// The rows of which all conditions hold.
  std::vector<tasks::row_ptr> matching(const persistence::listing& x) const {
    persistence::row_search search
      = [&](const persistence::condition& one, const persistence::cell& value) {
          return std::ranges::any_of(
            view_->at(*one.in->row), [&](const auto& each) {
              return persistence::is_related(one, value, *each.second, search);
            });
        };
    auto found = std::vector<tasks::row_ptr>{};
    for (const auto& [key, row] : view_->at(*x.of->row))
      if (persistence::matches(x.all, *row, search))
        found.push_back(row);
    return found;
  }

  /// Visitors may take what is in a row.
  static bool give(const tasks::row_message& row, const row_visitor& visit) {
    auto copy = std::unique_ptr<tasks::row_message>{row.New()};
    copy->CopyFrom(row);
    return visit(*copy);
  }

  /// Each run has one request.
  status scan_requests(const row_visitor& visit) {
    for (const auto& [index, row] : view_->requests)
      for (auto& run : persistence::runs_of(std::span{&row, 1}))
        if (!visit(run))
          return done{};
    return done{};
  }

  std::shared_ptr<const memory_disk> disk_;
  const persistence::schema& tables_;
  std::shared_ptr<const memory_disk::rows> view_;
};

class memory_row_loader final : public persistence::row_loader {
public:
  explicit memory_row_loader(std::shared_ptr<const memory_disk> disk)
    : disk_(std::move(disk)) {
  }

  result<persistence::loaded_rows>
  load(const persistence::wanted_rows& x) override {
    return memory_disk::load(disk_->content(), x);
  }

  result<std::string> load_result(raft::log_index index) override {
    auto row = disk_->content().requests.find(index);
    if (row == disk_->content().requests.end())
      return failure{errc::corrupted, "memory: no such request"};
    return row->second.result;
  }

private:
  std::shared_ptr<const memory_disk> disk_;
};

class memory_task_store final : public persistence::task_store {
public:
  /// The disk's tables must be no newer than `tables`: see
  /// `open_memory_task_store`.
  explicit memory_task_store(std::shared_ptr<memory_disk> disk,
                             const persistence::schema& tables
                             = persistence::own_schema())
    : disk_(std::move(disk)), tables_(tables) {
    if (disk_->content().installing)
      disk_->commit([](auto& rows) { rows = {}; });
    if (disk_->content().schema_version < tables.version()) {
      disk_->commit([version = tables.version()](auto& rows) {
        rows.schema_version = version;
      });
    }
    // Everything that opening leaves is durable.
    disk_->make_durable();
  }

  const persistence::schema& tables() const override {
    return tables_;
  }

  result<persistence::store_meta> load_meta() override {
    return disk_->content().meta;
  }

  status scan_requests(raft::log_index after,
                       const request_scanner& scan) override {
    for (const auto& [index, row] : disk_->content().requests)
      if (index > after)
        scan(row);
    return done{};
  }

  status commit(const persistence::change_set& x) override {
    if (disk_->content().meta.applied.index != x.before)
      return failure{errc::conflict, "memory: something else was applied"};
    disk_->commit([x](auto& rows) {
      rows.meta = x.after;
      memory_disk::add_rows(rows, x);
    });
    return done{};
  }

  result<raft::log_index> make_durable() override {
    disk_->make_durable();
    return disk_->durable();
  }

  result<std::unique_ptr<persistence::row_loader>> open_loader() override {
    return std::unique_ptr<persistence::row_loader>{
      std::make_unique<memory_row_loader>(disk_)};
  }

  result<std::unique_ptr<persistence::task_reader>> open_reader() override {
    return std::unique_ptr<persistence::task_reader>{
      std::make_unique<memory_task_reader>(disk_, tables_)};
  }

  status begin_install() override {
    disk_->commit([version = tables_.version()](auto& rows) {
      rows = memory_disk::rows{};
      rows.installing = true;
      rows.schema_version = version;
    });
    return done{};
  }

  status install(const persistence::change_set& x) override {
    disk_->commit([x](auto& rows) { memory_disk::add_rows(rows, x); });
    return done{};
  }

  status finish_install(const persistence::store_meta& x) override {
    disk_->commit([x](auto& rows) {
      rows.meta = x;
      rows.installing = false;
    });
    disk_->make_durable();
    return done{};
  }

private:
  std::shared_ptr<memory_disk> disk_;
  const persistence::schema& tables_;
};

/// Fails with `outdated`, as the other stores do, if a newer program has opened
/// it.
inline result<std::unique_ptr<persistence::task_store>>
open_memory_task_store(std::shared_ptr<memory_disk> disk,
                       const persistence::schema& tables) {
  auto found = persistence::found_tables{
    .version = disk->content().schema_version, .columns = {}, .indexes = {}};
  if (found.version > tables.version())
    return persistence::migration_from(found, tables,
                                       persistence::dialect::sqlite, "memory")
      .error();
  return std::unique_ptr<persistence::task_store>{
    std::make_unique<memory_task_store>(std::move(disk), tables)};
}

} // namespace taskraft::tests
