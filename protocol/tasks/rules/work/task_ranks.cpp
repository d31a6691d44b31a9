#include "protocol/tasks/rules/work/task_ranks.hpp"

#include "protocol/tasks/rank_text.hpp"
#include "protocol/tasks/rules/task_links.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tasks {

namespace {

/// Places are counted for all projects together, so neither the last rank of a
/// board nor the first need be looked up.
std::string last_rank(view& state) {
  return rank_of_place(static_cast<std::int64_t>(state.take_id<wire::Rank>()));
}

std::string first_rank(view& state) {
  return rank_of_place(
    -static_cast<std::int64_t>(state.take_id<wire::RankOrder>()));
}

wire::RankOrder order_of(const wire::Rank& row) {
  auto order = wire::RankOrder{};
  order.set_project(row.project());
  order.set_rank(row.rank());
  order.set_task(row.task());
  return order;
}

void put_rank(view& state, wire::Rank row, std::string rank) {
  row.set_rank(std::move(rank));
  state.put(order_of(row));
  state.put(std::move(row));
}

/// Takes the task off the board; its row as it is to be put back.
wire::Rank taken_off(view& state, const wire::Task& task) {
  const auto* found = state.find<wire::Rank>(task.id());
  auto row = found == nullptr ? wire::Rank{} : *found;
  if (found != nullptr)
    state.erase<wire::RankOrder>(row.project(), row.rank());
  row.set_task(task.id());
  row.set_project(task.project());
  row.set_status(task.status());
  return row;
}

/// What lies around a place on a board.
struct neighbours {
  /// In their order.
  std::vector<wire::RankOrder> rows;
  /// What the ranks of the rows lie between.
  std::string low;
  std::string high;
  bool is_whole_board = false;
};

neighbours around(view& state, const wire::RankOrder& anchor,
                  std::size_t reach) {
  auto found = neighbours{};
  auto before = state.find_before(anchor, reach, anchor.project());
  auto after = state.find_after(anchor, reach, anchor.project());
  found.is_whole_board = before.size() < reach && after.size() < reach;
  for (const auto* each : before)
    found.rows.push_back(*each);
  std::ranges::reverse(found.rows);
  found.rows.push_back(anchor);
  for (const auto* each : after)
    found.rows.push_back(*each);
  if (before.size() == reach) {
    found.low = found.rows.front().rank();
    found.rows.erase(found.rows.begin());
  } else {
    found.low = first_rank(state);
  }
  if (after.size() == reach) {
    found.high = found.rows.back().rank();
    found.rows.pop_back();
  } else {
    found.high = last_rank(state);
  }
  return found;
}

std::size_t longest_of(const std::vector<std::string>& ranks) {
  return std::ranges::max_element(ranks, {}, &std::string::size)->size();
}

/// Cursors in the order of ranks count for nothing afterwards.
void note_spread(view& state, const std::string& project) {
  const auto* found = state.find<wire::RankSpread>(project);
  auto row = found == nullptr ? wire::RankSpread{} : *found;
  row.set_project(project);
  row.set_times(row.times() + 1);
  state.put(std::move(row));
}

/// Gives the rows around the anchor new ranks in the same order, with the task
/// beside the anchor.
void spread(view& state, const wire::RankOrder& anchor, wire::Rank row,
            bool is_after) {
  auto found = neighbours{};
  auto ranks = std::vector<std::string>{};
  for (auto reach = std::size_t{16};; reach *= 2) {
    found = around(state, anchor, reach);
    ranks = ranks_between(found.low, found.high, found.rows.size() + 1);
    auto longest = longest_of(ranks);
    if (longest <= max_spread_rank || found.is_whole_board
        || (reach >= max_spread_tasks / 2 && longest <= max_kept_rank))
      break;
  }
  auto place
    = std::ranges::find(found.rows, anchor.task(), &wire::RankOrder::task);
  found.rows.insert(place + (is_after ? 1 : 0), order_of(row));
  for (const auto& each : found.rows)
    if (each.task() != row.task())
      state.erase<wire::RankOrder>(each.project(), each.rank());
  for (auto i = std::size_t{0}; i < ranks.size(); ++i) {
    if (found.rows[i].task() == row.task()) {
      put_rank(state, row, ranks[i]);
      continue;
    }
    const auto* other = state.find<wire::Rank>(found.rows[i].task());
    if (other != nullptr)
      put_rank(state, *other, ranks[i]);
  }
  note_spread(state, anchor.project());
}

/// Puts the task, which is off the board, beside the anchor.
void put_beside(view& state, const wire::RankOrder& anchor, wire::Rank row,
                bool is_after) {
  auto next = is_after ? state.find_after(anchor, 1, anchor.project())
                       : state.find_before(anchor, 1, anchor.project());
  auto other = !next.empty() ? next.front()->rank()
               : is_after    ? last_rank(state)
                             : first_rank(state);
  auto rank = rank_between(std::min(anchor.rank(), other),
                           std::max(anchor.rank(), other));
  if (rank.size() <= max_rank)
    put_rank(state, std::move(row), std::move(rank));
  else
    spread(state, anchor, std::move(row), is_after);
}

/// Whether the task is where the move wants it already.
bool is_there(view& state, const wire::Rank& row, const wire::MoveTask& x) {
  auto order = order_of(row);
  auto before = x.has_top() || x.has_after();
  auto next = before ? state.find_before(order, 1, row.project())
                     : state.find_after(order, 1, row.project());
  if (x.has_top() || x.has_bottom())
    return next.empty();
  return !next.empty()
         && next.front()->task() == (before ? x.after() : x.before());
}

} // namespace

