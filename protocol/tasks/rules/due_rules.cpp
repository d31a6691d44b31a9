// What becomes due without anybody asking for it.

#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/refusals.hpp"

#include <utility>

namespace taskraft::tasks {

namespace {

/// Of each kind at once; the rest comes with the next answer.
constexpr std::uint32_t most_due = 20;

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
  return answer;
}

} // namespace taskraft::tasks
