// Which tasks block which; and what a task is related to.

#include "protocol/tasks/rules/work/task_blocks.hpp"

#include "protocol/tasks/rules/objections.hpp"
#include "protocol/tasks/rules/task_links.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace taskraft::tasks {

namespace {

template <class Row>
std::vector<std::uint64_t> others_of(finder& state, std::uint64_t task) {
  auto found = std::vector<std::uint64_t>{};
  for (const auto* each : state.find_all<Row>(task))
    found.push_back(each->other());
  return found;
}

void count_blocker(view& state, std::uint64_t blocked, bool more) {
  const auto* found = state.find<wire::Blocked>(blocked);
  auto row = found == nullptr ? wire::Blocked{} : *found;
  row.set_task(blocked);
  if (more)
    row.set_blockers(row.blockers() + 1);
  else if (row.blockers() > 0)
    row.set_blockers(row.blockers() - 1);
  if (row.blockers() > 0)
    state.put(std::move(row));
  else if (found != nullptr)
    state.erase<wire::Blocked>(blocked);
}

/// Follows the relation from one end, step by step.
template <class Row>
class block_search {
public:
  block_search(finder& state, std::uint64_t begin)
    : state_(state), seen_{begin}, edge_{begin} {
  }

  /// The tasks one step further. They are found together.
  void step() {
    auto next = std::vector<std::uint64_t>{};
    for (auto task : edge_)
      for (auto other : others_of<Row>(state_, task))
        if (seen_.insert(other).second)
          next.push_back(other);
    edge_ = std::move(next);
  }
  bool has_seen(std::uint64_t task) const {
    return seen_.contains(task);
  }
  std::size_t seen() const {
    return seen_.size();
  }
  const std::vector<std::uint64_t>& edge() const {
    return edge_;
  }

private:
  finder& state_;
  std::set<std::uint64_t> seen_;
  std::vector<std::uint64_t> edge_;
};

/// Searches from both ends, where less is to be looked at: long chains are
/// mostly made at one of their ends.
maybe_refusal check_no_cycle(finder& state, std::uint64_t task,
                             std::uint64_t other) {
  auto waiting = block_search<wire::Block>{state, other};
  auto blockers = block_search<wire::BlockedBy>{state, task};
  for (auto steps = std::size_t{0};
       !waiting.edge().empty() && !blockers.edge().empty(); ++steps) {
    if (waiting.has_seen(task) || blockers.has_seen(other))
      return refusal(errc::cycle, "/other",
                     name_of_task(other) + " blocks " + name_of_task(task));
    if (waiting.seen() + blockers.seen() > max_cycle_tasks
        || steps == max_cycle_steps)
      return refusal(errc::too_many, "/other",
                     "too many tasks block each other");
    if (waiting.seen() <= blockers.seen())
      waiting.step();
    else
      blockers.step();
  }
  return std::nullopt;
}

maybe_refusal check_new_block(finder& state, const wire::BlockTask& x) {
  if (x.task() == x.other())
    return refusal(errc::cycle, "/other", "a task does not block itself");
  if (state.find_all<wire::Block>(x.task()).size() >= max_blocks)
    return refusal(errc::too_many, "/task",
                   name_of_task(x.task()) + " blocks 100 tasks already");
  if (state.find_all<wire::BlockedBy>(x.other()).size() >= max_blocks)
    return refusal(errc::too_many, "/other",
                   name_of_task(x.other())
                     + " is blocked by 100 tasks already");
  return check_no_cycle(state, x.task(), x.other());
}

void put_block(view& state, std::uint64_t task, std::uint64_t other) {
  auto block = wire::Block{};
  block.set_task(task);
  block.set_other(other);
  state.add(std::move(block));
  auto blocked = wire::BlockedBy{};
  blocked.set_task(other);
  blocked.set_other(task);
  state.add(std::move(blocked));
}

void erase_block(view& state, std::uint64_t task, std::uint64_t other) {
  state.erase<wire::Block>(task, other);
  state.erase<wire::BlockedBy>(other, task);
}

/// Fills an answer with the tasks that the requester sees.
class relation_list {
public:
  relation_list(reader& state, const actor& who, const wire::Task& of,
                wire::Relations& to)
    : state_(state), who_(who), to_(to), of_trash_(of.deleted_at_us() != 0) {
  }

