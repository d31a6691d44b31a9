#include "bin/client/line/kept_import.hpp"

#include "bin/client/line/login_file.hpp"
#include "bin/client/text/cli_error.hpp"
#include "protocol/descriptor.hpp"

#include <chrono>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <random>
#include <sys/stat.h>
#include <unistd.h>

namespace taskraft::client {

namespace {

namespace fs = std::filesystem;

constexpr auto file_prefix = "import-";
/// Of an import that was begun: nobody goes on with it after that.
constexpr auto longest_pause = std::chrono::hours{24} * 56;

std::string draw_id() {
  auto device = std::random_device{};
  auto name = std::string{};
  for (auto i = 0; i < 4; ++i)
    name += std::to_string(device()) + ".";
  return name;
}

/// With mode 0600, whatever the umask and whatever was there.
bool write_file(const std::string& path, const std::string& text) {
  auto file = descriptor{::open(
    path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600)};
  return file && ::fchmod(file.get(), 0600) == 0
         && ::write(file.get(), text.data(), text.size())
              == static_cast<ssize_t>(text.size());
}

/// What is kept of other imports, if they were given up.
void remove_abandoned(const std::string& folder, const std::string& own) {
  auto ignored = std::error_code{};
  auto oldest = fs::file_time_type::clock::now() - longest_pause;
  for (const auto& entry : fs::directory_iterator{folder, ignored}) {
    auto written = entry.last_write_time(ignored);
    if (!ignored && written < oldest && entry.path().string() != own
        && entry.path().filename().string().starts_with(file_prefix))
      fs::remove(entry.path(), ignored);
  }
}

} // namespace

kept_import::kept_import(const environment& variable,
                         const std::string& content) {
  auto folder = state_folder(variable);
  // Without a home nothing can be kept, and a killed import begins anew.
  if (!folder) {
    id_ = draw_id();
    return;
  }
  path_ = *folder + '/' + file_prefix + content;
  remove_abandoned(*folder, path_);
  auto ignored = std::error_code{};
  auto in = std::ifstream{path_};
  if (std::getline(in, id_) && !id_.empty()) {
    fs::last_write_time(path_, fs::file_time_type::clock::now(), ignored);
    return;
  }
  id_ = draw_id();
  fs::create_directories(*folder, ignored);
  if (!write_file(path_, id_ + '\n'))
    throw cli_error{exit_code::failure, path_ + ": cannot be written"};
}

void kept_import::remove() {
  auto ignored = std::error_code{};
  if (!path_.empty())
    fs::remove(path_, ignored);
}

} // namespace taskraft::client
