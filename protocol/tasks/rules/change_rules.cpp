// Queries of what was changed: by task, by everything, and as it goes on.

#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/rules/task_links.hpp"

#include <utility>
#include <vector>

namespace taskraft::tasks {

namespace {

/// How many changes one answer looks at, whether or not it tells of them.
constexpr std::size_t most_looked_at = 400;

std::string change_key(std::uint64_t index, std::uint32_t position) {
  return key_from(row_type_of<wire::Change>(), index, position);
}

/// Some changes after an index, all of an entry or none.
std::vector<wire::Change> next_changes(reader& state, std::uint64_t after,
                                       wire::ChangePage& page) {
  auto found = std::vector<wire::Change>{};
  auto bytes = std::size_t{0};
  auto begin
    = after == 0 ? std::string{} : change_key(after, ~std::uint32_t{0});
  state.scan_all<wire::Change>(begin, [&](wire::Change& change) {
    auto is_full = found.size() >= most_looked_at || bytes > max_page_bytes;
    if (is_full && change.index() != found.back().index()) {
      page.set_more(true);
      return false;
    }
    bytes += change.ByteSizeLong();
    found.push_back(std::move(change));
    return true;
  });
  return found;
}

} // namespace

wire::Answer list_history(reader& state, const actor& who,
                          const wire::ListHistory& x) {
  if (auto why = check_limit(x.limit()))
    return refused_answer(std::move(*why));
  const auto* task = state.find<wire::Task>(x.task());
  if (auto why = check_access(state, who, task, "/task", x.task(),
                              wire::PROJECT_ROLE_VIEWER))
    return refused_answer(std::move(*why));
  auto which
    = newest_first{.order = "index",
                   .equal = {{"task", key_part{std::uint64_t{x.task()}}},
                             {"outcome", key_part{std::string{}}}}};
  which.before = x.before();
  which.before_key = change_key(x.before(), 0);
  auto answer = wire::Answer{};
  auto& page = *answer.mutable_changes();
  page.set_more(state.fill_newest(which, x.limit(), *page.mutable_changes()));
  return answer;
}

wire::Answer list_audit(reader& state, const actor& who,
                        const wire::ListAudit& x) {
  if (auto why = check_limit(x.limit()))
    return refused_answer(std::move(*why));
  if (auto why = check_admin(who))
    return refused_answer(std::move(*why));
  auto which = newest_first{.order = "index"};
  if (!x.actor().empty())
    which.equal.emplace_back("actor", key_part{x.actor()});
  if (!x.action().empty())
    which.equal.emplace_back("action", key_part{x.action()});
  if (x.from_us() != 0)
    which.at_least.emplace_back("at_us", x.from_us());
  which.before = x.before_index();
  which.before_key = change_key(x.before_index(), x.before_position());
  auto answer = wire::Answer{};
  auto& page = *answer.mutable_changes();
  page.set_more(state.fill_newest(which, x.limit(), *page.mutable_changes()));
  return answer;
}

wire::Answer list_changes(reader& state, const actor& who,
                          const wire::ListChanges& x) {
  if (auto why = check_limit(x.limit()))
    return refused_answer(std::move(*why));
  auto most = static_cast<int>(x.limit() == 0 ? default_page_rows : x.limit());
  auto answer = wire::Answer{};
  auto& page = *answer.mutable_changes();
  page.set_seen_index(x.after());
  for (auto& change : next_changes(state, x.after(), page)) {
    // The changes of an entry are not divided.
    if (change.index() != page.seen_index() && page.changes_size() >= most) {
      page.set_more(true);
      break;
    }
    page.set_seen_index(change.index());
    if (change.outcome().empty()
        && (x.project().empty() || change.project() == x.project())
        && sees(state, who, change))
      *page.add_changes() = std::move(change);
  }
  return answer;
}

wire::Answer list_leaders(reader& state, const wire::ListLeaders& x) {
  if (auto why = check_limit(x.limit()))
    return refused_answer(std::move(*why));
  auto which = newest_first{.order = "term"};
  which.before = x.before();
  which.before_key = key_from(row_type_of<wire::Leadership>(), x.before());
  auto answer = wire::Answer{};
  auto& page = *answer.mutable_leaders();
  page.set_more(state.fill_newest(which, x.limit(), *page.mutable_leaders()));
  return answer;
}

} // namespace taskraft::tasks
