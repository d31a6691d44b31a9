#include "tests/support/simulation/judge/simulated_history.hpp"

#include "protocol/errors.hpp"
#include "tasks.pb.h"

#include <algorithm>
#include <cstring>
#include <sstream>
#include <utility>

namespace taskraft::tests {

namespace {

template <class... Parts>
std::string text(const Parts&... parts) {
  auto out = std::ostringstream{};
  (out << ... << parts);
  return out.str();
}

bool same(const committed_entry& one, const raft::entry_view& other) {
  return one.position.term == other.term && one.kind == other.kind
         && one.time_us == other.time_us && one.payload == other.payload;
}

} // namespace

void simulated_history::evaluated(raft::node_id node,
                                  const raft::entry_batch& entries) {
  if (!entries.empty()) {
    tell("node ", node, " evaluates up to ", entries.last().index, " of term ",
         entries.last().term);
    if (on_evaluation)
      on_evaluation(node, entries.last());
  }
  for (auto entry : entries) {
    if (entry.index > last().next()) {
      add_violation(text("node ", node, " evaluates entry ", entry.index,
                         " before anybody has evaluated ", last().next()));
      return;
    }
    if (entry.index == last().next())
      append({{entry.index, entry.term},
              entry.kind,
              entry.time_us,
              std::string{entry.payload}});
    else if (!same(at(entry.index), entry))
      add_violation(text("node ", node, " takes another entry ", entry.index,
                         " of term ", entry.term,
                         " for committed than was in term ",
                         at(entry.index).position.term));
  }
}

/// Clocks are wrong by three seconds at most, but for one that is a year ahead
/// for a while. Leaders reckon from what clocks said five seconds ago at most.
void simulated_history::check_stamp(const committed_entry& entry) {
  auto most_us = 3'050'000 + 5'000 * clock_spread_permille;
  had_one_voter_ = had_one_voter_ || (members_ && members_->voter_count() == 1);
  if (!had_one_voter_ && entry.time_us > clock_us() + most_us)
    add_violation(text("entry ", entry.position.index,
                       " has a stamp from the future, ",
                       (entry.time_us - clock_us()) / 1000, " ms ahead"));
}

void simulated_history::append(const committed_entry& entry) {
  // Its stamp may be older: a leader that has just restarted may not have the
  // newest entry in memory. State machines take the newest stamp they have
  // seen.
  if (!entries_.empty() && entry.position.term < entries_.back().position.term)
    add_violation(text("the term falls at entry ", entry.position.index));
  check_stamp(entry);
  entries_.push_back(entry);
  evaluated_at_.push_back(now_ms());
  clocks_.push_back(
    std::max(clocks_.empty() ? 0 : clocks_.back(), entry.time_us));
  if (entry.kind == raft::entry_kind::no_op
      && entry.payload.size() == sizeof(std::uint64_t)) {
    auto leader = raft::node_id{};
    std::memcpy(&leader.value, entry.payload.data(), sizeof leader.value);
    led(entry.position.term, leader);
  }
  if (entry.kind == raft::entry_kind::membership) {
    ++changes_;
    members_ = raft::decode_membership(entry.payload);
    if (!members_)
      add_violation(text("no membership at entry ", entry.position.index));
  }
  if (entry.kind == raft::entry_kind::level) {
    auto next = raft::decode_rules_level(entry.payload);
    if (next != level_.next())
      add_violation(text("entry ", entry.position.index,
                         " does not raise the rules level by one"));
    level_ = next.value_or(level_);
    tell("entry ", entry.position.index, " raises the rules level to ", level_);
  }
  if (entry.kind == raft::entry_kind::command)
    if (auto request = protocol::parse_request(entry.payload))
      first_.try_emplace(request->id, entry.position.index);
}

namespace {

bool is_gone(const tasks::wire::Refusal& x) {
  return x.code() == static_cast<std::uint32_t>(errc::not_found);
}

/// Takes from both what one of them says to be gone.
void leave_out_gone(tasks::wire::CreatedTasks& one,
                    tasks::wire::CreatedTasks& other) {
  for (auto i = 0; i < std::min(one.items_size(), other.items_size()); ++i)
    if (is_gone(one.items(i).refusal()) || is_gone(other.items(i).refusal())) {
      one.mutable_items(i)->Clear();
      other.mutable_items(i)->Clear();
    }
}

/// Whether both can be results of one request. When it comes again after what
/// it made was removed for ever, its result says so, of each of many tasks
/// alone.
bool are_of_one_request(const std::string& one, const std::string& other) {
  auto first = tasks::wire::Result{};
  auto second = tasks::wire::Result{};
  if (one == other || !first.ParseFromString(one)
      || !second.ParseFromString(other))
    return one == other;
  if (is_gone(first.refusal()) || is_gone(second.refusal()))
    return true;
  if (first.has_created_tasks() && second.has_created_tasks())
    leave_out_gone(*first.mutable_created_tasks(),
                   *second.mutable_created_tasks());
  return first.SerializeAsString() == second.SerializeAsString();
}

} // namespace

void simulated_history::answered(
  raft::node_id node, const std::vector<protocol::evaluated_command>& answers) {
  for (const auto& x : answers) {
    auto [known, fresh] = results_.try_emplace(x.index, x.result);
    if (x.status != protocol::answer_status::done)
      forgotten_.insert(x.request);
    else if (fresh && on_result)
      on_result(at(x.index), x.result);
    if (!fresh && !are_of_one_request(known->second, x.result))
      add_violation(text("node ", node, " gives another result for entry ",
                         x.index, " than others did"));
  }
}

void simulated_history::visible(raft::node_id node, raft::log_position position,
                                const std::string& digest) {
  visible_[node] = position.index;
  auto [known, fresh] = digests_.try_emplace(position.index, digest);
  if (!fresh && known->second != digest)
    add_violation(text("node ", node, " has another state at entry ",
                       position.index, " than others had"));
}

void simulated_history::shows_time(raft::node_id node, raft::log_index index,
                                   std::uint64_t shown_us) {
  auto expected = index.value == 0 || index > last() ? 0 : clock_at(index);
  if (expected != 0 && shown_us != expected)
    add_violation(text("the state's clock is the newest stamp: node ", node,
                       " has ", shown_us, " at entry ", index, ", not ",
                       expected));
}

void simulated_history::installed(raft::node_id node, raft::log_index index) {
  ++installations_;
  tell("node ", node, " has installed a snapshot of entry ", index);
  if (index > last())
    add_violation(text("node ", node, " installs a snapshot of entry ", index,
                       ", which nobody has evaluated"));
  if (index < visible_at(node))
    add_violation(text("node ", node, " goes back to entry ", index));
}

raft::log_index simulated_history::visible_at(raft::node_id node) const {
  auto found = visible_.find(node);
  return found == visible_.end() ? raft::log_index{} : found->second;
}

void simulated_history::led(raft::term term, raft::node_id node) {
  auto [known, fresh] = leaders_.try_emplace(term, node);
  if (!fresh && known->second != node)
    add_violation(
      text("term ", term, " has two leaders: ", known->second, " and ", node));
}

void simulated_history::told(raft::node_id node, std::uint64_t incarnation,
                             raft::term term, raft::log_index commit_index) {
  auto& before = progress_[node];
  // Answers overtake each other only within one run of a node; answers from an
  // earlier run do not arrive.
  if (before.incarnation == incarnation
      && (term < before.term || commit_index < before.commit_index))
    add_violation(text("term or commit index of node ", node, " fell from ",
                       before.term, "/", before.commit_index, " to ", term, "/",
                       commit_index));
  before = {incarnation, term, commit_index};
}

bool simulated_history::is_result(raft::log_index index,
                                  const std::string& result) const {
  auto found = results_.find(index);
  return found != results_.end() && are_of_one_request(found->second, result);
}

std::optional<raft::log_index>
simulated_history::first_index(const protocol::request_id& id) const {
  auto found = first_.find(id);
  return found == first_.end() ? std::nullopt : std::optional{found->second};
}

void simulated_history::add_violation(std::string what) {
  tell("VIOLATION: ", what);
  violations_.push_back(std::move(what));
}

} // namespace taskraft::tests
