#include "bin/client/commands/cluster/backup_commands.hpp"

#include "bin/client/commands/client_calls.hpp"
#include "bin/client/line/staging_folder.hpp"
#include "bin/client/text/progress_bar.hpp"
#include "bin/client/text/task_text.hpp"
#include "persistence/disk/posix_file.hpp"
#include "persistence/snapshot/snapshot.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ostream>

namespace taskraft::client {

namespace {

/// A file that cannot be written here is no fault of the cluster, and waiting
/// does not help.
[[noreturn]] void give_up(const failure& why) {
  throw cli_error{exit_code::failure, why.detail};
}

raft::snapshot_about about_of(const protocol::backup_begun& x) {
  auto members = raft::decode_membership(x.membership);
  if (!members)
    throw cli_error{exit_code::failure,
                    "the node's answer cannot be read: is it of another "
                    "version?"};
  return {.base = {.position = x.position,
                   .members = {x.membership_index, std::move(*members)}},
          .size_bytes = x.size_bytes,
          .checksum = x.checksum};
}

void fetch(const context& x, std::uint64_t backup,
           std::optional<std::size_t> endpoint,
           persistence::snapshot_receiver& into) {
  auto bar
    = progress_bar{x.world.err, x.world.style.terminal && !x.settings.json,
                   into.about().size_bytes};
  while (true) {
    bar.show(into.offset());
    auto complete = into.complete();
    auto answer = ask(x, {.kind = question_kind::read_backup,
                          .backup = backup,
                          .offset = into.offset(),
                          .endpoint = endpoint});
    // The last question only told the node that its file is no longer needed.
    if (complete)
      return;
    const auto& chunk = answer.chunk;
    if (!chunk.reason.empty() || chunk.bytes.view().empty())
      throw cli_error{exit_code::failure,
                      "the node cannot read its backup to the end: "
                        + chunk.reason};
    auto taken = into.write(into.offset(), chunk.bytes.view(), chunk.checksum);
    if (!taken)
      give_up(taken.error());
  }
}

std::string hex(std::uint32_t x) {
  auto text = std::array<char, 9>{};
  std::snprintf(text.data(), text.size(), "%08x", x);
  return text.data();
}

std::string backup_text(const context& x, const std::string& file,
                        const raft::snapshot_about& about) {
  auto index = about.base.position.index.value;
  if (x.settings.json)
    return print(json{{"file", file},
                      {"index", index},
                      {"bytes", about.size_bytes},
                      {"checksum", hex(about.checksum)}},
                 x.world.style);
  auto rows = table{{"FILE", "INDEX", "BYTES", "CHECKSUM"}};
  rows.add({{file},
            {std::to_string(index)},
            {std::to_string(about.size_bytes)},
            {hex(about.checksum)}});
  return rows.render(x.world.style);
}

} // namespace

void back_up(const context& x) {
  const auto& file = x.what.arguments.at(0);
  // Elsewhere that is standard output, which cannot be taken back if the backup
  // turns out to be damaged.
  if (file == "-")
    throw cli_error{exit_code::usage,
                    "a backup needs a file: standard output is none, and ./- "
                    "is a file of that name"};
  auto folder = staging_folder{file};
  tell(x, "the node writes its state ...");
  auto begun = ask(x, {.kind = question_kind::begin_backup,
                       .consistency = x.settings.consistency});
  if (begun.backup.backup == 0)
    throw cli_error{exit_code::unavailable, begun.backup.reason};
  auto about = about_of(begun.backup);
  auto files = persistence::posix_file_system{};
  auto receiver
    = persistence::snapshot_receiver::begin(files, folder.path(), about);
  if (!receiver)
    give_up(receiver.error());
  fetch(x, begun.backup.backup, begun.endpoint, *receiver);
  if (auto whole = receiver->finish(folder.whole_file()); !whole)
    give_up(whole.error());
  folder.publish();
  put_out(x.world, backup_text(x, file, about));
}

void restore(const invocation& x, const surroundings& world) {
  auto config = x.value("config");
  if (!config)
    throw cli_error{
      exit_code::usage,
      "--config FILE is missing: the settings of the new node; see "
      "`taskraft restore --help`"};
  auto made = world.restore(x.arguments.at(0), *config, x.has("keep-tokens"));
  if (!made)
    throw cli_error{exit_code_of(made.error().code), made.error().detail};
  if (x.has("json")) {
    put_out(world, print(json{{"node", made->node},
                              {"cluster_id", made->cluster_id},
                              {"index", made->index.value},
                              {"rows", made->rows}},
                         world.style));
    return;
  }
  auto rows = table{{"NODE", "CLUSTER ID", "INDEX", "ROWS"}};
  rows.add({{std::to_string(made->node)},
            {made->cluster_id},
            {std::to_string(made->index.value)},
            {std::to_string(made->rows)}});
  put_out(world, rows.render(world.style));
}

} // namespace taskraft::client
