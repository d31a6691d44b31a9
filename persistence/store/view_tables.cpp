#include "persistence/store/table_parts.hpp"
#include "protocol/tasks/limits.hpp"

namespace taskraft::persistence {

std::vector<table> view_tables() {
  using enum column_type;
  namespace wire = tasks::wire;
  return {
    {.name = "views",
     .row = &tasks::row_type_of<wire::View>(),
     .columns = {{"id"},
                 {"rev"},
                 sized("name", text, tasks::max_name_characters),
                 sized("owner", name, tasks::max_actor_bytes),
                 nullable_name("project", 10),
                 {"shared"},
                 sized("layout", name, 16),
                 {"query", text}}},
    {.name = "views_of_users",
     .row = &tasks::row_type_of<wire::ViewOfUser>(),
     .columns = {sized("username", name, tasks::max_actor_bytes),
                 {.name = "view_id", .field = "view"}}},
    {.name = "views_of_projects",
     .row = &tasks::row_type_of<wire::ViewOfProject>(),
     .columns
     = {sized("project", name, 10), {.name = "view_id", .field = "view"}}},
    {.name = "preferences",
     .row = &tasks::row_type_of<wire::Preferences>(),
     .columns
     = {sized("username", name, tasks::max_actor_bytes), {"content", text}}},
    {.name = "settings",
     .row = &tasks::row_type_of<wire::Setting>(),
     .columns = {sized("name", name, 64), {"value"}}},
    {.name = "usages",
     .row = &tasks::row_type_of<wire::Usage>(),
     .columns = {sized("name", name, 160),
                 {"value"},
                 {"counting"},
                 sized("counted_key", bytes, tasks::max_key_bytes)}},
    {.name = "low_disks",
     .row = &tasks::row_type_of<wire::LowDisk>(),
     .columns = {{"node"}, {"at", instant}}},
    {.name = "node_backups",
     .row = &tasks::row_type_of<wire::NodeBackups>(),
     .columns = {{"node"},
                 {"every_us"},
                 nullable("named_at", instant),
                 nullable("taken_at", instant),
                 {.name = "log_index", .field = "index"},
                 {.name = "size_bytes", .field = "bytes"},
                 {"failures"},
                 nullable("failed_at", instant),
                 sized("reason", text, 256)}},
  };
}

} // namespace taskraft::persistence
