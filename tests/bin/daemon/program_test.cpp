#include "bin/daemon/program.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

using namespace taskraft;

namespace {

constexpr auto example = TASKRAFT_EXAMPLES "/node2.toml";

struct fixture {
  std::ostringstream out;
  std::ostringstream complaints;
  std::optional<config::settings> ran;
  /// What the node's end is said to be.
  int node_code = 0;

  int run(const std::vector<std::string>& arguments) {
    auto run_node = [this](const config::settings& x) {
      ran = x;
      return node_code;
    };
    return daemon::run(arguments, run_node, out, complaints);
  }

  void require_wrong_usage(const std::vector<std::string>& arguments,
                           const std::string& complaint) {
    complaints.str("");
    BOOST_TEST(run(arguments) == 2);
    BOOST_TEST(out.str() == "");
    BOOST_TEST(!ran);
    auto text = complaints.str();
    BOOST_TEST(text.find(complaint) != std::string::npos, text);
    BOOST_TEST(text.find("taskraftd: ") == 0U);
    BOOST_TEST(std::ranges::count(text, '\n') == 1);
  }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(the_daemon, fixture)

BOOST_AUTO_TEST_CASE(runs_the_node_of_its_settings) {
  BOOST_TEST(run({"--config", example}) == 0);
  BOOST_REQUIRE(ran);
  BOOST_TEST(ran->node.id == raft::node_id{2});
  BOOST_TEST(complaints.str() == "");
}

BOOST_AUTO_TEST_CASE(ends_with_the_code_of_its_node) {
  node_code = 5;
  BOOST_TEST(run({"--config", example}) == 5);
}

BOOST_AUTO_TEST_CASE(only_checks_when_asked_to_check) {
  BOOST_TEST(run({"--check-config", example}) == 0);
  BOOST_TEST(out.str() == "ok\n");
  BOOST_TEST(!ran);
}

BOOST_AUTO_TEST_CASE(refuses_settings_in_one_line) {
  auto complaint = std::string{"nowhere.toml: expected a readable file: No "};
  require_wrong_usage({"--config", "nowhere.toml"}, complaint);
  require_wrong_usage({"--check-config", "nowhere.toml"}, complaint);
}

BOOST_AUTO_TEST_CASE(prints_the_schema_of_either_store) {
  BOOST_TEST(run({"--print-schema", "sqlite"}) == 0);
  BOOST_TEST(out.str().find("CREATE TABLE") != std::string::npos);
  BOOST_TEST(out.str().find("InnoDB") == std::string::npos);
  BOOST_TEST(run({"--print-schema", "mysql"}) == 0);
  BOOST_TEST(out.str().find("InnoDB") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(refuses_the_schema_of_a_store_it_does_not_know) {
  require_wrong_usage({"--print-schema", "oracle"},
                      "expected sqlite or mysql, found oracle");
}

BOOST_AUTO_TEST_CASE(prints_its_version) {
  BOOST_TEST(run({"--version"}) == 0);
  BOOST_TEST(out.str() == "taskraftd " TASKRAFT_VERSION "\n");
}

BOOST_AUTO_TEST_CASE(explains_its_options_and_exit_codes) {
  BOOST_TEST(run({"--help"}) == 0);
  for (auto word : {"--config FILE", "--check-config FILE", "--print-schema",
                    "--version", "  5  an address cannot be bound"})
    BOOST_TEST(out.str().find(word) != std::string::npos, word);
}

BOOST_AUTO_TEST_CASE(refuses_a_wrong_command_line_in_one_line) {
  require_wrong_usage({}, "expected one of --config");
  require_wrong_usage({"--config"}, "--config");
  require_wrong_usage({"--config", example, "--version"},
                      "expected one of --config");
  require_wrong_usage({"--config", example, "--config", example}, "--config");
  require_wrong_usage({"--conf", example}, "unrecognised option '--conf'");
  require_wrong_usage({"-config", example}, "positional");
  require_wrong_usage({example}, "positional");
  require_wrong_usage({"--version=1"}, "--version");
  require_wrong_usage({"--force-new-cluster"},
                      "unrecognised option '--force-new-cluster'");
}

BOOST_AUTO_TEST_CASE(tells_of_output_that_was_lost) {
  out.setstate(std::ios::badbit);
  BOOST_TEST(run({"--version"}) == 1);
  BOOST_TEST(complaints.str()
             == "taskraftd: standard output is not writable\n");
}

BOOST_AUTO_TEST_SUITE_END()
