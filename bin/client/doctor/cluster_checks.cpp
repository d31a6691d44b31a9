#include "bin/client/doctor/checks.hpp"
#include "config/address.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace taskraft::client {

namespace {

constexpr auto second_us = std::uint64_t{1'000'000};
/// A leader says so as well (`clock_differs`).
constexpr auto clock_warning_us = std::int64_t{1'000'000};
/// Logins, certificates and due times go wrong by then.
constexpr auto clock_failure_us = 60 * clock_warning_us;

constexpr auto least_disk_bytes = std::uint64_t{1} << 30U;
/// What the smallest segment of a log takes.
constexpr auto least_log_bytes = std::uint64_t{1} << 20U;
constexpr auto most_lag = std::uint64_t{10'000};

std::string name_of(const protocol::node_status& x) {
  return "node " + std::to_string(x.id.value);
}

std::string list_of(const std::set<std::string>& names) {
  auto text = std::string{};
  for (const auto& name : names)
    text += (text.empty() ? "" : ", ") + name;
  return text;
}

bool is_voter(const cluster_facts& x, raft::node_id id) {
  return std::ranges::any_of(x.members, [&](const protocol::member_row& each) {
    return each.id == id && each.voter;
  });
}

/// How many voters there are, and how many of them answer.
std::pair<std::size_t, std::size_t> voters_of(const cluster_facts& x) {
  auto all = static_cast<std::size_t>(std::ranges::count_if(
    x.members, [](const protocol::member_row& each) { return each.voter; }));
  auto alive = static_cast<std::size_t>(
    std::ranges::count_if(x.nodes, [&](const protocol::node_status& each) {
      return each.reachable && is_voter(x, each.id);
    }));
  return {all, alive};
}

std::string host_of(const std::string& address) {
  auto parsed = config::parse_address(address);
  if (!parsed)
    return address;
  return config::is_loopback(*parsed) ? "loopback" : parsed->host;
}

/// The one in the middle; the lower of two.
std::int64_t median_of(std::vector<std::int64_t> values) {
  std::ranges::sort(values);
  return values.at((values.size() - 1) / 2);
}

/// What the client says of a node that it has not reached names it already.
std::string trouble_of(const endpoint_facts& x) {
  auto name = x.address + ": ";
  return x.trouble.starts_with(name) ? x.trouble : name + x.trouble;
}

/// A node that takes connections runs: then the rest of it has failed.
std::string advice_on(const std::string& trouble, const std::string& whom) {
  auto advice = "start " + whom + ", or correct --endpoints";
  if (trouble.find("no answer") == std::string::npos
      && trouble.find("Connection refused") != std::string::npos)
    return advice;
  return advice + "; if it runs, look at its lines, its database and its disk";
}

/// It knows no cluster: nobody has founded it, or taken this node in.
bool waits(const protocol::node_status& x) {
  return x.reachable && x.term == raft::term{}
         && x.last_index == raft::log_index{};
}

finding compare_clock(const std::string& whose, std::int64_t off_us,
                      std::uint64_t uncertainty_us) {
  auto size_us = static_cast<std::uint64_t>(std::abs(off_us));
  if (size_us <= uncertainty_us)
    return {health::ok, "clock", whose + " goes with the others", {}};
  auto detail = whose + (off_us > 0 ? " is ahead by " : " is late by ")
                + duration_text(size_us);
  auto beyond = static_cast<std::int64_t>(size_us - uncertainty_us);
  if (beyond < clock_warning_us)
    return {health::ok, "clock", detail, {}};
  return {beyond < clock_failure_us ? health::warning : health::failure,
          "clock", detail, "set it, and run chrony or systemd-timesyncd there"};
}

} // namespace

findings check_reach(const cluster_facts& x) {
  auto all = findings{};
  for (const auto& each : x.endpoints)
    if (!each.trouble.empty())
      all.push_back({health::warning, "endpoints", trouble_of(each),
                     advice_on(each.trouble, "that node")});
  if (!x.trouble.empty() && x.refused)
    all.push_back({health::failure, login_check, x.trouble,
                   "log in; the operator of a node has --operator FILE"});
  else if (!x.trouble.empty())
    all.push_back({health::failure, reach_check, x.trouble,
                   advice_on(x.trouble, "a node")});
  for (const auto& node : x.nodes)
    if (!node.reachable)
      all.push_back({health::failure, "nodes",
                     name_of(node) + " at " + node.address + " does not answer",
                     "start it, or replace it: docs/operations.md has how"});
  if (x.trouble.empty() && all.empty())
    all.push_back({health::ok,
                   "nodes",
                   "all " + std::to_string(x.nodes.size()) + " answer",
                   {}});
  return all;
}

findings check_leader(const cluster_facts& x) {
  auto leader = std::ranges::find_if(x.nodes, [](const auto& each) {
    return each.reachable && each.role == "leader";
  });
  if (leader == x.nodes.end())
    return {{health::failure, "leader", "no node leads",
             "bring back a majority of the voters"}};
  return {
    {health::ok,
     "leader",
     name_of(*leader) + " leads term " + std::to_string(leader->term.value),
     {}}};
}

findings check_voters(const cluster_facts& x) {
  // Only a leader tells who the members are.
  if (x.members.empty())
    return {{health::failure, "quorum", "no leader says who votes",
             "bring voters back; nothing can be written until then"}};
  auto [all, alive] = voters_of(x);
  auto found = findings{};
  auto text = std::to_string(alive) + " of " + std::to_string(all)
              + (all == 1 ? " voter answers" : " voters answer");
  auto majority = all / 2 + 1;
  if (alive < majority)
    found.push_back({health::failure, "quorum", text + ": no majority",
                     "bring voters back; nothing can be written until then"});
  else if (alive == majority && alive < all)
    found.push_back({health::warning, "quorum",
                     text + ": one more that is lost stops the cluster",
                     "bring voters back soon"});
  else
    found.push_back({health::ok, "quorum", text, {}});
  if (all == 1)
    found.push_back({health::warning, "voters", "there is one voter",
                     "add two: a cluster of one survives no loss"});
  else if (all % 2 == 0)
    found.push_back({health::warning, "voters",
                     "the number of voters is even: " + std::to_string(all),
                     "add one or remove one: this many survive no more losses "
                     "than one fewer"});
  for (const auto& member : x.members)
    if (!member.voter)
      found.push_back(
        {health::warning, "voters",
         "node " + std::to_string(member.id.value) + " has no vote yet",
         "it gets one when it has caught up; if it never does, "
         "look at its messages"});
  return found;
}

findings check_waiting(const cluster_facts& x) {
  auto found = findings{};
  if (x.members.empty())
    for (const auto& node : x.nodes) {
      if (!waits(node))
        continue;
      auto number = std::to_string(node.id.value);
      if (node.role == "learner")
        found.push_back(
          {health::failure, "members",
           name_of(node) + " is no member yet: it waits to be added",
           "`taskraft cluster add " + number + " " + node.address
             + "`, at a node of the cluster"});
      else
        found.push_back({health::failure, "members",
                         name_of(node) + " waits for the other founders",
                         "start all nodes of cluster.members, with empty data "
                         "directories"});
    }
  return found;
}

findings check_membership(const cluster_facts& x) {
  auto own = raft::node_id{x.own_node};
  if (x.own_node == 0 || x.members.empty()
      || std::ranges::any_of(x.members,
                             [&](const auto& each) { return each.id == own; }))
    return {};
  return {
    {health::failure, "members",
     "node " + std::to_string(x.own_node) + " of these settings is no member",
     "add it, if it is new; if it was removed, its id and its data are "
     "never used again: docs/operations.md has how"}};
}

findings check_places(const cluster_facts& x) {
  auto hosts = std::set<std::string>{};
  for (const auto& member : x.members)
    hosts.insert(host_of(member.address));
  if (x.members.size() < 2)
    return {};
  if (hosts.size() > 1)
    return {{health::ok,
             "hosts",
             "nodes are on " + std::to_string(hosts.size()) + " hosts",
             {}}};
  return {{health::warning, "hosts",
           "all nodes are on one host: " + *hosts.begin(),
           "spread them over machines that do not fail together"}};
}

findings check_versions(const cluster_facts& x) {
  auto versions = std::map<std::string, std::set<std::string>>{};
  for (const auto& node : x.nodes)
    if (node.reachable)
      versions[node.version].insert(std::to_string(node.id.value));
  if (versions.empty())
    return {};
  if (versions.size() > 1) {
    auto text = std::string{};
    for (const auto& [version, nodes] : versions)
      text += (text.empty() ? "nodes " : ", nodes ") + list_of(nodes) + " run "
              + version;
    return {{health::warning, "versions", text,
             "upgrade all: what is new begins once every node has it"}};
  }
  const auto& version = versions.begin()->first;
  if (version != x.client_version)
    return {{health::warning, "versions",
             "nodes run " + version + ", this client is " + x.client_version,
             "use the client of that version"}};
  return {{health::ok, "versions", "all run " + version, {}}};
}

findings check_lag(const cluster_facts& x) {
  auto committed = std::uint64_t{0};
  for (const auto& node : x.nodes)
    if (node.reachable)
      committed = std::max(committed, node.commit_index.value);
  auto found = findings{};
  for (const auto& node : x.nodes) {
    if (!node.reachable)
      continue;
    auto lag = committed - std::min(committed, node.applied_index.value);
    if (lag > most_lag)
      found.push_back(
        {health::warning, "lag",
         name_of(node) + " lags by " + std::to_string(lag) + " entries",
         "look at its database, disk and network"});
  }
  if (found.empty())
    found.push_back({health::ok, "lag", "no node lags", {}});
  return found;
}

findings check_rooms(const cluster_facts& x) {
  auto found = findings{};
  for (const auto& node : x.nodes) {
    if (!node.reachable || node.disk_free >= least_disk_bytes)
      continue;
    if (node.disk_free < least_log_bytes)
      found.push_back({health::failure, "disk",
                       "the disk of " + name_of(node) + " is full",
                       "make room there: until then it takes no writes"});
    else
      found.push_back(
        {health::warning, "disk",
         name_of(node) + " has " + bytes_text(node.disk_free) + " left",
         "make room there"});
  }
  if (x.health)
    for (auto node : x.health->low_disks())
      found.push_back({health::warning, "disk",
                       "node " + std::to_string(node)
                         + " has less than a tenth of its disk free",
                       "make room there: until then, uploads stop on all "
                       "nodes"});
  return found;
}

findings check_clocks(const cluster_facts& x) {
  auto found = findings{};
  auto clocks = std::vector<std::int64_t>{};
  for (const auto& each : x.endpoints)
    if (each.trouble.empty())
      clocks.push_back(each.ahead_us);
  if (clocks.empty())
    return {};
  auto median = median_of(clocks);
  auto worst = std::uint64_t{0};
  for (const auto& each : x.endpoints) {
    if (!each.trouble.empty())
      continue;
    worst = std::max(worst, each.uncertainty_us);
    found.push_back(compare_clock("the clock of " + each.address,
                                  each.ahead_us - median, each.uncertainty_us));
  }
  found.push_back(compare_clock("the clock here", -median, worst));
  return found;
}

findings check_backups(const cluster_facts& x) {
  if (!x.health)
    return {{health::skipped, "backup", x.health_trouble,
             "log in as an administrator"}};
  auto every_us = std::uint64_t{0};
  auto taken_us = std::uint64_t{0};
  auto found = findings{};
  for (const auto& row : x.health->backups()) {
    every_us = every_us == 0
                 ? row.every_us()
                 : std::min<std::uint64_t>(every_us, row.every_us());
    taken_us = std::max<std::uint64_t>(taken_us, row.taken_at_us());
  }
  for (const auto& row : x.health->backups())
    if (row.failures() > 0 && row.failed_at_us() > taken_us)
      found.push_back({health::warning, "backup",
                       "node " + std::to_string(row.node())
                         + " cannot take one: " + row.reason(),
                       "make room, or let it write to backup.directory"});
  if (every_us == 0)
    return {{health::warning, "backup", "no node takes backups by itself",
             "write [backup] into the settings of every node, or see to it "
             "that `taskraft backup` runs"}};
  if (taken_us == 0)
    found.push_back({health::warning, "backup", "there is none yet",
                     "look for backup_failed in the nodes' messages"});
  auto age_us = x.now_us - std::min(x.now_us, taken_us);
  auto text = "the newest is " + duration_text(age_us) + " old";
  if (taken_us != 0 && age_us > 2 * every_us + 10 * second_us)
    found.push_back({health::failure, "backup", text,
                     "look for backup_failed in the nodes' messages"});
  else if (taken_us != 0)
    found.push_back({health::ok, "backup", text, {}});
  return found;
}

findings check_cluster(const cluster_facts& x) {
  auto all = check_reach(x);
  if (!x.trouble.empty())
    return all;
  // What its neighbours do is not known to a node that waits.
  if (auto waiting = check_waiting(x); !waiting.empty())
    return waiting;
  for (auto check :
       {check_leader, check_voters, check_membership, check_places,
        check_versions, check_lag, check_rooms, check_clocks, check_backups})
    std::ranges::move(check(x), std::back_inserter(all));
  return all;
}

} // namespace taskraft::client
