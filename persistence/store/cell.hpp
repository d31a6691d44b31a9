// One value of a row, of the types that databases have.

#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <utility>

namespace taskraft::persistence {

struct cell {
  enum class kind : std::uint8_t { null, number, bytes };

  static cell of(std::int64_t x) {
    return {.is = kind::number, .number = x, .bytes = nullptr, .owned = {}};
  }
  /// The bytes must outlive the cell.
  static cell of(const std::string& x) {
    return {.is = kind::bytes, .number = 0, .bytes = &x, .owned = {}};
  }
  static cell of(std::string&& x) {
    return {
      .is = kind::bytes, .number = 0, .bytes = nullptr, .owned = std::move(x)};
  }

  const std::string& text() const {
    return bytes == nullptr ? owned : *bytes;
  }

  kind is = kind::null;
  std::int64_t number = 0;
  /// Bytes inside of the row; null if the cell owns them.
  const std::string* bytes = nullptr;
  std::string owned;
};

/// Cells that are bound to a statement. They do not move in memory.
using kept_cells = std::deque<cell>;

/// Compares two cells; null comes first.
int compare(const cell& a, const cell& b);

} // namespace taskraft::persistence
