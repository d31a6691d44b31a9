// A task store in memory, for simulations: it keeps what was committed since
// the last durable point, so that a crash can fall back to any commit.

#pragma once

#include "persistence/store/task_order.hpp"
#include "persistence/store/task_store.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

/// What outlives the process. Used by one thread only.
class memory_disk {
public:
  struct rows {
    persistence::store_meta meta;
    std::map<std::uint64_t, tasks::wire::Task> tasks;
    std::map<std::string, tasks::key_row, std::less<>> keys;
    std::map<raft::term, persistence::leader_row> leaders;
    std::map<raft::log_index, persistence::request_row> requests;
    bool installing = false;
  };
  using change = std::function<void(rows&)>;

  /// A power cut: the content falls back to some commit at or after the last
  /// durable one.
  template <class Random>
  void crash(Random& random) {
    auto kept = random() % (since_durable_.size() + 1);
    for (auto i = std::size_t{0}; i < kept; ++i)
      since_durable_[i](durable_);
    since_durable_.clear();
    now_ = std::make_shared<rows>(durable_);
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
    // Somebody who reads goes on seeing what was there before.
    if (now_.use_count() > 1)
      now_ = std::make_shared<rows>(*now_);
    x(*now_);
    since_durable_.push_back(std::move(x));
  }

  void make_durable() {
    for (const auto& x : since_durable_)
      x(durable_);
    since_durable_.clear();
  }

  static std::vector<tasks::wire::Task>
  load_tasks(const rows& from, std::span<const std::uint64_t> ids) {
    auto found = std::vector<tasks::wire::Task>{};
    for (auto id : ids)
      if (auto row = from.tasks.find(id); row != from.tasks.end())
        found.push_back(row->second);
    return found;
  }

  static std::vector<std::optional<tasks::key_row>>
  load_keys(const rows& from, std::span<const std::string_view> keys) {
    auto found = std::vector<std::optional<tasks::key_row>>(keys.size());
    for (auto i = std::size_t{0}; i < keys.size(); ++i)
      if (auto row = from.keys.find(keys[i]); row != from.keys.end())
        found[i] = row->second;
    return found;
  }

  static void add_rows(rows& to, const persistence::change_set& x) {
    for (const auto& [id, row] : x.tasks)
      to.tasks.insert_or_assign(id, row);
    for (const auto& [key, row] : x.keys) {
      if (row)
        to.keys.insert_or_assign(key, *row);
      else
        to.keys.erase(key);
    }
    for (const auto& row : x.leaders)
      to.leaders.insert_or_assign(row.term, row);
    for (const auto& row : x.requests)
      to.requests.emplace(row.index, row);
    to.requests.erase(to.requests.begin(),
                      to.requests.upper_bound(x.forgotten));
  }

private:
  rows durable_;
  std::vector<change> since_durable_;
  std::shared_ptr<rows> now_ = std::make_shared<rows>();
};

class memory_task_reader final : public persistence::task_reader {
public:
  explicit memory_task_reader(std::shared_ptr<const memory_disk> disk)
    : disk_(std::move(disk)) {
  }

  result<raft::log_index> begin() override {
    view_ = disk_->view();
    if (view_->installing)
      return failure{errc::store_busy, "memory: a snapshot is installed"};
    return view_->meta.applied.index;
  }
  void end() override {
    view_.reset();
  }

  result<std::vector<tasks::wire::Task>>
  load_tasks(std::span<const std::uint64_t> ids) override {
    return memory_disk::load_tasks(*view_, ids);
  }

  result<std::vector<std::optional<tasks::key_row>>>
  load_keys(std::span<const std::string_view> keys) override {
    return memory_disk::load_keys(*view_, keys);
  }

  status tasks(const persistence::task_filter& filter,
               const task_scanner& scan) override {
    using placed
      = std::pair<persistence::task_filter::place, const tasks::wire::Task*>;
    auto sort = filter.request.sort();
    auto before = [&](const auto& a, const auto& b) {
      return filter.request.descending() ? rank(b) < rank(a)
                                         : rank(a) < rank(b);
    };
    auto found = std::vector<placed>{};
    for (const auto& [id, row] : view_->tasks) {
      auto place = persistence::place_of(row, sort);
      if (matches(filter, row)
          && (!filter.after || before(*filter.after, place)))
        found.emplace_back(std::move(place), &row);
    }
    std::ranges::sort(found, before, &placed::first);
    for (const auto& [place, row] : found)
      if (!scan(*row))
        break;
    return done{};
  }

