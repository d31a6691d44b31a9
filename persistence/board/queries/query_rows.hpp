// The rows that an answer sees.

#pragma once

#include "persistence/board/hot_rows.hpp"
#include "persistence/board/overlay.hpp"
#include "persistence/store/task_store.hpp"
#include "protocol/tasks/reader.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace taskraft::persistence {

/// The rows of a view that is open; each is read once, and hot rows not at all.
class rows_of_view final : public tasks::reader {
public:
  rows_of_view(task_reader& rows, const hot_rows& hot)
    : rows_(rows), hot_(hot) {
  }

  const known_rows& rows() const {
    return known_;
  }

  /// Reads rows that are going to be looked for one by one.
  void fetch(const wanted_rows& x) {
    known_.add(x, load(x));
  }

  /// Of all that was read.
  status outcome = done{};

private:
  const tasks::row_message* find_row(const tasks::row_type& type,
                                     std::string key) override;
  std::vector<const tasks::row_message*> find_rows(const tasks::row_type& type,
                                                   std::string prefix) override;
  void scan(const tasks::row_type& of, std::string_view prefix,
            std::string_view after,
            const std::function<bool(tasks::row_message&)>& visit) override;
  void
  scan_newest(const tasks::row_type& of, const tasks::newest_first& which,
              std::size_t limit,
              const std::function<bool(tasks::row_message&)>& visit) override;
  loaded_rows load(const wanted_rows& x);

  task_reader& rows_;
  const hot_rows& hot_;
  known_rows known_;
};

/// Rows that were found by their keys. What is missing is noted, and the
/// answers that were made without it count for nothing.
class known_reader final : public tasks::reader {
public:
  explicit known_reader(const hot_rows& hot) : hot_(hot) {
  }

  const known_rows& rows() const {
    return known_;
  }
  const std::vector<wanted_rows>& missing() const {
    return missing_;
  }
  std::vector<wanted_rows> take_missing() {
    return std::exchange(missing_, {});
  }
  void add(const wanted_rows& wanted, loaded_rows rows) {
    known_.add(wanted, std::move(rows));
  }

private:
  const tasks::row_message* find_row(const tasks::row_type& type,
                                     std::string key) override;
  std::vector<const tasks::row_message*> find_rows(const tasks::row_type& type,
                                                   std::string prefix) override;
  /// No answer that needs this is tried here.
  void scan(const tasks::row_type& of, std::string_view prefix,
            std::string_view after,
            const std::function<bool(tasks::row_message&)>& visit) override;
  void
  scan_newest(const tasks::row_type& of, const tasks::newest_first& which,
              std::size_t limit,
              const std::function<bool(tasks::row_message&)>& visit) override;

  const hot_rows& hot_;
  known_rows known_;
  std::vector<wanted_rows> missing_;
};

} // namespace taskraft::persistence
