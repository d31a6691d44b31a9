// One function a command or a query; each aggregate has a file of its own.

#pragma once

#include "protocol/tasks/reader.hpp"
#include "protocol/tasks/rules/rules.hpp"

namespace taskraft::tasks {

/// A command on its way: what it changes, for whom, where and when.
struct command_context {
  view& state;
  const actor& who;
  const stamp& at;
};

wire::Result create_task(const command_context& c, wire::CreateTask& x);
wire::Result update_task(const command_context& c, wire::UpdateTask& x);
wire::Result delete_task(const command_context& c, const wire::DeleteTask& x);
wire::Result restore_task(const command_context& c, const wire::RestoreTask& x);
wire::Result purge_task(const command_context& c, const wire::PurgeTask& x);
wire::Result move_task(const command_context& c, const wire::MoveTask& x);
wire::Answer get_task(reader& state, const actor& who, const wire::GetTask& x);

wire::Result create_tasks(const command_context& c, wire::CreateTasks& x);
wire::Result bulk_tasks(const command_context& c, const wire::BulkTasks& x);

wire::Result block_task(const command_context& c, const wire::BlockTask& x);
wire::Answer list_relations(reader& state, const actor& who,
                            const wire::ListRelations& x);

wire::Result assign_task(const command_context& c, const wire::AssignTask& x);
wire::Result label_task(const command_context& c, const wire::LabelTask& x);
wire::Result share_task(const command_context& c, const wire::ShareTask& x);
wire::Answer list_shares(reader& state, const actor& who,
                         const wire::ListShares& x);

wire::Result create_project(const command_context& c,
                            const wire::CreateProject& x);
wire::Result update_project(const command_context& c,
                            const wire::UpdateProject& x);
wire::Result set_member(const command_context& c, const wire::SetMember& x);
wire::Result remove_member(const command_context& c,
                           const wire::RemoveMember& x);
wire::Answer get_project(reader& state, const actor& who,
                         const wire::GetProject& x);
wire::Answer list_projects(reader& state, const actor& who,
                           const wire::ListProjects& x);
wire::Answer list_members(reader& state, const actor& who,
                          const wire::ListMembers& x);
/// The project with the actor's own role in it.
wire::Project seen_by(finder& state, const actor& who, wire::Project row);

wire::Result create_label(const command_context& c, const wire::CreateLabel& x);
wire::Result update_label(const command_context& c, const wire::UpdateLabel& x);
wire::Result delete_label(const command_context& c, const wire::DeleteLabel& x);
wire::Answer get_label(reader& state, const wire::GetLabel& x);
wire::Answer list_labels(reader& state, const wire::ListLabels& x);

wire::Result create_view(const command_context& c, const wire::CreateView& x);
wire::Result update_view(const command_context& c, const wire::UpdateView& x);
wire::Result delete_view(const command_context& c, const wire::DeleteView& x);
bool sees_view(finder& state, const actor& who, std::uint64_t id);
wire::Answer get_view(reader& state, const actor& who, const wire::GetView& x);
wire::Answer list_views(reader& state, const actor& who,
                        const wire::ListViews& x);

wire::Result change_settings(const command_context& c,
                             const wire::ChangeSettings& x);
wire::Result count_keys(const command_context& c, const wire::CountKeys& x);
wire::Result note_disk_room(const command_context& c,
                            const wire::NoteDiskRoom& x);
wire::Answer list_settings(reader& state, const actor& who);

wire::Result remind_users(const command_context& c, const wire::RemindUsers& x);
wire::Result erase_texts(const command_context& c, const wire::EraseTexts& x);
wire::Result forget_changes(const command_context& c,
                            const wire::ForgetChanges& x);
wire::Result note_use(const command_context& c, const wire::NoteUse& x);

wire::Result put_key(const command_context& c, wire::PutKey& x);
wire::Result delete_key(const command_context& c, const wire::DeleteKey& x);
wire::Answer get_key(reader& state, const wire::GetKey& x);
/// What `get_key` answers where there is none.
wire::Answer no_such_key();
wire::Answer list_keys(reader& state, const wire::ListKeys& x);

wire::Result add_comment(const command_context& c, wire::AddComment& x);
wire::Result update_comment(const command_context& c, wire::UpdateComment& x);
wire::Result delete_comment(const command_context& c,
                            const wire::DeleteComment& x);
wire::Answer get_comment(reader& state, const actor& who,
                         const wire::GetComment& x);
wire::Answer list_comments(reader& state, const actor& who,
                           const wire::ListComments& x);

wire::Result begin_upload(const command_context& c, const wire::BeginUpload& x);
wire::Result add_chunk(const command_context& c, wire::AddChunk& x);
wire::Result finish_upload(const command_context& c,
                           const wire::FinishUpload& x);
wire::Result cancel_upload(const command_context& c,
                           const wire::CancelUpload& x);
wire::Result delete_attachment(const command_context& c,
                               const wire::DeleteAttachment& x);
wire::Answer list_attachments(reader& state, const actor& who,
                              const wire::ListAttachments& x);
wire::Answer get_attachment(reader& state, const actor& who,
                            const wire::GetAttachment& x);
wire::Answer get_chunk(reader& state, const actor& who,
                       const wire::GetChunk& x);
/// Erases all attachments of a task that is purged.
void erase_attachments(view& state, std::uint64_t task);

wire::Result watch_task(const command_context& c, const wire::WatchTask& x);
wire::Result read_notifications(const command_context& c,
                                const wire::ReadNotifications& x);
wire::Answer list_watchers(reader& state, const actor& who,
                           const wire::ListWatchers& x);
/// How many notifications the user has not read: without those, of the newest
/// 200, that are about what the user does not see any more.
std::uint64_t seen_unread(reader& state, const actor& who);
wire::Answer list_notifications(reader& state, const actor& who,
                                const wire::ListNotifications& x);

wire::Answer list_history(reader& state, const actor& who,
                          const wire::ListHistory& x);
wire::Answer list_audit(reader& state, const actor& who,
                        const wire::ListAudit& x);
wire::Answer list_changes(reader& state, const actor& who,
                          const wire::ListChanges& x);
wire::Answer list_leaders(reader& state, const wire::ListLeaders& x);
wire::Answer list_due(reader& state, const actor& who, const wire::ListDue& x);

wire::Result announce_node(const command_context& c,
                           const wire::AnnounceNode& x);
wire::Answer list_nodes(reader& state);

wire::Result name_backup(const command_context& c, const wire::NameBackup& x);
wire::Result note_backup(const command_context& c, const wire::NoteBackup& x);
wire::Answer list_backups(reader& state, const actor& who);
/// Without the node's clock, which no rule knows.
wire::Answer check_health(reader& state, const actor& who);

wire::Result create_first_admin(const command_context& c,
                                const wire::CreateFirstAdmin& x);
wire::Result create_user(const command_context& c, const wire::CreateUser& x);
wire::Result update_user(const command_context& c, const wire::UpdateUser& x);
wire::Answer get_user(reader& state, const actor& who, const wire::GetUser& x);
wire::Answer list_users(reader& state, const actor& who,
                        const wire::ListUsers& x);
wire::Answer get_self(reader& state, const actor& who);

wire::Result set_password(const command_context& c, const wire::SetPassword& x);
wire::Result make_setup_link(const command_context& c,
                             const wire::MakeSetupLink& x);
wire::Answer get_credential(reader& state, const actor& who,
                            const wire::GetCredential& x);

wire::Result create_session(const command_context& c,
                            const wire::CreateSession& x);
wire::Result create_token(const command_context& c, const wire::CreateToken& x);
wire::Result end_session(const command_context& c, const wire::EndSession& x);
wire::Result renew_session(const command_context& c,
                           const wire::RenewSession& x);
wire::Answer list_sessions(reader& state, const actor& who,
                           const wire::ListSessions& x);
wire::Answer name_sessions(reader& state, const actor& who,
                           const wire::NameSessions& x);
wire::Answer find_session(reader& state, const actor& who,
                          const wire::FindSession& x);

/// Ends logins and tokens of the user; all but `spared`, or only the logins.
void end_sessions_of(view& state, const std::string& username,
                     std::uint64_t spared, bool tokens_too);

} // namespace taskraft::tasks
