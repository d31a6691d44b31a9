// One node of taskraft.

#include "actors/node/new_cluster.hpp"
#include "actors/node/node.hpp"
#include "bin/daemon/program.hpp"
#include "persistence/disk/posix_file.hpp"
#include "persistence/disk/process.hpp"

#include <iostream>
#include <random>
#include <sys/stat.h>
#include <unistd.h>

namespace {

using namespace taskraft;

std::uint64_t random_number() {
  auto device = std::random_device{};
  return (std::uint64_t{device()} << 32U) | device();
}

int run(const config::settings& settings, const std::string& file) {
  return actors::run_node(settings,
                          [file] { return config::load_settings(file); });
}

result<std::string> force_new_cluster(const config::settings& settings,
                                      bool keep_tokens) {
  auto files = persistence::posix_file_system{};
  auto forced = actors::force_new_cluster(files, settings, random_number,
                                          {.tokens = keep_tokens});
  if (!forced)
    return forced.error();
  return forced->cluster_id;
}

std::optional<std::string> ask(const std::string& question) {
  if (::isatty(STDIN_FILENO) == 0)
    return std::nullopt;
  std::cerr << question << std::flush;
  auto answer = std::string{};
  std::getline(std::cin, answer);
  return answer;
}

} // namespace

int main(int argc, char** argv) {
  persistence::prepare_process();
  // Only the owner may read what a node writes, whatever umask it was started
  // with.
  ::umask(S_IRWXG | S_IRWXO);
  return daemon::run(
    {argv + 1, argv + argc},
    {.run = run, .force_new_cluster = force_new_cluster, .ask = ask}, std::cout,
    std::cerr);
}
