#include "tests/support/simulation/simulated_faults.hpp"

#include "protocol/messages/wire.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace taskraft::tests {

raft::node_id simulated_faults::anyone() {
  return cluster_.chance.one_of(cluster_.ids());
}

raft::node_id simulated_faults::victim() {
  auto& chance = cluster_.chance;
  if (chance.percent(30))
    return anyone();
  auto targets = std::vector<raft::node_id>{
    cluster_.history.leader(), cluster_.candidate(),
    cluster_.network.last_answer_of(), cluster_.learner(),
    cluster_.network.last_snapshot_to()};
  std::erase(targets, raft::node_id{});
  if (targets.empty())
    return anyone();
  ++aimed_;
  return chance.one_of(targets);
}

sim_time simulated_faults::a_while(sim_time most) {
  return cluster_.chance.between(20, most);
}

void simulated_faults::later(sim_time delay, std::function<void()> action) {
  planned_.emplace(cluster_.now() + delay, std::move(action));
}

void simulated_faults::pass_time() {
  while (!planned_.empty() && planned_.begin()->first <= cluster_.now()) {
    auto action = std::move(planned_.begin()->second);
    planned_.erase(planned_.begin());
    action();
  }
  restart_the_dead();
  if (cluster_.now() < next_ || count_ >= most_)
    return;
  next_ = cluster_.now() + a_while(300);
  throw_fault();
}

const std::vector<simulated_faults::fault_kind>& simulated_faults::all_kinds() {
  using self = simulated_faults;
  static const auto all = std::vector<fault_kind>{
    {"crash", &self::crash_one, 2},
    {"kill", &self::kill_one},
    {"crash_of_all", &self::crash_all},
    {"power_cut", &self::cut_power_of_one, 2},
    {"disk_failure", &self::fail_disk_of_one},
    {"disk_full", &self::fill_disk_of_one},
    {"isolation", &self::isolate_one},
    {"leader_apart", &self::isolate_leader_with_learners},
    {"voters_anew", &self::restart_voters},
    {"cut_link", &self::cut_one_link},
    {"cut_direction", &self::cut_one_direction},
    {"split", &self::split},
    {"bridge", &self::leave_a_bridge},
    {"ring", &self::leave_a_ring},
    {"slow_log", &self::slow_log},
    {"slow_store", &self::slow_store},
    {"slow_node", &self::slow_node},
    {"weather", &self::change_weather},
    {"transfer", &self::ask_for_transfer},
    {"cut_of_log", &self::ask_for_cut},
    {"flap", &self::flap_one},
    {"clock_or_database", &self::disturb_clock_or_database},
    {"members", &self::change_members, 4},
    {"program", &self::change_program, 2},
    {"late_answers", &self::let_answers_come_late},
    {"late_word", &self::let_the_word_come_late},
    {"promise_restarted", &self::restart_those_that_promised},
    {"members_at_once", &self::change_members_at_once},
    {"removed_again", &self::add_who_is_removed},
    {"transfer_to_lost", &self::transfer_to_the_lost},
    {"leader_returns", &self::let_a_leader_return},
    {"snapshot_overtaken", &self::overtake_a_snapshot}};
  return all;
}

bool simulated_faults::is_possible(const fault_kind& x) const {
  auto name = std::string_view{x.name};
  auto changes_members
    = name == "members" || name == "members_at_once" || name == "removed_again";
  return (!changes_members || cluster_.has_spares())
         && (name != "program" || upgrade_to_);
}

const simulated_faults::fault_kind& simulated_faults::draw_kind() {
  auto& chance = cluster_.chance;
  const auto& all = all_kinds();
  auto wanted = std::string{};
  if (!favourites_.empty() && chance.percent(50))
    wanted = chance.one_of(favourites_);
  auto total = std::uint64_t{0};
  for (const auto& each : all) {
    if (each.name == wanted && is_possible(each))
      return each;
    total += is_possible(each) ? each.weight : 0U;
  }
  auto left = chance.below(total);
  for (const auto& each : all) {
    auto weight = is_possible(each) ? each.weight : 0U;
    if (left < weight)
      return each;
    left -= weight;
  }
  return all.front();
}

void simulated_faults::throw_fault() {
  ++count_;
  const auto& drawn = draw_kind();
  ++kinds_[drawn.name];
  (this->*drawn.act)();
}

