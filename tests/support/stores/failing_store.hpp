// A store in memory that fails as told, and counts what it is asked for.

#pragma once

#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/stores/memory_task_store.hpp"
#include "tests/support/unit_test.hpp"

#include <memory>
#include <string>
#include <utility>

namespace taskraft::tests {

struct store_orders {
  errc load_fails_with = errc::none;
  errc install_fails_with = errc::none;
  errc commit_fails_with = errc::none;
  bool commit_lands = false;
  /// How many statements a board's evaluation has cost.
  int loads = 0;
  /// How often readers asked for rows by their keys.
  int reads = 0;
};

/// Loads rows, or fails as told.
class failing_loader final : public persistence::row_loader {
public:
  failing_loader(std::shared_ptr<memory_disk> disk, store_orders& x)
    : inner_(std::move(disk)), orders_(x) {
  }

  result<persistence::loaded_rows>
  load(const persistence::wanted_rows& x) override {
    if (auto code = std::exchange(orders_.load_fails_with, errc::none);
        code != errc::none)
      return failure{code, "told to fail"};
    ++orders_.loads;
    return inner_.load(x);
  }
  result<std::string> load_result(raft::log_index index) override {
    return inner_.load_result(index);
  }

private:
  memory_row_loader inner_;
  store_orders& orders_;
};

/// Counts how often it is asked.
class counting_reader final : public persistence::task_reader {
public:
  counting_reader(std::unique_ptr<persistence::task_reader> inner,
                  store_orders& x)
    : inner_(std::move(inner)), orders_(x) {
  }

  result<raft::log_index> find(const persistence::wanted_rows& x,
                               const row_visitor& visit) override {
    ++orders_.reads;
    return inner_->find(x, visit);
  }
  result<persistence::loaded_rows>
  load(const persistence::wanted_rows& x) override {
    ++orders_.reads;
    return inner_->load(x);
  }
  result<raft::log_index> begin() override {
    return inner_->begin();
  }
  void end() override {
    inner_->end();
  }
  status list(const persistence::listing& x,
              const row_visitor& visit) override {
    return inner_->list(x, visit);
  }
  status list_cells(const persistence::listing& x,
                    std::span<const persistence::column* const> wanted,
                    const cell_visitor& visit) override {
    return inner_->list_cells(x, wanted, visit);
  }
  result<std::uint64_t> count(const persistence::listing& x) override {
    return inner_->count(x);
  }
  status scan(const tasks::row_type& of, const persistence::key_range& range,
              const row_visitor& visit) override {
    return inner_->scan(of, range, visit);
  }
  const persistence::schema& tables() const override {
    return inner_->tables();
  }
  result<persistence::store_meta> load_meta() override {
    return inner_->load_meta();
  }

private:
  std::unique_ptr<persistence::task_reader> inner_;
  store_orders& orders_;
};

/// A store that fails as told, before or after it did what was asked.
class failing_store final : public persistence::task_store {
public:
  explicit failing_store(std::shared_ptr<memory_disk> disk)
    : disk_(disk), inner_(std::move(disk)) {
  }

  const persistence::schema& tables() const override {
    return inner_.tables();
  }
  result<persistence::store_meta> load_meta() override {
    return inner_.load_meta();
  }
  status scan_requests(raft::log_index after,
                       const request_scanner& scan) override {
    return inner_.scan_requests(after, scan);
  }
  status commit(const persistence::change_set& x) override {
    auto code = std::exchange(orders.commit_fails_with, errc::none);
    if (code == errc::none)
      return inner_.commit(x);
    if (orders.commit_lands)
      BOOST_REQUIRE(static_cast<bool>(inner_.commit(x)));
    return failure{code, "told to fail"};
  }
  result<raft::log_index> make_durable() override {
    return inner_.make_durable();
  }
  result<std::unique_ptr<persistence::row_loader>> open_loader() override {
    return std::unique_ptr<persistence::row_loader>{
      std::make_unique<failing_loader>(disk_, orders)};
  }
  result<std::unique_ptr<persistence::task_reader>> open_reader() override {
    auto reader = inner_.open_reader();
    if (!reader)
      return reader.error();
    return std::unique_ptr<persistence::task_reader>{
      std::make_unique<counting_reader>(std::move(*reader), orders)};
  }
  status begin_install() override {
    return inner_.begin_install();
  }
  status install(const persistence::change_set& rows) override {
    if (auto code = std::exchange(orders.install_fails_with, errc::none);
        code != errc::none)
      return failure{code, "told to fail"};
    return inner_.install(rows);
  }
  status finish_install(const persistence::store_meta& x) override {
    return inner_.finish_install(x);
  }

  store_orders orders;

private:
  std::shared_ptr<memory_disk> disk_;
  memory_task_store inner_;
};

struct failing_board {
  std::shared_ptr<memory_disk> disk = std::make_shared<memory_disk>();
  failing_store* store = new failing_store{disk};
  std::unique_ptr<persistence::task_board> board
    = open_board(std::unique_ptr<persistence::task_store>{store});
  board_log log;
};

} // namespace taskraft::tests
