// Faults of the disks of a simulated cluster.

#include "tests/support/simulation/simulated_faults.hpp"

#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

void simulated_faults::cut_power_of_one() {
  auto hit = victim();
  cluster_.cut_power_soon(hit);
  doomed_.insert(hit);
}

/// A call to the disk fails, and the node with it.
void simulated_faults::fail_disk_of_one() {
  auto hit = victim();
  if (cluster_.node(hit).alive())
    cluster_.fail_disk_soon(hit);
}

void simulated_faults::fill_disk_of_one() {
  auto hit = victim();
  auto& disk = cluster_.node(hit).disk;
  auto used = std::uint64_t{0};
  for (const auto& [path, content] : disk.content())
    used += content.size();
  disk.limit(used + cluster_.chance.below(2000));
  later(a_while(2000),
        [this, hit] { cluster_.node(hit).disk.limit(UINT64_MAX); });
}

std::optional<raft::node_id> simulated_faults::lie(sim_time time_limit) {
  const auto& members = cluster_.history.members();
  auto leader = cluster_.history.leader();
  if (!members || members->voter_count() < 3)
    return std::nullopt;
  auto liar = cluster_.chance.one_of(cluster_.members());
  if (liar == leader || !members->has_voter(liar)
      || !cluster_.node(liar).alive())
    return std::nullopt;
  auto kind = cluster_.chance.below(3);
  if (kind == 0)
    roll_back_log(liar);
  else if (kind == 1)
    roll_back_all(liar);
  else
    damage_file(liar);
  // The node is found out, or its state still has all that its log lost. Or it
  // was removed, by a request from before: `check_retired` judges that.
  auto is_settled = [&] {
    return cluster_.is_found_out(liar) || cluster_.node(liar).retired
           || cluster_.history.visible_at(liar) == cluster_.history.last();
  };
  cluster_.run_for(500);
  if (!cluster_.run_until(is_settled, time_limit))
    cluster_.history.add_violation("node " + std::to_string(liar.value)
                                   + " lags with a disk that lies");
  return liar;
}

/// Row 25 of the faults from outside: segments as they were a while ago.
void simulated_faults::roll_back_log(raft::node_id liar) {
  auto& node = cluster_.node(liar);
  auto older = node.disk.content();
  cluster_.run_for(a_while(400));
  if (!node.alive())
    return;
  cluster_.crash(liar);
  cluster_.expect_lie(liar);
  if (node.roll_back(older, "data/log/segment-"))
    ++kinds_["log_rolled_back"];
  cluster_.start(liar);
}

/// Row 26: all files but the database become those of before the last start.
void simulated_faults::roll_back_all(raft::node_id liar) {
  auto& node = cluster_.node(liar);
  cluster_.crash(liar);
  auto older = node.disk.content();
  cluster_.start(liar);
  cluster_.run_for(1000);
  if (!node.alive())
    return;
  cluster_.crash(liar);
  cluster_.expect_lie(liar);
  node.roll_back(older, "data/");
  ++kinds_["disk_rolled_back"];
  cluster_.start(liar);
}

/// One bit of what was durable is another one.
void simulated_faults::damage_file(raft::node_id liar) {
  auto& node = cluster_.node(liar);
  cluster_.crash(liar);
  auto places = std::vector<std::pair<std::string, std::size_t>>{};
  for (const auto& [path, content] : node.disk.content())
    if (auto used = content.find_last_not_of('\0'); used != std::string::npos)
      places.emplace_back(path, used + 1);
  if (places.empty())
    return cluster_.start(liar);
  const auto& [path, used] = cluster_.chance.one_of(places);
  auto at = cluster_.chance.below(used);
  auto byte = node.disk.content().at(path)[at];
  byte = static_cast<char>(byte ^ (1 << cluster_.chance.below(8)));
  cluster_.expect_lie(liar);
  node.disk.overwrite(path, at, {&byte, 1});
  ++kinds_["bit_flip"];
  cluster_.history.tell(cluster_.now(), " ms: a bit of ", path, " flips at ",
                        at);
  cluster_.start(liar);
}

void simulated_faults::disturb_database() {
  auto hit = victim();
  cluster_.node(hit).busy_percent = 70;
  later(a_while(900), [this, hit] { cluster_.node(hit).busy_percent = 0; });
}

} // namespace taskraft::tests
