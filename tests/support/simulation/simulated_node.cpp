#include "tests/support/simulation/simulated_node.hpp"

#include "actors/node/node_data.hpp"
#include "persistence/disk/divergence.hpp"
#include "persistence/disk/seen_file.hpp"
#include "persistence/log/segment_log_store.hpp"
#include "protocol/messages/wire.hpp"
#include "tests/support/simulation/judge/judged_log_store.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace taskraft::tests {

namespace {

const auto data_directory = std::string{"data"};
const auto snapshot_directory = std::string{"data/snapshots"};
const auto cluster_name = std::string{"simulated"};

std::string random_name(dice& chance) {
  auto name = std::string{};
  while (name.size() < 32)
    name += "0123456789abcdef"[chance.below(16)];
  return name;
}

} // namespace

std::vector<raft::member> simulated_members(std::size_t count) {
  auto members = std::vector<raft::member>{};
  for (auto id = std::uint64_t{1}; id <= count; ++id)
    members.push_back({.id = {id},
                       .address = "node" + std::to_string(id) + ":7101",
                       .disk_id = {}});
  return members;
}

simulated_node::simulated_node(raft::node_id id, const cluster_plan& plan,
                               surroundings around)
  : program(plan.program), id_(id), plan_(plan), around_(std::move(around)),
    state_(plan.make_state()) {
}

protocol::hello simulated_node::introduction() const {
  auto x = protocol::hello{};
  x.cluster_name = cluster_name;
  x.cluster_id = identity_->cluster_id;
  x.node = id_;
  x.disk_id = identity_->disk_id;
  x.incarnation = identity_->incarnation;
  x.wire_version = program.wire_version;
  x.version = "0";
  x.address = "node" + std::to_string(id_.value) + ":7101";
  x.start_id = start_id_;
  return x;
}

result<std::unique_ptr<persistence::log_store>> simulated_node::open_log() {
  auto options = persistence::segment_log_options{};
  options.first_segment_bytes = plan_.segment_bytes;
  options.segment_bytes = plan_.segment_bytes;
  options.must_exist = identity_ && !identity_->cluster_id.empty();
  // With a thread the order of disk calls would not be repeatable.
  options.prepare_in_background = false;
  options.random = [this] { return around_.chance.draw(); };
  auto opened = persistence::segment_log_store::open(
    disk, persistence::log_directory(data_directory), options);
  if (!opened)
    return opened.error();
  return std::unique_ptr<persistence::log_store>{
    std::make_unique<judged_log_store>(std::move(*opened), around_.judge, id_)};
}

status simulated_node::start() {
  auto random = [this] { return around_.chance.draw(); };
  auto lock = persistence::lock_data_directory(disk, data_directory);
  if (!lock)
    return lock.error();
  auto identity = persistence::open_or_create_identity(
    disk, data_directory, id_, cluster_name, random);
  if (!identity)
    return identity.error();
  identity_ = std::make_shared<persistence::identity>(std::move(*identity));
  start_id_ = around_.chance.draw();
  if (auto trusted = persistence::check_distrusted(disk, data_directory);
      !trusted)
    return trusted;
  auto seen = persistence::load_seen(disk, data_directory);
  if (!seen)
    return seen.error();
  auto log = open_log();
  if (!log)
    return log.error();
  auto state = state_->open(program.rules_level);
  if (!state)
    return state.error();
  opened_by_level = std::max(opened_by_level, program.rules_level);
  auto found = actors::fit_log(**log, *state->machine);
  if (!found)
    return found.error();
  if (auto has = actors::check_confirmed(found->recovered, *seen, id_); !has)
    return has;
  if (auto made = persistence::make_directories(disk, snapshot_directory);
      !made)
    return made;
  lock_ = std::move(*lock);
  actors_ = actors::spawn_node_actors(
    around_.system,
    start_server(std::move(*log), std::move(*state), std::move(*found),
                 std::move(*seen)),
    actors::threading::shared);
  return done{};
}

