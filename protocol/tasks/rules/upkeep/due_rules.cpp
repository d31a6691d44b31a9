// What becomes due without anybody asking for it.

#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/rules/setting_rules.hpp"

#include <utility>

namespace taskraft::tasks {

namespace {

/// Of each kind at once; the rest comes with the next answer.
constexpr std::uint32_t most_due = 20;
/// Changes whose texts one command erases.
constexpr std::uint32_t most_erased = 100;

template <class Row>
google::protobuf::RepeatedPtrField<Row>
rows_before(reader& state, std::string_view field, std::uint64_t before_us) {
  auto rows = google::protobuf::RepeatedPtrField<Row>{};
  auto which = newest_first{.order = "id"};
  // Zero is no time.
  which.at_least.emplace_back(field, 1);
  which.below.emplace_back(field, before_us);
  state.fill_newest(which, most_due, rows);
  return rows;
}

/// The texts of tasks that were removed for ever, and changes that are too old.
void add_erasures(reader& state, wire::DueCommands& due, std::uint64_t now_us) {
  auto purged = google::protobuf::RepeatedPtrField<wire::PurgedTask>{};
  state.fill_page<wire::PurgedTask>({}, {}, most_due, purged);
  for (const auto& each : purged) {
    auto& erase = *due.add_commands()->mutable_erase_texts();
    erase.set_task(each.task());
    auto which
      = newest_first{.order = "index",
                     .equal = {{"task", key_part{std::uint64_t{each.task()}}},
                               {"outcome", key_part{std::string{}}}}};
    which.before = each.before_index();
    which.before_key = key_from(row_type_of<wire::Change>(),
                                each.before_index(), each.before_position());
    auto changes = google::protobuf::RepeatedPtrField<wire::Change>{};
    erase.set_last(!state.fill_newest(which, most_erased, changes));
    for (const auto& change : changes) {
      auto& place = *erase.add_changes();
      place.set_index(change.index());
      place.set_position(change.position());
    }
  }
  const auto* seen = state.find<wire::ForgottenChanges>(std::uint32_t{0});
  auto after = seen == nullptr ? std::string{}
                               : key_from(row_type_of<wire::Change>(),
                                          seen->index(), seen->position());
  state.scan_all<wire::Change>(after, [&](wire::Change& x) {
    if (x.at_us() + change_us <= now_us)
      due.add_commands()->mutable_forget_changes();
    return false;
  });
}

std::uint64_t earlier(std::uint64_t now_us, std::uint64_t by_us) {
  return now_us > by_us ? now_us - by_us : 0;
}

} // namespace

wire::Answer list_due(reader& state, const actor& who, const wire::ListDue& x) {
  if (!who.is_node())
    return refused_answer(*check_made_by_node(actor{}));
  auto answer = wire::Answer{};
  auto& due = *answer.mutable_due();
  for (const auto& task : rows_before<wire::Task>(
         state, "deleted_at_us", earlier(x.now_us(), trash_us))) {
    auto& purge = *due.add_commands()->mutable_purge_task();
    purge.set_id(task.id());
    purge.set_expected_rev(task.rev());
  }
  for (const auto& session :
       rows_before<wire::Session>(state, "expires_at_us", x.now_us()))
    due.add_commands()->mutable_end_session()->set_id(session.id());
  for (const auto& upload : rows_before<wire::Upload>(
         state, "updated_at_us", earlier(x.now_us(), upload_idle_us)))
    due.add_commands()->mutable_cancel_upload()->set_upload(upload.id());
  if (const auto* keys
      = state.find<wire::Usage>(std::string{settings::kv_bytes.name});
      keys != nullptr && keys->counting())
    for (auto i = std::uint32_t{0}; i < most_due; ++i)
      due.add_commands()->mutable_count_keys();
  add_erasures(state, due, x.now_us());
  return answer;
}

} // namespace taskraft::tasks
