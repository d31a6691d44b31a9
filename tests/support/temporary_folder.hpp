// A folder of its own for a test, removed with everything in it.

#pragma once

#include <filesystem>
#include <stdlib.h>
#include <string>

namespace taskraft::tests {

class temporary_folder {
public:
  temporary_folder() {
    auto pattern
      = (std::filesystem::temp_directory_path() / "taskraft-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
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
