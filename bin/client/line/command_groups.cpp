#include "bin/client/line/command_groups.hpp"

namespace taskraft::client {

namespace {

const std::vector<std::string_view> period_words = {"day", "week", "month"};

const auto role_words = texts_of(tasks::role_words);
const auto project_roles = texts_of(tasks::project_role_words);
const std::vector<std::string_view> share_words = {"viewer", "member"};
const auto scope_words = texts_of(tasks::scope_words);

const flag password_flag
  = {"password-file", file_name, "read the password from it; - is stdin"};

flags project_flags() {
  return {{"name", "TEXT", "what it is called"},
          {"description", "TEXT", "what it is for, in Markdown"},
          {"color", "COLOR", "like #4c6ef5"}};
}

flags user_flags() {
  return {{"display-name", "TEXT", "what people call them"},
          {"email", "ADDRESS", "unique; none removes it"},
          {"role", "ROLE", "member if left out", role_words},
          {"time-zone", "ZONE", "like Europe/Berlin; UTC if left out"}};
}

} // namespace

void add_link_commands(std::vector<command>& table) {
  table.push_back({.words = "task assign",
                   .summary = "Let a user do the task",
                   .arguments = {task_argument, user_argument},
                   .notes = {id_note}});
  table.push_back({.words = "task unassign",
                   .summary = "Take the task from a user",
                   .arguments = {task_argument, user_argument},
                   .notes = {id_note}});
  table.push_back(
    {.words = "task share",
     .summary = "Show a single task to a user, or let them edit it",
     .arguments = {task_argument, user_argument},
     .flags = {{"role", "ROLE", "viewer if left out", share_words}},
     .notes = {id_note}});
  table.push_back({.words = "task unshare",
                   .summary = "Hide the task from a user again",
                   .arguments = {task_argument, user_argument},
                   .notes = {id_note}});
  const auto other = argument{.name = "OTHER", .known = known_values::tasks};
  table.push_back({.words = "task block",
                   .summary = "Let the task block another one",
                   .arguments = {task_argument, other},
                   .notes = {id_note}});
  table.push_back({.words = "task unblock",
                   .summary = "Let the task not block the other one any more",
                   .arguments = {task_argument, other},
                   .notes = {id_note}});
  table.push_back(
    {.words = "task relations",
     .summary = "List parent, subtasks, and what it blocks or is blocked by",
     .arguments = {task_argument},
     .notes = {id_note, "Piped output is tab-separated without a header: "
                        "relation, id, title, status."}});
}

void add_attachment_commands(std::vector<command>& table) {
  const auto name = argument{.name = "NAME"};
  table.push_back(
    {.words = "attach add",
     .summary = "Attach files to a task; prints their ids",
     .arguments = {task_argument, {.name = file_name, .many = true}},
     .notes = {id_note, "A file has at most 10 MiB."}});
  table.push_back(
    {.words = "attach get",
     .summary = "Fetch a file into the current folder, never over another one",
     .arguments = {task_argument, name},
     .flags = {{"output", file_name, "where to; - is standard output"}},
     .notes = {id_note}});
  table.push_back({.words = "attach list",
                   .summary = "List the files of a task",
                   .arguments = {task_argument},
                   .notes = {id_note}});
  table.push_back({.words = "attach delete",
                   .summary = "Delete a file of a task",
                   .arguments = {task_argument, name},
                   .notes = {id_note}});
}

void add_file_commands(std::vector<command>& table) {
  table.push_back(
    {.words = "import",
     .summary = "Create tasks from a file of this or another program",
     .arguments = {{.name = file_name}},
     .flags = {{"format",
                "FORMAT",
                "told from FILE if left out",
                {"csv", "json", "taskwarrior", "trello", "todoist"}},
               {.name = "map",
                .value = "COLUMN=FIELD",
                .summary = "which column of CSV holds a field; may be repeated",
                .many = true},
               {"project", "KEY", "put all tasks into this project"},
               {"dry-run", "", "only read the file and count"}},
     .notes
     = {"Run it again if it was interrupted: nothing is created twice.",
        "Labels that do not exist are created. Rows that fail are written, "
        "with the reason, to FILE.failed."}});
  table.push_back(
    {.words = "export",
     .summary = "Print all tasks that you see",
     .flags = {{"format",
                "FORMAT",
                "ndjson if left out, json with --json",
                {"csv", "json", "ndjson"}},
               {"project", "KEY", "only this project; none: of no project"}},
     .notes = {"In CSV, text that a spreadsheet would run begins with '; "
               "import takes it away again."}});
  table.push_back(
    {.words = "watch",
     .summary = "Print what happens, a line each, until Ctrl-C",
     .flags = {{"project", "KEY", "only in this project"},
               {"after", "INDEX", "from this log index on; now if left out"}},
     .notes = {"With --json a line is an event of the API, with its index."}});
}

void add_report_commands(std::vector<command>& table) {
  table.push_back(
    {.words = "search",
     .summary = "Find words in tasks, comments and names of files",
     .arguments = {{.name = "WORDS", .many = true}},
     .flags = {{"limit", "N", "at most N rows; 50 if left out"},
               {"all", "", "every row, however many"}}});
  table.push_back(
    {.words = "report",
     .summary = "Count what was done, and what is left",
     .arguments
     = {{.name = "NAME",
         .choices = {"completion", "throughput", "ageing", "lead-time",
                     "workload", "productivity", "overdue"}}},
     .flags
     = {{"project", "KEY", "only of this project"},
        {"since", "WHEN",
         "the first day, or a number of days before the last: 30d"},
        {"until", "DAY", "the last day; today if left out"},
        {"period", "LENGTH", "of a row; day if left out", period_words},
        {"tz", "ZONE", "whose days these are; yours, or UTC, if left out"},
        {"chart", "", "draw bars"}}});
}

void add_inbox_commands(std::vector<command>& table) {
  const auto rows = flags{{"limit", "N", "at most N rows; 50 if left out"}};
  auto all_rows = rows;
  all_rows.push_back({"all", "", "every row, however many"});
  table.push_back({.words = "task history",
                   .summary = "Show what was changed in a task, newest first",
                   .arguments = {task_argument},
                   .flags = all_rows,
                   .notes = {id_note}});
  table.push_back({.words = "task watch",
                   .summary = "Be told of what happens to a task",
                   .arguments = {task_argument},
                   .notes = {id_note}});
  table.push_back({.words = "task unwatch",
                   .summary = "Be told of a task no more",
                   .arguments = {task_argument},
                   .notes = {id_note}});
  auto inbox_rows = rows;
  inbox_rows.push_back({"all", "", "what you have read, too"});
  table.push_back({.words = "inbox",
                   .summary = "Show what you are told of, newest first",
                   .flags = inbox_rows});
  table.push_back(
    {.words = "inbox read",
     .summary = "Mark notifications as read; all without ID",
     .arguments = {{.name = "ID", .required = false, .many = true}}});
  auto audit_flags = all_rows;
  audit_flags.push_back({"actor", "USER", "only what this user did"});
  audit_flags.push_back({"action", "ACTION", "only this, like task.updated"});
  audit_flags.push_back({"since", "WHEN", "7d, a day or a moment"});
  table.push_back(
    {.words = "audit",
     .summary = "Show who did what, for administrators; newest first",
     .flags = audit_flags});
}

void add_project_commands(std::vector<command>& table) {
  const auto key = argument{.name = "KEY", .known = known_values::projects};
  table.push_back(
    {.words = "project create",
     .summary = "Create a project; you are its first manager",
     .arguments = {{.name = "KEY"}},
     .flags = project_flags(),
     .notes = {"KEY is 2 to 10 capital letters and digits: OPS."}});
  table.push_back({.words = "project list",
                   .summary = "List the projects that you see",
                   .flags = {{"archived", "", "archived ones, too"}}});
  table.push_back(
    {.words = "project show", .summary = "Show a project", .arguments = {key}});
  table.push_back({.words = "project edit",
                   .summary = "Change fields of a project",
                   .arguments = {key},
                   .flags = project_flags()});
  table.push_back({.words = "project archive",
                   .summary = "Let nothing change in a project any more",
                   .arguments = {key},
                   .flags = {{"undo", "", "open it again"}}});
  table.push_back(
    {.words = "project member add",
     .summary = "Let a user into a project, or change the role",
     .arguments = {key, user_argument},
     .flags = {{"role", "ROLE", "member if left out", project_roles}}});
  table.push_back({.words = "project member remove",
                   .summary = "Take a user out of a project",
                   .arguments = {key, user_argument}});
  table.push_back({.words = "project member list",
                   .summary = "List the members of a project",
                   .arguments = {key}});
}

void add_label_commands(std::vector<command>& table) {
  const auto name = argument{.name = "NAME", .known = known_values::labels};
  const auto label_flags = flags{{"color", "COLOR", "like #4c6ef5"},
                                 {"description", "TEXT", "what it stands for"}};
  table.push_back({.words = "label create",
                   .summary = "Create a label for all projects",
                   .arguments = {{.name = "NAME"}},
                   .flags = label_flags});
  table.push_back({.words = "label list", .summary = "List all labels"});
  table.push_back({.words = "label edit",
                   .summary = "Change a label",
                   .arguments = {name},
                   .flags = label_flags});
  table.push_back({.words = "label delete",
                   .summary = "Delete a label that no task bears",
                   .arguments = {name}});
}

void add_login_commands(std::vector<command>& table) {
  table.push_back({.words = "login",
                   .summary = "Log in; the login is kept for later commands",
                   .arguments = {{.name = "USER", .required = false}},
                   .flags = {password_flag},
                   .notes = {"USER is admin if left out.",
                             "Scripts set TASKRAFT_TOKEN to an API token."}});
  table.push_back({.words = "logout", .summary = "End the login"});
  table.push_back({.words = "whoami", .summary = "Print who is logged in"});
  table.push_back(
    {.words = "setup",
     .summary = "Set the first password, with the token of a set-up link",
     .flags = {{"token-file", file_name, "read the token from it; - is stdin"},
               password_flag},
     .notes = {"The leader of a new cluster keeps a token for admin in "
               "setup_link, in its data directory."}});
  table.push_back(
    {.words = "token create",
     .summary = "Create an API token; prints it, this once",
     .arguments = {{.name = "NAME"}},
     .flags = {{"scope", "SCOPE", "read if left out", scope_words},
               {"expires", "WHEN", "a date or a moment; never if left out"}}});
  table.push_back({.words = "token list", .summary = "List your API tokens"});
  table.push_back({.words = "token revoke",
                   .summary = "End an API token",
                   .arguments = {id_argument}});
  table.push_back({.words = "session list", .summary = "List your logins"});
  table.push_back({.words = "session end",
                   .summary = "End a login",
                   .arguments = {id_argument}});
}

void add_user_commands(std::vector<command>& table) {
  auto creation = user_flags();
  creation.push_back(password_flag);
  const auto name = argument{.name = "NAME", .known = known_values::users};
  table.push_back(
    {.words = "user create",
     .summary = "Create a user; prints a set-up token, or the name",
     .arguments = {{.name = "NAME"}},
     .flags = creation,
     .notes = {"Without a password the user sets one with `taskraft setup` and "
               "the token, within 24 hours."}});
  table.push_back({.words = "user list", .summary = "List all users"});
  table.push_back(
    {.words = "user show", .summary = "Show a user", .arguments = {name}});
  table.push_back({.words = "user edit",
                   .summary = "Change fields of a user",
                   .arguments = {name},
                   .flags = user_flags()});
  table.push_back({.words = "user disable",
                   .summary = "End all logins of a user, and allow no more",
                   .arguments = {name}});
  table.push_back({.words = "user enable",
                   .summary = "Let a user log in again",
                   .arguments = {name}});
  table.push_back(
    {.words = "user passwd",
     .summary = "Change a password; other logins of the user end",
     .arguments
     = {{.name = "NAME", .required = false, .known = known_values::users}},
     .flags = {password_flag,
               {"current-password-file", file_name, "the password until now"},
               {"link", "", "print a new set-up token; NAME has no password"}},
     .notes = {"NAME is you if left out, and admin with --link."}});
}

void add_certificate_commands(std::vector<command>& table) {
  const auto folder = argument{.name = "DIR"};
  const auto days = flags{{"days", "N", "how long it holds; 365 if left out"}};
  constexpr auto files_note = std::string_view{
    "Prints the names of both files. Neither may exist; the key is yours alone "
    "(mode 0600)."};
  table.push_back(
    {.words = "cert create-ca",
     .summary = "Create a CA, one for a cluster: DIR/ca.crt and DIR/ca.key",
     .arguments = {folder},
     .flags = {{"days", "N", "how long it holds; 3650 if left out"}},
     .notes = {files_note,
               "Keep ca.key away from nodes: it makes anybody a member."}});
  table.push_back(
    {.words = "cert create-node",
     .summary = "Create the certificate of a node: DIR/node-ID.crt and .key",
     .arguments = {folder, {.name = "ID"}, {.name = "HOST", .many = true}},
     .flags = days,
     .notes = {files_note, "HOST is a name or an address by which others reach "
                           "the node."}});
  table.push_back(
    {.words = "cert create-client",
     .summary
     = "Create the certificate of a user: DIR/client-USER.crt and .key",
     .arguments = {folder, {.name = "USER"}},
     .flags = days,
     .notes = {files_note}});
}

void add_doctor_command(std::vector<command>& table) {
  table.push_back(
    {.words = "doctor",
     .summary = "Look for what is wrong, and say what to do",
     .flags = {{"config", "FILE",
                "a node's settings: looks at this machine "
                "too, and asks that node"}},
     .notes = {"Asks every endpoint by itself. Administrators hear of backups "
               "and disks too.",
               "Exit code 1: something has failed; 6: only that no node "
               "answers; 4: only that",
               "it does not let you in. Warnings are no failures.",
               "Into a pipe, a row is a line without a header, with a tab "
               "between fields:",
               "state (ok, skipped, warning, failure), check, what was found, "
               "what to do."}});
}

void add_bench_command(std::vector<command>& table) {
  table.push_back(
    {.words = "bench",
     .summary = "Measure throughput and latency in a closed loop",
     .flags
     = {{"clients", "N", "requests at a time; 64 if left out"},
        {"seconds", "S", "how long to measure; 10 if left out"},
        {"read-ratio", "R", "share of reads, 0 to 1; 0 if left out"},
        {"value-bytes", "B", "bytes in a value; 256 if left out"},
        {"random-keys", "", "new keys in random order instead of rising"},
        {"tasks", "", "make and show tasks instead of keys"},
        {"update-ratio", "R",
         "with --tasks: share of writes that change tasks, 0 to 1"}},
     .notes = {"Every put writes a new key. The keys stay in the cluster, and "
               "so do tasks."}});
}

} // namespace taskraft::client
