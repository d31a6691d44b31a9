// How a run of request rows is one blob: a database row for each of them would
// double the price of a small command.

#pragma once

#include "persistence/store/task_store.hpp"

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace taskraft::persistence {

/// How many of the first rows fit into one blob of moderate size; at least one.
std::size_t rows_of_one_blob(std::span<const request_row> rows);

/// For each row: index (8 bytes), id (16), length of the result (4), result;
/// little-endian.
std::string encode_request_rows(std::span<const request_row> rows);

/// Visits the rows until `scan` returns false. False if the bytes are damaged
/// before that.
bool decode_request_rows(std::string_view bytes,
                         const std::function<bool(request_row)>& scan);

} // namespace taskraft::persistence
