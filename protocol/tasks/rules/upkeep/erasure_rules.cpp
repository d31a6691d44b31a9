// What is erased by and by, a bounded piece a command: the texts of tasks that
// were removed for ever, and changes that are too old.

#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/refusals.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace taskraft::tasks {

namespace {

/// How many changes a command looks at.
constexpr std::size_t changes_at_once = 100;

wire::Result noted() {
  auto x = wire::Result{};
  x.mutable_noted();
  return x;
}

bool is_old(const wire::Change& x, const stamp& at) {
  return x.at_us() + change_us <= at.time_us;
}

wire::ForgottenChanges forgotten(finder& state) {
  const auto* found = state.find<wire::ForgottenChanges>(std::uint32_t{0});
  return found == nullptr ? wire::ForgottenChanges{} : *found;
}

void erase_texts_of(const command_context& c, const wire::Change& found) {
  if (is_old(found, c.at)) {
    c.state.erase<wire::Change>(found.index(), found.position());
    return;
  }
  auto row = found;
  row.clear_fields();
  c.state.put(std::move(row));
}

} // namespace

wire::Result erase_texts(const command_context& c, const wire::EraseTexts& x) {
  if (!c.who.is_node())
    return refused(*check_made_by_node(actor{}));
  const auto* purged = c.state.find<wire::PurgedTask>(x.task());
  if (purged == nullptr || c.state.find<wire::Task>(x.task()) != nullptr)
    return refused(refusal(errc::conflict, "/task", "has no texts left"));
  if (x.changes_size() > static_cast<int>(changes_at_once))
    return refused(refusal(errc::too_many, "/changes", "are more than 100"));
  auto rest = *purged;
  for (const auto& place : x.changes()) {
    const auto* change
      = c.state.find<wire::Change>(place.index(), place.position());
    if (change != nullptr && change->task() == x.task())
      erase_texts_of(c, wire::Change{*change});
    rest.set_before_index(place.index());
    rest.set_before_position(place.position());
  }
  if (x.last())
    c.state.erase<wire::PurgedTask>(rest.task());
  else
    c.state.put(std::move(rest));
  return noted();
}

wire::Result forget_changes(const command_context& c,
                            const wire::ForgetChanges& /*x*/) {
  if (!c.who.is_node())
    return refused(*check_made_by_node(actor{}));
  auto seen = forgotten(c.state);
  auto from = wire::Change{};
  from.set_index(seen.index());
  from.set_position(seen.position());
  auto old = std::vector<wire::Change>{};
  for (const auto* each : c.state.find_after(from, changes_at_once))
    if (is_old(*each, c.at))
      old.push_back(*each);
    else
      break;
  if (old.empty())
    return refused(refusal(errc::conflict, "", "no change is old enough"));
  for (const auto& each : old)
    if (each.task() == 0 || c.state.find<wire::Task>(each.task()) == nullptr)
      c.state.erase<wire::Change>(each.index(), each.position());
  seen.set_index(old.back().index());
  seen.set_position(old.back().position());
  c.state.put(std::move(seen));
  return noted();
}

} // namespace taskraft::tasks
