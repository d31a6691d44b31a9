#include "actors/gateway/pending_operations.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::actors {

bool pending_operations::add(std::uint64_t context, pending_operation x) {
  x.context = context;
  return waiting_.size() < most
         && waiting_.emplace(context, std::move(x)).second;
}

pending_operation pending_operations::take(std::uint64_t context) {
  auto x = std::move(waiting_.at(context));
  waiting_.erase(context);
  return x;
}

std::vector<pending_operation> pending_operations::expire(tick_count now) {
  auto expired = std::vector<pending_operation>{};
  for (auto at = waiting_.begin(); at != waiting_.end();) {
    auto& operation = at->second;
    if (!operation.ends || now < *operation.ends) {
      ++at;
      continue;
    }
    expired.push_back(std::move(operation));
    at = waiting_.erase(at);
  }
  return expired;
}

void pending_operations::forget(client_number client) {
  std::erase_if(waiting_, [&](const auto& x) {
    return x.second.client == client
           && !std::holds_alternative<pending_comparison>(x.second.what);
  });
}

std::vector<protocol::node_status>
rows_of(const pending_status& status,
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

std::optional<std::string> majority_digest(const pending_comparison& x,
                                           std::size_t nodes) {
  auto counts = std::map<std::string, std::size_t>{};
  for (const auto& [node, answer] : x.answers)
    if (answer.taken && ++counts[answer.digest] > nodes / 2)
      return answer.digest;
  return std::nullopt;
}

std::vector<protocol::node_digest>
digest_rows(const pending_comparison& x,
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
    row.digest = found->second.digest;
    row.reason = found->second.reason;
    row.differs = majority && row.taken && row.digest != *majority;
  }
  return rows;
}

} // namespace taskraft::actors
