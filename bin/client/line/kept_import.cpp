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
  auto login = login_path(variable, "none");
  // Without a home nothing can be kept, and a killed import begins anew.
  if (!login) {
    id_ = draw_id();
    return;
  }
  auto folder = std::filesystem::path{*login}.parent_path();
  path_ = (folder / ("import-" + content)).string();
  auto in = std::ifstream{path_};
  if (std::getline(in, id_) && !id_.empty())
    return;
  id_ = draw_id();
  auto ignored = std::error_code{};
  std::filesystem::create_directories(folder, ignored);
  auto out = std::ofstream{path_};
  if (!(out << id_ << "\n" << std::flush))
    throw cli_error{exit_code::failure, path_ + ": cannot be written"};
}

void kept_import::remove() {
  auto ignored = std::error_code{};
  if (!path_.empty())
    std::filesystem::remove(path_, ignored);
}

} // namespace taskraft::client
