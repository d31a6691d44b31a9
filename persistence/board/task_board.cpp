#include "persistence/board/task_board.hpp"

#include "persistence/board/known_level.hpp"
#include "persistence/board/task_queries.hpp"
#include "protocol/raft/membership.hpp"
#include "protocol/raft/rules_level.hpp"
#include "protocol/request.hpp"
#include "protocol/tasks/rules.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>

namespace taskraft::persistence {

namespace {

/// The task's new row, if `x` has one.
const tasks::wire::Task* changed_task(const change_set* x, std::uint64_t id) {
  if (x == nullptr)
    return nullptr;
  auto row = x->tasks.find(id);
  return row == x->tasks.end() ? nullptr : &row->second;
}

/// What `x` did to the key, if anything.
const std::optional<tasks::key_row>* changed_key(const change_set* x,
                                                 std::string_view key) {
  if (x == nullptr)
    return nullptr;
  auto row = x->keys.find(key);
  return row == x->keys.end() ? nullptr : &row->second;
}

} // namespace

/// One entry, understood.
struct task_board::step {
  raft::entry_view entry;
  /// For a command whose payload is a request.
  std::optional<protocol::request_view> request;
  tasks::wire::Command command;
  std::optional<tasks::wire::Refusal> refusal;
  /// The committed entry that this one repeats.
  std::optional<raft::log_index> repeats;
  std::optional<raft::membership> members;
  /// For a no-op.
  raft::node_id leader;
  std::optional<raft::rules_level> level;
};

/// What the steps need from the store.
struct task_board::loaded_rows {
  std::map<std::uint64_t, tasks::wire::Task> tasks;
  std::map<std::string, tasks::key_row, std::less<>> keys;
  /// Results by log index.
  std::map<raft::log_index, std::string> results;
};

/// What has not been committed yet, behind it what is being committed, and
/// behind that what the store had.
class task_board::view final : public tasks::view {
public:
  view(change_set& pending, const change_set* committing,
       const loaded_rows& loaded)
    : pending_(pending), committing_(committing), loaded_(loaded) {
  }

  const tasks::wire::Task* find_task(std::uint64_t id) const override {
    for (const auto* changes : {&std::as_const(pending_), committing_})
      if (const auto* row = changed_task(changes, id))
        return row;
    auto row = loaded_.tasks.find(id);
    return row == loaded_.tasks.end() ? nullptr : &row->second;
  }
  const tasks::key_row* find_key(std::string_view key) const override {
    for (const auto* changes : {&std::as_const(pending_), committing_})
      if (const auto* row = changed_key(changes, key))
        return *row ? &**row : nullptr;
    auto row = loaded_.keys.find(key);
    return row == loaded_.keys.end() ? nullptr : &row->second;
  }
  std::uint64_t take_task_id() override {
    return pending_.after.next_task_id++;
  }
  void put_task(tasks::wire::Task row) override {
    auto id = row.id();
    pending_.tasks.insert_or_assign(id, std::move(row));
  }
  void put_key(std::string key, tasks::key_row row) override {
    pending_.keys.insert_or_assign(std::move(key), std::move(row));
  }
  void erase_key(std::string key) override {
    pending_.keys.insert_or_assign(std::move(key), std::nullopt);
  }

private:
  change_set& pending_;
  const change_set* committing_;
  const loaded_rows& loaded_;
};

namespace {

failure poisoned(const raft::entry_view& entry, const char* what) {
  return {errc::corrupted,
          "log index " + std::to_string(entry.index.value) + " " + what};
}

} // namespace

task_board::task_board(std::shared_ptr<task_store> store,
                       std::unique_ptr<row_loader> loader,
                       const store_meta& meta, std::uint64_t window,
                       std::uint32_t newest_level)
  : store_(std::move(store)),
    loader_(std::move(loader)), base_{meta.applied, meta.members},
    durable_(meta.applied.index), window_(window), newest_level_(newest_level) {
  pending_.before = meta.applied.index;
  pending_.after = meta;
}

result<std::unique_ptr<task_board>>
task_board::open(std::shared_ptr<task_store> store, std::uint64_t window,
                 std::uint32_t newest_level) {
  auto meta = store->load_meta();
  if (!meta)
    return meta.error();
  if (auto known = check_level(meta->rules_level, newest_level); !known)
    return known.error();
  auto loader = store->open_loader();
  if (!loader)
    return loader.error();
  auto board = std::unique_ptr<task_board>{new task_board{
    std::move(store), std::move(*loader), *meta, window, newest_level}};
  auto filled = remember(board->window_, *board->store_, meta->applied.index);
  if (!filled)
    return filled.error();
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
        if (auto known = check_level(x.level->value, newest_level_); !known)
          return known.error();
        break;
      case raft::entry_kind::command:
        x.request = protocol::parse_request(entry.payload);
        if (!x.request)
          break;
        x.repeats = window_.find(x.request->id, entry.index);
        if (!x.repeats)
          x.refusal = tasks::read_command(x.request->command, x.command);
        break;
    }
  }
  return steps;
}

