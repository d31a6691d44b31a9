// Turns rows into the cells of their columns, and back.

#pragma once

#include "persistence/store/cell.hpp"
#include "persistence/store/schema.hpp"

#include <memory>
#include <string>
#include <utility>

namespace taskraft::persistence {

/// The column's value of the row, which must outlive the cell.
cell cell_of(const column& of, const tasks::row_message& x);

/// The cells of a key's field.
cell cell_of(const tasks::key_part& x);

/// Puts a number or bytes into the field of the column. Null leaves it unset.
void set_number(tasks::row_message& x, const column& of, std::int64_t value);
void set_bytes(tasks::row_message& x, const column& of, std::string value);

/// Binds a cell as its column's type wants it. `Use` is the prepared statement
/// of a dialect.
template <class Use>
void bind_cell(Use& to, const column& of, const cell& x) {
  if (x.is == cell::kind::null) {
    to.null();
    return;
  }
  switch (of.type) {
    case column_type::number:
      to.signed_number(x.number);
      break;
    case column_type::instant:
      to.instant(x.number);
      break;
    case column_type::day:
      to.day(x.number);
      break;
    case column_type::text:
    case column_type::name:
      to.text(x.text());
      break;
    case column_type::bytes:
      to.bytes(x.text());
      break;
  }
}

/// Binds all columns of a row in the order of `upsert_statement`. Cells that
/// the statement needs until it has run are added to `kept`.
template <class Use>
void bind_row(Use& to, const table& of, const tasks::row_message& x,
              kept_cells& kept) {
  for (const auto& each : of.columns) {
    auto value = cell_of(each, x);
    // Bytes inside of the row last as long as it does.
    auto is_own = value.is == cell::kind::bytes && value.bytes == nullptr;
    bind_cell(to, each, is_own ? kept.emplace_back(std::move(value)) : value);
  }
}

/// Binds the fields of a whole key.
template <class Use>
void bind_key(Use& to, const table& of, std::string_view key,
              kept_cells& kept) {
  auto parts = tasks::split_key(*of.row, key);
  for (auto i = std::size_t{0}; i < parts.size(); ++i)
    bind_cell(to, *of.key[i], kept.emplace_back(cell_of(parts[i])));
}

/// A column of `select_columns`.
template <class Source>
cell read_cell(const column& of, const Source& from, unsigned place) {
  if (from.is_null(place))
    return {};
  switch (of.type) {
    case column_type::number:
    case column_type::instant:
    case column_type::day:
      return cell::of(from.number(place));
    case column_type::text:
    case column_type::name:
    case column_type::bytes:
      return cell::of(from.bytes(place));
  }
  return {};
}

/// Fills `to`, which must be empty, from the columns of `select_statement`.
/// `Source` is a row of a dialect's result.
template <class Source>
void read_row(const table& of, const Source& from, tasks::row_message& to) {
  auto place = 0U;
  for (const auto& each : of.columns) {
    if (each.derived != nullptr)
      continue;
    auto at = place++;
    if (each.nullable && from.is_null(at))
      continue;
    switch (each.type) {
      case column_type::number:
      case column_type::instant:
      case column_type::day:
        set_number(to, each, from.number(at));
        break;
      case column_type::text:
      case column_type::name:
      case column_type::bytes:
        if (each.direct.bytes != nullptr)
          from.take_bytes(at, each.direct.bytes(to));
        else
          set_bytes(to, each, from.bytes(at));
        break;
    }
  }
}

template <class Source>
tasks::row_ptr read_new_row(const table& of, const Source& from) {
  auto fresh = std::unique_ptr<tasks::row_message>{of.row->blank->New()};
  read_row(of, from, *fresh);
  return tasks::row_ptr{std::move(fresh)};
}

} // namespace taskraft::persistence
