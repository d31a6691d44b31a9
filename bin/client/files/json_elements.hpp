// The objects of a JSON file, one after the other: an array, or a line each.

#pragma once

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <nlohmann/json.hpp>

namespace taskraft::client {

/// Calls `take` with each object and its place, from 1 on. Only one object is
/// in memory at a time. Throws a `cli_error` for what is no JSON.
void each_element(
  std::istream& from,
  const std::function<void(const nlohmann::json& x, std::size_t number)>& take);

} // namespace taskraft::client
