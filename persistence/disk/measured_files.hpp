// A file system that measures how long its syncs take.

#pragma once

#include "persistence/disk/file.hpp"
#include "protocol/actors/meter.hpp"

#include <memory>
#include <string>
#include <vector>

namespace taskraft::persistence {

class measured_files final : public file_system {
public:
  /// Both have to live longer, and longer than every file.
  measured_files(file_system& files, protocol::meter& to)
    : files_(files), to_(to) {
  }

  result<std::unique_ptr<file>> open(const std::string& path,
                                     open_mode mode) override;
  result<bool> exists(const std::string& path) override;
  status rename(const std::string& from, const std::string& to) override;
  status remove(const std::string& path) override;
  status make_directory(const std::string& path) override;
  status sync_directory(const std::string& path) override;
  result<std::vector<std::string>> list(const std::string& path) override;
  result<std::unique_ptr<file_lock>> lock(const std::string& path) override;

private:
  file_system& files_;
  protocol::meter& to_;
};

} // namespace taskraft::persistence
