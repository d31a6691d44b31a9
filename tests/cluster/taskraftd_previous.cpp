// A node of the version before this one, as far as other nodes can tell: it
// speaks the wire version and knows the rules of that time.

#include "actors/node/node.hpp"
#include "bin/daemon/program.hpp"

#include <iostream>

namespace {

using namespace taskraft;

const auto previous = actors::program_versions{
  .text = TASKRAFT_VERSION "-previous", .wire = 1, .rules_level = 1};

} // namespace

int main(int argc, char** argv) {
  auto nodes = daemon::node_programs{};
  nodes.run = [](const config::settings& settings) {
    return actors::run_node(settings, previous);
  };
  return daemon::run({argv + 1, argv + argc}, nodes, std::cout, std::cerr);
}