void rank_new(view& state, const wire::Task& task) {
  auto row = wire::Rank{};
  row.set_task(task.id());
  row.set_project(task.project());
  row.set_status(task.status());
  row.set_rank(last_rank(state));
  state.add(order_of(row));
  state.add(std::move(row));
}

void follow_with_rank(view& state, const wire::Task& before,
                      const wire::Task& after) {
  if (before.project() != after.project()) {
    put_rank(state, taken_off(state, after), last_rank(state));
  } else if (before.status() != after.status()) {
    const auto* found = state.find<wire::Rank>(after.id());
    if (found == nullptr)
      return;
    auto row = *found;
    row.set_status(after.status());
    state.put(std::move(row));
  }
}

void erase_rank(view& state, std::uint64_t task) {
  const auto* found = state.find<wire::Rank>(task);
  if (found == nullptr)
    return;
  auto row = *found;
  state.erase<wire::RankOrder>(row.project(), row.rank());
  state.erase<wire::Rank>(task);
}

maybe_refusal check_anchor(const command_context& c, const wire::MoveTask& x,
                           const wire::Task& task) {
  if (!x.has_before() && !x.has_after())
    return std::nullopt;
  auto id = x.has_before() ? x.before() : x.after();
  auto pointer = std::string{x.has_before() ? "/before" : "/after"};
  const auto* row = c.state.find<wire::Task>(id);
  // Both are needed then.
  const auto* rank = c.state.find<wire::Rank>(id);
  if (row == nullptr || rank == nullptr
      || role_on(c.state, c.who, *row) == wire::PROJECT_ROLE_UNSPECIFIED)
    return refusal(errc::unknown_reference, pointer,
                   name_of_task(id) + " does not exist");
  if (id == task.id())
    return refusal(errc::invalid_value, pointer,
                   "a task has no place beside itself");
  if (row->project() != task.project())
    return refusal(errc::invalid_value, pointer,
                   name_of_task(id) + " is no task of the same project");
  return std::nullopt;
}

void rank_beside(view& state, const wire::Task& task, const wire::MoveTask& x) {
  if (x.place_case() == wire::MoveTask::PLACE_NOT_SET)
    return;
  const auto* found = state.find<wire::Rank>(task.id());
  if (found != nullptr && is_there(state, *found, x))
    return;
  auto row = taken_off(state, task);
  if (x.has_top()) {
    put_rank(state, std::move(row), first_rank(state));
  } else if (x.has_bottom()) {
    put_rank(state, std::move(row), last_rank(state));
  } else {
    const auto* anchor
      = state.find<wire::Rank>(x.has_before() ? x.before() : x.after());
    if (anchor != nullptr)
      put_beside(state, order_of(*anchor), std::move(row), x.has_after());
  }
}

} // namespace taskraft::tasks
