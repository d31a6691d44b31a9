// Faults in which several things coincide that seldom do by chance. Each is
// aimed at one promise.

#include "protocol/messages/wire.hpp"
#include "tests/support/simulation/simulated_faults.hpp"

#include <set>
#include <utility>
#include <vector>

namespace taskraft::tests {

simulated_faults::simulated_faults(simulated_cluster& cluster,
                                   std::optional<simulated_program> upgrade_to,
                                   std::vector<std::string> favourites)
  : cluster_(cluster), upgrade_to_(upgrade_to),
    favourites_(std::move(favourites)) {
  cluster_.on_arrival
    = [this](raft::node_id from, raft::node_id to, const caf::message& x) {
        std::erase_if(ambushes_, [&](const ambush& one) {
          return one.until < cluster_.now() || one.strikes(from, to, x);
        });
      };
}

void simulated_faults::lie_in_wait(sim_time duration, strike strikes) {
  ambushes_.push_back({cluster_.now() + duration, std::move(strikes)});
}

std::vector<raft::node_id> simulated_faults::followers() {
  auto leader = cluster_.history.leader();
  const auto& members = cluster_.history.members();
  auto found = std::vector<raft::node_id>{};
  if (!members || leader.value == 0 || !cluster_.node(leader).alive())
    return found;
  for (const auto& one : members->members)
    if (one.voter && one.id != leader && cluster_.node(one.id).alive())
      found.push_back(one.id);
  return found;
}

template <class Message>
void simulated_faults::tell_leader(const Message& message) {
  auto& leader = cluster_.node(cluster_.history.leader());
  if (leader.alive())
    operator_.tell(leader.actors().gateway, message);
}

void simulated_faults::isolate(raft::node_id id, sim_time duration) {
  for (auto other : cluster_.ids())
    if (other != id)
      cut_for(duration, id, other);
}

/// A leader that nobody hears any more gets its last answers late: its lease
/// counts from before it asked.
void simulated_faults::let_answers_come_late() {
  auto& chance = cluster_.chance;
  auto leader = cluster_.history.leader();
  auto late = chance.between(90, 190);
  auto cut_after = chance.between(2, 35);
  auto voters = followers();
  aimed_ += voters.empty() ? 0U : 1U;
  for (auto id : voters) {
    cluster_.network.slow(id, leader, cluster_.now() + 500, late);
    later(cut_after,
          [this, leader, id] { cluster_.network.cut_one_way(leader, id); });
    later(500, [this, leader, id] { cluster_.network.mend(leader, id); });
  }
}

/// The word to stand comes once the transfer was given up, and from then on the
/// leader hears nothing.
void simulated_faults::let_the_word_come_late() {
  auto voters = followers();
  if (voters.empty())
    return;
  ++aimed_;
  auto leader = cluster_.history.leader();
  auto target = cluster_.chance.one_of(voters);
  auto duration = cluster_.chance.between(80, 300);
  cluster_.network.words_late_until = cluster_.now() + 300;
  tell_leader(protocol::transfer_leadership{count_, target});
  lie_in_wait(900, [this, leader, target, duration](
                     raft::node_id, raft::node_id to, const caf::message& x) {
    if (to != target || !x.match_elements<raft::timeout_now>())
      return false;
    isolate(leader, duration);
    return true;
  });
}

/// One voter hears nothing while nothing is written. When it asks for votes,
/// those that have promised the leader something start anew.
void simulated_faults::restart_those_that_promised() {
  auto voters = followers();
  if (voters.size() < 2)
    return;
  ++aimed_;
  auto leader = cluster_.history.leader();
  auto lonely = cluster_.chance.one_of(voters);
  std::erase(voters, lonely);
  cluster_.quiet_until = cluster_.now() + 700;
  later(60, [this, leader, lonely] { cut_for(600, leader, lonely); });
  lie_in_wait(600, [this, leader, lonely, voters](
                     raft::node_id from, raft::node_id, const caf::message& x) {
    if (from != lonely || !x.match_elements<raft::request_vote>())
      return false;
    later(0, [this, leader, voters] {
      for (auto id : voters) {
        if (!cluster_.node(id).alive())
          continue;
        cut_for(200, leader, id);
        cluster_.kill(id);
        cluster_.start(id);
      }
    });
    return true;
  });
}

/// Two operators want other members at the same time.
void simulated_faults::change_members_at_once() {
  const auto& members = cluster_.history.members();
  if (!members)
    return;
  ++aimed_;
  using enum protocol::members_operation;
  auto& chance = cluster_.chance;
  auto asked = std::set<raft::node_id>{};
  for (auto count = chance.between(2, 3); count > 0; --count) {
    auto node = anyone();
    if (!asked.insert(node).second)
      continue;
    auto request = members->find(node) == nullptr ? add
                   : chance.percent(50)           ? remove
                                                  : promote;
    tell_leader(
      protocol::change_members{++last_request_, request, node,
                               cluster_.node(node).introduction().address});
  }
}

/// One operator removes a node, and another one adds it again.
void simulated_faults::add_who_is_removed() {
  using enum protocol::members_operation;
  const auto& members = cluster_.history.members();
  auto leader = cluster_.history.leader();
  if (!members || members->members.size() < 3)
    return;
  auto node = cluster_.chance.one_of(cluster_.members());
  if (node == leader)
    return;
  ++aimed_;
  auto address = cluster_.node(node).introduction().address;
  tell_leader(protocol::change_members{++last_request_, remove, node, address});
  for (auto delay = sim_time{1}; delay < 60; ++delay)
    later(delay, [this, node, address] {
      tell_leader(
        protocol::change_members{++last_request_, add, node, address});
    });
}

/// Nobody hears of the node that is to lead.
void simulated_faults::transfer_to_the_lost() {
  auto voters = followers();
  if (voters.empty())
    return;
  ++aimed_;
  auto target = cluster_.chance.one_of(voters);
  auto duration = a_while(1500);
  tell_leader(protocol::transfer_leadership{count_, target});
  later(cluster_.chance.below(20),
        [this, target, duration] { isolate(target, duration); });
}

/// A leader comes back with entries that nobody has, while the others have to
/// read what they send it from slow disks.
void simulated_faults::let_a_leader_return() {
  auto leader = cluster_.history.leader();
  if (followers().empty())
    return;
  ++aimed_;
  auto duration = cluster_.chance.between(300, 700);
  isolate(leader, duration);
  for (auto id : cluster_.ids())
    if (id != leader)
      cluster_.pause(id, "log_reader", cluster_.now() + duration + 500);
}

/// A snapshot is whole, but not yet installed, when another leader sends the
/// entries that it holds.
void simulated_faults::overtake_a_snapshot() {
  auto voters = followers();
  if (voters.size() < 2)
    return;
  ++aimed_;
  auto& chance = cluster_.chance;
  auto lagging = chance.one_of(voters);
  std::erase(voters, lagging);
  auto next = chance.one_of(voters);
  auto duration = chance.between(300, 700);
  isolate(lagging, duration);
  // Its log is not cut meanwhile.
  cluster_.pause(next, "applier", cluster_.now() + duration + 600);
  later(duration - 30, [this] {
    tell_leader(protocol::request_cluster_status{
      .id = ++last_request_, .compact = true, .local = false});
  });
  auto receipt = chance.between(60, 400);
  lie_in_wait(duration + 1500, [this, lagging, next,
                                receipt](raft::node_id, raft::node_id to,
                                         const caf::message& x) {
    if (to != lagging || !x.match_elements<raft::install_snapshot>())
      return false;
    const auto& piece = x.get_as<raft::install_snapshot>(0);
    if (piece.offset + piece.bytes.view().size() < piece.about.size_bytes)
      return false;
    cluster_.pause(lagging, "snapshot_receiver", cluster_.now() + receipt);
    tell_leader(protocol::transfer_leadership{++last_request_, next});
    return true;
  });
}

std::vector<raft::node_id> simulated_faults::lose_a_minority() {
  auto& chance = cluster_.chance;
  const auto& members = cluster_.history.members();
  auto leader = cluster_.history.leader();
  auto voters = followers();
  if (!members || voters.size() < 2
      || cluster_.node(leader).consensus().members() != *members)
    return {};
  // A founder that was away while the others founded the cluster votes once a
  // leader has sent it the members. Until then it counts as lost itself.
  if (!std::ranges::all_of(voters, [&](raft::node_id id) {
        return cluster_.node(id).consensus().elections_allowed;
      }))
    return {};
  if (chance.percent(30))
    voters.push_back(leader);
  auto lost = std::vector<raft::node_id>{};
  for (auto count = (members->voter_count() - 1) / 2; count > 0; --count) {
    auto one = chance.one_of(voters);
    std::erase(voters, one);
    lost.push_back(one);
  }
  if (lost.front() != leader)
    tell_leader(protocol::transfer_leadership{++last_request_, lost.front()});
  cluster_.run_for(chance.below(20));
  auto crashes = chance.percent(50);
  for (auto id : lost) {
    if (crashes && cluster_.node(id).alive())
      cluster_.crash(id);
    for (auto other : cluster_.ids())
      if (other != id)
        cluster_.network.cut(id, other);
  }
  return lost;
}

void simulated_faults::give_back(const std::vector<raft::node_id>& lost) {
  cluster_.network.mend_all();
  for (auto id : lost)
    if (!cluster_.node(id).alive())
      cluster_.start(id);
}

} // namespace taskraft::tests