  void add(const std::vector<std::uint64_t>& tasks,
           google::protobuf::RepeatedPtrField<wire::Task>& list) {
    for (auto id : tasks) {
      const auto* row = state_.find<wire::Task>(id);
      if (row == nullptr || (row->deleted_at_us() != 0 && !of_trash_))
        continue;
      if (bytes_ > state_.page_bytes()
          || role_on(state_, who_, *row) == wire::PROJECT_ROLE_UNSPECIFIED) {
        to_.set_hidden(to_.hidden() + 1);
        continue;
      }
      *list.Add() = shown(*row);
    }
  }
  void add_parent(std::uint64_t parent) {
    const auto* row = state_.find<wire::Task>(parent);
    if (row != nullptr
        && role_on(state_, who_, *row) != wire::PROJECT_ROLE_UNSPECIFIED)
      *to_.mutable_parent() = shown(*row);
  }

private:
  wire::Task shown(wire::Task row) {
    row.clear_description();
    row = seen_by(state_, who_, std::move(row));
    bytes_ += page_weight(row);
    return row;
  }

  reader& state_;
  const actor& who_;
  wire::Relations& to_;
  bool of_trash_;
  std::size_t bytes_ = 0;
};

} // namespace

bool is_open(const wire::Task& task) {
  return task.deleted_at_us() == 0
         && (task.status() == wire::STATUS_TODO
             || task.status() == wire::STATUS_IN_PROGRESS);
}

void follow_with_blocks(view& state, const wire::Task& before,
                        const wire::Task& after) {
  if (is_open(before) == is_open(after))
    return;
  for (auto other : others_of<wire::Block>(state, after.id()))
    count_blocker(state, other, is_open(after));
}

void erase_blocks(view& state, const wire::Task& task) {
  for (auto other : others_of<wire::Block>(state, task.id())) {
    erase_block(state, task.id(), other);
    if (is_open(task))
      count_blocker(state, other, false);
  }
  for (auto other : others_of<wire::BlockedBy>(state, task.id()))
    erase_block(state, other, task.id());
  if (state.find<wire::Blocked>(task.id()) != nullptr)
    state.erase<wire::Blocked>(task.id());
}

wire::Result block_task(const command_context& c, const wire::BlockTask& x) {
  auto against = objections{c.at};
  against.add(check_link(c, x.task(), wire::PROJECT_ROLE_MEMBER));
  against.add(check_link(c, x.other(), wire::PROJECT_ROLE_MEMBER, "/other"));
  if (auto why = against.first())
    return refused(std::move(*why));
  auto row = *c.state.find<wire::Task>(x.task());
  auto is_there = c.state.find<wire::Block>(x.task(), x.other()) != nullptr;
  if (is_there != x.remove())
    return task_result(c, std::move(row));
  if (x.remove()) {
    erase_block(c.state, x.task(), x.other());
  } else {
    if (auto problem = check_new_block(c.state, x))
      return refused(std::move(*problem));
    put_block(c.state, x.task(), x.other());
  }
  if (is_open(row))
    count_blocker(c.state, x.other(), !x.remove());
  // What a task is related to is no part of it.
  return task_result(c, std::move(row));
}

wire::Answer list_relations(reader& state, const actor& who,
                            const wire::ListRelations& x) {
  const auto* task = state.find<wire::Task>(x.task());
  if (auto why = check_access(state, who, task, "/task", x.task(),
                              wire::PROJECT_ROLE_VIEWER))
    return refused_answer(std::move(*why));
  auto answer = wire::Answer{};
  auto& found = *answer.mutable_relations();
  auto list = relation_list{state, who, *task, found};
  if (task->parent() != 0)
    list.add_parent(task->parent());
  list.add(others_of<wire::Block>(state, x.task()), *found.mutable_blocks());
  list.add(others_of<wire::BlockedBy>(state, x.task()),
           *found.mutable_blocked_by());
  auto subtasks = std::vector<std::uint64_t>{};
  for (const auto* each : state.find_all<wire::Subtask>(x.task()))
    subtasks.push_back(each->task());
  list.add(subtasks, *found.mutable_subtasks());
  return answer;
}

} // namespace taskraft::tasks
