#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/refusals.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace taskraft::tasks {

namespace {

constexpr std::size_t max_reason_bytes = 256;
/// A year and a day.
constexpr auto most_every_us = std::uint64_t{366} * 24 * 3600 * 1'000'000;

wire::Result result_of(const wire::NodeBackups& row) {
  auto result = wire::Result{};
  *result.mutable_backups() = row;
  return result;
}

/// The state has that already, or the node was never named.
wire::Result outdated() {
  return refused(refusal(errc::conflict, "/named_at_us",
                         "the node is not named since that time"));
}

wire::Result offer(const command_context& c, const wire::BackupOffer& x,
                   wire::NodeBackups row) {
  if (x.every_us() > most_every_us)
    return refused(
      refusal(errc::invalid_value, "/every_us", "must be at most a year"));
  row.set_every_us(x.every_us());
  if (x.every_us() == 0)
    c.state.erase<wire::NodeBackups>(row.node());
  else
    c.state.put(row);
  return result_of(row);
}

wire::Result take(const command_context& c, const wire::BackupTaken& x,
                  wire::NodeBackups row) {
  // One that was given up may come late: it is a backup all the same.
  if (row.every_us() == 0 || x.named_at_us() <= row.taken_at_us())
    return outdated();
  if (row.named_at_us() == x.named_at_us())
    row.clear_named_at_us();
  row.set_taken_at_us(x.named_at_us());
  row.set_index(x.index());
  row.set_bytes(x.bytes());
  row.clear_failures();
  row.clear_failed_at_us();
  row.clear_reason();
  c.state.put(row);
  return result_of(row);
}

wire::Result fail(const command_context& c, const wire::BackupFailed& x,
                  wire::NodeBackups row) {
  if (x.named_at_us() == 0 || row.named_at_us() != x.named_at_us())
    return outdated();
  if (auto why = check_text("/reason", x.reason(), max_reason_bytes))
    return refused(std::move(*why));
  row.clear_named_at_us();
  row.set_failures(row.failures() + 1);
  row.set_failed_at_us(c.at.time_us);
  row.set_reason(x.reason());
  c.state.put(row);
  return result_of(row);
}

} // namespace

wire::Result name_backup(const command_context& c, const wire::NameBackup& x) {
  if (!c.who.is_node())
    return refused(*check_made_by_node(actor{}));
  auto rows = std::vector<wire::NodeBackups>{};
  auto named_at_us = std::uint64_t{0};
  auto taken_at_us = std::uint64_t{0};
  for (const auto* each : c.state.find_all<wire::NodeBackups>()) {
    rows.push_back(*each);
    named_at_us = std::max(named_at_us, each->named_at_us());
    taken_at_us = std::max(taken_at_us, each->taken_at_us());
  }
  if (named_at_us != x.found_named_at_us()
      || taken_at_us != x.found_taken_at_us())
    return refused(refusal(errc::conflict, "", "another leader was first"));
  auto named = std::ranges::find(rows, x.node(), &wire::NodeBackups::node);
  if (named == rows.end())
    return refused(refusal(errc::not_found, "/node", "it takes no backups"));
  for (auto& row : rows)
    if (row.named_at_us() != 0) {
      row.clear_named_at_us();
      c.state.put(row);
    }
  // No two backups have one time, even if a clock stands still.
  auto newest = std::max(named_at_us, taken_at_us);
  named->set_named_at_us(std::max(c.at.time_us, newest + 1));
  c.state.put(*named);
  return result_of(*named);
}

wire::Result note_backup(const command_context& c, const wire::NoteBackup& x) {
  if (!c.who.is_node())
    return refused(*check_made_by_node(actor{}));
  auto row = wire::NodeBackups{};
  if (const auto* found = c.state.find<wire::NodeBackups>(c.who.principal.id))
    row = *found;
  row.set_node(c.who.principal.id);
  switch (x.what_case()) {
    case wire::NoteBackup::kOffer:
      return offer(c, x.offer(), std::move(row));
    case wire::NoteBackup::kTaken:
      return take(c, x.taken(), std::move(row));
    case wire::NoteBackup::kFailed:
      return fail(c, x.failed(), std::move(row));
    default:
      return refused(refusal(errc::malformed, "", "says nothing"));
  }
}

wire::Answer list_backups(reader& state, const actor& who) {
  if (!who.is_node())
    if (auto why = check_admin(who))
      return refused_answer(std::move(*why));
  auto answer = wire::Answer{};
  auto& list = *answer.mutable_backups();
  for (const auto* each : state.find_all<wire::NodeBackups>())
    *list.add_nodes() = *each;
  return answer;
}

wire::Answer check_health(reader& state, const actor& who) {
  auto answer = wire::Answer{};
  auto& health = *answer.mutable_health();
  if (check_admin(who))
    return answer;
  health.set_is_whole(true);
  for (const auto* each : state.find_all<wire::LowDisk>())
    health.add_low_disks(each->node());
  for (const auto* each : state.find_all<wire::NodeBackups>())
    *health.add_backups() = *each;
  return answer;
}

} // namespace taskraft::tasks
