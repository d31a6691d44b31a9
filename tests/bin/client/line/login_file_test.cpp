#include "bin/client/line/login_file.hpp"
#include "bin/client/text/cli_error.hpp"
#include "tests/support/unit_test.hpp"

#include <boost/filesystem.hpp>

#include <ctime>
#include <fstream>
#include <map>
#include <sys/stat.h>
#include <unistd.h>

namespace login_file_test {

using namespace taskraft::client;

constexpr auto cluster = "0123-abcd";

struct fixture {
  fixture() {
    boost::filesystem::create_directories(home);
    variables["XDG_STATE_HOME"] = home.string();
  }
  ~fixture() {
    boost::filesystem::remove_all(home);
  }

  std::string path() const {
    return *login_path(variable, cluster);
  }

  /// What there is to log in with.
  credential found() {
    return credentials_of(flags, variable)(cluster);
  }

  boost::filesystem::path home
    = boost::filesystem::temp_directory_path()
      / boost::filesystem::unique_path("taskraft-%%%%-%%%%");
  std::map<std::string, std::string> variables;
  environment variable
    = [this](const std::string& name) -> std::optional<std::string> {
    auto at = variables.find(name);
    return at == variables.end() ? std::nullopt : std::optional{at->second};
  };
  settings flags;
};

BOOST_FIXTURE_TEST_SUITE(the_login_file, fixture)

BOOST_AUTO_TEST_CASE(is_one_for_each_cluster) {
  BOOST_TEST(path() == (home / "taskraft/login-0123-abcd").string());
  BOOST_TEST(write_login(path(), {"ann", "trs_1"}));
  BOOST_TEST(write_login(*login_path(variable, "ff"), {"bob", "trs_2"}));
  BOOST_TEST(read_login(path())->username == "ann");
  BOOST_TEST(read_login(path())->secret == "trs_1");
  BOOST_TEST(read_login(*login_path(variable, "ff"))->secret == "trs_2");
  remove_login(path());
  BOOST_TEST(!read_login(path()));
}

BOOST_AUTO_TEST_CASE(is_for_its_user_alone_whatever_the_umask) {
  auto before = ::umask(0);
  BOOST_TEST(write_login(path(), {"ann", "trs_1"}));
  ::umask(before);
  struct stat status = {};
  BOOST_TEST_REQUIRE(::stat(path().c_str(), &status) == 0);
  BOOST_TEST((status.st_mode & 0777) == 0600);
}

BOOST_AUTO_TEST_CASE(takes_the_place_of_one_that_others_could_read) {
  BOOST_TEST(write_login(path(), {"ann", "trs_1"}));
  ::chmod(path().c_str(), 0644);
  BOOST_TEST(write_login(path(), {"ann", "trs_2"}));
  struct stat status = {};
  BOOST_TEST_REQUIRE(::stat(path().c_str(), &status) == 0);
  BOOST_TEST((status.st_mode & 0777) == 0600);
  BOOST_TEST(read_login(path())->secret == "trs_2");
}

BOOST_AUTO_TEST_CASE(is_nowhere_else_whatever_a_node_calls_its_cluster) {
  for (const auto* id : {"", "../../.ssh/id", "a/b", "a.b", "a b", "g"})
    BOOST_TEST(!login_path(variable, id), id);
  BOOST_TEST(!login_path(variable, std::string{"ab\0cd", 5}));
}

BOOST_AUTO_TEST_CASE(lies_in_the_home_without_another_place) {
  variables = {{"HOME", "/home/ann"}};
  BOOST_TEST(path() == "/home/ann/.local/state/taskraft/login-0123-abcd");
  variables.clear();
  BOOST_TEST(!login_path(variable, cluster));
}

BOOST_AUTO_TEST_CASE(says_if_it_cannot_be_written) {
  boost::filesystem::create_directories(path());
  BOOST_TEST(!write_login(path(), {"ann", "trs_1"}));
  BOOST_TEST(!read_login(path()));
  // Nothing is left of the attempt.
  auto entries = boost::filesystem::directory_iterator{home / "taskraft"};
  BOOST_TEST(std::distance(entries, {}) == 1);
}

BOOST_AUTO_TEST_CASE(leaves_nothing_of_programs_that_were_killed) {
  BOOST_TEST(write_login(path(), {"ann", "trs_1"}));
  auto own = path() + '.' + std::to_string(::getpid());
  auto old = path() + ".1";
  auto young = path() + ".2";
  auto others = *login_path(variable, "0123-abcde") + ".3";
  auto now = std::time(nullptr);
  for (const auto& each : {own, old, young, others}) {
    std::ofstream{each} << "ann\ntrs_0\n";
    auto age = each == young ? 0 : 3600;
    boost::filesystem::last_write_time(each, now - age);
  }
  boost::filesystem::last_write_time(own, now);
  BOOST_TEST(write_login(path(), {"ann", "trs_2"}));
  BOOST_TEST(read_login(path())->secret == "trs_2");
  BOOST_TEST(!boost::filesystem::exists(own));
  BOOST_TEST(!boost::filesystem::exists(old));
  BOOST_TEST(boost::filesystem::exists(young));
  BOOST_TEST(boost::filesystem::exists(others));
}

BOOST_AUTO_TEST_CASE(is_not_read_if_half_of_it_is_missing) {
  boost::filesystem::create_directories(home / "taskraft");
  std::ofstream{path()} << "ann\n";
  BOOST_TEST(!read_login(path()));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(what_to_log_in_with, fixture)

BOOST_AUTO_TEST_CASE(is_nothing_before_the_first_login) {
  BOOST_TEST(found().kind == credential_kind::none);
}

BOOST_AUTO_TEST_CASE(is_the_login_that_is_kept) {
  write_login(path(), {"ann", "trs_1"});
  BOOST_TEST(found().kind == credential_kind::session);
  BOOST_TEST(found().secret == "trs_1");
}

BOOST_AUTO_TEST_CASE(is_rather_the_token_of_the_environment) {
  write_login(path(), {"ann", "trs_1"});
  variables["TASKRAFT_TOKEN"] = "trt_1";
  BOOST_TEST(found().kind == credential_kind::session);
  BOOST_TEST(found().secret == "trt_1");
}

BOOST_AUTO_TEST_CASE(is_before_all_the_operators_token) {
  variables["TASKRAFT_TOKEN"] = "trt_1";
  flags.operator_file = (home / "operator.token").string();
  std::ofstream{flags.operator_file} << "token\nrest\n";
  BOOST_TEST(found().kind == credential_kind::operator_token);
  BOOST_TEST(found().secret == "token");
}

BOOST_AUTO_TEST_CASE(is_not_silently_something_else) {
  variables["TASKRAFT_TOKEN"] = "trt_1";
  flags.operator_file = (home / "missing").string();
  BOOST_CHECK_THROW(credentials_of(flags, variable), cli_error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace login_file_test
