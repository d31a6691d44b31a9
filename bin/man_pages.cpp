// Writes the manual pages into a folder, while taskraft is built.

#include "bin/manual/pages.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace {

using namespace taskraft;

bool write(const std::filesystem::path& folder, const manual::page& x) {
  auto section = std::to_string(x.name.section);
  auto place = folder / ("man" + section);
  std::filesystem::create_directories(place);
  auto out = std::ofstream{place / (x.name.name + "." + section)};
  out << x.text << std::flush;
  return out.good();
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: man_pages CONFIGURATION.MD FOLDER\n";
    return 2;
  }
  auto in = std::ifstream{argv[1]};
  auto markdown = std::string{std::istreambuf_iterator<char>{in}, {}};
  auto pages = manual::client_pages();
  pages.push_back(manual::daemon_page());
  pages.push_back(manual::settings_page(markdown));
  for (const auto& x : pages)
    if (!write(argv[2], x)) {
      std::cerr << "man_pages: cannot write " << x.name.name << "\n";
      return 1;
    }
  return 0;
}
