#include "actors/http/cluster_json.hpp"

#include "protocol/sha256.hpp"

#include <algorithm>

namespace taskraft::http {

namespace {

using protocol::node_status;

json::object known_number(std::uint64_t x) {
  return x == 0 ? json::object{} : json::object(x);
}

bool is_voter(const cluster_facts& x, const node_status& node) {
  if (x.members)
    for (const auto& each : *x.members)
      if (each.id == node.id)
        return each.voter;
  return node.role != "learner";
}

json::object node_to_json(const node_status& x, bool voter,
                          std::uint64_t newest) {
  auto to = json::object::object();
  auto number = [&](std::uint64_t value) {
    return x.reachable ? json::object(value) : json::object{};
  };
  to["id"] = x.id.value;
  to["address"] = x.address;
  to["http"] = nullptr;
  to["version"] = json::text_or_null(x.version);
  to["role"] = x.role;
  to["voter"] = voter;
  to["term"] = number(x.term.value);
  to["voted_for"] = nullptr;
  to["last_index"] = number(x.last_index.value);
  to["commit_index"] = number(x.commit_index.value);
  to["applied_index"] = number(x.applied_index.value);
  to["durable_index"] = nullptr;
  to["lag"] = number(newest - std::min(newest, x.applied_index.value));
  to["inflight_entries"] = nullptr;
  to["inflight_bytes"] = nullptr;
  to["heartbeat_age_ms"] = nullptr;
  to["store"] = json::text_or_null(x.store);
  to["disk_free"] = nullptr;
  to["reachable"] = x.reachable;
  return to;
}

} // namespace

json::object status_to_json(const cluster_facts& x) {
  auto term = std::uint64_t{0};
  auto newest = std::uint64_t{0};
  auto leader = std::uint64_t{0};
  auto voters = std::size_t{0};
  auto reachable = std::size_t{0};
  for (const auto& each : x.nodes) {
    newest = std::max(newest, each.commit_index.value);
    if (each.role == "leader" && each.term.value >= term)
      leader = each.id.value;
    term = std::max(term, each.term.value);
    voters += is_voter(x, each) ? 1 : 0;
    reachable += is_voter(x, each) && each.reachable ? 1 : 0;
  }
  auto needed = voters / 2 + 1;
  auto to = json::object::object();
  to["cluster_id"] = json::text_or_null(x.cluster_id);
  to["name"] = x.name;
  to["term"] = term;
  to["leader"] = known_number(leader);
  auto quorum = json::object::object();
  quorum["voters"] = voters;
  quorum["needed"] = needed;
  quorum["reachable"] = reachable;
  quorum["tolerates"] = reachable - std::min(needed, reachable);
  quorum["available"] = reachable >= needed;
  to["quorum"] = std::move(quorum);
  to["served_by"] = x.served_by;
  auto nodes = json::object::array();
  for (const auto& each : x.nodes)
    nodes.push_back(node_to_json(each, is_voter(x, each), newest));
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
