// A temporary folder of a test, which is removed with all of its content.

#pragma once

#include "protocol/invariant.hpp"

#include <filesystem>
#include <stdlib.h>
#include <string>

namespace taskraft::tests {

class temporary_folder {
public:
  /// In `parent` if there is such a folder, else where temporary files go.
  explicit temporary_folder(const std::filesystem::path& parent = {}) {
    auto ignored = std::error_code{};
    auto place = std::filesystem::is_directory(parent, ignored)
                   ? parent
                   : std::filesystem::temp_directory_path();
    auto pattern = (place / "taskraft-XXXXXX").string();
    RAFT_INVARIANT(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;
  ~temporary_folder() {
    auto ignored = std::error_code{};
    std::filesystem::remove_all(path_, ignored);
  }

  const std::filesystem::path& path() const {
    return path_;
  }

private:
  std::filesystem::path path_;
};

} // namespace taskraft::tests
