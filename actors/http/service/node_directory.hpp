// What the nodes of the cluster say of themselves: where browsers reach them,
// and with which key they sign. Only members count.

#pragma once

#include "actors/http/service/gateway_client.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::http {

struct service;

class node_directory {
public:
  explicit node_directory(service& at) : service_(at) {
  }

  /// Looks again, if the state has moved.
  void tend();

  /// Where browsers reach the members.
  std::map<std::uint64_t, std::string> origins_by_node() const;
  /// Whether a page of a member sends this `Origin`.
  bool is_members_origin(std::string_view origin) const;
  /// Where a page that this node has sent by that scheme may connect to, for
  /// its Content-Security-Policy: the other members, but nothing without TLS
  /// from a page that came with it.
  std::vector<std::string> connect_origins(std::string_view scheme) const;

  /// The public key of a member; empty if there is none. A member that this
  /// node does not know is looked for with a majority; `then` hears whether
  /// one has answered.
  void find_key(
    std::uint64_t node,
    std::function<void(protocol::answer_status, const std::string& key)> then);

private:
  struct profile {
    std::string origin;
    std::string public_key;
  };

  bool is_member(std::uint64_t node) const;
  std::string key_of(std::uint64_t node) const;
  void look(protocol::consistency level,
            std::function<void(protocol::answer_status)> then);

  service& service_;
  std::map<std::uint64_t, profile> profiles_;
  raft::log_index looked_at_;
  bool is_looking_ = false;
};

} // namespace taskraft::http
