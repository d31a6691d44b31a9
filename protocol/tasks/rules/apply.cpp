#include "protocol/invariant.hpp"
#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/history/changes.hpp"
#include "protocol/tasks/rules/history/notices.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/rules/replay.hpp"

namespace taskraft::tasks {

namespace {

using action = wire::Command::ActionCase;

/// What users do with tasks and keys.
wire::Result apply_work(const command_context& c, wire::Command& command) {
  switch (command.action_case()) {
    case action::kCreateTask:
      return create_task(c, *command.mutable_create_task());
    case action::kUpdateTask:
      return update_task(c, *command.mutable_update_task());
    case action::kDeleteTask:
      return delete_task(c, command.delete_task());
    case action::kRestoreTask:
      return restore_task(c, command.restore_task());
    case action::kPutKey:
      return put_key(c, *command.mutable_put_key());
    case action::kDeleteKey:
      return delete_key(c, command.delete_key());
    case action::kAddComment:
      return add_comment(c, *command.mutable_add_comment());
    case action::kUpdateComment:
      return update_comment(c, *command.mutable_update_comment());
    case action::kDeleteComment:
      return delete_comment(c, command.delete_comment());
    case action::kWatchTask:
      return watch_task(c, command.watch_task());
    case action::kReadNotifications:
      return read_notifications(c, command.read_notifications());
    case action::kAssignTask:
      return assign_task(c, command.assign_task());
    case action::kLabelTask:
      return label_task(c, command.label_task());
    case action::kShareTask:
      return share_task(c, command.share_task());
    case action::kMoveTask:
      return move_task(c, command.move_task());
    case action::kBlockTask:
      return block_task(c, command.block_task());
    case action::kPurgeTask:
      return purge_task(c, command.purge_task());
    case action::kBulkTasks:
      return bulk_tasks(c, command.bulk_tasks());
    case action::kCreateTasks:
      return create_tasks(c, *command.mutable_create_tasks());
    case action::kNoteRequest:
      return {};
    case action::kTakeDigest: {
      if (auto why = check_admin(c.who))
        return refused(std::move(*why));
      auto due = wire::Result{};
      due.mutable_digest_due()->set_index(c.at.index.value);
      return due;
    }
    default:
      return refused(refusal(errc::malformed, "", "names no known action"));
  }
}

/// What nodes and administrators see to.
wire::Result apply_house(const command_context& c, wire::Command& command) {
  switch (command.action_case()) {
    case action::kChangeSettings:
      return change_settings(c, command.change_settings());
    case action::kCountKeys:
      return count_keys(c, command.count_keys());
    case action::kNoteDiskRoom:
      return note_disk_room(c, command.note_disk_room());
    case action::kRemindUsers:
      return remind_users(c, command.remind_users());
    case action::kEraseTexts:
      return erase_texts(c, command.erase_texts());
    case action::kForgetChanges:
      return forget_changes(c, command.forget_changes());
    case action::kNoteUse:
      return note_use(c, command.note_use());
    case action::kNameBackup:
      return name_backup(c, command.name_backup());
    case action::kNoteBackup:
      return note_backup(c, command.note_backup());
    default:
      return apply_work(c, command);
  }
}

wire::Result apply_attachment(const command_context& c,
                              wire::Command& command) {
  switch (command.action_case()) {
    case action::kBeginUpload:
      return begin_upload(c, command.begin_upload());
    case action::kAddChunk:
      return add_chunk(c, *command.mutable_add_chunk());
    case action::kFinishUpload:
      return finish_upload(c, command.finish_upload());
    case action::kCancelUpload:
      return cancel_upload(c, command.cancel_upload());
    case action::kDeleteAttachment:
      return delete_attachment(c, command.delete_attachment());
    default:
      return apply_house(c, command);
  }
}

/// What tasks are ordered by.
wire::Result apply_frame(const command_context& c, wire::Command& command) {
  switch (command.action_case()) {
    case action::kCreateProject:
      return create_project(c, command.create_project());
    case action::kUpdateProject:
      return update_project(c, command.update_project());
    case action::kSetMember:
      return set_member(c, command.set_member());
    case action::kRemoveMember:
      return remove_member(c, command.remove_member());
    case action::kCreateView:
      return create_view(c, command.create_view());
    case action::kUpdateView:
      return update_view(c, command.update_view());
    case action::kDeleteView:
      return delete_view(c, command.delete_view());
    case action::kCreateLabel:
      return create_label(c, command.create_label());
    case action::kUpdateLabel:
      return update_label(c, command.update_label());
    case action::kDeleteLabel:
      return delete_label(c, command.delete_label());
    default:
      return apply_attachment(c, command);
  }
}

/// What concerns who may log in.
wire::Result apply_account(const command_context& c, wire::Command& command) {
  switch (command.action_case()) {
    case action::kCreateFirstAdmin:
      return create_first_admin(c, command.create_first_admin());
    case action::kCreateUser:
      return create_user(c, command.create_user());
    case action::kUpdateUser:
      return update_user(c, command.update_user());
    case action::kSetPassword:
      return set_password(c, command.set_password());
    case action::kMakeSetupLink:
      return make_setup_link(c, command.make_setup_link());
    case action::kCreateSession:
      return create_session(c, command.create_session());
    case action::kCreateToken:
      return create_token(c, command.create_token());
    case action::kEndSession:
      return end_session(c, command.end_session());
    case action::kRenewSession:
      return renew_session(c, command.renew_session());
    case action::kAnnounceNode:
      return announce_node(c, command.announce_node());
    default:
      return apply_frame(c, command);
  }
}

wire::Result apply_allowed(const command_context& c, wire::Command& command) {
  // What the audit hears of takes no right.
  if (!command.has_note_use())
    if (auto why = check_scope(c.who, wire::SCOPE_WRITE))
      return refused(std::move(*why));
  return apply_account(c, command);
}

/// Keys and values have none, and nothing is told of them; nor have parts of a
/// file, and what nodes count, tell, erase, note and say of themselves.
bool has_history(const wire::Command& command) {
  switch (command.action_case()) {
    case action::kPutKey:
    case action::kDeleteKey:
    case action::kRenewSession:
    case action::kAddChunk:
    case action::kCountKeys:
    case action::kNoteDiskRoom:
    case action::kRemindUsers:
    case action::kEraseTexts:
    case action::kForgetChanges:
    case action::kNoteUse:
    case action::kAnnounceNode:
    case action::kNoteRequest:
    case action::kNameBackup:
    case action::kNoteBackup:
      return false;
    default:
      return true;
  }
}

bool is_about_permission(const wire::Refusal& why) {
  return why.code() == static_cast<std::uint32_t>(errc::not_allowed)
         || why.code() == static_cast<std::uint32_t>(errc::scope_missing);
}

/// What follows from the change of rows is found in the rows, once for all
/// commands.
wire::Result apply_with_history(const command_context& c,
                                wire::Command& command) {
  auto recorded = recorder{c.state};
  auto moved = command.has_move_task() ? command.move_task().id() : 0;
  auto result = apply_allowed({recorded, c.who, c.at}, command);
  if (result.has_refusal()) {
    if (is_about_permission(result.refusal()))
      put_refusal(c, command, result.refusal());
    return result;
  }
  auto rows = recorded.changes();
  put_changes(c, changes_of(c, rows, moved));
  watch_by_themselves(c, rows);
  notify(c, rows);
  return result;
}

wire::Result decide(const command_context& c, wire::Command& command) {
  if (c.who.refusal)
    return refused(*c.who.refusal);
  return has_history(command) ? apply_with_history(c, command)
                              : apply_allowed(c, command);
}

/// What concerns who may log in.
std::optional<wire::Answer>
answer_account(reader& state, const wire::Query& query, const actor& who) {
  switch (query.question_case()) {
    case wire::Query::kGetUser:
      return get_user(state, who, query.get_user());
    case wire::Query::kListUsers:
      return list_users(state, who, query.list_users());
    case wire::Query::kGetSelf:
      return get_self(state, who);
    case wire::Query::kListSessions:
      return list_sessions(state, who, query.list_sessions());
    case wire::Query::kGetCredential:
      return get_credential(state, who, query.get_credential());
    case wire::Query::kNameSessions:
      return name_sessions(state, who, query.name_sessions());
    case wire::Query::kFindSession:
      return find_session(state, who, query.find_session());
    default:
      return std::nullopt;
  }
}

} // namespace

wire::Result apply(view& state, wire::Command command, const actor& who,
                   const stamp& at) {
  RAFT_INVARIANT(at.level >= first_rules_level);
  auto attempt = command.attempt();
  auto fingerprint = command.fingerprint();
  auto result = decide({state, who, at}, command);
  result.set_attempt(attempt);
  result.set_fingerprint(fingerprint);
  if (!shows_subject(state, who, result))
    result.set_out_of_sight(true);
  return result;
}

namespace {

/// What tasks lie within.
std::optional<wire::Answer> answer_frame(reader& state, const actor& who,
                                         const wire::Query& query) {
  switch (query.question_case()) {
    case wire::Query::kListNodes:
      return list_nodes(state);
    case wire::Query::kListLeaders:
      return list_leaders(state, query.list_leaders());
    case wire::Query::kGetProject:
      return get_project(state, who, query.get_project());
    case wire::Query::kListProjects:
      return list_projects(state, who, query.list_projects());
    case wire::Query::kListMembers:
      return list_members(state, who, query.list_members());
    case wire::Query::kGetView:
      return get_view(state, who, query.get_view());
    case wire::Query::kListViews:
      return list_views(state, who, query.list_views());
    case wire::Query::kGetLabel:
      return get_label(state, query.get_label());
    case wire::Query::kListLabels:
      return list_labels(state, query.list_labels());
    case wire::Query::kListSettings:
      return list_settings(state, who);
    case wire::Query::kListBackups:
      return list_backups(state, who);
    case wire::Query::kCheckHealth:
      return check_health(state, who);
    default:
      return answer_account(state, query, who);
  }
}

} // namespace

std::optional<wire::Answer> answer(reader& state, const wire::Query& query,
                                   const actor& who) {
  if (who.refusal)
    return refused_answer(*who.refusal);
  switch (query.question_case()) {
    case wire::Query::kGetTask:
      return get_task(state, who, query.get_task());
    case wire::Query::kGetKey:
      return get_key(state, query.get_key());
    case wire::Query::kListKeys:
      return list_keys(state, query.list_keys());
    case wire::Query::kListComments:
      return list_comments(state, who, query.list_comments());
    case wire::Query::kListAttachments:
      return list_attachments(state, who, query.list_attachments());
    case wire::Query::kGetAttachment:
      return get_attachment(state, who, query.get_attachment());
    case wire::Query::kGetChunk:
      return get_chunk(state, who, query.get_chunk());
    case wire::Query::kGetComment:
      return get_comment(state, who, query.get_comment());
    case wire::Query::kListWatchers:
      return list_watchers(state, who, query.list_watchers());
    case wire::Query::kListNotifications:
      return list_notifications(state, who, query.list_notifications());
    case wire::Query::kListHistory:
      return list_history(state, who, query.list_history());
    case wire::Query::kListAudit:
      return list_audit(state, who, query.list_audit());
    case wire::Query::kListChanges:
      return list_changes(state, who, query.list_changes());
    case wire::Query::kListDue:
      return list_due(state, who, query.list_due());
    case wire::Query::kListShares:
      return list_shares(state, who, query.list_shares());
    case wire::Query::kListRelations:
      return list_relations(state, who, query.list_relations());
    default:
      return answer_frame(state, who, query);
  }
}

} // namespace taskraft::tasks
