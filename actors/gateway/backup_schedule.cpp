#include "actors/gateway/backup_schedule.hpp"

#include <algorithm>
#include <tuple>

namespace taskraft::actors {

namespace {

namespace wire = tasks::wire;

constexpr auto minute_us = std::uint64_t{60'000'000};
/// A named node that is not linked may come back at once.
constexpr auto link_patience_us = minute_us / 6;
/// A disk that hangs gives no answer: then another node is named.
constexpr auto least_patience_us = 60 * minute_us;
/// After all have failed, the next try is made this much later.
constexpr auto retry_pause_us = 5 * minute_us;

/// A node that may be named.
struct backup_candidate {
  const wire::NodeBackups* row = nullptr;
  bool voter = false;
};

std::vector<backup_candidate>
candidates_in(const wire::BackupList& rows,
              const std::vector<protocol::member_seen>& members) {
  auto found = std::vector<backup_candidate>{};
  for (const auto& row : rows.nodes())
    for (const auto& member : members)
      if (member.id.value == row.node() && member.linked && row.every_us() > 0)
        found.push_back({&row, member.voter});
  return found;
}

std::uint64_t newest(const wire::BackupList& rows,
                     std::uint64_t (wire::NodeBackups::*time)() const) {
  auto found = std::uint64_t{0};
  for (const auto& row : rows.nodes())
    found = std::max(found, (row.*time)());
  return found;
}

/// A moment that lies ahead of the clock has passed: the clock was set back.
bool has_passed(std::uint64_t since_us, std::uint64_t duration_us,
                std::uint64_t now_us) {
  return now_us < since_us || now_us - since_us >= duration_us;
}

/// Whether a backup is on its way.
bool is_under_way(const wire::BackupList& rows,
                  const std::vector<backup_candidate>& all,
                  std::uint64_t every_us, std::uint64_t now_us) {
  auto named_at_us = newest(rows, &wire::NodeBackups::named_at_us);
  if (named_at_us == 0)
    return false;
  auto is_linked = std::ranges::any_of(all, [&](const backup_candidate& x) {
    return x.row->named_at_us() == named_at_us;
  });
  auto patience_us
    = is_linked ? std::max(every_us, least_patience_us) : link_patience_us;
  return !has_passed(named_at_us, patience_us, now_us);
}

} // namespace

protocol::backups_seen
summary_of(const wire::BackupList& rows,
           const std::vector<protocol::member_seen>& members) {
  auto found = protocol::backups_seen{};
  for (const auto& row : rows.nodes()) {
    auto is_member
      = std::ranges::any_of(members, [&](const protocol::member_seen& x) {
          return x.id.value == row.node();
        });
    if (is_member && (found.every_us == 0 || row.every_us() < found.every_us))
      found.every_us = row.every_us();
    if (row.taken_at_us() > found.taken_at_us) {
      found.taken_at_us = row.taken_at_us();
      found.bytes = row.bytes();
    }
  }
  for (const auto& row : rows.nodes())
    if (row.failed_at_us() > found.taken_at_us)
      found.failures += row.failures();
  return found;
}

std::optional<wire::NameBackup>
next_backup(const wire::BackupList& rows,
            const std::vector<protocol::member_seen>& members,
            raft::node_id self, std::uint64_t now_us) {
  auto all = candidates_in(rows, members);
  auto about = summary_of(rows, members);
  if (all.empty() || is_under_way(rows, all, about.every_us, now_us)
      || (about.taken_at_us != 0
          && !has_passed(about.taken_at_us, about.every_us, now_us)))
    return std::nullopt;
  auto has_failed = [&](const backup_candidate& x) {
    return x.row->failed_at_us() > about.taken_at_us;
  };
  auto order = [&](const backup_candidate& x) {
    return std::tuple{
      has_failed(x),        x.row->node() == self.value, !x.voter,
      x.row->taken_at_us(), x.row->failed_at_us(),       x.row->node()};
  };
  auto best = *std::ranges::min_element(all, {}, order);
  auto pause_us = std::min(retry_pause_us, about.every_us);
  if (has_failed(best)
      && !has_passed(newest(rows, &wire::NodeBackups::failed_at_us), pause_us,
                     now_us))
    return std::nullopt;
  auto x = wire::NameBackup{};
  x.set_node(best.row->node());
  x.set_found_named_at_us(newest(rows, &wire::NodeBackups::named_at_us));
  x.set_found_taken_at_us(newest(rows, &wire::NodeBackups::taken_at_us));
  return x;
}

} // namespace taskraft::actors
