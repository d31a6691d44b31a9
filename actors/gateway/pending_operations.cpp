#include "actors/gateway/pending_operations.hpp"

#include <algorithm>

namespace taskraft::actors {

std::vector<protocol::node_status>
rows_of(const open_status& status,
        const std::vector<protocol::node_status>& members) {
  auto rows = std::vector<protocol::node_status>{};
  for (const auto& member : members) {
    if (auto found = status.rows.find(member.id); found != status.rows.end()) {
      rows.push_back(found->second);
      continue;
    }
    auto row = protocol::node_status{};
    row.id = member.id;
    row.address = member.address;
    row.role = "unreachable";
    row.reachable = false;
    rows.push_back(row);
  }
  // A node that waits to be added is no member and answers for itself.
  for (const auto& [id, row] : status.rows)
    if (std::ranges::find(members, id, &protocol::node_status::id)
        == members.end())
      rows.insert(
        std::ranges::lower_bound(rows, id, {}, &protocol::node_status::id),
        row);
  return rows;
}

std::optional<std::uint64_t> majority_digest(const open_comparisons& x,
                                             std::size_t nodes) {
  auto counts = std::map<std::uint64_t, std::size_t>{};
  for (const auto& [node, answer] : x.answers)
    if (answer.taken && ++counts[answer.hash] > nodes / 2)
      return answer.hash;
  return std::nullopt;
}

std::vector<protocol::node_digest>
digest_rows(const open_comparisons& x,
            const std::vector<protocol::node_status>& members) {
  auto rows = std::vector<protocol::node_digest>{};
  auto majority = majority_digest(x, members.size());
  for (const auto& member : members) {
    auto& row = rows.emplace_back();
    row.id = member.id;
    row.address = member.address;
    auto found = x.answers.find(member.id);
    if (found == x.answers.end()) {
      row.reason = x.asked.contains(member.id) ? "did not answer in time"
                                               : "is not reachable";
      continue;
    }
    row.taken = found->second.taken;
    row.checksum = found->second.hash;
    row.reason = found->second.reason;
    row.differs = majority && row.taken && row.checksum != *majority;
  }
  return rows;
}

} // namespace taskraft::actors
