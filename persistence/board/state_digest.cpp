#include "persistence/board/state_digest.hpp"

#include <string>

namespace taskraft::persistence {

void state_hash::add_number(std::uint64_t x) {
  constexpr std::uint64_t prime = 0x100000001b3;
  for (auto shift = 0U; shift < 64; shift += 8)
    value_ = (value_ ^ ((x >> shift) & 0xffU)) * prime;
}

void state_hash::add_bytes(std::string_view x) {
  constexpr std::uint64_t prime = 0x100000001b3;
  add_number(x.size());
  for (auto byte : x)
    value_ = (value_ ^ static_cast<unsigned char>(byte)) * prime;
}

void state_hash::add(const store_meta& x) {
  add_number(x.applied.index.value);
  add_number(x.applied.term.value);
  add_bytes(x.cluster_id);
  add_number(x.rules_level);
  add_number(x.clock_us);
  add_number(x.next_task_id);
  add_number(x.members.index.value);
  add_bytes(raft::encode(x.members.value));
}

void state_hash::add(const leader_row& x) {
  add_number(x.term.value);
  add_number(x.node.value);
  add_number(x.since_us);
}

void state_hash::add(const request_row& x) {
  add_number(x.index.value);
  add_bytes(
    {reinterpret_cast<const char*>(x.id.bytes.data()), x.id.bytes.size()});
  add_bytes(x.result);
}

void state_hash::add(const tasks::wire::Task& x) {
  add_number(x.id());
  add_number(x.rev());
  add_bytes(x.title());
  add_bytes(x.description());
  add_number(static_cast<std::uint64_t>(x.status()));
  add_number(static_cast<std::uint64_t>(x.priority()));
  add_number(static_cast<std::uint64_t>(x.due().form_case()));
  add_number(static_cast<std::uint64_t>(x.due().date()));
  add_number(static_cast<std::uint64_t>(x.due().instant_us()));
  add_bytes(x.creator());
  add_number(x.created_at_us());
  add_number(x.updated_at_us());
  add_number(x.completed_at_us());
  add_number(x.deleted_at_us());
}

void state_hash::add(const kv_row& x) {
  add_bytes(x.key);
  add_bytes(x.row.value);
  add_number(x.row.rev);
}

result<std::uint64_t> digest_of_view(task_reader& rows,
                                     raft::log_index forgotten) {
  auto hash = state_hash{};
  auto scanned = rows.scan_all(forgotten, [&hash](const any_row& row) {
    std::visit([&hash](const auto& x) { hash.add(x); }, row);
    return done{};
  });
  if (!scanned)
    return scanned.error();
  return hash.value();
}

} // namespace taskraft::persistence
