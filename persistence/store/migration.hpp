// Finds the statements that turn the tables of an older version, or an empty
// database, into those of this version.

#pragma once

#include "persistence/store/change_set.hpp"
#include "persistence/store/schema.hpp"
#include "persistence/store/statements.hpp"
#include "protocol/result.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace taskraft::persistence {

/// The tables that a database holds.
struct found_tables {
  /// Zero while there is no meta row.
  std::uint32_t version = 0;
  /// The columns of each table, each as text of `described`.
  std::map<std::string, std::set<std::string>> columns;
  std::set<std::string> indexes;
};

/// The text for a column that a database lists.
std::string described(const column& x, dialect to);

/// The statements that bring the tables to `wanted`; none if they are there.
/// All can be repeated after any of them. `outdated`: a newer program made
/// them; `corrupted`: they are not ours.
result<std::vector<std::string>> migration_from(const found_tables& found,
                                                const schema& wanted,
                                                dialect to,
                                                const std::string& place);

/// Tables whose rows must be written again, because they have a new column that
/// is derived from the row.
std::vector<const table*> tables_to_refresh(const found_tables& found,
                                            const schema& wanted);

/// How many rows are read and written at once.
inline constexpr std::size_t refreshed_at_once = 256;

/// Writes all rows of a table again. `read(range, scan)` visits some rows,
/// `write(rows)` writes them.
template <class Read, class Write>
status refresh(const table& x, Read read, Write write) {
  auto range = key_range{};
  while (true) {
    auto rows = changed_rows{};
    auto scanned = read(range, [&](tasks::row_message& row) {
      auto copy = std::unique_ptr<tasks::row_message>{row.New()};
      copy->CopyFrom(row);
      range.after = tasks::key_of(*x.row, row);
      rows.emplace(range.after, std::move(copy));
      return rows.size() < refreshed_at_once;
    });
    if (!scanned || rows.empty())
      return scanned;
    write(rows);
  }
}

} // namespace taskraft::persistence
