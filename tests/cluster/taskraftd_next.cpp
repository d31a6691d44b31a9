// A node of the version after this one: it speaks a wire version more, and
// knows rules and tables that this one does not.

#include "actors/node/node.hpp"
#include "bin/daemon/program.hpp"
#include "persistence/disk/process.hpp"
#include "tests/support/next/next_program.hpp"

#include <iostream>

namespace {

using namespace taskraft;

int run_next_node(const config::settings& settings, const std::string& file) {
  auto rules = tests::next_rules();
  return actors::run_node(settings,
                          [file] { return config::load_settings(file); },
                          {.text = TASKRAFT_VERSION "-next",
                           .wire = protocol::wire_version + 1,
                           .rules = &rules,
                           .tables = &tests::next_schema()});
}

} // namespace

int main(int argc, char** argv) {
  persistence::prepare_process();
  auto nodes = daemon::node_programs{};
  nodes.run = run_next_node;
  return daemon::run({argv + 1, argv + argc}, nodes, std::cout, std::cerr);
}
