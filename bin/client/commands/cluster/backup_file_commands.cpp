#include "bin/client/commands/cluster/backup_file_commands.hpp"

#include "bin/client/commands/client_calls.hpp"
#include "bin/client/text/task_text.hpp"
#include "persistence/disk/posix_file.hpp"
#include "persistence/snapshot/backup_rows.hpp"

#include <functional>
#include <map>
#include <memory>
#include <set>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

using opened_backup = std::shared_ptr<const persistence::snapshot_file>;

[[noreturn]] void refuse_backup(const failure& why) {
  throw cli_error{exit_code_of(why.code), why.detail};
}

/// Its file was read once, and every byte is what was written.
opened_backup open_backup(persistence::file_system& files,
                          const std::string& path) {
  auto file = persistence::snapshot_file::open(files, path);
  if (!file)
    refuse_backup(file.error());
  if (auto whole = (*file)->verify(); !whole)
    refuse_backup(whole.error());
  return *file;
}

void each_row(const persistence::snapshot_file& file,
              const std::function<void(wire::SnapshotRow&)>& take) {
  if (auto scanned = persistence::each_backup_row(file, take); !scanned)
    refuse_backup(scanned.error());
}

/// What other rows say of a task.
struct links_of_task {
  std::vector<std::string> assignees;
  std::vector<std::string> labels;
};

/// What tasks refer to.
struct named_in_backup {
  std::map<std::uint64_t, links_of_task> links;
  std::set<std::string> projects;
};

named_in_backup names_in(const persistence::snapshot_file& file) {
  auto found = named_in_backup{};
  each_row(file, [&](const wire::SnapshotRow& row) {
    if (row.has_assignment())
      found.links[row.assignment().task()].assignees.push_back(
        row.assignment().username());
    else if (row.has_task_label())
      found.links[row.task_label().task()].labels.push_back(
        row.task_label().name());
    else if (row.has_project())
      found.projects.insert(row.project().key());
  });
  return found;
}

} // namespace

void check_backup(const invocation& x, const surroundings& world) {
  auto files = persistence::posix_file_system{};
  auto file = open_backup(files, x.arguments.at(0));
  auto number_of_tasks = persistence::check_backup_rows(*file);
  if (!number_of_tasks)
    refuse_backup(number_of_tasks.error());
  const auto& about = file->about();
  auto index = about.base.position.index.value;
  if (x.has("json"))
    return put_out(world, print(json{{"file", file->path()},
                                     {"index", index},
                                     {"bytes", about.size_bytes},
                                     {"rows", file->rows()},
                                     {"tasks", *number_of_tasks}},
                                world.style));
  auto rows = table{{"FILE", "INDEX", "BYTES", "ROWS", "TASKS"}};
  rows.add({{file->path()},
            {std::to_string(index)},
            {std::to_string(about.size_bytes)},
            {std::to_string(file->rows())},
            {std::to_string(*number_of_tasks)}});
  put_out(world, rows.render(world.style));
}

void extract_tasks(const invocation& x, const surroundings& world) {
  if (auto format = x.value("format"); format && *format != "ndjson")
    throw cli_error{exit_code::usage, "--format is ndjson"};
  auto files = persistence::posix_file_system{};
  auto file = open_backup(files, x.arguments.at(0));
  auto found = names_in(*file);
  auto project = x.value("project");
  if (project && *project == "none")
    project = "";
  else if (project && !found.projects.contains(*project))
    throw cli_error{exit_code::not_found,
                    "the backup has no project " + *project};
  each_row(*file, [&](wire::SnapshotRow& row) {
    if (!row.has_task() || row.task().deleted_at_us() != 0
        || (project && row.task().project() != *project))
      return;
    auto& task = *row.mutable_task();
    for (const auto& name : found.links[task.id()].assignees)
      task.add_assignees(name);
    for (const auto& name : found.links[task.id()].labels)
      task.add_labels(name);
    put_out(world, escaped_json(to_json(task).dump()) + "\n");
  });
}

} // namespace taskraft::client