void simulated_faults::slow_log() {
  slow_down("log");
}

void simulated_faults::slow_store() {
  slow_down(cluster_.chance.percent(50) ? "applier" : "log_reader");
}

void simulated_faults::slow_node() {
  slow_down({});
}

void simulated_faults::flap_one() {
  cluster_.flap_links(victim());
}

void simulated_faults::disturb_clock_or_database() {
  if (cluster_.chance.percent(50))
    disturb_clock();
  else
    disturb_database();
}

void simulated_faults::crash_one() {
  auto hit = victim();
  if (cluster_.node(hit).alive())
    cluster_.crash(hit);
}

/// The process dies, and the machine goes on.
void simulated_faults::kill_one() {
  auto hit = victim();
  if (cluster_.node(hit).alive())
    cluster_.kill(hit);
}

/// The power of the house.
void simulated_faults::crash_all() {
  for (auto id : cluster_.living())
    cluster_.crash(id);
}

/// Operators stop nodes, put another program there, newer or older, and start
/// them again.
void simulated_faults::change_program() {
  ++program_changes_;
  auto changed = victim();
  cluster_.node(changed).program
    = cluster_.chance.percent(70) ? *upgrade_to_ : simulated_program{};
  if (cluster_.node(changed).alive())
    cluster_.crash(changed);
}

/// Plans the restart of each node that is down, unless it is planned already.
void simulated_faults::restart_the_dead() {
  for (auto id : cluster_.ids()) {
    if (cluster_.node(id).alive() || cluster_.node(id).retired
        || !restarting_.insert(id).second)
      continue;
    doomed_.erase(id);
    later(a_while(1200), [this, id] {
      restarting_.erase(id);
      if (cluster_.is_outdated(id))
        cluster_.node(id).program = newest();
      if (!cluster_.node(id).alive())
        cluster_.start(id);
    });
  }
}

void simulated_faults::cut_for(sim_time duration, raft::node_id one,
                               raft::node_id other) {
  cluster_.network.cut(one, other);
  later(duration, [this, one, other] { cluster_.network.mend(one, other); });
}

void simulated_faults::isolate_one() {
  auto lonely = victim();
  isolate(lonely, a_while(1500));
}

/// Learners still hear the leader; no other voter does.
void simulated_faults::isolate_leader_with_learners() {
  auto leader = cluster_.history.leader();
  const auto& members = cluster_.history.members();
  if (!members || leader.value == 0)
    return;
  auto duration = cluster_.chance.between(300, 1500);
  ++aimed_;
  for (const auto& voter : members->members)
    for (auto other : cluster_.ids())
      if (voter.voter && voter.id != leader
          && (other == leader || !members->has_voter(other)))
        cut_for(duration, voter.id, other);
}

/// The leader is cut off, and the voters that have promised it something start
/// anew.
void simulated_faults::restart_voters() {
  auto leader = cluster_.history.leader();
  const auto& members = cluster_.history.members();
  if (!members || leader.value == 0)
    return;
  auto voters = std::vector<raft::node_id>{};
  for (const auto& one : members->members)
    if (one.voter && one.id != leader && cluster_.node(one.id).alive())
      voters.push_back(one.id);
  ++aimed_;
  auto duration = cluster_.chance.between(100, 600);
  for (auto id : voters) {
    cut_for(duration, leader, id);
    cluster_.kill(id);
    cluster_.start(id);
  }
}

void simulated_faults::cut_one_link() {
  auto one = victim();
  auto other = anyone();
  if (one != other)
    cut_for(a_while(1500), one, other);
}

void simulated_faults::cut_one_direction() {
  auto from = victim();
  auto to = anyone();
  if (cluster_.chance.percent(50))
    std::swap(from, to);
  if (from == to)
    return;
  cluster_.network.cut_one_way(from, to);
  later(a_while(800), [this, from, to] { cluster_.network.mend(from, to); });
}

void simulated_faults::split() {
  auto here = std::set<raft::node_id>{};
  for (auto id : cluster_.ids())
    if (cluster_.chance.percent(50))
      here.insert(id);
  auto duration = a_while(1500);
  for (auto one : here)
    for (auto other : cluster_.ids())
      if (!here.contains(other))
        cut_for(duration, one, other);
}