  status keys(std::string_view prefix, std::string_view after,
              const key_scanner& scan) override {
    auto at = after < prefix ? view_->keys.lower_bound(prefix)
                             : view_->keys.upper_bound(after);
    for (; at != view_->keys.end() && at->first.starts_with(prefix); ++at)
      if (!scan(at->first, at->second))
        break;
    return done{};
  }

  status scan_all(raft::log_index forgotten, const row_scanner& scan) override {
    auto scanned = scan(view_->meta);
    auto add = [&](const persistence::any_row& row) {
      if (scanned)
        scanned = scan(row);
    };
    for (const auto& [term, row] : view_->leaders)
      add(row);
    for (const auto& [id, row] : view_->tasks)
      add(row);
    for (const auto& [key, row] : view_->keys)
      add(persistence::kv_row{key, row});
    for (const auto& [index, row] : view_->requests)
      if (index > forgotten)
        add(row);
    return scanned;
  }

private:
  static std::tuple<std::int64_t, std::string_view, std::uint64_t>
  rank(const persistence::task_filter::place& x) {
    return {x.number, x.text, x.id};
  }

  static bool contains(const std::string& text, const std::string& word) {
    return persistence::lower(text).find(word) != std::string::npos;
  }

  static bool matches(const persistence::task_filter& filter,
                      const tasks::wire::Task& row) {
    const auto& request = filter.request;
    auto one_of = [](const auto& values, auto value) {
      return values.empty()
             || std::find(values.begin(), values.end(), value) != values.end();
    };
    return (row.deleted_at_us() != 0) == request.deleted()
           && one_of(request.statuses(), row.status())
           && one_of(request.priorities(), row.priority())
           && (!request.open_only()
               || row.status() < tasks::wire::STATUS_COMPLETED)
           && is_due(request, row.due())
           && std::ranges::all_of(filter.words, [&](const auto& word) {
                return contains(row.title(), word)
                       || contains(row.description(), word);
              });
  }

  static bool is_due(const tasks::wire::ListTasks& request,
                     const tasks::wire::Due& due) {
    auto any_before
      = request.has_due_before_date() || request.has_due_before_instant_us();
    auto before
      = (request.has_due_before_date() && due.has_date()
         && due.date() < request.due_before_date())
        || (request.has_due_before_instant_us() && due.has_instant_us()
            && due.instant_us() < request.due_before_instant_us());
    auto any_from
      = request.has_due_from_date() || request.has_due_from_instant_us();
    auto from = (request.has_due_from_date() && due.has_date()
                 && due.date() >= request.due_from_date())
                || (request.has_due_from_instant_us() && due.has_instant_us()
                    && due.instant_us() >= request.due_from_instant_us());
    return (!any_before || before) && (!any_from || from);
  }

  std::shared_ptr<const memory_disk> disk_;
  std::shared_ptr<const memory_disk::rows> view_;
};

class memory_row_loader final : public persistence::row_loader {
public:
  explicit memory_row_loader(std::shared_ptr<const memory_disk> disk)
    : disk_(std::move(disk)) {
  }

  result<std::vector<tasks::wire::Task>>
  load_tasks(std::span<const std::uint64_t> ids) override {
    return memory_disk::load_tasks(disk_->content(), ids);
  }

  result<std::vector<std::optional<tasks::key_row>>>
  load_keys(std::span<const std::string_view> keys) override {
    return memory_disk::load_keys(disk_->content(), keys);
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
  explicit memory_task_store(std::shared_ptr<memory_disk> disk)
    : disk_(std::move(disk)) {
    if (disk_->content().installing)
      disk_->commit([](auto& rows) { rows = {}; });
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
      std::make_unique<memory_task_reader>(disk_)};
  }

  status begin_install() override {
    disk_->commit([](auto& rows) {
      rows = {};
      rows.installing = true;
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
};

} // namespace taskraft::tests
