// A filtered list of the rows of one table, in the order of one column: as SQL
// in either dialect, and over rows in memory.

#pragma once

#include "persistence/store/row_cells.hpp"
#include "persistence/store/schema.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace taskraft::persistence {

struct condition {
  enum class test : std::uint8_t {
    is_null,
    is_set,
    one_of,
    below,
    at_least,
    /// Whether the column's bytes contain these bytes.
    contains,
    /// Whether some row of another table, of which `all` holds, has the
    /// column's value in `joined`.
    related,
    /// Whether no such row has.
    unrelated,
  };

  const column* of = nullptr;
  test is = test::is_set;
  std::vector<cell> values = {};
  /// The other table.
  const table* in = nullptr;
  const column* joined = nullptr;
  /// Groups of conditions, as those of a list.
  std::vector<std::vector<condition>> all = {};
};

using condition_groups = std::vector<std::vector<condition>>;

/// Whether some row of `x.in` is related to the value.
using row_search = std::function<bool(const condition& x, const cell& value)>;

struct listing {
  /// The position of a row in the list: its value in the order's column, then
  /// its key.
  struct place {
    cell order;
    std::string key;
  };

  const table* of = nullptr;
  /// Groups of conditions: in each group at least one must hold.
  condition_groups all = {};
  /// Null: rows come in no order, and all of them.
  const column* order = nullptr;
  bool descending = false;
  /// Rows that are equal in the order come by rising keys, even so.
  bool keys_rise = false;
  /// The page begins after this place.
  std::optional<place> after = {};
  std::size_t limit = 0;
};

listing::place place_of(const listing& x, const tasks::row_message& of);

/// Whether `a` comes before `b` in the list.
bool is_before(const listing& x, const listing::place& a,
               const listing::place& b);

/// Whether all conditions hold.
bool matches(const condition_groups& all, const tasks::row_message& row,
             const row_search& search);

/// Whether the row of another table is related to the value.
bool is_related(const condition& x, const cell& value,
                const tasks::row_message& row, const row_search& search);

/// Selects whole rows.
std::string list_statement(const listing& x, dialect to);
/// Selects some columns.
std::string list_statement(const listing& x,
                           std::span<const column* const> wanted, dialect to);
/// Counts the rows; takes the parameters of the conditions alone.
std::string count_statement(const listing& x, dialect to);

template <class Use>
void bind_conditions(Use& to, const condition_groups& all) {
  for (const auto& any : all)
    for (const auto& one : any) {
      for (const auto& value : one.values)
        bind_cell(to, *one.of, value);
      bind_conditions(to, one.all);
    }
}

/// Binds the parameters of `list_statement`; `kept` holds what is bound.
template <class Use>
void bind_listing(Use& to, const listing& x, kept_cells& kept) {
  bind_conditions(to, x.all);
  if (x.after) {
    bind_cell(to, *x.order, x.after->order);
    bind_cell(to, *x.order, x.after->order);
    bind_key(to, *x.of, x.after->key, kept);
  }
  if (x.order != nullptr)
    to.signed_number(static_cast<std::int64_t>(x.limit));
}

} // namespace taskraft::persistence
