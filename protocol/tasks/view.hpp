// What the rules see and change: rows, by their type and key.

#pragma once

#include "protocol/tasks/finder.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tasks {

/// The nearest rows on one side of a place in the order of keys.
struct row_range {
  /// What their keys begin with.
  std::string prefix;
  /// The place: a key with this prefix, of a row that may exist or not and is
  /// not in the range.
  std::string from;
  /// How many are wanted.
  std::size_t count = 1;
  /// Those before the place rather than those after it.
  bool backwards = false;
};

/// What the rules see and change.
class view : public finder {
public:
  /// At most `count` rows whose keys come after that of `x` and begin with
  /// these fields, the nearest first. Valid until the next change.
  template <class Row, class... Key>
  std::vector<const Row*> find_after(const Row& x, std::size_t count,
                                     const Key&... begin) {
    return find_beside(x, count, false, begin...);
  }
  /// The same for keys that come before it.
  template <class Row, class... Key>
  std::vector<const Row*> find_before(const Row& x, std::size_t count,
                                      const Key&... begin) {
    return find_beside(x, count, true, begin...);
  }

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

  /// Stands for the changes that were made so far.
  virtual std::size_t mark() const = 0;
  /// Takes back the changes after the mark.
  virtual void take_back(std::size_t mark) = 0;

  /// The same for rows of any type; of a range, the nearest first. Without a
  /// row, `put_row` erases it.
  virtual std::vector<const row_message*> find_range(const row_type& type,
                                                     const row_range& x)
    = 0;
  virtual void put_row(const row_type& type, std::string key, row_ptr x) = 0;
  virtual void add_row(const row_type& type, std::string key, row_ptr x) {
    put_row(type, std::move(key), std::move(x));
  }

private:
  template <class Row, class... Key>
  std::vector<const Row*> find_beside(const Row& x, std::size_t count,
                                      bool backwards, const Key&... begin) {
    const auto& type = row_type_of<Row>();
    auto rows = std::vector<const Row*>{};
    for (const auto* each : find_range(
           type, {key_from(type, begin...), key_of(type, x), count, backwards}))
      rows.push_back(static_cast<const Row*>(each));
    return rows;
  }
};

} // namespace taskraft::tasks
