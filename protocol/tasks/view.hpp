// What the rules see and change: rows, by their type and key.

#pragma once

#include "protocol/tasks/row_type.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace taskraft::tasks {

/// Nothing here fails or waits. Who evaluates notes the rows that it has not
/// loaded yet, which look as if they did not exist; then it throws away what
/// the rules made of that, and lets them try again. So rules give a result
/// whatever they see.
class view {
public:
  virtual ~view() = default;

  /// The row with this key; null if there is none. Valid until the next change.
  template <class Row, class... Key>
  const Row* find(const Key&... key) {
    const auto& type = row_type_of<Row>();
    return static_cast<const Row*>(find_row(type, key_from(type, key...)));
  }

  /// The rows whose keys begin with these fields, in the order of their keys.
  /// Valid until the next change.
  template <class Row, class... Key>
  std::vector<const Row*> find_all(const Key&... begin) {
    const auto& type = row_type_of<Row>();
    auto rows = std::vector<const Row*>{};
    for (const auto* x : find_rows(type, key_from(type, begin...)))
      rows.push_back(static_cast<const Row*>(x));
    return rows;
  }

  /// Adds the row, or replaces the one with its key.
  template <class Row>
  void put(Row x) {
    const auto& type = row_type_of<Row>();
    auto key = key_of(type, x);
    put_row(type, std::move(key), std::make_shared<const Row>(std::move(x)));
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

private:
  virtual const row_message* find_row(const row_type& type, std::string key)
    = 0;
  virtual std::vector<const row_message*> find_rows(const row_type& type,
                                                    std::string prefix)
    = 0;
  /// Without a row: erases it.
  virtual void put_row(const row_type& type, std::string key, row_ptr x) = 0;
};

} // namespace taskraft::tasks
