#include "bin/client/line/kept_import.hpp"
#include "bin/client/text/cli_error.hpp"
#include "tests/support/unit_test.hpp"

#include <boost/filesystem.hpp>

#include <ctime>
#include <fstream>
#include <sys/stat.h>

namespace kept_import_test {

using namespace taskraft::client;

namespace fs = boost::filesystem;

struct fixture {
  fixture() {
    fs::create_directories(home);
  }
  ~fixture() {
    fs::remove_all(home);
  }

  fs::path file(const std::string& content) const {
    return home / "taskraft" / ("import-" + content);
  }
  kept_import begin(const std::string& content) const {
    return {variable, content};
  }
  unsigned mode_of(const std::string& content) const {
    struct stat about = {};
    BOOST_TEST_REQUIRE(::stat(file(content).c_str(), &about) == 0);
    return about.st_mode & 0777U;
  }
  void make_old(const std::string& content, int days) const {
    fs::last_write_time(file(content), std::time(nullptr) - days * 86'400L);
  }

  fs::path home
    = fs::temp_directory_path() / fs::unique_path("taskraft-%%%%-%%%%");
  environment variable
    = [this](const std::string& name) -> std::optional<std::string> {
    return name == "XDG_STATE_HOME" ? std::optional{home.string()}
                                    : std::nullopt;
  };
};

BOOST_FIXTURE_TEST_SUITE(the_import_that_is_kept, fixture)

BOOST_AUTO_TEST_CASE(goes_on_under_its_name_until_it_is_done) {
  auto first = begin("a");
  BOOST_TEST(begin("a").id() == first.id());
  BOOST_TEST(begin("b").id() != first.id());
  first.remove();
  BOOST_TEST(begin("a").id() != first.id());
}

BOOST_AUTO_TEST_CASE(is_for_its_user_alone_whatever_was_there) {
  fs::create_directories(home / "taskraft");
  auto before = ::umask(0);
  // Of one that was killed before it had a name.
  std::ofstream{file("a").string()}.flush();
  begin("a");
  begin("b");
  ::umask(before);
  BOOST_TEST(mode_of("a") == 0600U);
  BOOST_TEST(mode_of("b") == 0600U);
}

BOOST_AUTO_TEST_CASE(is_written_through_no_link) {
  fs::create_directories(home / "taskraft");
  fs::create_symlink(home / "elsewhere", file("a"));
  BOOST_CHECK_THROW(begin("a"), cli_error);
  BOOST_TEST(!fs::exists(home / "elsewhere"));
}

BOOST_AUTO_TEST_CASE(is_forgotten_once_nobody_will_go_on_with_it) {
  for (const auto* content : {"old", "young", "own"})
    begin(content);
  auto login = home / "taskraft" / "login-0123";
  std::ofstream{login.string()} << "ann";
  fs::last_write_time(login, 0);
  make_old("old", 57);
  make_old("young", 55);
  make_old("own", 57);
  auto own = begin("own");
  BOOST_TEST(!fs::exists(file("old")));
  BOOST_TEST(fs::exists(file("young")));
  BOOST_TEST(fs::exists(login));
  // It goes on, for as long again.
  begin("another");
  BOOST_TEST(begin("own").id() == own.id());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace kept_import_test
