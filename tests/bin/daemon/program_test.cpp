#include "bin/daemon/program.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace program_test {

using namespace taskraft;

constexpr auto example = TASKRAFT_EXAMPLES "/node2.toml";

struct fixture {
  std::ostringstream out;
  std::ostringstream errors;
  std::optional<config::settings> ran;
  /// The exit code of the simulated node.
  int node_code = 0;
  std::optional<config::settings> forced;
  bool kept_tokens = false;
  result<std::string> force_outcome = std::string{"c1"};
  std::string asked;
  std::optional<std::string> answer;

  int run(const std::vector<std::string>& arguments) {
    auto run_node = [this](const config::settings& x, const std::string& file) {
      ran = x;
      BOOST_TEST(file == example);
      return node_code;
    };
    auto force = [this](const config::settings& x,
                        bool keep_tokens) -> result<std::string> {
      forced = x;
      kept_tokens = keep_tokens;
      return force_outcome;
    };
    auto ask = [this](const std::string& question) {
      asked = question;
      return answer;
    };
    return daemon::run(arguments, {run_node, force, ask}, out, errors);
  }

  void require_wrong_usage(const std::vector<std::string>& arguments,
                           const std::string& expected) {
    errors.str("");
    BOOST_TEST(run(arguments) == 2);
    BOOST_TEST(out.str() == "");
    BOOST_TEST(!ran);
    auto text = errors.str();
    BOOST_TEST(text.find(expected) != std::string::npos, text);
    BOOST_TEST(text.find("taskraftd: ") == 0U);
    BOOST_TEST(std::ranges::count(text, '\n') == 1);
  }
};

BOOST_FIXTURE_TEST_SUITE(the_daemon, fixture)

BOOST_AUTO_TEST_CASE(runs_the_node_of_its_settings) {
  BOOST_TEST(run({"--config", example}) == 0);
  BOOST_REQUIRE(ran);
  BOOST_TEST(ran->node.id == raft::node_id{2});
  BOOST_TEST(errors.str() == "");
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

BOOST_AUTO_TEST_CASE(warns_of_a_secret_that_everybody_can_read) {
  auto folder = tests::temporary_folder{};
  auto secret = folder.path() / "secret";
  std::ofstream{secret} << "password\n";
  std::filesystem::permissions(secret, std::filesystem::perms{0644});
  auto settings = (folder.path() / "node.toml").string();
  std::ofstream{settings} << std::ifstream{example}.rdbuf()
                          << "[store.mysql]\npassword_file = " << secret
                          << "\n";
  auto text = std::stringstream{};
  text << std::ifstream{settings}.rdbuf();
  auto content = text.str();
  auto backend = content.find("# backend = \"sqlite\"");
  BOOST_REQUIRE(backend != std::string::npos);
  content.replace(backend, 20, "backend = \"mysql\"#");
  std::ofstream{settings} << content;
  BOOST_TEST(run({"--check-config", settings}) == 0);
  BOOST_TEST(out.str() == "ok\n");
  auto warning = errors.str();
  BOOST_TEST(warning.starts_with("taskraftd: warning: store.mysql.password_"),
             warning);
  BOOST_TEST(std::ranges::count(warning, '\n') == 1);
}

BOOST_AUTO_TEST_CASE(refuses_odd_arguments_in_one_line) {
  require_wrong_usage({"--odd\nargument"}, "--odd\\nargument");
  require_wrong_usage({"--config", "no\nfile"}, "no\\nfile");
  require_wrong_usage({"--print-schema", "\x1b[2J"}, "\\u001b[2J");
}

BOOST_AUTO_TEST_CASE(refuses_settings_in_one_line) {
  auto expected = std::string{"nowhere.toml: expected a readable file: No "};
  require_wrong_usage({"--config", "nowhere.toml"}, expected);
  require_wrong_usage({"--check-config", "nowhere.toml"}, expected);
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
  require_wrong_usage({"--force-new-cluster"}, "expected --config FILE");
  require_wrong_usage({"--config", example, "--yes"}, "expected --config FILE");
  require_wrong_usage({"--config", example, "--keep-tokens"},
                      "expected --config FILE");
  require_wrong_usage({"--config", example, "--force-new-cluster", "--version"},
                      "expected --config FILE");
}

BOOST_AUTO_TEST_CASE(forces_a_new_cluster_only_after_the_right_answer) {
  auto words
    = std::vector<std::string>{"--config", example, "--force-new-cluster"};
  require_wrong_usage(words, "answer with --yes");
  BOOST_TEST(asked.find("LOST") != std::string::npos);
  answer = "yes";
  BOOST_TEST(run(words) == 1);
  BOOST_TEST(!forced);
  answer = "demo";
  BOOST_TEST(run(words) == 0);
  BOOST_REQUIRE(forced);
  BOOST_TEST(forced->node.id == raft::node_id{2});
  BOOST_TEST(out.str().find("new cluster c1") != std::string::npos);
  BOOST_TEST(!ran);
}

BOOST_AUTO_TEST_CASE(forces_a_new_cluster_without_a_terminal_if_told_so) {
  auto words = std::vector<std::string>{"--force-new-cluster", "--yes",
                                        "--config", example};
  BOOST_TEST(run(words) == 0);
  BOOST_TEST(asked == "");
  BOOST_TEST(!kept_tokens);
  words.emplace_back("--keep-tokens");
  BOOST_TEST(run(words) == 0);
  BOOST_TEST(kept_tokens);
  force_outcome = failure{errc::identity_refused, "another node runs"};
  BOOST_TEST(run(words) == 3);
  force_outcome = failure{errc::corrupted, "damaged"};
  BOOST_TEST(run(words) == 4);
  force_outcome = failure{errc::not_found, "no cluster"};
  BOOST_TEST(run(words) == 2);
}

BOOST_AUTO_TEST_CASE(tells_of_output_that_was_lost) {
  out.setstate(std::ios::badbit);
  BOOST_TEST(run({"--version"}) == 1);
  BOOST_TEST(errors.str() == "taskraftd: standard output is not writable\n");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace program_test
