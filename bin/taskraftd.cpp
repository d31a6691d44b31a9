// One node of taskraft.

#include "actors/house.hpp"
#include "bin/daemon/program.hpp"

#include <iostream>

int main(int argc, char** argv) {
  return taskraft::daemon::run(
    {argv + 1, argv + argc}, taskraft::actors::run_node, std::cout, std::cerr);
}
