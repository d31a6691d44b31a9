#include "persistence/store/table_parts.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/words.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace taskraft::persistence {

namespace {

using enum column_type;
namespace wire = tasks::wire;

std::vector<table> of_projects() {
  return {{.name = "projects",
           .row = &tasks::row_type_of<wire::Project>(),
           .columns = {sized("key", name, 10),
                       {"rev"},
                       sized("name", text, tasks::max_name_characters),
                       {"description", text},
                       sized("color", column_type::name, 7),
                       {"archived"},
                       {"created_at", instant},
                       {"updated_at", instant}}},
          {.name = "members",
           .row = &tasks::row_type_of<wire::Member>(),
           .columns = {sized("project", name, 10),
                       sized("username", name, tasks::max_actor_bytes),
                       reference("role", "project_role")}},
          {.name = "members_of_users",
           .row = &tasks::row_type_of<wire::MemberOf>(),
           .columns = {sized("username", name, tasks::max_actor_bytes),
                       sized("project", name, 10)}}};
}

std::vector<table> of_users() {
  return {{.name = "users",
           .row = &tasks::row_type_of<wire::User>(),
           .columns = {sized("username", name, tasks::max_actor_bytes),
                       {"rev"},
                       sized("display_name", text, tasks::max_name_characters),
                       sized("email", text, tasks::max_email_characters),
                       reference("role", "user_role"),
                       {"disabled"},
                       sized("time_zone", name, tasks::max_time_zone_bytes),
                       {"created_at", instant},
                       {"updated_at", instant}}},
          {.name = "credentials",
           .row = &tasks::row_type_of<wire::Credential>(),
           .columns = {sized("username", name, tasks::max_actor_bytes),
                       {"rev"},
                       sized("hash", name, 256),
                       sized("setup_digest", bytes, 32),
                       nullable("setup_expires_at", instant)}},
          {.name = "administrators",
           .row = &tasks::row_type_of<wire::Administrator>(),
           .columns = {sized("username", name, tasks::max_actor_bytes)}},
          {.name = "emails",
           .row = &tasks::row_type_of<wire::Email>(),
           .columns = {folded("folded", tasks::max_email_characters, 2048),
                       sized("username", name, tasks::max_actor_bytes)}}};
}

std::vector<table> of_sessions() {
  return {
    {.name = "sessions",
     .row = &tasks::row_type_of<wire::Session>(),
     .columns = {{"id"},
                 sized("username", name, tasks::max_actor_bytes),
                 reference("kind", "session_kind"),
                 reference("scope", "session_scope"),
                 sized("digest", bytes, 32),
                 sized("name", text, tasks::max_name_characters),
                 sized("prefix", column_type::name, 16),
                 sized("user_agent", text, tasks::max_user_agent_characters),
                 sized("address", column_type::name, 64),
                 {"created_at", instant},
                 nullable("expires_at", instant),
                 {"last_used_on", day}},
     .indexes = {{"expires_at"}}},
    {.name = "session_secrets",
     .row = &tasks::row_type_of<wire::SessionSecret>(),
     .columns = {sized("digest", bytes, 32), {"session"}}},
    {.name = "sessions_of_users",
     .row = &tasks::row_type_of<wire::SessionOfUser>(),
     .columns
     = {sized("username", name, tasks::max_actor_bytes), {"session"}}}};
}

} // namespace

std::vector<table> account_tables() {
  auto all = of_users();
  for (auto each : {of_sessions, of_projects})
    std::ranges::move(each(), std::back_inserter(all));
  return all;
}

} // namespace taskraft::persistence
