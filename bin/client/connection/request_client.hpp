// The REQUEST CLIENT actor: asks one node after the other until one answers.

#pragma once

#include "bin/client/connection/credential.hpp"
#include "bin/client/connection/request_client_actor.hpp"
#include "bin/client/connection/retry_policy.hpp"
#include "protocol/request.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace taskraft::client {

struct request_client_options {
  /// The endpoints' names in errors, in the order of the links.
  std::vector<std::string> endpoints;
  std::chrono::milliseconds timeout = std::chrono::seconds{5};
  /// Makes random request ids.
  std::function<protocol::request_id()> make_request_id;
  /// The index that earlier runs have seen of the cluster with this id. A read
  /// with session consistency must see at least that.
  std::function<raft::log_index(const std::string& cluster_id)> session_index;
  /// What to log in with where that is asked for.
  credential_source credentials = {};
};

struct request_client_state {
  static inline const char* name = "request_client";

  struct endpoint {
    protocol::gateway_actor gateway;
    bool greeted = false;
    /// Why it does not know who asks; `none` if it does, or need not.
    errc login = errc::none;
    std::string login_trouble = {};
    /// When the node, which could not say who asks, is greeted again.
    std::optional<moment> greet_again_at = {};
    raft::log_index commit_index;
    /// Why the node does not serve this client; empty if it does.
    std::string trouble;
  };

  /// The question under way.
  struct open_question {
    question what;
    client::retry_policy retry_policy;
    caf::typed_response_promise<outcome> promise;
    moment deadline;
    /// With less time left no node is asked any more, because its answer might
    /// come too late.
    moment last_chance;
    /// The question's number in queries, status requests and transfers.
    std::uint64_t number = 0;
    /// The question's id in commands, chosen when it is sent for the first
    /// time.
    std::optional<protocol::request_id> id;
    raft::log_index seen_index;
    /// The endpoints that were asked at least once.
    std::set<std::size_t> asked;
  };

  request_client_options options;
  std::vector<endpoint> endpoints;
  /// The cluster that the first hello named. Nodes of other clusters are not
  /// asked. The id is empty while no node knows it.
  std::string cluster_name;
  std::string cluster_id;
  /// The newest state that this run has seen.
  raft::log_index seen_index;
  std::optional<open_question> open;
  std::uint64_t last_number = 0;
  /// Whether a `look_again` is on its way.
  bool looking = false;
};

request_client_actor::behavior_type request_client(
  request_client_actor::stateful_pointer<request_client_state> self,
  request_client_options options);

} // namespace taskraft::client
