// A log store on a disk that can be broken, and entries for it.

#pragma once

#include "persistence/log/segment_log_store.hpp"
#include "tests/support/disks/faulty_disk.hpp"
#include "tests/support/unit_test.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

/// The payload of an entry is made from its index and term, so that a test
/// can tell whether what it reads is what it wrote.
inline std::string payload_of(raft::log_position x, std::size_t size) {
  auto text
    = std::to_string(x.index.value) + '/' + std::to_string(x.term.value) + ' ';
  text.resize(size, static_cast<char>('a' + x.index.value % 26));
  return text;
}

inline raft::entry_batch entries(std::uint64_t first, std::uint64_t last,
                                 std::uint64_t term = 1,
                                 std::size_t payload_bytes = 40) {
  auto builder = raft::entry_batch_builder{};
  for (auto i = first; i <= last; ++i)
    builder.add({.term = {term},
                 .index = {i},
                 .kind = raft::entry_kind::command,
                 .time_us = i,
                 .payload = payload_of({{i}, {term}}, payload_bytes)});
  return builder.build();
}

inline raft::entry_batch membership_entry(std::uint64_t index,
                                          std::uint64_t term,
                                          const raft::membership& x) {
  auto builder = raft::entry_batch_builder{};
  builder.add({.term = {term},
               .index = {index},
               .kind = raft::entry_kind::membership,
               .time_us = index,
               .payload = raft::encode(x)});
  return builder.build();
}

inline raft::membership members_of(const std::string& cluster) {
  return {.cluster_id = cluster,
          .members = {{.id = {1},
                       .address = "127.0.0.1:7101",
                       .disk_id = "aa",
                       .voter = true}}};
}

inline std::string explain(const status& x) {
  return x ? "done" : to_string(x.error().code) + ": " + x.error().detail;
}

inline status append(persistence::log_store& to,
                     const raft::entry_batch& batch) {
  return to.append({&batch, 1});
}

/// Reads every entry from `from` on, in small portions.
inline std::vector<raft::log_position>
read_all(persistence::log_store& from_store, raft::log_index from,
         std::size_t payload_bytes = 40) {
  auto source = from_store.source();
  auto found = std::vector<raft::log_position>{};
  while (true) {
    auto batch = source->read(from, 300);
    BOOST_REQUIRE_MESSAGE(batch, "cannot read");
    if (batch->empty())
      return found;
    for (auto entry : *batch) {
      auto position = raft::log_position{entry.index, entry.term};
      BOOST_TEST_REQUIRE(entry.index == from);
      if (entry.kind == raft::entry_kind::command)
        BOOST_TEST_REQUIRE(entry.payload
                           == payload_of(position, payload_bytes));
      found.push_back(position);
      from = from.next();
    }
  }
}

struct log_fixture {
  static inline const std::string directory = "node/log";

  result<std::unique_ptr<persistence::segment_log_store>> try_open() {
    return persistence::segment_log_store::open(
      disk, directory,
      {.first_segment_bytes = first_segment_bytes,
       .segment_bytes = segment_bytes,
       .least_segment_bytes = least_segment_bytes,
       .must_exist = false,
       .prepare_in_background = false,
       .random = [this] { return random(); }});
  }

  /// Opens the store anew.
  void open() {
    store.reset();
    auto opened = try_open();
    BOOST_TEST_REQUIRE(bool{opened}, (opened ? "" : opened.error().detail));
    store = std::move(*opened);
  }

  void must(const status& x) {
    BOOST_TEST_REQUIRE(bool{x}, explain(x));
  }

  void must_append(const raft::entry_batch& batch) {
    must(append(*store, batch));
  }

  std::uint64_t last() const {
    return store->last().index.value;
  }

  /// The file that holds the newest entries.
  std::string newest_segment() const {
    auto newest = std::string{};
    auto highest = std::uint64_t{0};
    for (const auto& [path, content] : disk.content()) {
      auto header = persistence::decode_segment_header(content);
      if (header && header->number > highest) {
        highest = header->number;
        newest = path;
      }
    }
    return newest;
  }

  std::uint64_t first_segment_bytes = 16 * 1024;
  std::uint64_t segment_bytes = 16 * 1024;
  std::uint64_t least_segment_bytes = 16 * 1024;
  std::mt19937_64 random{1};
  faulty_disk disk;
  std::unique_ptr<persistence::segment_log_store> store;
};

} // namespace taskraft::tests