/// Two halves see each other only through one node.
void simulated_faults::leave_a_bridge() {
  auto bridge = victim();
  auto here = std::set<raft::node_id>{};
  for (auto id : cluster_.ids())
    if (id != bridge && cluster_.chance.percent(50))
      here.insert(id);
  auto duration = a_while(1500);
  for (auto one : here)
    for (auto other : cluster_.ids())
      if (other != bridge && !here.contains(other))
        cut_for(duration, one, other);
}

/// Each node sees its two neighbours alone.
void simulated_faults::leave_a_ring() {
  auto size = cluster_.size();
  auto duration = a_while(1500);
  for (auto one : cluster_.ids())
    for (auto other : cluster_.ids()) {
      auto distance = (other.value + size - one.value) % size;
      if (one < other && distance != 1 && distance != size - 1)
        cut_for(duration, one, other);
    }
}

void simulated_faults::slow_down(std::string_view actor) {
  cluster_.pause(victim(), actor, cluster_.now() + a_while(900));
}

void simulated_faults::change_weather() {
  auto& chance = cluster_.chance;
  auto& weather = cluster_.network.now_is;
  weather.loss_percent = chance.percent(50) ? chance.below(25) : 0;
  weather.duplicate_percent = chance.percent(50) ? chance.below(25) : 0;
  weather.delay_ms = chance.between(1, 30);
  weather.late_percent = chance.percent(50) ? chance.below(20) : 0;
}

void simulated_faults::ask_for_transfer() {
  auto asked = anyone();
  if (cluster_.node(asked).alive())
    operator_.tell(cluster_.node(asked).actors().gateway,
                   protocol::transfer_leadership{count_, anyone()});
}

void simulated_faults::ask_to_lead(raft::node_id id) {
  if (auto living = cluster_.living(); !living.empty())
    operator_.tell(
      cluster_.node(cluster_.chance.one_of(living)).actors().gateway,
      protocol::transfer_leadership{cluster_.now(), id});
}

/// The operator has all logs cut as far as states are durable.
void simulated_faults::ask_for_cut() {
  auto asked = anyone();
  if (cluster_.node(asked).alive())
    operator_.tell(cluster_.node(asked).actors().gateway,
                   protocol::request_cluster_status{
                     .id = count_, .compact = true, .local = false});
}

/// An operator adds, promotes and removes random nodes, through any node.
void simulated_faults::change_members() {
  auto asked = anyone();
  if (!cluster_.node(asked).alive())
    return;
  auto& chance = cluster_.chance;
  auto request = chance.percent(60)   ? protocol::members_operation::add
                 : chance.percent(60) ? protocol::members_operation::remove
                                      : protocol::members_operation::promote;
  auto node = anyone();
  operator_.tell(
    cluster_.node(asked).actors().gateway,
    protocol::change_members{count_, request, node,
                             cluster_.node(node).introduction().address});
}

void simulated_faults::disturb_clock() {
  constexpr auto most_us = std::uint64_t{3'000'000};
  constexpr auto year_us = std::uint64_t{365} * 24 * 3600 * 1'000'000;
  auto hit = victim();
  if (cluster_.chance.percent(50) || std::exchange(year_ahead_, true)) {
    cluster_.node(hit).clock_skew_us = cluster_.chance.below(most_us);
    return;
  }
  ++kinds_["clock_a_year_ahead"];
  cluster_.node(hit).clock_skew_us = year_us;
  later(500, [this, hit] { cluster_.node(hit).clock_skew_us = 0; });
}

void simulated_faults::end() {
  planned_.clear();
  ambushes_.clear();
  cluster_.quiet_until = 0;
  cluster_.spare_disks();
  cluster_.network.mend_all();
  cluster_.network.now_is = {};
  cluster_.resume_all();
  for (auto id : cluster_.ids()) {
    auto& node = cluster_.node(id);
    node.busy_percent = 0;
    node.disk.limit(UINT64_MAX);
    node.clock_skew_us %= 3'000'000;
    auto is_newest = node.program.rules_level == newest().rules_level;
    node.program = newest();
    if (node.alive() && (!is_newest || doomed_.contains(id)))
      cluster_.crash(id);
    if (node.alive())
      continue;
    // The power does not fail.
    node.lose_power();
    cluster_.start(id);
  }
  restarting_.clear();
  doomed_.clear();
}

} // namespace taskraft::tests
