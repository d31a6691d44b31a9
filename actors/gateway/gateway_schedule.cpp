// Backups that nobody asks for: the leader names who takes the next one, and
// each node says what became of its own.

#include "actors/gateway/account_steps.hpp"
#include "actors/gateway/backup_schedule.hpp"
#include "actors/logging/logging.hpp"
#include "protocol/messages/wire.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::actors {

namespace {

namespace wire = tasks::wire;

/// How often a node looks at what the state says of backups.
constexpr auto look_interval_ms = std::uint64_t{2'000};

constexpr std::size_t most_reason_bytes = 200;

/// The longest beginning that the state takes: without half a character.
std::string short_reason(const std::string& reason) {
  auto size = std::min(reason.size(), most_reason_bytes);
  while (size > 0 && size < reason.size()
         && (static_cast<unsigned char>(reason[size]) & 0xc0U) == 0x80)
    --size;
  return reason.substr(0, size);
}

wire::NoteBackup note_of(const protocol::backup_kept& x) {
  auto note = wire::NoteBackup{};
  if (x.reason.empty()) {
    note.mutable_taken()->set_named_at_us(x.named_at_us);
    note.mutable_taken()->set_index(x.index.value);
    note.mutable_taken()->set_bytes(x.bytes);
  } else {
    note.mutable_failed()->set_named_at_us(x.named_at_us);
    note.mutable_failed()->set_reason(short_reason(x.reason));
  }
  return note;
}

/// Proposes, and goes on with `next` once the command was applied or refused.
/// One whose outcome is unknown is proposed again after the next look.
void propose_about_backup(gateway_pointer self, std::uint64_t context,
                          const wire::Command& command,
                          std::function<void(const wire::Result&)> next) {
  propose_own(self, context, command.SerializeAsString(),
              [self, context, next = std::move(next)](const step_answer& x) {
                auto result = content<wire::Result>(self, context, x);
                if (!result)
                  return;
                next(*result);
                end_account(self, context);
                // There may be more to do.
                self->state.backups.looks_at = self->state.now;
              });
}

void name_next(gateway_pointer self, std::uint64_t context,
               const wire::BackupList& rows) {
  auto& state = self->state;
  auto leads = state.leadership.leader == state.options.self;
  auto next = leads ? next_backup(rows, members_seen(state), state.options.self,
                                  state.options.now_us())
                    : std::nullopt;
  if (!next)
    return end_account(self, context);
  auto command = wire::Command{};
  *command.mutable_name_backup() = *next;
  propose_about_backup(self, context, command, [](const wire::Result& result) {
    if (result.has_backups())
      logging::info("backup_named", "node", result.backups().node());
  });
}

/// Says what is known of the last backup, or what the settings want.
void note(gateway_pointer self, std::uint64_t context,
          const wire::NoteBackup& what) {
  auto command = wire::Command{};
  *command.mutable_note_backup() = what;
  propose_about_backup(self, context, command,
                       [self, is_offer = what.has_offer()](const auto&) {
                         if (!is_offer)
                           self->state.backups.kept.reset();
                       });
}

void take_if_named(gateway_pointer self, const wire::NodeBackups& own) {
  auto& backups = self->state.backups;
  auto named_at_us = own.named_at_us();
  if (!backups.keeper || named_at_us == 0 || backups.working_on == named_at_us)
    return;
  backups.working_on = named_at_us;
  self->send(backups.keeper, protocol::keep_backup{named_at_us});
}

/// One step at a time: what this node owes the state comes first.
void act_on(gateway_pointer self, std::uint64_t context,
            const wire::BackupList& rows) {
  auto& state = self->state;
  auto& backups = state.backups;
  backups.seen = summary_of(rows, members_seen(state));
  auto own = wire::NodeBackups{};
  for (const auto& row : rows.nodes())
    if (row.node() == state.options.self.value)
      own = row;
  auto every_us = *state.options.backup_every_us;
  if (own.every_us() != every_us) {
    auto offer = wire::NoteBackup{};
    offer.mutable_offer()->set_every_us(every_us);
    return note(self, context, offer);
  }
  if (backups.kept)
    return note(self, context, note_of(*backups.kept));
  take_if_named(self, own);
  name_next(self, context, rows);
}

} // namespace

void look_at_backups(gateway_pointer self) {
  auto& state = self->state;
  auto& backups = state.backups;
  if (!state.options.backup_every_us || state.cluster_id.empty()
      || state.leadership.leader.value == 0 || !is_member(state)
      || state.now < backups.looks_at)
    return;
  backups.looks_at = state.now + ticks_in(state, look_interval_ms);
  auto query = wire::Query{};
  query.mutable_list_backups();
  look_up(self, query, [self](std::uint64_t at, const wire::Answer& found) {
    if (!found.has_backups())
      return end_account(self, at);
    act_on(self, at, found.backups());
  });
}

void take_kept(gateway_pointer self, const protocol::backup_kept& x) {
  auto& backups = self->state.backups;
  backups.kept = x;
  backups.looks_at = self->state.now;
}

void want_backups(gateway_pointer self, const protocol::backups_wanted& x) {
  auto& state = self->state;
  state.options.backup_every_us = x.every_us;
  state.backups.looks_at = state.now;
  if (state.backups.keeper)
    self->send(state.backups.keeper, x);
}

} // namespace taskraft::actors
