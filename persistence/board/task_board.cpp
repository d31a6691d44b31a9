#include "persistence/board/task_board.hpp"

#include "persistence/board/known_level.hpp"
#include "persistence/board/queries/task_queries.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/raft/log/membership.hpp"
#include "protocol/raft/rules_level.hpp"
#include "protocol/request.hpp"
#include "protocol/tasks/rules/replay.hpp"
#include "protocol/tasks/unknown_fields.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>

namespace taskraft::persistence {

/// One parsed entry.
struct task_board::step {
  raft::entry_view entry;
  /// For a command whose payload is a request.
  std::optional<protocol::request_view> request;
  tasks::wire::Command command;
  std::optional<tasks::wire::Refusal> refusal;
  std::optional<raft::membership> members;
  /// For a no-op.
  raft::node_id leader;
  std::optional<raft::rules_level> level;
};

/// Results of committed commands that are repeated, by log index.
struct task_board::first_results {
  std::map<raft::log_index, std::string> committed;
  /// Results that evaluation needs and that are not loaded yet.
  std::vector<raft::log_index> missing;
};

/// What a batch changes apart from rows and requests. It is undone if rows were
/// missing.
struct task_board::mark {
  raft::log_position applied;
  std::uint64_t clock_us;
  std::uint32_t rules_level;
  std::size_t requests;
};

namespace {

failure poisoned(const raft::entry_view& entry, const char* what) {
  return {errc::corrupted,
          "log index " + std::to_string(entry.index.value) + " " + what};
}

/// Each user has request ids of their own, so that nobody gets the answer to
/// another user's request. An actor that the state does not know gets none.
protocol::request_id id_of(const protocol::request_view& x,
                           const tasks::actor& who) {
  if (x.principal.kind == protocol::principal_kind::open)
    return x.id;
  thread_local auto text = std::string{};
  text = who.refusal ? "-" : "+";
  text += who.username;
  text += '\0';
  text.append(reinterpret_cast<const char*>(x.id.bytes.data()),
              x.id.bytes.size());
  auto digest = protocol::sha256(text);
  auto id = protocol::request_id{};
  std::copy_n(digest.begin(), id.bytes.size(), id.bytes.begin());
  return id;
}

void drop_repetitions(std::vector<std::string>& names) {
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

/// The result of the first attempt, without what must not be told again.
std::string seen_again(tasks::view& rows, const tasks::actor& who,
                       const tasks::wire::Command& command, std::string first) {
  auto result = tasks::wire::Result{};
  if (!result.ParseFromString(first) || tasks::has_unknown_fields(result))
    return first;
  return tasks::seen_again(rows, who, command, std::move(result))
    .SerializeAsString();
}

} // namespace

task_board::task_board(std::shared_ptr<task_store> store,
                       std::unique_ptr<row_loader> loader,
                       const store_meta& meta, std::uint64_t window,
                       const tasks::rule_set& rules)
  : store_(std::move(store)),
    loader_(std::move(loader)), base_{meta.applied, meta.members},
    durable_(meta.applied.index), window_(window), rules_(rules) {
  pending_.before = meta.applied.index;
  pending_.after = meta;
}

result<std::unique_ptr<task_board>>
task_board::open(std::shared_ptr<task_store> store, std::uint64_t window,
                 const tasks::rule_set& rules) {
  auto meta = store->load_meta();
  if (!meta)
    return meta.error();
  if (auto known = check_level(meta->rules_level, rules.newest_level); !known)
    return known.error();
  auto loader = store->open_loader();
  if (!loader)
    return loader.error();
  auto board = std::unique_ptr<task_board>{
    new task_board{std::move(store), std::move(*loader), *meta, window, rules}};
  auto filled = remember(board->window_, *board->store_, meta->applied.index);
  if (!filled)
    return filled.error();
  auto resident = load_resident(*board->store_);
  if (!resident)
    return resident.error();
  board->resident_ = std::move(*resident);
  return board;
}

result<std::vector<task_board::step>>
task_board::read(const raft::entry_batch& entries) const {
  auto steps = std::vector<step>{};
  steps.reserve(entries.count());
  for (auto entry : entries) {
    auto& x = steps.emplace_back();
    x.entry = entry;
    switch (entry.kind) {
      case raft::entry_kind::no_op:
        if (entry.payload.size() != sizeof x.leader.value)
          return poisoned(entry, "names no leader");
        std::memcpy(&x.leader.value, entry.payload.data(),
                    sizeof x.leader.value);
        break;
      case raft::entry_kind::membership: {
        x.members = raft::decode_membership(entry.payload);
        if (!x.members)
          return poisoned(entry, "holds no membership");
        break;
      }
      case raft::entry_kind::level:
        x.level = raft::decode_rules_level(entry.payload);
        if (!x.level)
          return poisoned(entry, "holds no rules level");
        if (auto known = check_level(x.level->value, rules_.newest_level);
            !known)
          return known.error();
        break;
      case raft::entry_kind::command:
        x.request = protocol::parse_request(entry.payload);
        if (!x.request)
          break;
        x.refusal = rules_.read(x.request->command, x.command);
        break;
    }
  }
  return steps;
}

status task_board::load_results(first_results& results) {
  for (auto index : std::exchange(results.missing, {})) {
    auto found = loader_->load_result(index);
    if (!found)
      return found.error();
    results.committed.emplace(index, std::move(*found));
  }
  return done{};
}

status task_board::load_missing(std::vector<wanted_rows> missing,
                                known_rows& into) {
  for (auto& each : missing) {
    drop_repetitions(each.keys);
    drop_repetitions(each.prefixes);
    auto found = loader_->load(each);
    if (!found)
      return found.error();
    into.add(each, std::move(*found));
  }
  return done{};
}

std::string task_board::first_result(raft::log_index index,
                                     first_results& results) const {
  if (index <= visible().index) {
    auto found = results.committed.find(index);
    if (found != results.committed.end())
      return found->second;
    results.missing.push_back(index);
    return {};
  }
  const auto& rows
    = index > pending_.before ? pending_.requests : committing_->requests;
  return std::ranges::lower_bound(rows, index, {}, &request_row::index)->result;
}

void task_board::evaluate_command(step& x, tasks::view& rows,
                                  first_results& results,
                                  protocol::evaluated_command& answer) {
  auto index = x.entry.index;
  if (!x.request) {
    answer.status = protocol::answer_status::malformed;
    return;
  }
  answer.request = x.request->id;
  answer.by = x.request->principal;
  auto at = tasks::stamp{.index = index,
                         .time_us = pending_.after.clock_us,
                         .level = pending_.after.rules_level,
                         .term = x.entry.term};
  auto who = tasks::find_actor(rows, x.request->principal, at.time_us);
  auto id = id_of(*x.request, who);
  if (auto first = window_.find(id, index)) {
    answer.index = *first;
    answer.result
      = seen_again(rows, who, x.command, first_result(*first, results));
    return;
  }
  // A client cannot have seen an index that is not committed before its
  // command.
  if (x.request->seen_index >= index) {
    answer.status = protocol::answer_status::malformed;
    return;
  }
  if (window_.is_forgotten(x.request->seen_index, index)) {
    answer.status = protocol::answer_status::outcome_unknown;
    return;
  }
  auto outcome = tasks::wire::Result{};
  if (x.refusal)
    *outcome.mutable_refusal() = std::move(*x.refusal);
  else
    outcome = rules_.apply(rows, std::move(x.command), who, at);
  digest_due_ = outcome.has_digest_due();
  answer.result = outcome.SerializeAsString();
  window_.record(id, index);
  pending_.requests.push_back({index, id, answer.result});
}

std::vector<protocol::evaluated_command>
task_board::evaluate_steps(std::vector<step>& steps, tasks::view& rows,
                           first_results& results) {
  auto answers = std::vector<protocol::evaluated_command>{};
  answers.reserve(steps.size());
  auto& after = pending_.after;
  for (auto& x : steps) {
    if (digest_due_)
      break;
    const auto& entry = x.entry;
    after.clock_us = std::max(after.clock_us, entry.time_us);
    after.applied = {entry.index, entry.term};
    if (entry.kind == raft::entry_kind::no_op) {
      auto leads = tasks::wire::Leadership{};
      leads.set_term(entry.term.value);
      leads.set_node(x.leader.value);
      leads.set_since_us(after.clock_us);
      rows.put(std::move(leads));
    } else if (entry.kind == raft::entry_kind::level) {
      after.rules_level = std::max(after.rules_level,
                                   static_cast<std::uint32_t>(x.level->value));
    } else if (entry.kind == raft::entry_kind::command) {
      auto& answer = answers.emplace_back();
      answer.index = entry.index;
      evaluate_command(x, rows, results, answer);
    }
  }
  return answers;
}

void task_board::take_back(const mark& to) {
  pending_.after.applied = to.applied;
  pending_.after.clock_us = to.clock_us;
  pending_.after.rules_level = to.rules_level;
  pending_.requests.resize(to.requests);
  window_.take_back(to.applied.index);
  digest_due_ = false;
}

/// The rules do not see memberships, so these changes are never undone.
void task_board::adopt_memberships(std::vector<step>& steps) {
  auto& after = pending_.after;
  for (auto& x : steps) {
    if (!x.members || x.entry.index > after.applied.index)
      continue;
    if (!x.members->cluster_id.empty())
      after.cluster_id = x.members->cluster_id;
    after.members = {x.entry.index, std::move(*x.members)};
  }
}

result<std::vector<protocol::evaluated_command>>
task_board::evaluate(const raft::entry_batch& entries) {
  RAFT_INVARIANT(!entries.malformed());
  if (entries.empty())
    return std::vector<protocol::evaluated_command>{};
  const auto& after = pending_.after;
  RAFT_INVARIANT(entries.first().index == after.applied.index.next());
  RAFT_INVARIANT(!digest_due_);
  auto before = mark{after.applied, after.clock_us, after.rules_level,
                     pending_.requests.size()};
  const auto* committing = committing_ ? &committing_->rows : nullptr;
  auto loaded = known_rows{};
  auto results = first_results{};
  // Each round loads the rows that were missing in the round before.
  while (true) {
    auto steps = read(entries);
    if (!steps)
      return steps.error();
    auto rows = overlay{pending_.rows, committing, loaded, resident_, hot_};
    rows.expect_changes(entries.count());
    auto answers = evaluate_steps(*steps, rows, results);
    if (rows.missing().empty() && results.missing.empty()) {
      adopt_memberships(*steps);
      window_.forget(after.applied.index);
      hot_.add(loaded);
      hot_.trim();
      return answers;
    }
    rows.undo();
    take_back(before);
    if (auto found = load_missing(rows.take_missing(), loaded); !found)
      return found.error();
    if (auto found = load_results(results); !found)
      return found.error();
  }
}

result<std::unique_ptr<state_reader>> task_board::open_reader() {
  auto rows = store_->open_reader();
  if (!rows)
    return rows.error();
  return make_board_reader(std::move(*rows), window_.entries(), hot_changed_);
}

result<std::string> task_board::digest() {
  auto reader = open_reader();
  if (!reader)
    return reader.error();
  auto found = (*reader)->digest();
  if (!found)
    return found.error();
  RAFT_INVARIANT(found->index == visible().index);
  return std::move(found->digest);
}

} // namespace taskraft::persistence
