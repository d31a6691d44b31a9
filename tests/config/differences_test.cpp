#include "config/differences.hpp"
#include "tests/config/settings_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

namespace differences_test {

using namespace taskraft;
using tests::least;

/// The keys in the table of docs/configuration.md.
std::vector<std::string> documented_keys() {
  auto in = std::ifstream{TASKRAFT_DOCS "/configuration.md"};
  auto keys = std::vector<std::string>{};
  for (auto line = std::string{}; std::getline(in, line);)
    if (line.starts_with("| `") && line.find('.') < line.find('`', 3))
      keys.push_back(line.substr(3, line.find('`', 3) - 3));
  return keys;
}

BOOST_FIXTURE_TEST_SUITE(settings_that_differ, tests::settings_fixture)

BOOST_AUTO_TEST_CASE(are_named_by_their_keys) {
  auto before = require_loaded(least);
  auto after = require_loaded(
    std::string{least}
    + "[logging]\nlevel = \"debug\"\n[http]\nlisten = \"127.0.0.1:8101\"\n"
      "hosts = [\"localhost\"]\n[raft]\nelection_timeout_ms = [200, 300]\n");
  auto expected
    = std::vector<std::string>{"raft.election_timeout_ms", "http.listen",
                               "http.advertise", "http.hosts", "logging.level"};
  BOOST_TEST(config::differences(before, after) == expected);
  BOOST_TEST(config::differences(after, after).empty());
}

BOOST_AUTO_TEST_CASE(are_looked_for_under_every_key_that_is_documented) {
  auto known = config::key_values(require_loaded(least));
  auto documented = documented_keys();
  BOOST_TEST(documented.size() > 20U);
  for (const auto& key : documented)
    BOOST_TEST(
      std::ranges::count(known, key, [](const auto& x) { return x.first; })
        == 1,
      key);
  BOOST_TEST(known.size() == documented.size());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace differences_test