actors::node_plan
simulated_node::start_server(std::unique_ptr<persistence::log_store> log,
                             opened_state state, actors::log_of_state found,
                             protocol::seen_disks seen) {
  auto plan = actors::node_plan{};
  auto members = simulated_members(plan_.size);
  plan.known
    = actors::known_nodes{introduction(), members, identity_->met,
                          random_name(around_.chance), std::move(seen)};
  plan.audit = actors::audit_files_of(disk, data_directory);
  plan.consensus = std::make_shared<raft::consensus>(raft::make_consensus(
    id_, plan_.tuning, found.recovered,
    raft::membership{.cluster_id = {}, .members = members}));
  plan.consensus->lacks_state = found.lacks_state;
  plan.consensus->log_bytes = log->size_bytes();
  consensus_ = plan.consensus;
  plan.log = std::move(log);
  plan.write_bootstrap
    = [this, identity = identity_](const protocol::save_bootstrap& bootstrap) {
        identity->cluster_id = bootstrap.cluster_id;
        identity->met = bootstrap.disk_ids;
        return persistence::save(disk, data_directory, *identity);
      };
  plan.machine = std::make_unique<observed_machine>(
    std::move(state.machine),
    observation{around_.history, id_, std::move(state.digest),
                std::move(state.clock_us),
                [this] { return around_.chance.percent(busy_percent); },
                [this] { return around_.chance.percent(30); },
                [this] { return around_.chance.percent(5); }});
  plan.readers = std::move(state.readers);
  plan.snapshot_reader = std::move(state.snapshot_reader);
  plan.snapshots = {&disk, snapshot_directory};
  plan.snapshot_chunk_bytes = plan_.snapshot_chunk_bytes;
  plan.gateway.self = id_;
  plan.gateway.cluster_name = cluster_name;
  plan.gateway.limits = plan_.limits;
  plan.gateway.uptime_us = [this] { return uptime_us(); };
  plan.gateway.first_round = around_.chance.draw();
  for (const auto& member : members) {
    auto row = protocol::node_status{};
    row.id = member.id;
    row.address = member.address;
    plan.gateway.members.push_back(row);
  }
  plan.about.id = id_;
  plan.newest_rules_level = {program.rules_level};
  plan.now_us = [this] { return around_.now_us() + clock_skew_us; };
  plan.uptime_us = [this] { return uptime_us(); };
  // Whole milliseconds would be coarser than what the rules allow for.
  if (!plan_.clocks_are_good())
    plan.tick = plan.tick * 1000 / clock_permille;
  plan.random = [this] { return around_.chance.draw(); };
  plan.after_sends
    = [this](std::function<void()> what) { late_.push_back(std::move(what)); };
  plan.make_peer = around_.make_peer;
  return plan;
}

void simulated_node::say_late() {
  auto what = std::move(late_.front());
  late_.pop_front();
  what();
}

void simulated_node::end_actors() {
  actors_.reset();
  late_.clear();
}

void simulated_node::lose_power() {
  end_actors();
  lock_.reset();
  disk.crash(around_.chance.draw());
  state_->crash(around_.chance);
}

void simulated_node::kill() {
  end_actors();
  lock_.reset();
  disk.kill();
}

std::uint64_t simulated_node::uptime_us() const {
  return around_.now_us() / 1000 * clock_permille;
}

bool simulated_node::roll_back(const std::map<std::string, std::string>& older,
                               const std::string& prefix) {
  auto content = disk.content();
  auto before = content;
  std::erase_if(content,
                [&](const auto& x) { return x.first.starts_with(prefix); });
  for (const auto& [path, bytes] : older)
    if (path.starts_with(prefix))
      content[path] = bytes;
  disk.restore(content);
  return content != before;
}

result<std::vector<committed_entry>> simulated_node::read_log() {
  auto log = open_log();
  if (!log)
    return log.error();
  auto entries = std::vector<committed_entry>{};
  auto source = (*log)->source();
  for (auto next = (*log)->recovered().log.first_index();
       next <= (*log)->last().index;) {
    auto batch = source->read(next, 1U << 20U);
    if (!batch)
      return batch.error();
    if (batch->empty())
      return failure{errc::corrupted, "the log has a hole"};
    for (auto entry : *batch)
      entries.push_back({{entry.index, entry.term},
                         entry.kind,
                         entry.time_us,
                         std::string{entry.payload}});
    next = batch->last().index.next();
  }
  return entries;
}

} // namespace taskraft::tests
