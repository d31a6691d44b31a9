#include "bin/client/commands/cluster/doctor_commands.hpp"

#include "bin/client/commands/client_calls.hpp"
#include "bin/client/doctor/checks.hpp"
#include "bin/client/doctor/machine.hpp"
#include "bin/client/line/login_file.hpp"
#include "bin/client/text/time_text.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

/// A node that is gone must not keep the doctor waiting for long.
constexpr auto usual_timeout = std::chrono::seconds{2};

/// Empty if there is an answer.
std::string trouble_in(const outcome& x) {
  switch (x.kind) {
    case outcome_kind::answered:
      return {};
    case outcome_kind::refused:
    case outcome_kind::malformed:
      return x.reason.empty() ? std::string{to_string(x.code)} : x.reason;
    default:
      return x.reason.empty() ? "no answer" : x.reason;
  }
}

/// Asks one node for its clock and for what administrators must know.
class endpoint_question {
public:
  explicit endpoint_question(cluster& from) : from_(from) {
    auto query = wire::Query{};
    query.mutable_check_health();
    query_ = query.SerializeAsString();
  }

  endpoint_facts ask(std::size_t endpoint, const std::string& address,
                     cluster_facts& about) {
    auto facts = endpoint_facts{.address = address};
    auto before = now_us();
    auto answer = from_.ask({.kind = question_kind::query,
                             .bytes = query_,
                             .consistency = protocol::consistency::stale,
                             .endpoint = endpoint});
    auto after = now_us();
    auto content = wire::Answer{};
    facts.trouble = trouble_in(answer);
    if (facts.trouble.empty()
        && (!content.ParseFromString(answer.bytes) || !content.has_health()))
      facts.trouble = content.has_refusal() ? content.refusal().message()
                                            : "the answer cannot be read";
    if (!facts.trouble.empty()) {
      about.health_trouble = facts.trouble;
      return facts;
    }
    auto& health = *content.mutable_health();
    facts.uncertainty_us = static_cast<std::uint64_t>((after - before) / 2);
    facts.ahead_us = static_cast<std::int64_t>(health.now_us())
                     - (before + (after - before) / 2);
    if (health.is_whole())
      about.health = std::move(health);
    else
      about.health_trouble = "only administrators are told of backups";
    return facts;
  }

private:
  cluster& from_;
  std::string query_;
};

cluster_facts look_at_cluster(cluster& from, const settings& how) {
  auto facts = cluster_facts{};
  facts.client_version = TASKRAFT_VERSION;
  auto status = from.ask({.kind = question_kind::cluster_status});
  facts.trouble = trouble_in(status);
  facts.refused = status.kind == outcome_kind::refused;
  if (!facts.trouble.empty())
    return facts;
  facts.nodes = std::move(status.nodes);
  auto members = from.ask({.kind = question_kind::change_members});
  facts.members = std::move(members.members.members);
  auto question = endpoint_question{from};
  for (auto i = std::size_t{0}; i < how.endpoints.size(); ++i)
    facts.endpoints.push_back(question.ask(i, how.endpoints[i], facts));
  facts.now_us = static_cast<std::uint64_t>(now_us());
  return facts;
}

/// The node of the settings is asked, unless others are named; false if they
/// are.
bool use_own_node(const invocation& x, const surroundings& world,
                  const std::string& config, settings& how) {
  auto own = own_node_of(config);
  if (!own || x.has("endpoints") || world.variable("TASKRAFT_ENDPOINTS"))
    return false;
  how.endpoints = {own->endpoint};
  if (how.operator_file.empty())
    how.operator_file = own->operator_file;
  return true;
}

} // namespace

exit_code examine(const invocation& x, const surroundings& world) {
  auto how = load_settings(x, world.variable);
  if (!how.timeout_given)
    how.timeout = usual_timeout;
  auto all = findings{};
  auto own_node = std::uint64_t{0};
  auto asks = true;
  if (auto config = x.value("config")) {
    auto machine = look_at_machine(*config);
    all = check_machine(machine);
    auto own_alone = use_own_node(x, world, *config, how);
    // A node that was refused is down for good: nobody needs to ask it, or to
    // be told that it is no member.
    asks = machine.refusal.empty() || !own_alone;
    own_node = machine.refusal.empty() ? machine.node : 0;
  }
  if (asks) {
    how.credentials = credentials_of(how, world.variable);
    auto cluster = look_at_cluster(world.connect(how), how);
    cluster.own_node = own_node;
    std::ranges::move(check_cluster(cluster), std::back_inserter(all));
  } else {
    all.push_back({health::skipped, "cluster", "no node was asked",
                   "name nodes of the cluster with --endpoints"});
  }
  put_out(world, how.json ? findings_json(all, world.style)
                          : findings_text(all, world.style));
  return exit_code_of(all);
}

} // namespace taskraft::client
