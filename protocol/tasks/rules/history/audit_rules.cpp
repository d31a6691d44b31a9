// What the audit has besides the changes of rows.

#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/history/changes.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/text.hpp"

#include <string>
#include <utility>
#include <vector>

namespace taskraft::tasks {

namespace {

constexpr int most_uses = 100;
constexpr std::size_t most_action_bytes = 64;
constexpr std::size_t most_outcome_bytes = 32;

bool is_short(const std::string& text, std::size_t most) {
  return text.size() <= most && count_characters(text) && !holds_control(text);
}

maybe_refusal check_use(const wire::Use& x) {
  if (!x.action().empty() && is_short(x.action(), most_action_bytes)
      && is_short(x.subject(), most_action_bytes)
      && is_short(x.outcome(), most_outcome_bytes)
      && is_short(x.address(), most_action_bytes)
      && is_short(x.actor(), max_actor_bytes))
    return std::nullopt;
  return refusal(errc::invalid_value, "/uses", "hold what is too long");
}

} // namespace

wire::Result note_use(const command_context& c, const wire::NoteUse& x) {
  if (auto why = check_made_by_node(c.who))
    return refused(std::move(*why));
  if (x.uses_size() > most_uses)
    return refused(refusal(errc::too_many, "/uses", "are more than 100"));
  auto changes = std::vector<wire::Change>{};
  for (const auto& each : x.uses()) {
    if (auto why = check_use(each))
      return refused(std::move(*why));
    auto& to = changes.emplace_back();
    to.set_action(each.action());
    to.set_subject(each.subject());
    to.set_outcome(each.outcome());
    to.set_address(each.address());
    to.set_count(each.count());
    to.set_actor(c.who.is_node() ? each.actor() : c.who.username);
  }
  put_changes(c, std::move(changes));
  auto result = wire::Result{};
  result.mutable_noted();
  return result;
}

} // namespace taskraft::tasks