result<task_board::loaded_rows>
task_board::load(const std::vector<step>& steps) {
  auto loaded = loaded_rows{};
  auto ids = std::vector<std::uint64_t>{};
  auto keys = std::vector<std::string_view>{};
  for (const auto& x : steps) {
    if (x.repeats && *x.repeats <= visible().index) {
      auto found = loader_->load_result(*x.repeats);
      if (!found)
        return found.error();
      loaded.results.emplace(*x.repeats, std::move(*found));
    }
    if (!x.request || x.repeats || x.refusal)
      continue;
    auto named = tasks::row_named_by(x.command);
    if (named.task && !changed_task(&pending_, *named.task)
        && !changed_task(committing_.get(), *named.task))
      ids.push_back(*named.task);
    if (named.key && !changed_key(&pending_, *named.key)
        && !changed_key(committing_.get(), *named.key))
      keys.push_back(*named.key);
  }
  if (!ids.empty()) {
    auto found = loader_->load_tasks(ids);
    if (!found)
      return found.error();
    for (auto& row : *found)
      loaded.tasks.insert_or_assign(row.id(), std::move(row));
  }
  if (!keys.empty()) {
    auto found = loader_->load_keys(keys);
    if (!found)
      return found.error();
    for (auto i = std::size_t{0}; i < keys.size(); ++i)
      if (auto& row = (*found)[i])
        loaded.keys.insert_or_assign(std::string{keys[i]}, std::move(*row));
  }
  return loaded;
}

std::string task_board::first_result(raft::log_index index,
                                     loaded_rows& loaded) const {
  if (index <= visible().index)
    return loaded.results.at(index);
  const auto& rows
    = index > pending_.before ? pending_.requests : committing_->requests;
  return std::ranges::lower_bound(rows, index, {}, &request_row::index)->result;
}

void task_board::evaluate_command(step& x, loaded_rows& loaded,
                                  protocol::evaluated_command& answer) {
  auto index = x.entry.index;
  if (!x.request) {
    answer.status = protocol::answer_status::malformed;
    return;
  }
  answer.request = x.request->id;
  if (auto first = window_.find(x.request->id, index)) {
    answer.index = *first;
    answer.result = first_result(*first, loaded);
    return;
  }
  if (window_.is_forgotten(x.request->seen_index, index)) {
    answer.status = protocol::answer_status::outcome_unknown;
    return;
  }
  auto outcome = tasks::wire::Result{};
  if (x.refusal) {
    *outcome.mutable_refusal() = std::move(*x.refusal);
  } else {
    auto state = view{pending_, committing_.get(), loaded};
    outcome = tasks::apply(state, std::move(x.command),
                           {.index = index,
                            .time_us = pending_.after.clock_us,
                            .level = pending_.after.rules_level});
  }
  digest_due_ = outcome.has_checksum();
  answer.result = outcome.SerializeAsString();
  window_.record(x.request->id, index);
  pending_.requests.push_back({index, x.request->id, answer.result});
}

result<std::vector<protocol::evaluated_command>>
task_board::evaluate(const raft::entry_batch& entries) {
  RAFT_INVARIANT(!entries.malformed());
  auto answers = std::vector<protocol::evaluated_command>{};
  if (entries.empty())
    return answers;
  auto& after = pending_.after;
  RAFT_INVARIANT(entries.first().index == after.applied.index.next());
  RAFT_INVARIANT(!digest_due_);
  // Everything that can fail comes first: a failure changes nothing.
  auto steps = read(entries);
  if (!steps)
    return steps.error();
  auto loaded = load(*steps);
  if (!loaded)
    return loaded.error();
  for (auto& x : *steps) {
    if (digest_due_)
      break;
    const auto& entry = x.entry;
    after.clock_us = std::max(after.clock_us, entry.time_us);
    after.applied = {entry.index, entry.term};
    if (entry.kind == raft::entry_kind::no_op) {
      pending_.leaders.push_back({entry.term, x.leader, after.clock_us});
    } else if (entry.kind == raft::entry_kind::membership) {
      if (!x.members->cluster_id.empty())
        after.cluster_id = x.members->cluster_id;
      after.members = {entry.index, std::move(*x.members)};
    } else if (entry.kind == raft::entry_kind::level) {
      after.rules_level = std::max(after.rules_level,
                                   static_cast<std::uint32_t>(x.level->value));
    } else {
      auto& answer = answers.emplace_back();
      answer.index = entry.index;
      evaluate_command(x, *loaded, answer);
    }
  }
  return answers;
}

result<std::unique_ptr<state_reader>> task_board::open_reader() {
  auto rows = store_->open_reader();
  if (!rows)
    return rows.error();
  return make_board_reader(std::move(*rows), window_.entries());
}

result<std::uint64_t> task_board::state_hash() {
  auto reader = open_reader();
  if (!reader)
    return reader.error();
  auto digest = (*reader)->digest();
  if (!digest)
    return digest.error();
  RAFT_INVARIANT(digest->index == visible().index);
  return digest->hash;
}

} // namespace taskraft::persistence
