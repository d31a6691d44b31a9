#include "bin/client/line/settings.hpp"
#include "bin/client/text/cli_error.hpp"
#include "tests/support/unit_test.hpp"

#include <boost/filesystem.hpp>

#include <fstream>
#include <map>

namespace settings_test {

using namespace taskraft::client;
using namespace std::chrono_literals;
using taskraft::protocol::consistency;

struct fixture {
  fixture() {
    boost::filesystem::create_directories(home / "taskraft");
    variables["XDG_CONFIG_HOME"] = home.string();
  }
  ~fixture() {
    boost::filesystem::remove_all(home);
  }

  void write_file(const std::string& content) const {
    std::ofstream{(home / "taskraft/config.toml").string()} << content;
  }

  settings load(std::vector<std::string> words = {}) const {
    words.insert(words.begin(), {"task", "list"});
    return load_settings(
      parse_command_line(words), [this](const std::string& name) {
        auto found = variables.find(name);
        return found == variables.end() ? std::nullopt
                                        : std::optional{found->second};
      });
  }

  void refuses(const std::vector<std::string>& words,
               const std::string& text) const {
    BOOST_CHECK_EXCEPTION(load(words), cli_error, [&](const cli_error& x) {
      BOOST_TEST(std::string{x.what()}.find(text) != std::string::npos,
                 x.what());
      return x.code() == exit_code::usage;
    });
  }

  boost::filesystem::path home
    = boost::filesystem::temp_directory_path()
      / boost::filesystem::unique_path("taskraft-%%%%-%%%%");
  std::map<std::string, std::string> variables;
};

BOOST_FIXTURE_TEST_SUITE(the_settings, fixture)

BOOST_AUTO_TEST_CASE(fit_the_local_cluster_unless_told) {
  auto x = load();
  BOOST_TEST(x.endpoints
             == (std::vector<std::string>{"127.0.0.1:7201", "127.0.0.1:7202",
                                          "127.0.0.1:7203"}));
  BOOST_TEST(x.timeout == 5s);
  BOOST_TEST(x.consistency == consistency::linearizable);
  BOOST_TEST(!x.json);
}

BOOST_AUTO_TEST_CASE(come_from_flag_then_environment_then_file) {
  write_file("insecure = true\nendpoints = [\"file:1\", \"file:2\"]\n"
             "timeout = \"1m\"\nconsistency = \"stale\"\n");
  BOOST_TEST(load().endpoints.back() == "file:2");
  BOOST_TEST(load().timeout == 1min);
  variables["TASKRAFT_ENDPOINTS"] = "environment:1";
  variables["TASKRAFT_TIMEOUT"] = "2m";
  BOOST_TEST(load().endpoints.front() == "environment:1");
  BOOST_TEST(load().timeout == 2min);
  auto x = load({"--endpoints", "[::1]:7201", "--timeout", "3m", "--json"});
  BOOST_TEST(x.endpoints.front() == "[::1]:7201");
  BOOST_TEST(x.timeout == 3min);
  BOOST_TEST(x.consistency == consistency::stale);
  BOOST_TEST(x.json);
}

BOOST_AUTO_TEST_CASE(are_refused_with_their_source) {
  refuses({"--endpoints", "nowhere"}, "--endpoints: `nowhere`");
  refuses({"--endpoints", "a:1,"}, "--endpoints: ``");
  refuses({"--endpoints", "a:0"}, "--endpoints: `a:0`");
  refuses({"--endpoints", "a:70000"}, "--endpoints: `a:70000`");
  refuses({"--endpoints", "::1:7201"}, "--endpoints: `::1:7201`");
  refuses({"--timeout", "5"}, "--timeout: `5`");
  variables["TASKRAFT_CONSISTENCY"] = "eventual";
  refuses({}, "TASKRAFT_CONSISTENCY: unknown consistency `eventual`");
}

// Issue 9, fault 14: the client went to another cluster.
BOOST_AUTO_TEST_CASE(are_not_ignored_if_their_file_cannot_be_read) {
  auto file = home / "taskraft/config.toml";
  BOOST_TEST(load().endpoints.size() == 3U);
  boost::filesystem::create_directory(file);
  refuses({}, "config.toml: cannot be read: Is a directory");
  boost::filesystem::remove(file);
  boost::filesystem::create_symlink("nowhere", file);
  refuses({}, "config.toml: cannot be read: No such file");
  boost::filesystem::remove(file);
  boost::filesystem::create_symlink("config.toml", file);
  refuses({}, "config.toml: cannot be read: Too many levels");
  boost::filesystem::remove_all(home / "taskraft");
  std::ofstream{(home / "taskraft").string()} << "a file";
  refuses({}, "config.toml: cannot be read: Not a directory");
}

BOOST_AUTO_TEST_CASE(name_each_node_once) {
  auto x
    = load({"--insecure", "--endpoints", "a:1,b:2,a:1,[::1]:3,a:2,[::1]:3"});
  BOOST_TEST(x.endpoints
             == (std::vector<std::string>{"a:1", "b:2", "[::1]:3", "a:2"}));
}

BOOST_AUTO_TEST_CASE(send_no_login_to_other_machines_unless_told) {
  for (const auto* endpoint : {"10.0.0.1:7201", "127.0.0.1:1,one:2"})
    refuses({"--endpoints", endpoint}, "--insecure sends");
  BOOST_TEST(load({"--endpoints", "localhost:1,[::1]:2"}).endpoints.size()
             == 2U);
  BOOST_TEST(load({"--endpoints", "one:1", "--insecure"}).insecure);
  variables["TASKRAFT_INSECURE"] = "1";
  BOOST_TEST(load({"--endpoints", "one:1"}).insecure);
  variables["TASKRAFT_INSECURE"] = "false";
  refuses({"--endpoints", "one:1"}, "one:1 is on another machine");
  variables["TASKRAFT_INSECURE"] = "maybe";
  refuses({}, "TASKRAFT_INSECURE: expected true or false");
}

BOOST_AUTO_TEST_CASE(go_to_other_machines_with_a_ca) {
  BOOST_TEST(load({"--endpoints", "one:1", "--ca", "ca.crt"}).ca_file
             == "ca.crt");
  variables["TASKRAFT_CA"] = "other.crt";
  BOOST_TEST(load({"--endpoints", "one:1"}).ca_file == "other.crt");
}

BOOST_AUTO_TEST_CASE(know_whether_somebody_chose_the_timeout) {
  BOOST_TEST(!load().timeout_given);
  BOOST_TEST(load({"--timeout", "5s"}).timeout_given);
}

BOOST_AUTO_TEST_CASE(name_the_line_of_a_bad_file) {
  write_file("# mine\ncolour = \"red\"\n");
  refuses({}, "config.toml:2: colour: unknown key");
  write_file("timeout = 5\n");
  refuses({}, "config.toml:1: timeout: expected text");
  write_file("\n\ntimeout = \n");
  refuses({}, "config.toml:3");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace settings_test
