#include "actors/node/disk_use.hpp"

#include "persistence/disk/identity.hpp"

#include <filesystem>
#include <string_view>
#include <system_error>

namespace taskraft::actors {

namespace {

namespace fs = std::filesystem;

/// Of the files whose names begin so. What cannot be read counts for nothing.
std::uint64_t bytes_in(const fs::path& directory, std::string_view beginning) {
  auto sum = std::uint64_t{0};
  auto problem = std::error_code{};
  auto files = fs::directory_iterator{directory, problem};
  for (; !problem && files != fs::directory_iterator{};
       files.increment(problem)) {
    auto ignored = std::error_code{};
    auto bytes = files->is_regular_file(ignored) ? files->file_size(ignored)
                                                 : std::uintmax_t{0};
    if (!ignored && files->path().filename().native().starts_with(beginning))
      sum += bytes;
  }
  return sum;
}

} // namespace

std::map<std::string, std::uint64_t>
disk_use_of(const config::settings& settings) {
  auto directory = fs::path{settings.node.data_dir};
  auto use = std::map<std::string, std::uint64_t>{
    {"log", bytes_in(persistence::log_directory(directory.native()), "")},
    {"snapshots", bytes_in(directory / "snapshots", "")},
    {"backups", bytes_in(directory / "backups", "")}};
  if (settings.store.backend == config::store_backend::sqlite)
    use["store"] = bytes_in(directory, "store.sqlite");
  return use;
}

} // namespace taskraft::actors
