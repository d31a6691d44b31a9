// A view that remembers what a command has changed in it.

#pragma once

#include "protocol/tasks/view.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tasks {

/// One row that a command has put or erased.
struct changed_row {
  const row_type* type = nullptr;
  std::string key;
  /// Null: the row did not exist.
  row_ptr before;
  /// Null: it does not exist any more.
  row_ptr after;

  template <class Row>
  bool is() const {
    return type == &row_type_of<Row>();
  }
  /// Null like the row.
  template <class Row>
  const Row* old() const {
    return static_cast<const Row*>(before.get());
  }
  template <class Row>
  const Row* now() const {
    return static_cast<const Row*>(after.get());
  }
  /// The row after the change, or before it if it is erased.
  template <class Row>
  const Row& either() const {
    return *static_cast<const Row*>((after ? after : before).get());
  }
};

class recorder final : public view {
public:
  explicit recorder(view& state) : state_(state) {
  }

  /// The rows that differ from before, in the order of their first change. What
  /// exists neither before nor now is left out.
  std::vector<changed_row> changes() const;

  const row_message* find_row(const row_type& type, std::string key) override {
    return state_.find_row(type, std::move(key));
  }
  std::vector<const row_message*> find_rows(const row_type& type,
                                            std::string prefix) override {
    return state_.find_rows(type, std::move(prefix));
  }
  std::vector<const row_message*> find_range(const row_type& type,
                                             const row_range& x) override {
    return state_.find_range(type, x);
  }
  void put_row(const row_type& type, std::string key, row_ptr x) override;
  void add_row(const row_type& type, std::string key, row_ptr x) override;

  std::size_t mark() const override {
    return state_.mark();
  }
  void take_back(std::size_t mark) override;

private:
  /// One change of a row that is recorded.
  struct step {
    std::size_t mark = 0;
    std::size_t place = 0;
    /// What the row was after the change before.
    row_ptr after;
  };

  void note(const row_type& type, const std::string& key, const row_ptr& x,
            bool is_new);

  view& state_;
  std::vector<changed_row> rows_;
  std::vector<step> steps_;
  std::map<std::pair<const row_type*, std::string>, std::size_t> places_;
};

} // namespace taskraft::tasks
