// The digests that this node has taken, and the requesters that wait for one. A
// value without actors.

#pragma once

#include "protocol/actors/auditor_actor.hpp"
#include "protocol/messages/node_messages.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace taskraft::actors {

class pending_digests {
public:
  /// A view of the state at `index` is open; its digest will follow.
  void expect(raft::log_index index);

  /// Takes the digest, or why there is none. Returns the requesters that waited
  /// for it.
  std::vector<protocol::request_digest>
  take(const protocol::digest_taken& digest);

  /// The answer, if there is one by now; `visible` is how far the state is.
  /// Otherwise the question waits.
  std::optional<protocol::digest_answered>
  ask(const protocol::request_digest& question, raft::log_index visible);

  /// The answer for a requester that waited.
  protocol::digest_answered
  answer(const protocol::request_digest& question) const;

  /// This node's digest at `index`, if it is known.
  std::optional<std::string> digest_at(raft::log_index index) const;

private:
  /// What is known of an index; nothing while it is being found out.
  std::map<raft::log_index, std::optional<protocol::digest_taken>> digests_;
  std::vector<protocol::request_digest> waiting_;
};

} // namespace taskraft::actors
