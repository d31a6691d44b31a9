#include "actors/operator_desk.hpp"

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
  // Whoever waits to be added is no member and answers for itself.
  for (const auto& [id, row] : status.rows)
    if (std::ranges::find(members, id, &protocol::node_status::id)
        == members.end())
      rows.insert(
        std::ranges::lower_bound(rows, id, {}, &protocol::node_status::id),
        row);
  return rows;
}

} // namespace taskraft::actors
