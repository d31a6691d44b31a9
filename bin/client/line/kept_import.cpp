#include "bin/client/line/kept_import.hpp"

#include "bin/client/line/login_file.hpp"
#include "bin/client/text/cli_error.hpp"

#include <filesystem>
#include <fstream>
#include <random>

namespace taskraft::client {

namespace {

std::string draw_id() {
  auto device = std::random_device{};
  auto name = std::string{};
  for (auto i = 0; i < 4; ++i)
    name += std::to_string(device()) + ".";
  return name;
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
  path_ = *folder + "/import-" + content;
  auto in = std::ifstream{path_};
  if (std::getline(in, id_) && !id_.empty())
    return;
  id_ = draw_id();
  auto ignored = std::error_code{};
  std::filesystem::create_directories(*folder, ignored);
  auto out = std::ofstream{path_};
  if (!(out << id_ << "\n" << std::flush))
    throw cli_error{exit_code::failure, path_ + ": cannot be written"};
  using std::filesystem::perms;
  std::filesystem::permissions(path_, perms::owner_read | perms::owner_write,
                               ignored);
}

void kept_import::remove() {
  auto ignored = std::error_code{};
  if (!path_.empty())
    std::filesystem::remove(path_, ignored);
}

} // namespace taskraft::client
