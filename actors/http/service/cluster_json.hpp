// The cluster as the JSON of the contract.

#pragma once

#include "protocol/actors/inner_client_actor.hpp"
#include "protocol/json/objects.hpp"
#include "protocol/messages/client_messages.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace taskraft::http {

/// What this node knows of the cluster it serves.
struct cluster_facts {
  std::string cluster_id;
  std::string name;
  std::uint64_t served_by = 0;
  std::vector<protocol::node_status> nodes;
  std::vector<protocol::member_seen> members;
  /// Where browsers reach the nodes, by their ids.
  std::map<std::uint64_t, std::string> http;
  /// Whether it is what this node alone believes.
  bool is_local = false;
};

/// A node of `x`; null is what it does not tell. `newest`: up to where entries
/// are committed.
json::object node_to_json(const cluster_facts& x,
                          const protocol::node_status& node,
                          std::uint64_t newest);

/// `GET /cluster/status`.
json::object status_to_json(const cluster_facts& x);

json::object members_to_json(const std::vector<protocol::member_row>& x);

/// `POST /cluster/checksum`.
json::object digests_to_json(const protocol::digests_compared& x);

} // namespace taskraft::http
