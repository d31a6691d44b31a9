// The real disk, through POSIX calls.

#pragma once

#include "persistence/disk/file.hpp"

namespace taskraft::persistence {

/// Whether an `errno` says that there is no room: on the disk, in a quota, or
/// below the limit of a file's size.
bool means_no_room(int code);

class posix_file_system : public file_system {
public:
  result<std::unique_ptr<file>> open(const std::string& path,
                                     open_mode mode) override;
  result<bool> exists(const std::string& path) override;
  status rename(const std::string& from, const std::string& to) override;
  status remove(const std::string& path) override;
  status make_directory(const std::string& path) override;
  status sync_directory(const std::string& path) override;
  result<std::vector<std::string>> list(const std::string& path) override;
  result<std::unique_ptr<file_lock>> lock(const std::string& path) override;
};

} // namespace taskraft::persistence
