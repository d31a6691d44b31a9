#include "actors/http/service/cluster_json.hpp"

#include "protocol/crypto/sha256.hpp"

#include <algorithm>

namespace taskraft::http {

namespace {

using protocol::node_status;

json::object known_number(std::uint64_t x) {
  return x == 0 ? json::object{} : json::object(x);
}

bool is_voter(const cluster_facts& x, const node_status& node) {
  for (const auto& each : x.members)
    if (each.id == node.id)
      return each.voter;
  return false;
}

/// The voters, and how many of them can be reached.
struct voter_count {
  std::size_t all = 0;
  std::size_t reachable = 0;
};

voter_count count_voters(const cluster_facts& x) {
  auto count = voter_count{};
  for (const auto& each : x.members) {
    if (!each.voter)
      continue;
    auto answered = [&](const node_status& node) {
      return node.id == each.id && node.reachable;
    };
    ++count.all;
    count.reachable
      += (x.is_local ? each.linked : std::ranges::any_of(x.nodes, answered))
           ? 1
           : 0;
  }
  return count;
}

json::object quorum_to_json(const voter_count& voters) {
  auto needed = voters.all / 2 + 1;
  auto to = json::object::object();
  to["voters"] = voters.all;
  to["needed"] = needed;
  to["reachable"] = voters.reachable;
  to["tolerates"] = voters.reachable - std::min(needed, voters.reachable);
  to["available"] = voters.reachable >= needed;
  return to;
}

} // namespace

json::object node_to_json(const cluster_facts& x, const node_status& node,
                          std::uint64_t newest) {
  auto to = json::object::object();
  auto number = [&](std::uint64_t value) {
    return node.reachable ? json::object(value) : json::object{};
  };
  auto http = x.http.find(node.id.value);
  to["id"] = node.id.value;
  to["address"] = node.address;
  to["http"]
    = http == x.http.end() ? json::object{} : json::text_or_null(http->second);
  to["version"] = json::text_or_null(node.version);
  to["role"] = node.role;
  to["voter"] = is_voter(x, node);
  to["term"] = number(node.term.value);
  to["voted_for"] = known_number(node.voted_for.value);
  to["last_index"] = number(node.last_index.value);
  to["commit_index"] = number(node.commit_index.value);
  to["applied_index"] = number(node.applied_index.value);
  to["durable_index"] = number(node.durable_index.value);
  to["lag"] = number(newest - std::min(newest, node.applied_index.value));
  to["inflight_entries"] = number(node.inflight_entries);
  to["inflight_bytes"] = number(node.inflight_bytes);
  to["heartbeat_age_ms"] = number(node.heartbeat_age_ms);
  to["store"] = json::text_or_null(node.store);
  to["disk_free"] = number(node.disk_free);
  to["reachable"] = node.reachable;
  return to;
}

json::object status_to_json(const cluster_facts& x) {
  auto term = std::uint64_t{0};
  auto newest = std::uint64_t{0};
  auto leader = std::uint64_t{0};
  for (const auto& each : x.nodes) {
    newest = std::max(newest, each.commit_index.value);
    if (each.term.value >= term && each.role == "leader")
      leader = each.id.value;
    else if (each.term.value > term || (x.is_local && leader == 0))
      leader = x.is_local ? each.leader.value : 0;
    term = std::max(term, each.term.value);
  }
  auto to = json::object::object();
  to["cluster_id"] = json::text_or_null(x.cluster_id);
  to["name"] = x.name;
  to["term"] = term;
  to["leader"] = known_number(leader);
  to["quorum"] = quorum_to_json(count_voters(x));
  to["served_by"] = x.served_by;
  auto nodes = json::object::array();
  for (const auto& each : x.nodes)
    nodes.push_back(node_to_json(x, each, newest));
  to["nodes"] = std::move(nodes);
  return to;
}

json::object members_to_json(const std::vector<protocol::member_row>& x) {
  auto items = json::object::array();
  for (const auto& each : x) {
    auto item = json::object::object();
    item["id"] = each.id.value;
    item["address"] = each.address;
    item["role"] = each.voter ? "voter" : "learner";
    item["disk_id"] = json::text_or_null(each.disk_id);
    items.push_back(std::move(item));
  }
  return items;
}

json::object digests_to_json(const protocol::digests_compared& x) {
  auto to = json::object::object();
  to["index"] = x.index.value;
  auto nodes = json::object::array();
  for (const auto& each : x.nodes) {
    auto node = json::object::object();
    node["id"] = each.id.value;
    node["sha256"]
      = each.taken ? json::object(protocol::hex(each.digest)) : json::object{};
    nodes.push_back(std::move(node));
  }
  to["nodes"] = std::move(nodes);
  return to;
}

} // namespace taskraft::http
