#include "bin/client/line/session_file.hpp"
#include "tests/support/unit_test.hpp"

#include <boost/filesystem.hpp>

#include <fstream>
#include <sys/stat.h>

namespace session_file_test {

using namespace taskraft;
using client::session_file;

struct fixture {
  ~fixture() {
    boost::filesystem::remove_all(home);
  }

  boost::filesystem::path home
    = boost::filesystem::temp_directory_path()
      / boost::filesystem::unique_path("taskraft-%%%%-%%%%");
  std::string path = (home / "taskraft/session").string();
};

BOOST_FIXTURE_TEST_SUITE(the_session_file, fixture)

BOOST_AUTO_TEST_CASE(remembers_what_was_seen_of_each_cluster) {
  BOOST_TEST(session_file{path}.seen("demo") == raft::log_index{0});
  BOOST_TEST(session_file{path}.remember("demo", {7}));
  BOOST_TEST(session_file{path}.remember("my other cluster", {9}));
  auto file = session_file{path};
  BOOST_TEST(file.seen("demo") == raft::log_index{7});
  BOOST_TEST(file.seen("my other cluster") == raft::log_index{9});
}

BOOST_AUTO_TEST_CASE(never_goes_back_while_others_run) {
  auto early = session_file{path};
  BOOST_TEST(session_file{path}.remember("demo", {100}));
  BOOST_TEST(early.remember("demo", {50}));
  BOOST_TEST(session_file{path}.seen("demo") == raft::log_index{100});
}

BOOST_AUTO_TEST_CASE(is_for_its_user_alone) {
  BOOST_TEST(session_file{path}.remember("demo", {7}));
  struct stat status = {};
  BOOST_TEST_REQUIRE(::stat(path.c_str(), &status) == 0);
  BOOST_TEST((status.st_mode & 0777) == 0600);
}

BOOST_AUTO_TEST_CASE(forgets_only_the_lines_that_are_damaged) {
  BOOST_TEST(session_file{path}.remember("demo", {7}));
  std::ofstream{path, std::ios::app} << "garbage\n12\n13 other";
  auto file = session_file{path};
  BOOST_TEST(file.seen("demo") == raft::log_index{7});
  BOOST_TEST(file.seen("other") == raft::log_index{13});
}

BOOST_AUTO_TEST_CASE(says_if_it_cannot_be_written) {
  boost::filesystem::create_directories(path);
  BOOST_TEST(!session_file{path}.remember("demo", {7}));
}

BOOST_AUTO_TEST_CASE(says_if_it_cannot_be_read) {
  BOOST_TEST(session_file{path}.readable());
  boost::filesystem::create_directories(path);
  BOOST_TEST(!session_file{path}.readable());
  BOOST_TEST(session_file{path}.path() == path);
  BOOST_TEST(session_file{std::nullopt}.readable());
}

BOOST_AUTO_TEST_CASE(remembers_nothing_without_a_home) {
  auto file = session_file{std::nullopt};
  BOOST_TEST(file.remember("demo", {7}));
  BOOST_TEST(file.seen("demo") == raft::log_index{0});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace session_file_test
