#include "actors/http/routes/answer_schemas.hpp"

#include "protocol/tasks/rules/setting_rules.hpp"

#include <utility>

namespace taskraft::http {

namespace {

using fields = std::vector<answer_field>;

fields with(fields first, const fields& more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}

fields user_fields() {
  return {{"username", "text"},     {"rev", "number"},
          {"display_name", "text"}, {"email", "text?"},
          {"role", "text"},         {"disabled", "flag"},
          {"time_zone", "text"},    {"created_at", "moment"}};
}

fields token_fields() {
  return {{"id", "number"},         {"name", "text"},
          {"prefix", "text"},       {"scopes", "[text]"},
          {"created_at", "moment"}, {"expires_at", "moment?"},
          {"last_used_on", "day"}};
}

fields change_fields() {
  return {{"index", "number"}, {"at", "moment"}, {"actor", "text"}};
}

fields task_fields(const fields& description) {
  auto first = fields{{"id", "number"},
                      {"rev", "number"},
                      {"project", "text?"},
                      {"title", "text"}};
  return with(with(std::move(first), description), {{"status", "text"},
                                                    {"priority", "text"},
                                                    {"due", "due?"},
                                                    {"assignees", "[text]"},
                                                    {"labels", "[text]"},
                                                    {"parent", "number?"},
                                                    {"repeat", "text?"},
                                                    {"creator", "text"},
                                                    {"created_at", "moment"},
                                                    {"updated_at", "moment"},
                                                    {"completed_at", "moment?"},
                                                    {"deleted_at", "moment?"}});
}

void add_boards(std::vector<answer_schema>& to) {
  to.push_back(
    {"SubtaskCount", {{"total", "number"}, {"completed", "number"}}});
  to.push_back({"Card", with(task_fields({}), {{"rank", "text"},
                                               {"comment_count", "number"},
                                               {"attachment_count", "number"},
                                               {"subtasks", "SubtaskCount"},
                                               {"blocked", "flag"},
                                               {"watching", "flag"}})});
  to.push_back({"Relations",
                {{"parent", "Card?"},
                 {"subtasks", "[Card]"},
                 {"blocks", "[Card]"},
                 {"blocked_by", "[Card]"},
                 {"hidden", "number"}}});
  to.push_back({"BoardColumn",
                {{"status", "text"},
                 {"total", "number"},
                 {"items", "[Card]"},
                 {"next_cursor", "text?"}}});
  to.push_back(
    {"Board", {{"project", "Project"}, {"columns", "[BoardColumn]"}}});
}

void add_tasks(std::vector<answer_schema>& to) {
  to.push_back({"Task", task_fields({{"description", "text"}})});
  to.push_back({"Comment",
                {{"id", "number"},
                 {"rev", "number"},
                 {"task", "number"},
                 {"author", "text"},
                 {"text", "text"},
                 {"mentions", "[text]"},
                 {"created_at", "moment"},
                 {"updated_at", "moment"}}});
  to.push_back({"Attachment",
                {{"id", "number"},
                 {"task", "number"},
                 {"name", "text"},
                 {"size", "number"},
                 {"media_type", "text"},
                 {"sha256", "text"},
                 {"creator", "text"},
                 {"created_at", "moment"}}});
  to.push_back({"BatchItem",
                {{"status", "number"},
                 {"task", "Task", true},
                 {"problem", "Problem", true}}});
  to.push_back({"BatchDone", {{"items", "[BatchItem]"}}});
  to.push_back({"BulkItem",
                {{"id", "number"},
                 {"status", "number"},
                 {"rev", "number", true},
                 {"problem", "Problem", true}}});
  to.push_back({"BulkDone", {{"items", "[BulkItem]"}}});
  to.push_back({"Change", {{"field", "text"}, {"from", "any"}, {"to", "any"}}});
  to.push_back({"History", with(change_fields(), {{"via", "text"},
                                                  {"action", "text"},
                                                  {"changes", "[Change]"}})});
  to.push_back({"Watching", {{"watching", "flag"}}});
  to.push_back({"Watcher", {{"username", "text"}}});
  to.push_back(
    {"NamedRole",
     {{"username", "text"}, {"display_name", "text"}, {"role", "text"}}});
}

void add_frame(std::vector<answer_schema>& to) {
  to.push_back({"Label",
                {{"name", "text"},
                 {"rev", "number"},
                 {"color", "text"},
                 {"description", "text"}}});
  to.push_back({"View",
                {{"id", "number"},
                 {"rev", "number"},
                 {"name", "text"},
                 {"owner", "text"},
                 {"project", "text?"},
                 {"shared", "flag"},
                 {"layout", "text"},
                 {"query", "text"}}});
  to.push_back({"Project",
                {{"key", "text"},
                 {"rev", "number"},
                 {"name", "text"},
                 {"description", "text"},
                 {"color", "text"},
                 {"archived", "flag"},
                 {"my_role", "text?"},
                 {"created_at", "moment"},
                 {"updated_at", "moment"}}});
}

void add_people(std::vector<answer_schema>& to) {
  to.push_back({"User", user_fields()});
  to.push_back({"MadeUser", with(user_fields(), {{"setup_token", "text?"}})});
  to.push_back({"Me", with(user_fields(), {{"unread", "number"},
                                           {"preferences", "object"},
                                           {"scopes", "[text]"},
                                           {"session", "number?"}})});
  to.push_back(
    {"Info", {{"name", "text"}, {"version", "text"}, {"auth", "text"}}});
  to.push_back({"LoggedIn",
                {{"user", "User"},
                 {"session", "number"},
                 {"token", "text?"},
                 {"expires_at", "moment?"}}});
  to.push_back({"Handover", {{"token", "text"}, {"expires_at", "moment"}}});
  to.push_back({"Token", token_fields()});
  to.push_back({"MadeToken", with(token_fields(), {{"secret", "text?"}})});
  to.push_back({"Session",
                {{"id", "number"},
                 {"current", "flag"},
                 {"user_agent", "text"},
                 {"address", "text"},
                 {"created_at", "moment"},
                 {"expires_at", "moment?"},
                 {"last_used_on", "day"}}});
  to.push_back({"NotifiedTask",
                {{"id", "number"}, {"title", "text?"}, {"project", "text?"}}});
  to.push_back({"Notification",
                {{"id", "number"},
                 {"kind", "text"},
                 {"at", "moment"},
                 {"actor", "text?"},
                 {"task", "NotifiedTask"},
                 {"comment", "number?"},
                 {"excerpt", "text"},
                 {"read", "flag"},
                 {"count", "number"}}});
  to.push_back({"Count", {{"count", "number"}}});
  to.push_back(
    {"SearchHit", {{"kind", "text"}, {"task", "Card"}, {"excerpt", "text"}}});
  to.push_back(
    {"Report", {{"from", "day"}, {"to", "day"}, {"items", "[any]"}}});
  to.push_back({"Unread", {{"unread", "number"}}});
  to.push_back({"Audit",
                {{"index", "number"},
                 {"term", "number"},
                 {"at", "moment"},
                 {"actor", "text"},
                 {"action", "text"},
                 {"target", "text?"},
                 {"outcome", "text"},
                 {"address", "text?"}}});
}

void add_keys(std::vector<answer_schema>& to) {
  // What is no UTF-8.
  const auto bytes = answer_field{"key_base64", "text", true};
  to.push_back(
    {"Key", {{"key", "text?"}, bytes, {"rev", "number"}, {"size", "number"}}});
  to.push_back(
    {"KeyValue", {{"key", "text"}, {"value", "text"}, {"rev", "number"}}});
  to.push_back({"KeyChanged", {{"key", "text?"}, bytes, {"rev", "number"}}});
}

void add_settings(std::vector<answer_schema>& to) {
  auto settings = fields{};
  for (const auto* each : tasks::all_settings())
    settings.push_back({each->name, "number"});
  to.push_back({"ClusterSettings", std::move(settings)});
}

void add_cluster(std::vector<answer_schema>& to) {
  to.push_back({"Quorum",
                {{"voters", "number"},
                 {"needed", "number"},
                 {"reachable", "number"},
                 {"tolerates", "number"},
                 {"available", "flag"}}});
  to.push_back({"NodeStatus",
                {{"id", "number"},
                 {"address", "text"},
                 {"http", "text?"},
                 {"version", "text?"},
                 {"role", "text"},
                 {"voter", "flag"},
                 {"term", "number?"},
                 {"voted_for", "number?"},
                 {"last_index", "number?"},
                 {"commit_index", "number?"},
                 {"applied_index", "number?"},
                 {"durable_index", "number?"},
                 {"lag", "number?"},
                 {"inflight_entries", "number?"},
                 {"inflight_bytes", "number?"},
                 {"heartbeat_age_ms", "number?"},
                 {"store", "text?"},
                 {"disk_free", "number?"},
                 {"reachable", "flag"}}});
  to.push_back({"ClusterStatus",
                {{"cluster_id", "text?"},
                 {"name", "text"},
                 {"term", "number"},
                 {"leader", "number?"},
                 {"quorum", "Quorum"},
                 {"served_by", "number"},
                 {"nodes", "[NodeStatus]"}}});
  to.push_back({"Node",
                {{"id", "number"},
                 {"address", "text"},
                 {"role", "text"},
                 {"disk_id", "text?"}}});
  to.push_back({"LogEntry",
                {{"index", "number"},
                 {"term", "number"},
                 {"kind", "text"},
                 {"bytes", "number"},
                 {"at", "moment"},
                 {"actor", "text?"},
                 {"action", "text?"}}});
  to.push_back({"Leader",
                {{"term", "number"},
                 {"node", "number"},
                 {"since", "moment"},
                 {"until", "moment?"}}});
  to.push_back({"LeaderChange", {{"term", "number"}, {"leader", "number"}}});
  to.push_back({"SnapshotTaken", {{"index", "number?"}}});
  to.push_back({"NodeDigest", {{"id", "number"}, {"sha256", "text?"}}});
  to.push_back({"Digests", {{"index", "number"}, {"nodes", "[NodeDigest]"}}});
}

} // namespace

const std::vector<answer_schema>& answer_schemas() {
  static const auto all = [] {
    auto schemas = std::vector<answer_schema>{};
    add_tasks(schemas);
    add_boards(schemas);
    add_frame(schemas);
    add_people(schemas);
    add_keys(schemas);
    add_cluster(schemas);
    add_settings(schemas);
    return schemas;
  }();
  return all;
}

} // namespace taskraft::http
