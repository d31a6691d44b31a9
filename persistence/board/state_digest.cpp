#include "persistence/board/state_digest.hpp"

#include "persistence/board/board_snapshot.hpp"

#include <string_view>
#include <variant>

namespace taskraft::persistence {

namespace {

/// FNV-1a.
class state_hash {
public:
  void add_number(std::uint64_t x) {
    for (auto shift = 0U; shift < 64; shift += 8)
      add_byte((x >> shift) & 0xffU);
  }

  void add_bytes(std::string_view x) {
    add_number(x.size());
    for (auto byte : x)
      add_byte(static_cast<unsigned char>(byte));
  }

  std::uint64_t value() const {
    return value_;
  }

private:
  void add_byte(std::uint64_t x) {
    value_ = (value_ ^ x) * 0x100000001b3;
  }

  std::uint64_t value_ = 0xcbf29ce484222325;
};

} // namespace

result<std::uint64_t> digest_of_view(task_reader& rows,
                                     raft::log_index forgotten) {
  auto hash = state_hash{};
  auto scanned = rows.scan_all(forgotten, [&hash](const any_row& row) {
    // The meta row of a snapshot lacks these: they are in the snapshot's head.
    if (const auto* meta = std::get_if<store_meta>(&row)) {
      hash.add_number(meta->applied.index.value);
      hash.add_number(meta->applied.term.value);
      hash.add_number(meta->members.index.value);
      hash.add_bytes(raft::encode(meta->members.value));
    }
    hash.add_bytes(encode_snapshot_row(row));
    return done{};
  });
  if (!scanned)
    return scanned.error();
  return hash.value();
}

} // namespace taskraft::persistence
