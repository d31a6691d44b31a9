// The one row of the state's meta data. Only this file knows its columns, which
// are written by hand.

#pragma once

#include "persistence/store/change_set.hpp"
#include "persistence/store/task_store.hpp"
#include "protocol/result.hpp"

#include <string>
#include <string_view>

namespace taskraft::persistence {

inline constexpr std::string_view select_meta
  = "SELECT applied_index, applied_term, cluster_id, rules_level, clock_us, "
    "membership_index, membership FROM meta";

inline constexpr std::string_view select_visible
  = "SELECT applied_index, installing FROM meta";

inline constexpr std::string_view set_meta
  = "UPDATE meta SET applied_index = ?, applied_term = ?, cluster_id = ?, "
    "rules_level = ?, clock_us = ?, membership_index = ?, membership = ?";

/// Updates the row only if the store has applied the index that the change set
/// expects. Parameters: those of `bind_meta`, then that index.
inline const auto move_meta
  = std::string{set_meta} + " WHERE applied_index = ? AND installing = 0";

/// Parameters: those of `bind_meta`, then whether an installation is under way.
inline const auto put_meta = std::string{set_meta} + ", installing = ?";

/// Parameters: schema version, node and disk of the owner.
inline constexpr std::string_view insert_meta
  = "INSERT INTO meta (id, schema_version, applied_index, applied_term, "
    "cluster_id, rules_level, clock_us, membership_index, membership, "
    "installing, flushes, owner_node, owner_disk) "
    "VALUES (1, ?, 0, 0, '', 1, 0, 0, x'', 0, 0, ?, ?)";

/// `members` is the encoded membership, which must outlive the use.
template <class Use>
void bind_meta(Use& to, const store_meta& x, const std::string& members) {
  to.number(x.applied.index.value)
    .number(x.applied.term.value)
    .text(x.cluster_id)
    .number(x.rules_level)
    .number(x.clock_us)
    .number(x.members.index.value)
    .bytes(members);
}

/// From the columns of `select_meta`. `corrupted` if they make no sense;
/// `place` is for the text of a failure.
template <class Source>
result<store_meta> read_meta(const Source& from, const std::string& place) {
  auto number = [&](unsigned column) {
    return static_cast<std::uint64_t>(from.number(column));
  };
  auto meta = store_meta{.applied = {{number(0)}, {number(1)}},
                         .cluster_id = from.bytes(2),
                         .rules_level = static_cast<std::uint32_t>(number(3)),
                         .clock_us = number(4),
                         .members = {{number(5)}, {}}};
  auto encoded = from.bytes(6);
  if (encoded.empty())
    return meta;
  auto members = raft::decode_membership(encoded);
  if (!members)
    return failure{errc::corrupted, place + ": the membership is damaged"};
  meta.members.value = std::move(*members);
  return meta;
}

/// From the columns of `select_visible`, the first of which is `first`.
/// `store_busy` while a snapshot is being installed.
template <class Source>
result<raft::log_index> read_visible(const Source& from, unsigned first,
                                     const std::string& place) {
  if (from.number(first + 1) != 0)
    return failure{errc::store_busy,
                   place + std::string{snapshot_is_installed}};
  return raft::log_index{static_cast<std::uint64_t>(from.number(first))};
}

inline failure no_meta(const std::string& place) {
  return {errc::corrupted, place + ": the meta row is missing"};
}

} // namespace taskraft::persistence
