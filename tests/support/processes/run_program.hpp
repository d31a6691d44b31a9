// Programs that a test runs to their end.

#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace taskraft::tests {

/// The exit code and output of a program that has ended.
struct program_output {
  int exit_code = -1;
  std::string out;
  std::string err;
};

using environment_variables = std::map<std::string, std::string>;

/// Runs a program to its end, with more variables in its environment.
program_output run_program(const std::string& program,
                           const std::vector<std::string>& arguments,
                           const environment_variables& variables = {});

/// All bytes of a file; empty if there is none.
std::string contents_of(const std::filesystem::path& file);

} // namespace taskraft::tests
