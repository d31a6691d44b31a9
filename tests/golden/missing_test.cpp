// Nothing that lies on disks or crosses wires is without golden bytes: reads
// the sources for enumerations and for writers of files.

#include "tests/golden/golden.hpp"
#include "tests/support/unit_test.hpp"

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>

namespace missing_test {

using namespace taskraft::tests;
namespace fs = std::filesystem;

const auto root = fs::path{TASKRAFT_GOLDEN}.parent_path().parent_path();

/// How often each match of `pattern` stands in the sources of `folder`: its
/// first group if it has one, otherwise the path of the source.
std::map<std::string, std::size_t> found_in(const std::string& folder,
                                            const std::string& pattern) {
  auto found = std::map<std::string, std::size_t>{};
  auto expression = std::regex{pattern};
  for (const auto& each : fs::recursive_directory_iterator{root / folder}) {
    if (each.path().extension() != ".hpp" && each.path().extension() != ".cpp")
      continue;
    auto in = std::ifstream{each.path()};
    auto text = std::string{std::istreambuf_iterator<char>{in}, {}};
    for (auto at = std::sregex_iterator{text.begin(), text.end(), expression};
         at != std::sregex_iterator{}; ++at)
      ++found[at->size() > 1 ? at->str(1)
                             : fs::relative(each.path(), root).string()];
  }
  return found;
}

BOOST_AUTO_TEST_SUITE(golden_bytes)

BOOST_AUTO_TEST_CASE(are_kept_of_each_enumeration_that_leaves_the_process) {
  // These stay inside of the process.
  auto known = std::set<std::string>{"checkpoint_step",
                                     "column_type",
                                     "counted_event",
                                     "dialect",
                                     "disk_fault",
                                     "export_format",
                                     "frequency",
                                     "kind",
                                     "open_mode",
                                     "period",
                                     "reading",
                                     "role_kind",
                                     "step_down_cause",
                                     "test",
                                     "timed_step",
                                     "progress_mode",
                                     "turn"};
  for (const auto& [name, bytes] : golden::read("enums"))
    known.insert(name.substr(name.rfind(':') + 1));
  auto declared = std::set<std::string>{};
  for (const auto* folder : {"protocol", "persistence"})
    for (const auto& [name, count] : found_in(folder, "enum class (\\w+)"))
      declared.insert(name);
  BOOST_TEST(declared == known);
}

BOOST_AUTO_TEST_CASE(are_kept_of_each_file_of_a_node) {
  // How many files or kinds of files each source makes. A new one belongs into
  // `files.txt`, unless its content is never read.
  auto known = std::map<std::string, std::size_t>{
    {"persistence/disk/divergence.cpp", 2},
    {"persistence/disk/file.cpp", 1},
    {"persistence/disk/hard_state_file.cpp", 1},
    {"persistence/disk/identity.cpp", 1},
    {"persistence/disk/refusal.cpp", 1},
    {"persistence/disk/seen_file.cpp", 1},
    {"persistence/log/log_base.cpp", 1},
    {"persistence/log/segment_pool.cpp", 1},
    {"persistence/snapshot/snapshot.cpp", 1},
    {"persistence/snapshot/snapshot_receiver.cpp", 1}};
  auto writers
    = found_in("persistence", "return replace_file\\(|open_mode::create\\b");
  writers.erase("persistence/disk/posix_file.cpp");
  BOOST_TEST(writers == known);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace missing_test
