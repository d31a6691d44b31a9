#include "tests/support/simulation/simulated_cluster.hpp"

#include <caf/local_actor.hpp>
#include <caf/scheduled_actor.hpp>

#include <algorithm>
#include <chrono>

namespace taskraft::tests {

namespace {

/// Null if it is none; a cast that asks the type itself takes long.
const caf::abstract_actor* actor_of(caf::resumable* job) {
  return job->subtype() == caf::resumable::scheduled_actor
           ? static_cast<const caf::scheduled_actor*>(job)
           : nullptr;
}

} // namespace

simulated_cluster::simulated_cluster(std::uint64_t seed, cluster_plan plan)
  : chance(seed), judge(history, insides()), plan_(std::move(plan)) {
  if (!plan_.judged)
    judge.turn_off();
  history.now_ms = [this] { return now_; };
  history.clock_us = [this] { return now_us(); };
  history.clock_spread_permille = plan_.clock_spread_permille;
  history.clocks_are_good = plan_.clocks_are_good();
  history.on_evaluation = [this](raft::node_id id, raft::log_position last) {
    judge.evaluates(id, last);
  };
  for (const auto& member : simulated_members(plan_.size + plan_.spares)) {
    auto make_peer = [this, id = member.id](const protocol::server_actor&,
                                            const protocol::peer_order& order) {
      return links_.make(id, order);
    };
    nodes_.emplace(member.id, std::make_unique<simulated_node>(
                                member.id, plan_,
                                surroundings{system, chance, history, judge,
                                             history.clock_us, make_peer}));
  }
  for (auto& [id, node] : nodes_) {
    node->clock_permille = chance.between(1000 - plan_.clock_spread_permille,
                                          1000 + plan_.clock_spread_permille);
    start(id);
  }
}

simulated_cluster::~simulated_cluster() {
  for (auto id : living())
    end_actors(id);
  network.close();
  drain();
}

std::vector<raft::node_id> simulated_cluster::ids() const {
  auto all = std::vector<raft::node_id>{};
  for (const auto& [id, node] : nodes_)
    all.push_back(id);
  return all;
}

std::vector<raft::node_id> simulated_cluster::members() const {
  auto all = std::vector<raft::node_id>{};
  if (const auto& known = history.members())
    for (const auto& one : known->members)
      all.push_back(one.id);
  return all;
}

std::vector<raft::node_id> simulated_cluster::living() const {
  auto alive = std::vector<raft::node_id>{};
  for (const auto& [id, node] : nodes_)
    if (node->alive())
      alive.push_back(id);
  return alive;
}

void simulated_cluster::start(raft::node_id id) {
  auto& started = node(id);
  if (started.retired)
    return;
  outdated_.erase(id);
  if (auto outcome = started.start(); !outcome) {
    if (outcome.error().code == errc::outdated)
      note_outdated(id);
    else if (liars_.contains(id) && outcome.error().code == errc::corrupted)
      note_distrusted(id);
    else if (started.disk.has_power() && !failing_.contains(id)
             && outcome.error().code != errc::disk_full)
      history.add_violation("node " + std::to_string(id.value)
                            + " cannot start: " + outcome.error().detail);
    started.lose_power();
    failing_.erase(id);
    return;
  }
  ++starts_;
  history.tell(now_, " ms: node ", id, " starts");
  for (const auto& each : started.actors().all)
    adopt(each, id);
}

void simulated_cluster::adopt(const caf::actor& handle, raft::node_id node) {
  auto* actor = caf::actor_cast<caf::abstract_actor*>(handle);
  auto name = std::string_view{static_cast<caf::local_actor*>(actor)->name()};
  owners_[handle.id()] = {node, name};
  actor->attach_functor([this, node, name](const caf::error& why) {
    // A copy from before it joined does not even know the cluster.
    auto lied = liars_.contains(node);
    if (lied && (why == errc::corrupted || why == errc::identity_refused))
      found_out_.insert(node);
    else if (why == errc::identity_refused)
      leaving_.insert(node);
    if (why == errc::outdated)
      note_outdated(node);
    if (why != caf::exit_reason::kill)
      dying_.emplace(node, std::string{name} + ": " + system.render(why));
  });
}

void simulated_cluster::note_outdated(raft::node_id id) {
  outdated_.insert(id);
  history.tell(now_, " ms: node ", id, " needs a newer program");
  const auto& said_by = node(id);
  auto known = said_by.program.rules_level;
  // A newer program may have changed its tables before any rules.
  if (known >= history.level().value && known >= said_by.opened_by_level)
    history.add_violation("node " + std::to_string(id.value)
                          + " calls itself outdated and is not");
}

void simulated_cluster::note_distrusted(raft::node_id id) {
  found_out_.insert(id);
  node(id).retired = true;
  history.tell(now_, " ms: the disk of node ", id, " is found out");
}

/// Actors that are not known yet were spawned by the server that has just run.
void simulated_cluster::adopt_newcomers(raft::node_id node) {
  for (auto* job : scheduler.jobs)
    if (const auto* actor = actor_of(job))
      owners_.try_emplace(actor->id(), owner{node, "role"});
}

const simulated_cluster::owner*
simulated_cluster::owner_of(std::size_t job) const {
  const auto* actor = actor_of(scheduler.jobs[job]);
  if (actor == nullptr)
    return nullptr;
  auto found = owners_.find(actor->id());
  return found == owners_.end() ? nullptr : &found->second;
}

void simulated_cluster::end_actors(raft::node_id id) {
  // From now on its roles may have no inside.
  dying_.emplace(id, "it was ended");
  for (const auto& each : node(id).actors().all)
    caf::anon_send_exit(each, caf::exit_reason::kill);
  for (auto found = true; found;) {
    found = false;
    for (auto job = std::size_t{0}; job < scheduler.jobs.size(); ++job) {
      const auto* whose = owner_of(job);
      if (whose == nullptr || whose->node != id)
        continue;
      found = true;
      run_job(job);
      break;
    }
  }
  std::erase_if(owners_,
                [&](const auto& known) { return known.second.node == id; });
  links_.forget(id);
  judge.forget(id);
  pauses_.erase(id);
  dying_.erase(id);
}

void simulated_cluster::crash(raft::node_id id) {
  history.tell(now_, " ms: node ", id, " crashes");
  end_actors(id);
  node(id).lose_power();
  failing_.erase(id);
  mix(id.value);
}

void simulated_cluster::kill(raft::node_id id) {
  history.tell(now_, " ms: the process of node ", id, " is killed");
  end_actors(id);
  node(id).kill();
  failing_.erase(id);
  mix(id.value);
}

void simulated_cluster::fail_disk_soon(raft::node_id id) {
  node(id).disk.fail_call(chance.between(1, 12),
                          failure{errc::storage_failed, "input/output error"});
  failing_.insert(id);
}

void simulated_cluster::spare_disks() {
  for (auto id : failing_)
    node(id).disk.fail_no_call();
  failing_.clear();
}

void simulated_cluster::cut_power_soon(raft::node_id id) {
  node(id).disk.cut_power_at(chance.between(1, 12));
}

/// A node ends as a whole when one of its actors has ended, as the watchdog
/// does it.
void simulated_cluster::bury_the_dead() {
  while (!dying_.empty()) {
    auto [id, why] = *dying_.begin();
    if (leaving_.contains(id)) {
      // Whether the node had to end is known only when all committed entries
      // are evaluated.
      history.tell(now_, " ms: node ", id, " retires");
      node(id).retired = true;
    } else if (found_out_.contains(id)) {
      note_distrusted(id);
    } else if (node(id).disk.has_power() && !is_outdated(id)
               && !failing_.contains(id))
      history.add_violation("node " + std::to_string(id.value)
                            + " ended by itself: " + why);
    crash(id);
  }
}

void simulated_cluster::pause(raft::node_id id, std::string_view actor,
                              sim_time until) {
  pauses_.emplace(id, pause_of{std::string{actor}, until});
}

bool simulated_cluster::is_paused(const owner& x) const {
  auto [first, last] = pauses_.equal_range(x.node);
  return std::any_of(first, last, [&](const auto& pause) {
    return pause.second.until > now_
           && (pause.second.name.empty() || pause.second.name == x.name);
  });
}

/// Who has something to say that may wait until all else is sent.
std::vector<simulated_node*> simulated_cluster::late_speakers() {
  auto speakers = std::vector<simulated_node*>{};
  for (auto& [id, node] : nodes_)
    if (node->says_late() && !is_paused({id, "loop"}))
      speakers.push_back(node.get());
  return speakers;
}

void simulated_cluster::step() {
  auto late = late_speakers();
  auto jobs = scheduler.jobs.size();
  auto packets = network.due();
  auto all = jobs + packets + late.size();
  if (all == 0 || chance.below(plan_.throws_a_moment) == 0) {
    pass_time();
  } else if (auto drawn = chance.below(all); drawn < packets) {
    if (auto arrived = network.take())
      deliver(*arrived);
  } else if (drawn - packets < late.size()) {
    mix(drawn);
    late[drawn - packets]->say_late();
  } else if (!run_some_job()) {
    pass_time();
  }
  bury_the_dead();
}

/// Runs a random actor for one message; false if the chosen one must not run.
bool simulated_cluster::run_some_job() {
  constexpr auto throws = 6;
  for (auto attempt = 0; attempt < throws; ++attempt) {
    auto job = static_cast<std::size_t>(chance.below(scheduler.jobs.size()));
    const auto* whose = owner_of(job);
    if (whose != nullptr && is_paused(*whose))
      continue;
    run_job(job);
    return true;
  }
  return false;
}

void simulated_cluster::run_job(std::size_t job) {
  auto& jobs = scheduler.jobs;
  auto whose = owner{};
  if (const auto* known = owner_of(job))
    whose = *known;
  auto at = jobs.begin() + static_cast<std::ptrdiff_t>(job);
  std::rotate(jobs.begin(), at, std::next(at));
  mix(whose.node.value * 64 + whose.name.size());
  scheduler.run_once();
  if (whose.name == "server")
    adopt_newcomers(whose.node);
  show_to_judge(whose);
}

void simulated_cluster::deliver(const packet& x) {
  mix(x.from.value * 8 + x.to.value);
  mix(x.bytes.size());
  auto& to = node(x.to);
  if (!to.alive())
    return;
  auto content = network.open(x);
  judge.arrived(x.from, x.to, content);
  if (on_arrival)
    on_arrival(x.from, x.to, content);
  auto server = caf::actor_cast<caf::strong_actor_ptr>(to.actors().server);
  server->enqueue(caf::actor_cast<caf::strong_actor_ptr>(postman_.handle()),
                  caf::make_message_id(), std::move(content), nullptr);
}

void simulated_cluster::pass_time() {
  auto passed = chance.between(1, 4);
  now_ += passed;
  mix(now_);
  network.pass(now_);
  scheduler.advance_time(std::chrono::milliseconds{passed});
  links_.tend([this](auto from, auto to) { return ends_of(from, to); });
  if (chance.below(8) == 0)
    spy();
  if (on_time)
    on_time();
}

std::optional<link_ends> simulated_cluster::ends_of(raft::node_id from,
                                                    raft::node_id to) {
  if (!node(from).alive())
    return std::nullopt;
  auto ends = link_ends{};
  ends.from = node(from).actors().server;
  ends.wire = network.wire(from, to);
  ends.possible = node(to).alive() && !network.is_cut(from, to)
                  && !network.is_cut(to, from);
  if (ends.possible) {
    ends.to = node(to).actors().server;
    ends.incarnation = node(to).incarnation();
  }
  return ends;
}

void simulated_cluster::flap_links(raft::node_id id) {
  links_.flap(id, [this](auto from, auto to) { return ends_of(from, to); });
}

/// Asks a node for its status in the name of its neighbour, because answers to
/// one receiver keep their order.
void simulated_cluster::spy() {
  auto& asked = node(chance.one_of(ids()));
  auto neighbour = raft::node_id{asked.id().value % size() + 1};
  if (asked.alive())
    tell(asked,
         protocol::request_node_status{neighbour, simulated_network::spy_context
                                                    | asked.incarnation()});
}

void simulated_cluster::run_for(sim_time duration) {
  for (auto end = now_ + duration; now_ < end;)
    step();
}

bool simulated_cluster::run_until(const std::function<bool()>& done,
                                  sim_time limit) {
  for (auto end = now_ + limit; now_ < end;) {
    if (done())
      return true;
    step();
  }
  return done();
}

void simulated_cluster::mix(std::uint64_t x) {
  trace_ = (trace_ ^ x) * 1099511628211U;
}

} // namespace taskraft::tests
