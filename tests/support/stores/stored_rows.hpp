// The rows of a table, as a store has them.

#pragma once

#include "persistence/store/task_store.hpp"
#include "protocol/tasks/row_type.hpp"
#include "tests/support/unit_test.hpp"

#include <string>
#include <vector>

namespace taskraft::tests {

template <class Row>
std::vector<Row> stored_rows(persistence::task_store& store) {
  const auto& type = tasks::row_type_of<Row>();
  auto loader = store.open_loader();
  BOOST_REQUIRE(static_cast<bool>(loader));
  auto found = (*loader)->load({&type, {}, {std::string{}}});
  BOOST_REQUIRE(static_cast<bool>(found));
  auto rows = std::vector<Row>{};
  for (const auto& each : *found)
    rows.push_back(static_cast<const Row&>(*each));
  return rows;
}

} // namespace taskraft::tests
