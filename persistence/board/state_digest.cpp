#include "persistence/board/state_digest.hpp"

#include "persistence/board/board_snapshot.hpp"
#include "protocol/crypto/sha256.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <variant>

namespace taskraft::persistence {

namespace {

/// SHA-256 of numbers and of bytes with their length before them.
class state_hash {
public:
  void add_number(std::uint64_t x) {
    auto bytes = std::array<char, 8>{};
    for (auto& byte : bytes) {
      byte = static_cast<char>(x & 0xffU);
      x >>= 8U;
    }
    hash_.add({bytes.data(), bytes.size()});
  }

  void add_bytes(std::string_view x) {
    add_number(x.size());
    hash_.add(x);
  }

  std::string take() {
    auto x = hash_.take();
    return {x.begin(), x.end()};
  }

private:
  protocol::sha256_hash hash_;
};

} // namespace

result<std::string> digest_of_view(task_reader& rows,
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
  return hash.take();
}

} // namespace taskraft::persistence
