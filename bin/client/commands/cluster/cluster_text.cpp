#include "bin/client/commands/cluster/cluster_text.hpp"

#include "protocol/crypto/sha256.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace taskraft::client {

namespace {

/// The commit index of the cluster as far as it is known: the leader's, or else
/// the highest that any node told.
std::uint64_t committed(node_rows all) {
  auto highest = std::uint64_t{0};
  auto leader_term = raft::term{};
  auto leaders = std::uint64_t{0};
  for (const auto& node : all) {
    if (!node.reachable)
      continue;
    highest = std::max(highest, node.commit_index.value);
    // Of two nodes that both say they lead, the one with the later term does.
    if (node.role == "leader" && node.term >= leader_term) {
      leader_term = node.term;
      leaders = node.commit_index.value;
    }
  }
  return leader_term.value == 0 ? highest : leaders;
}

json number_or_null(bool known, std::uint64_t value) {
  if (!known)
    return nullptr;
  return value;
}

tint tint_of_role(const protocol::node_status& node) {
  if (!node.reachable)
    return tint::red;
  if (node.role == "leader")
    return tint::green;
  return node.role == "candidate" ? tint::yellow : tint::none;
}

double per_second(const bench_figures& figures, const bench_result& result) {
  auto seconds = std::chrono::duration<double>{result.measured}.count();
  return seconds > 0 ? static_cast<double>(figures.latencies.count()) / seconds
                     : 0;
}

double percentile_ms(const bench_figures& figures, double share) {
  return static_cast<double>(figures.latencies.percentile(share)) / 1000;
}

json figures_json(const bench_figures& figures, const bench_result& result) {
  auto object = json{};
  object["per_second"] = std::round(per_second(figures, result));
  object["p50_ms"] = percentile_ms(figures, 0.5);
  object["p99_ms"] = percentile_ms(figures, 0.99);
  object["p999_ms"] = percentile_ms(figures, 0.999);
  object["errors"] = figures.errors;
  return object;
}

std::string with_digits(double value, int digits) {
  auto text = std::array<char, 64>{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  return text.data();
}

/// How much of a digest a table shows: it is for the eye, JSON has all of it.
constexpr std::size_t shown_digits = 16;

} // namespace

std::optional<std::uint64_t> lag_of(const protocol::node_status& node,
                                    node_rows all) {
  if (!node.reachable)
    return std::nullopt;
  auto target = committed(all);
  auto applied = node.applied_index.value;
  return target > applied ? target - applied : 0;
}

json to_json(node_rows nodes) {
  auto array = json::array();
  for (const auto& node : nodes) {
    auto known = node.reachable;
    auto lag = lag_of(node, nodes);
    auto row = json{};
    row["id"] = node.id.value;
    row["address"] = node.address;
    row["version"] = text_or_null(node.version);
    row["role"] = known ? node.role : "unreachable";
    row["term"] = number_or_null(known, node.term.value);
    row["last_index"] = number_or_null(known, node.last_index.value);
    row["commit_index"] = number_or_null(known, node.commit_index.value);
    row["applied_index"] = number_or_null(known, node.applied_index.value);
    row["lag"] = number_or_null(known, lag.value_or(0));
    row["store"] = text_or_null(node.store);
    row["reachable"] = known;
    array.push_back(std::move(row));
  }
  return array;
}

std::string status_rows(node_rows nodes, const output_style& style) {
  // The role says whether a node is reachable. Addresses stay whole.
  auto rows = table{{"ID", "ADDRESS", "VERSION", "ROLE", "TERM", "LAST",
                     "COMMIT", "APPLIED", "LAG", "STORE", "REACHABLE"},
                    std::nullopt,
                    {10, 9, 2, 5, 6}};
  for (const auto& node : nodes) {
    auto number = [&](std::uint64_t value) {
      return cell{node.reachable ? std::to_string(value) : ""};
    };
    auto lag = lag_of(node, nodes).value_or(0);
    rows.add({{std::to_string(node.id.value)},
              {node.address},
              {node.version},
              {node.reachable ? node.role : "unreachable", tint_of_role(node)},
              number(node.term.value),
              number(node.last_index.value),
              number(node.commit_index.value),
              number(node.applied_index.value),
              number(lag),
              {node.store},
              {node.reachable ? "yes" : "no",
               node.reachable ? tint::none : tint::red}});
  }
  return rows.render(style);
}

json logs_to_json(node_rows nodes) {
  auto array = json::array();
  for (const auto& node : nodes) {
    auto row = json{};
    row["id"] = node.id.value;
    row["first_index"] = number_or_null(node.reachable, node.first_index.value);
    row["last_index"] = number_or_null(node.reachable, node.last_index.value);
    row["reachable"] = node.reachable;
    array.push_back(std::move(row));
  }
  return array;
}

std::string log_rows(node_rows nodes, const output_style& style) {
  auto rows = table{{"ID", "FIRST", "LAST"}};
  for (const auto& node : nodes) {
    auto number = [&](std::uint64_t value) {
      return cell{node.reachable ? std::to_string(value) : ""};
    };
    rows.add({{std::to_string(node.id.value)},
              number(node.first_index.value),
              number(node.last_index.value)});
  }
  return rows.render(style);
}

json to_json(const member_rows& members) {
  auto array = json::array();
  for (const auto& one : members) {
    auto row = json{};
    row["id"] = one.id.value;
    row["address"] = one.address;
    row["role"] = one.voter ? "voter" : "learner";
    row["disk_id"] = text_or_null(one.disk_id);
    array.push_back(std::move(row));
  }
  return array;
}

std::string members_text(const member_rows& members,
                         const output_style& style) {
  auto rows = table{{"ID", "ADDRESS", "ROLE", "DISK"}};
  for (const auto& one : members)
    rows.add(
      {{std::to_string(one.id.value)},
       {one.address},
       {one.voter ? "voter" : "learner", one.voter ? tint::none : tint::yellow},
       {one.disk_id}});
  return rows.render(style);
}

digest_verdict verdict_on(const protocol::digests_compared& x) {
  auto found = std::optional<std::string>{};
  auto complete = true;
  for (const auto& node : x.nodes) {
    complete = complete && node.taken;
    if (node.taken && found && *found != node.digest)
      return digest_verdict::different;
    if (node.taken)
      found = node.digest;
  }
  return complete ? digest_verdict::equal : digest_verdict::incomplete;
}

json to_json(const protocol::digests_compared& x) {
  auto array = json::array();
  for (const auto& node : x.nodes) {
    auto row = json{};
    row["id"] = node.id.value;
    row["address"] = node.address;
    row["index"] = x.index.value;
    row["checksum"]
      = node.taken ? json(protocol::hex(node.digest)) : json(nullptr);
    row["differs"] = node.differs;
    row["reason"] = text_or_null(node.reason);
    array.push_back(std::move(row));
  }
  return array;
}

std::string digest_rows(const protocol::digests_compared& x,
                        const output_style& style) {
  auto rows = table{{"ID", "ADDRESS", "INDEX", "CHECKSUM", "STATE"}};
  for (const auto& node : x.nodes) {
    auto state = node.differs ? cell{"differs", tint::red} : cell{"ok"};
    if (!node.taken)
      state = {printable(node.reason), tint::yellow};
    rows.add(
      {{std::to_string(node.id.value)},
       {node.address},
       {std::to_string(x.index.value)},
       {node.taken ? protocol::hex(node.digest).substr(0, shown_digits) : ""},
       state});
  }
  return rows.render(style);
}

json to_json(const bench_plan& plan, const bench_result& result) {
  auto object = json{};
  object["clients"] = plan.clients;
  object["seconds"] = plan.duration.count();
  object["value_bytes"] = plan.kind.value_bytes;
  object["read_ratio"] = plan.read_ratio;
  object["writes"] = figures_json(result.writes, result);
  object["reads"] = figures_json(result.reads, result);
  return object;
}

std::string bench_rows(const bench_plan& plan, const bench_result& result,
                       const output_style& style) {
  auto rows = table{
    {"OPERATION", "PER SECOND", "P50 MS", "P99 MS", "P99.9 MS", "ERRORS"}};
  auto add = [&](const char* name, const bench_figures& figures) {
    rows.add({{name},
              {with_digits(per_second(figures, result), 0)},
              {with_digits(percentile_ms(figures, 0.5), 2)},
              {with_digits(percentile_ms(figures, 0.99), 2)},
              {with_digits(percentile_ms(figures, 0.999), 2)},
              {std::to_string(figures.errors)}});
  };
  if (plan.read_ratio < 1)
    add("put", result.writes);
  if (plan.read_ratio > 0)
    add("get", result.reads);
  return rows.render(style);
}

} // namespace taskraft::client
