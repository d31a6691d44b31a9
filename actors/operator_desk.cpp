#include "actors/operator_desk.hpp"

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
  return rows;
}

} // namespace taskraft::actors
