// The state of a cluster and the figures of a bench, for people and machines.

#pragma once

#include "bin/client/bench/bench_actor.hpp"
#include "bin/client/text/output.hpp"
#include "bin/client/text/task_text.hpp"
#include "protocol/messages/client_messages.hpp"
#include "protocol/messages/node_messages.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace taskraft::client {

using node_rows = std::span<const protocol::node_status>;

/// How many committed entries the node has not applied yet; nothing for a node
/// that cannot be reached.
std::optional<std::uint64_t> lag_of(const protocol::node_status& node,
                                    node_rows all);

json to_json(node_rows nodes);
std::string status_rows(node_rows nodes, const output_style& style);

/// Where every node's log begins and ends.
json logs_to_json(node_rows nodes);
std::string log_rows(node_rows nodes, const output_style& style);

using member_rows = std::vector<protocol::member_row>;

json to_json(const member_rows& members);
std::string members_text(const member_rows& members, const output_style& style);
enum class digest_verdict { equal, different, incomplete };

digest_verdict verdict_on(const protocol::digests_compared& x);
json to_json(const protocol::digests_compared& x);
std::string digest_rows(const protocol::digests_compared& x,
                        const output_style& style);

json to_json(const bench_plan& plan, const bench_result& result);
std::string bench_rows(const bench_plan& plan, const bench_result& result,
                       const output_style& style);

} // namespace taskraft::client
