#include "tests/support/simulated_faults.hpp"

#include "protocol/wire.hpp"

#include <array>
#include <string>
#include <utility>

namespace taskraft::tests {

raft::node_id simulated_faults::anyone() {
  return cluster_.chance.one_of(cluster_.ids());
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
  if (cluster_.now() < next_)
    return;
  next_ = cluster_.now() + a_while(300);
  throw_fault();
}

void simulated_faults::throw_fault() {
  using self = simulated_faults;
  static constexpr auto kinds = std::array{
    std::pair{"crash", &self::crash_one},
    std::pair{"crash", &self::crash_one},
    std::pair{"power_cut", &self::cut_power_of_one},
    std::pair{"isolation", &self::isolate_one},
    std::pair{"cut_link", &self::cut_one_link},
    std::pair{"cut_direction", &self::cut_one_direction},
    std::pair{"split", &self::split},
    std::pair{"slow_log", &self::slow_log},
    std::pair{"slow_store", &self::slow_store},
    std::pair{"slow_node", &self::slow_node},
    std::pair{"weather", &self::change_weather},
    std::pair{"transfer", &self::ask_for_transfer},
    std::pair{"flap", &self::flap_one},
    std::pair{"clock_or_database", &self::disturb_clock_or_database},
    std::pair{"members", &self::change_members},
    std::pair{"members", &self::change_members},
    std::pair{"members", &self::change_members},
    std::pair{"members", &self::change_members}};
  ++count_;
  if (upgrade_to_ && cluster_.chance.percent(8))
    return change_program();
  const auto& [name, act]
    = kinds.at(cluster_.chance.below(cluster_.has_spares() ? 18 : 14));
  ++kinds_[name];
  (this->*act)();
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
  cluster_.flap_links(anyone());
}

void simulated_faults::disturb_clock_or_database() {
  if (cluster_.chance.percent(50))
    disturb_clock();
  else
    disturb_database();
}

void simulated_faults::crash_one() {
  auto victim = anyone();
  if (cluster_.node(victim).alive())
    cluster_.crash(victim);
}

/// Operators stop nodes, put another program there, newer or older, and start
/// them again.
void simulated_faults::change_program() {
  ++program_changes_;
  auto changed = anyone();
  cluster_.node(changed).program
    = cluster_.chance.percent(70) ? *upgrade_to_ : simulated_program{};
  if (cluster_.node(changed).alive())
    cluster_.crash(changed);
}

void simulated_faults::cut_power_of_one() {
  auto victim = anyone();
  cluster_.cut_power_soon(victim);
  doomed_.insert(victim);
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
  auto lonely = anyone();
  auto duration = a_while(1500);
  for (auto other : cluster_.ids())
    if (other != lonely)
      cut_for(duration, lonely, other);
}

void simulated_faults::cut_one_link() {
  auto one = anyone();
  auto other = anyone();
  if (one != other)
    cut_for(a_while(1500), one, other);
}

void simulated_faults::cut_one_direction() {
  auto from = anyone();
  auto to = anyone();
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

void simulated_faults::slow_down(std::string_view actor) {
  cluster_.pause(anyone(), actor, cluster_.now() + a_while(900));
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
  auto victim = anyone();
  if (cluster_.chance.percent(50) || std::exchange(year_ahead_, true)) {
    cluster_.node(victim).clock_skew_us = cluster_.chance.below(most_us);
    return;
  }
  ++kinds_["clock_a_year_ahead"];
  cluster_.node(victim).clock_skew_us = year_us;
  later(500, [this, victim] { cluster_.node(victim).clock_skew_us = 0; });
}

void simulated_faults::disturb_database() {
  auto victim = anyone();
  cluster_.node(victim).busy_percent = 70;
  later(a_while(900),
        [this, victim] { cluster_.node(victim).busy_percent = 0; });
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
  if (cluster_.chance.percent(50))
    roll_back_log(liar);
  else
    roll_back_all(liar);
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

void simulated_faults::end() {
  planned_.clear();
  cluster_.network.mend_all();
  cluster_.network.now_is = {};
  cluster_.resume_all();
  for (auto id : cluster_.ids()) {
    auto& node = cluster_.node(id);
    node.busy_percent = 0;
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
