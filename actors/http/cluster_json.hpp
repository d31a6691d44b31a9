// The cluster as the JSON of the contract.

#pragma once

#include "protocol/client_messages.hpp"
#include "protocol/json/objects.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace taskraft::http {

/// What this node knows of the cluster it serves.
struct cluster_facts {
  std::string cluster_id;
  std::string name;
  std::uint64_t served_by = 0;
  std::vector<protocol::node_status> nodes;
  /// Nothing if no leader has told them.
  std::optional<std::vector<protocol::member_row>> members;
};

/// `GET /cluster/status`. What no node tells is null.
json::object status_to_json(const cluster_facts& x);

json::object members_to_json(const std::vector<protocol::member_row>& x);

/// `POST /cluster/checksum`.
json::object digests_to_json(const protocol::digests_compared& x);

} // namespace taskraft::http
