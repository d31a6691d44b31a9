#include "bin/client/run.hpp"

#include "bin/client/commands/client_calls.hpp"
#include "bin/client/commands/cluster/backup_commands.hpp"
#include "bin/client/commands/cluster/backup_file_commands.hpp"
#include "bin/client/commands/cluster/cert_commands.hpp"
#include "bin/client/commands/cluster/cluster_commands.hpp"
#include "bin/client/commands/cluster/doctor_commands.hpp"
#include "bin/client/commands/cluster/settings_commands.hpp"
#include "bin/client/commands/data/complete_commands.hpp"
#include "bin/client/commands/data/import_commands.hpp"
#include "bin/client/commands/data/kv_commands.hpp"
#include "bin/client/commands/people/login_commands.hpp"
#include "bin/client/commands/people/user_commands.hpp"
#include "bin/client/commands/work/attach_commands.hpp"
#include "bin/client/commands/work/comment_commands.hpp"
#include "bin/client/commands/work/inbox_commands.hpp"
#include "bin/client/commands/work/label_commands.hpp"
#include "bin/client/commands/work/link_commands.hpp"
#include "bin/client/commands/work/project_commands.hpp"
#include "bin/client/commands/work/relation_commands.hpp"
#include "bin/client/commands/work/report_commands.hpp"
#include "bin/client/commands/work/task_commands.hpp"
#include "bin/client/commands/work/watch_commands.hpp"
#include "bin/client/line/completion.hpp"
#include "bin/client/line/help.hpp"
#include "bin/client/line/known_values.hpp"
#include "bin/client/line/login_file.hpp"
#include "bin/client/text/task_text.hpp"

#include <array>
#include <ostream>
#include <span>

namespace taskraft::client {

namespace {

struct cluster_command {
  std::string_view words;
  void (*run)(const context&);
};

/// Where tasks stand, to which others, and how they are counted and found.
constexpr auto order_commands = std::to_array<cluster_command>({
  {"task purge", change_task},
  {"task move", change_task},
  {"task block", block_task},
  {"task unblock", block_task},
  {"report", show_report},
  {"search", search_tasks},
  {"task relations", list_relations},
});

constexpr auto work_commands = std::to_array<cluster_command>({
  {"", act_on_key},
  {"add", create_task},
  {"task create", create_task},
  {"task list", list_tasks},
  {"task show", show_task},
  {"task edit", change_task},
  {"task start", change_task},
  {"task done", change_task},
  {"task reopen", change_task},
  {"task delete", change_task},
  {"task restore", change_task},
  {"task assign", assign_task},
  {"task unassign", assign_task},
  {"task share", share_task},
  {"task unshare", share_task},
  {"project create", create_project},
  {"project list", list_projects},
  {"project show", show_project},
  {"project edit", change_project},
  {"project archive", change_project},
  {"project member add", change_member},
  {"project member remove", change_member},
  {"project member list", list_members},
  {"label create", create_label},
  {"label list", list_labels},
  {"label edit", change_label},
  {"label delete", delete_label},
  {"comment add", add_comment},
  {"comment list", list_comments},
  {"comment edit", edit_comment},
  {"comment delete", delete_comment},
  {"import", import_tasks},
  {"export", export_tasks},
  {"watch", watch_changes},
  {"attach add", add_attachments},
  {"attach get", get_attachment},
  {"attach list", list_attachments},
  {"attach delete", delete_attachment},
  {"task history", show_history},
  {"task watch", watch_task},
  {"task unwatch", watch_task},
  {"inbox", show_inbox},
  {"inbox read", read_inbox},
  {"audit", show_audit},
  {"kv put", put_key},
  {"kv get", get_key},
  {"kv delete", delete_key},
  {"kv list", list_keys},
  {"cluster status", show_cluster_status},
  {"cluster transfer-leader", transfer_leader},
  {"cluster members", show_members},
  {"cluster snapshot", compact_logs},
  {"cluster add", change_members},
  {"cluster promote", change_members},
  {"cluster remove", change_members},
  {"cluster checksum", judge_digests},
  {"cluster settings", settle_settings},
  {"backup", back_up},
});

/// Who may log in.
constexpr auto account_commands = std::to_array<cluster_command>({
  {"login", log_in},
  {"logout", log_out},
  {"whoami", show_self},
  {"setup", set_up},
  {"token create", create_token},
  {"token list", list_tokens},
  {"token revoke", revoke_token},
  {"session list", list_sessions},
  {"session end", end_session},
  {"user create", create_user},
  {"user list", list_users},
  {"user show", show_user},
  {"user edit", change_user},
  {"user disable", change_user},
  {"user enable", change_user},
  {"user passwd", change_password},
  {"bench", measure_cluster},
});

std::string version_text(bool as_json, const output_style& style) {
  if (as_json)
    return print(json{{"version", TASKRAFT_VERSION}}, style);
  return std::string{"taskraft "} + TASKRAFT_VERSION + "\n";
}

std::string topic_of(const invocation& x) {
  auto topic = std::string{};
  for (const auto& word : x.arguments)
    topic += (topic.empty() ? "" : " ") + word;
  return topic;
}

/// Runs a command that needs no cluster; returns nothing for other commands.
std::optional<std::string> local_answer(const invocation& x,
                                        const surroundings& world) {
  if (x.help_topic)
    return help_text(*x.help_topic);
  if (x.what->words == "help")
    return help_text(topic_of(x));
  if (x.what->words == "completion")
    return completion_script(x.arguments.at(0));
  if (x.what->words == "version")
    return version_text(x.has("json"), world.style);
  return std::nullopt;
}

void run_command(const invocation& x, const surroundings& world) {
  if (auto text = local_answer(x, world)) {
    put_out(world, *text);
    return;
  }
  if (x.what->words == "restore")
    return x.has("check") ? check_backup(x, world) : restore(x, world);
  if (x.what->words == "backup extract")
    return extract_tasks(x, world);
  if (x.what->words.starts_with("cert "))
    return create_certificate(x, world);
  if (x.what == &completion_query())
    return offer_values(x, world);
  auto settings = load_settings(x, world.variable);
  settings.credentials = credentials_of(settings, world.variable);
  auto& cluster = world.connect(settings);
  using commands = std::span<const cluster_command>;
  for (auto table : {commands{work_commands}, commands{order_commands},
                     commands{account_commands}})
    for (const auto& [words, run] : table)
      if (words == x.what->words)
        return run({x, settings, world, cluster});
}

} // namespace

exit_code run(std::span<const std::string> words, const surroundings& world) {
  try {
    auto x = parse_command_line(words);
    if (!x.help_topic && x.what->words == "doctor")
      return examine(x, world);
    run_command(x, world);
    return exit_code::done;
  } catch (const output_closed&) {
    return exit_code::done;
  } catch (const cli_error& problem) {
    world.err << "taskraft: " << on_one_line(problem.what()) << std::endl;
    return problem.code();
  } catch (const std::exception& problem) {
    world.err << "taskraft: " << on_one_line(problem.what()) << std::endl;
    return exit_code::failure;
  }
}

} // namespace taskraft::client
