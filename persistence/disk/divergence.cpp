#include "persistence/disk/divergence.hpp"

#include "protocol/crypto/sha256.hpp"

namespace taskraft::persistence {

namespace {

std::string mark_in(const std::string& data_directory) {
  return data_directory + "/diverged";
}

std::string distrust_mark_in(const std::string& data_directory) {
  return data_directory + "/distrusted";
}

} // namespace

status mark_diverged(file_system& files, const std::string& data_directory,
                     raft::log_index index, const std::string& own,
                     const std::string& majority) {
  return replace_file(files, mark_in(data_directory),
                      "at log index " + std::to_string(index.value)
                        + " the rows had digest " + protocol::hex(own)
                        + ", those of the other nodes "
                        + protocol::hex(majority) + "\n");
}

status check_divergence(file_system& files, const std::string& data_directory,
                        raft::log_index applied) {
  auto path = mark_in(data_directory);
  auto mark = read_file(files, path);
  if (!mark)
    return mark.error();
  if (!*mark)
    return done{};
  if (applied.value != 0) {
    auto what = (*mark)->substr(0, (*mark)->find('\n'));
    return failure{errc::corrupted,
                   path + ": " + what
                     + "; remove this node's store, not its log, and start it "
                       "again: it is filled from the other nodes"};
  }
  if (auto removed = files.remove(path); !removed)
    return removed;
  return files.sync_directory(data_directory);
}

status mark_distrusted(file_system& files, const std::string& data_directory,
                       const std::string& why) {
  return replace_file(files, distrust_mark_in(data_directory), why + "\n");
}

status check_distrusted(file_system& files, const std::string& data_directory) {
  auto path = distrust_mark_in(data_directory);
  auto mark = read_file(files, path);
  if (!mark)
    return mark.error();
  if (!*mark)
    return done{};
  return failure{errc::corrupted,
                 path + ": " + (*mark)->substr(0, (*mark)->find('\n'))
                   + "; replace this node by one with a new id and an empty "
                     "data directory"};
}

} // namespace taskraft::persistence
