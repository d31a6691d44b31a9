// Entries for tests, in one line.

#pragma once

#include "protocol/raft/log/entry_batch.hpp"

#include <string>
#include <string_view>

namespace taskraft::tests {

/// Commands of `term` at the indexes from `first` to `last`.
inline raft::entry_batch commands(std::uint64_t term, std::uint64_t first,
                                  std::uint64_t last,
                                  std::string_view payload = "x") {
  auto builder = raft::entry_batch_builder{};
  for (auto index = first; index <= last; ++index)
    builder.add({.term = {term},
                 .index = {index},
                 .kind = raft::entry_kind::command,
                 .time_us = index,
                 .payload = payload});
  return builder.build();
}

} // namespace taskraft::tests
