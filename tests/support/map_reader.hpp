// What answers see of a view's rows: those that are found by their keys.

#pragma once

#include "protocol/invariant.hpp"
#include "protocol/tasks/reader.hpp"
#include "protocol/tasks/view.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

class map_reader final : public tasks::reader {
public:
  explicit map_reader(tasks::view& rows) : rows_(rows) {
  }

  const tasks::row_message* find_row(const tasks::row_type& type,
                                     std::string key) override {
    return rows_.find_row(type, std::move(key));
  }
  std::vector<const tasks::row_message*>
  find_rows(const tasks::row_type& type, std::string prefix) override {
    return rows_.find_rows(type, std::move(prefix));
  }

private:
  void scan_newest(
    const tasks::row_type& /*of*/, const tasks::newest_first& /*which*/,
    std::size_t /*limit*/,
    const std::function<bool(tasks::row_message&)>& /*visit*/) override {
    RAFT_INVARIANT(false);
  }
  void
  scan(const tasks::row_type& /*of*/, std::string_view /*prefix*/,
       std::string_view /*after*/,
       const std::function<bool(tasks::row_message&)>& /*visit*/) override {
    RAFT_INVARIANT(false);
  }

  tasks::view& rows_;
};

} // namespace taskraft::tests
