#include "bin/client/line/command_groups.hpp"
#include "bin/client/line/known_values.hpp"
#include "protocol/tasks/words.hpp"

#include <algorithm>

namespace taskraft::client {

namespace {

const auto status_words = texts_of(tasks::status_words);
const auto priority_words = texts_of(tasks::priority_words);
const std::vector<std::string_view> sort_words
  = {"rank", "title",   "status",  "priority",
     "due",  "created", "updated", "completed"};
const std::vector<std::string_view> truth_words = {"true", "false"};

const flag rev_flag = {"rev", "N", "change it only if its revision is still N"};

constexpr std::string_view due_note
  = "DUE is a date, 2026-12-01, or a moment, 2026-12-01T15:00: local time "
    "or with a zone (Z, +02:00).";
constexpr std::string_view time_note
  = "TIME is a date, 2026-12-01, or an instant, 2026-12-01T15:00Z.";
constexpr std::string_view twice_note
  = "A local time that occurs twice, when clocks go back, means the first of "
    "the two.";

flags create_flags() {
  return {
    {"description", "TEXT", "what there is to do, in Markdown"},
    {"status", "STATUS", "todo if left out", status_words},
    {"priority", "PRIORITY", "none if left out", priority_words},
    {"due", "DUE", "when it must be done"},
    {"project", "KEY", "the project that it belongs to"},
    {"assign", "USER,...", "who is to do it", {}, true},
    {"label", "LABEL,...", "labels, which must exist", {}, true},
    {"parent", "ID", "the task that it is a part of"},
    {"repeat", "RRULE", "when it comes again: FREQ=WEEKLY;BYDAY=MO,FR"},
  };
}

command change_of_status(std::string_view words, std::string_view summary,
                         const argument& id = task_argument) {
  return {.words = words,
          .summary = summary,
          .arguments = {id},
          .flags = {rev_flag},
          .notes = {id_note}};
}

flags list_flags() {
  auto all = flags{
    {"status", "STATUS,...", "only with one of these", status_words},
    {"priority", "PRIORITY,...", "only with one of these", priority_words},
    {"due",
     "WHEN",
     "only what is due then",
     {"overdue", "today", "7d", "none"}},
    {"due-from", "TIME", "only what is due on that day or later"},
    {"due-before", "TIME", "only what is due before that day"},
    {"created-from", "TIME", "only what was created from then on"},
    {"created-before", "TIME", "only what was created before"},
    {"updated-from", "TIME", "only what was changed from then on"},
    {"updated-before", "TIME", "only what was changed last before"},
    {"completed-from", "TIME", "only what was completed from then on"},
    {"completed-before", "TIME", "only what was completed before"},
    {"blocked", "WHETHER", "true: only what others block", truth_words},
    {"watching", "WHETHER", "true: only what you watch", truth_words},
    {"shared", "WHETHER", "true: only what is shared with users", truth_words},
    {"rev-after", "N", "only what has changed after that log index"},
    {"tz", "ZONE", "whose days these are; yours, or UTC, if left out"},
    {"text", "WORDS", "only with all of them in title or description"},
    {"project", "KEY,...", "only of these projects; none: of no project"},
    {"assignee", "USER,...", "only of these; me, or none: of nobody"},
    {"creator", "USER,...", "only what these have created; me is you"},
    {"label", "LABEL,...", "only with one of these labels"},
    {"parent", "ID", "only its subtasks; none: only what has no parent"}};
  for (auto& each : all)
    each.all_hold = each.name != "tz";
  all.push_back({"sort", "FIELD", "by", sort_words});
  all.push_back({"limit", "N", "at most N rows; 50 if left out"});
  all.push_back(
    {"all", "", "all tasks, each exactly once even if some change"});
  all.push_back({"deleted", "", "tasks in the trash instead"});
  return all;
}

void add_task_commands(std::vector<command>& table) {
  table.push_back({.words = "add",
                   .summary = "Create a task; prints its id",
                   .arguments = {{.name = "TITLE"}},
                   .flags = create_flags(),
                   .notes = {due_note, twice_note}});
  table.push_back({.words = "task create",
                   .summary = "Create a task; prints its id",
                   .arguments = {{.name = "TITLE"}},
                   .flags = create_flags(),
                   .notes = {due_note, twice_note}});
  table.push_back(
    {.words = "task list",
     .summary = "List tasks",
     .flags = list_flags(),
     .notes
     = {"--sort -FIELD turns the order round; without it, by id.",
        "Of values between commas any will do; a flag that is given again must "
        "hold as well.",
        time_note,
        "Into a pipe, a row is a line without a header, with a tab "
        "between fields:",
        "id, title, status, priority, due. Tabs, line ends and "
        "backslashes in a field are written",
        "\\t, \\n, \\r and \\\\, other control characters like "
        "\\u001b."}});
  table.push_back({.words = "task show",
                   .summary = "Show a task",
                   .arguments = {task_argument},
                   .notes = {id_note}});
  table.push_back(
    {.words = "task edit",
     .summary = "Change fields of a task",
     .arguments = {task_argument},
     .flags = {{"title", "TEXT", "a new title"},
               {"description", "TEXT", "a new description"},
               {"status", "STATUS", "a new status", status_words},
               {"priority", "PRIORITY", "a new priority", priority_words},
               {"due", "DUE", "a new due date or moment; none removes it"},
               {"project", "KEY", "another project; none takes it out"},
               {"assign", "USER,...", "all assignees, or none", {}, true},
               {"label", "LABEL,...", "all labels, or none", {}, true},
               {"parent", "ID", "another parent; none removes it"},
               {"repeat", "RRULE", "when it comes again; none: never"},
               rev_flag},
     .notes = {id_note, due_note, twice_note}});
}

void add_task_steps(std::vector<command>& table) {
  table.push_back(change_of_status("task start", "Set a task in progress"));
  table.push_back(change_of_status("task done", "Complete a task"));
  table.push_back(change_of_status("task reopen", "Set a task to todo again"));
  table.push_back(change_of_status("task delete", "Put a task into the trash"));
  table.push_back(
    change_of_status("task restore", "Take a task out of the trash",
                     {.name = "ID", .known = known_values::deleted_tasks}));
  table.push_back(
    {.words = "task purge",
     .summary = "Remove a task for ever, with its subtasks",
     .arguments = {task_argument},
     .flags = {rev_flag, {"yes", "", "do not ask"}},
     .notes = {id_note, "Only managers may. Nothing brings it back: on a "
                        "terminal it asks."}});
  table.push_back(
    {.words = "task move",
     .summary = "Move a task on the board of its project",
     .arguments = {task_argument},
     .flags = {{"before", "ID", "before this task of the project"},
               {"after", "ID", "after it"},
               {"top", "", "before all others"},
               {"bottom", "", "after all others"},
               {"status", "STATUS", "to this column", status_words},
               {"project", "KEY", "to this project, with its subtasks; none"},
               rev_flag},
     .notes = {id_note}});
}

void add_comment_commands(std::vector<command>& table) {
  table.push_back({.words = "comment add",
                   .summary = "Add a comment to a task; prints its id",
                   .arguments = {task_argument, {.name = "TEXT"}},
                   .notes = {id_note}});
  table.push_back({.words = "comment edit",
                   .summary = "Change the text of your comment",
                   .arguments = {id_argument, {.name = "TEXT"}},
                   .notes = {"ID is the comment's."}});
  table.push_back({.words = "comment delete",
                   .summary = "Delete a comment",
                   .arguments = {id_argument},
                   .notes = {"ID is the comment's."}});
  table.push_back(
    {.words = "comment list",
     .summary = "List the comments on a task, the oldest first",
     .arguments = {task_argument},
     .flags = {{"limit", "N", "at most N rows; 50 unless told"},
               {"all", "", "every row, however many"}},
     .notes = {id_note, "Piped output is tab-separated without a header: id, "
                        "author, created, text."}});
}

void add_key_commands(std::vector<command>& table) {
  table.push_back({.words = "kv put",
                   .summary = "Store a value under a key",
                   .arguments = {{.name = "KEY"}, {.name = "VALUE"}},
                   .flags = {rev_flag},
                   .notes = {"A value of - is read from standard input."}});
  table.push_back({.words = "kv get",
                   .summary = "Print the value of a key",
                   .arguments = {{.name = "KEY"}}});
  table.push_back({.words = "kv delete",
                   .summary = "Delete a key",
                   .arguments = {{.name = "KEY"}},
                   .flags = {rev_flag}});
  table.push_back(
    {.words = "kv list",
     .summary = "List keys with their values",
     .arguments = {{.name = "PREFIX", .required = false}},
     .flags = {{"limit", "N", "at most N rows; 50 if left out"},
               {"all", "", "all keys"}},
     .notes = {"Into a pipe, a row is a line without a header, with a tab "
               "between fields:",
               "key, value, rev. Control characters are escaped as in "
               "`taskraft task list`."}});
}

void add_member_commands(std::vector<command>& table) {
  table.push_back(
    {.words = "cluster members",
     .summary = "Show who belongs to the cluster",
     .notes = {"Into a pipe, a row is a line without a header, with a tab "
               "between fields:",
               "id, address, role, disk id."}});
  table.push_back(
    {.words = "cluster add",
     .summary = "Add a new node to the cluster",
     .arguments = {id_argument, {.name = "ADDRESS"}},
     .notes = {"Start the node first: it waits to be added. ADDRESS is where "
               "other nodes reach it.",
               "It is a learner until it has caught up; then it votes.",
               "An id that was removed is not used again."}});
  table.push_back({.words = "cluster promote",
                   .summary = "Let a learner vote without waiting",
                   .arguments = {id_argument}});
  table.push_back(
    {.words = "cluster remove",
     .summary = "Remove a node, dead or alive, for ever",
     .arguments = {id_argument},
     .notes = {"The node stops with exit code 3, and its id is not used "
               "again."}});
}

void add_copy_commands(std::vector<command>& table) {
  table.push_back(
    {.words = "backup",
     .summary = "Write all of the cluster's state into a file",
     .arguments = {{.name = "FILE"}},
     .notes = {"The file must not exist yet. It appears under its name when it "
               "is whole.",
               "--timeout is how long the backup may go on without any "
               "progress.",
               "With --consistency stale one node is enough, even without a "
               "quorum."}});
  table.push_back(
    {.words = "backup extract",
     .summary = "Print the tasks in a backup, without a cluster",
     .arguments = {{.name = "FILE"}},
     .flags = {{"project", "KEY", "only this project; none: of no project"},
               {"format", "FORMAT", "ndjson, which it is anyway", {"ndjson"}}},
     .notes
     = {"Tasks in the trash are left out. `taskraft import` takes what it "
        "prints."}});
  table.push_back(
    {.words = "restore",
     .summary = "Begin a new cluster with the state of a backup",
     .arguments = {{.name = "FILE"}},
     .flags = {{"config", "FILE", "the settings of the new node, a TOML file"},
               {"check", "", "only read FILE, to the last byte"},
               {"keep-tokens", "", "API tokens go on"}},
     .notes = {"Logins and set-up links of the old cluster end, and API tokens "
               "unless they are kept.",
               "The new node must not have run yet: its data directory and "
               "its store must be empty.",
               "Add other nodes afterwards, with `taskraft cluster add`."}});
}

void add_other_commands(std::vector<command>& table) {
  table.push_back(
    {.words = "cluster status",
     .summary = "Show every node, reachable or not",
     .flags = {{"watch", "", "show it again each second, until Ctrl-C"}}});
  table.push_back(
    {.words = "cluster transfer-leader",
     .summary = "Make another node the leader",
     .arguments = {{.name = "ID", .required = false}},
     .notes
     = {"Without ID the leader chooses the node with the longest log."}});
  add_member_commands(table);
  table.push_back(
    {.words = "cluster settings",
     .summary = "Show or change the quotas and limits of the cluster",
     .arguments = {{.name = "KEY", .required = false},
                   {.name = "VALUE", .required = false}},
     .notes = {"VALUE is a number, or `default`. For administrators.",
               "Nobody loses what they have when a limit is lowered.",
               "Into a pipe, a row is a line without a header, with a tab "
               "between fields:",
               "name, value, default, what it limits."}});
  table.push_back(
    {.words = "cluster checksum",
     .summary = "Compare the rows of all nodes at one log index",
     .notes = {"A node stops if its rows differ from those of most of the "
               "nodes.",
               "Exit code 1: the rows differ; 6: not every node has answered.",
               "Without --timeout it waits for a minute: large states take "
               "long."}});
  add_copy_commands(table);
  table.push_back(
    {.words = "cluster snapshot",
     .summary = "Remove old entries from the log of every node now",
     .notes = {"What they did is in the nodes' state. A node that lags gets a "
               "snapshot of it.",
               "Into a pipe, a row is a line without a header, with a tab "
               "between fields:",
               "id, first and last index of the log."}});
  add_doctor_command(table);
  add_bench_command(table);
  table.push_back(
    {.words = "completion",
     .summary = "Print a completion script for a shell",
     .arguments = {{.name = "SHELL", .choices = {"bash", "zsh", "fish"}}},
     .notes = {"bash: source <(taskraft completion bash)"}});
  table.push_back({.words = "version", .summary = "Print the version"});
  table.push_back(
    {.words = "help",
     .summary = "Explain a command",
     .arguments = {{.name = "COMMAND", .required = false, .many = true}}});
}

std::vector<command> make_table() {
  auto table = std::vector<command>{};
  add_task_commands(table);
  add_task_steps(table);
  add_link_commands(table);
  add_comment_commands(table);
  add_attachment_commands(table);
  add_inbox_commands(table);
  add_file_commands(table);
  add_report_commands(table);
  add_project_commands(table);
  add_label_commands(table);
  add_login_commands(table);
  add_user_commands(table);
  add_certificate_commands(table);
  add_key_commands(table);
  add_other_commands(table);
  return table;
}

} // namespace

std::span<const command> command_table() {
  static const auto table = make_table();
  return table;
}

const command& older_form() {
  static const auto form = command{
    .words = "",
    .summary = "Store or print a value: the older form of kv put and kv get",
    .flags = {{"action", "ACTION", "add or get", {"add", "get"}},
              {"key", "KEY", "the key"},
              {"value", "VALUE", "the value to add"}}};
  return form;
}

std::span<const flag> common_flags() {
  static const auto common = flags{
    {"endpoints", "HOST:PORT,...", "where the nodes listen for clients"},
    {"timeout", "TIME", "how long to try: 500ms, 5s, 1m; 5s if left out"},
    {"consistency",
     "LEVEL",
     "of reads; linearizable if left out",
     {"linearizable", "session", "stale"}},
    {"ca", file_name, "speak TLS, and believe the certificates of this CA"},
    {"cert", file_name,
     "the own certificate, which `login` takes for a password"},
    {"key", file_name, "the private key of --cert"},
    {"insecure", "", "go to other machines without TLS"},
    {"json", "", "print JSON instead"},
    {"operator", file_name, "act as the node's operator, with its token"},
    {"help", "", "explain this command"},
  };
  return common;
}

const command* find_command(std::string_view words) {
  if (words == completion_query().words)
    return &completion_query();
  auto table = command_table();
  auto found = std::ranges::find(table, words, &command::words);
  return found == table.end() ? nullptr : &*found;
}

bool is_group(std::string_view words) {
  return std::ranges::any_of(command_table(), [&](const command& x) {
    return x.words.size() > words.size() && x.words.starts_with(words)
           && x.words[words.size()] == ' ';
  });
}

} // namespace taskraft::client
