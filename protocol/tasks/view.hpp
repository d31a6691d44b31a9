// What the rules see and change: rows, by their type and key.

#pragma once

#include "protocol/tasks/finder.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace taskraft::tasks {

/// What the rules see and change.
class view : public finder {
public:
  /// Adds the row, or replaces the one with its key.
  template <class Row>
  void put(Row x) {
    const auto& type = row_type_of<Row>();
    auto key = key_of(type, x);
    put_row(type, std::move(key), std::make_shared<const Row>(std::move(x)));
  }

  /// Adds a row whose key is known to be new: nothing need be loaded to see
  /// what was there before.
  template <class Row>
  void add(Row x) {
    const auto& type = row_type_of<Row>();
    auto key = key_of(type, x);
    add_row(type, std::move(key), std::make_shared<const Row>(std::move(x)));
  }

  template <class Row, class... Key>
  void erase(const Key&... key) {
    const auto& type = row_type_of<Row>();
    put_row(type, key_from(type, key...), nullptr);
  }

  /// Ids are given in log order, from 1 on, and never twice.
  template <class Row>
  std::uint64_t take_id() {
    auto table = row_type_of<Row>().number;
    const auto* found = find<wire::Counter>(table);
    auto counter = wire::Counter{};
    counter.set_table(table);
    auto id = found == nullptr ? std::uint64_t{1} : found->next();
    counter.set_next(id + 1);
    put(std::move(counter));
    return id;
  }

  /// The same for rows of any type. Without a row: erases it.
  virtual void put_row(const row_type& type, std::string key, row_ptr x) = 0;
  virtual void add_row(const row_type& type, std::string key, row_ptr x) {
    put_row(type, std::move(key), std::move(x));
  }
};

} // namespace taskraft::tasks
