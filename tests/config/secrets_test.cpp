#include "config/secrets.hpp"
#include "tests/config/settings_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace secrets_test {

using namespace taskraft;

struct fixture : tests::settings_fixture {
  fixture() {
    ::unsetenv("TASKRAFT_MYSQL_PASSWORD");
    settings.store.backend = config::store_backend::mysql;
    settings.store.mysql.password_file = (folder / "secret").string();
  }
  ~fixture() {
    ::unsetenv("TASKRAFT_MYSQL_PASSWORD");
  }

  void write(const std::string& content, unsigned mode = 0600) {
    const auto& name = settings.store.mysql.password_file;
    std::ofstream{name, std::ios::binary} << content;
    std::filesystem::permissions(name, std::filesystem::perms{mode});
  }

  std::string password() {
    auto found = config::mysql_password(settings.store.mysql);
    return found ? *found : "refused: " + found.error().detail;
  }

  config::settings settings;
};

BOOST_FIXTURE_TEST_SUITE(a_password_file, fixture)

BOOST_AUTO_TEST_CASE(gives_its_first_line_without_the_end_of_the_line) {
  for (auto [content, expected] : {std::pair{"secret", "secret"},
                                   {"secret\n", "secret"},
                                   {"secret\r\n", "secret"},
                                   {"secret\r\nmore\r\n", "secret"},
                                   {"sec ret \n\n", "sec ret "},
                                   {"", ""},
                                   {"\r\n", ""},
                                   // This may be part of the password.
                                   {"secret\r", "secret\r"},
                                   {"secret\r\r\n", "secret\r"}}) {
    write(content);
    BOOST_TEST(password() == expected);
  }
}

BOOST_AUTO_TEST_CASE(is_read_anew_each_time) {
  write("old\n");
  BOOST_TEST(password() == "old");
  write("new\n");
  BOOST_TEST(password() == "new");
}

BOOST_AUTO_TEST_CASE(is_left_alone_if_the_environment_has_the_password) {
  write("file\n", 0644);
  ::setenv("TASKRAFT_MYSQL_PASSWORD", "environment", 1);
  BOOST_TEST(password() == "environment");
  BOOST_TEST(config::exposed_secrets(settings).empty());
}

BOOST_AUTO_TEST_CASE(must_be_a_readable_file) {
  settings.store.mysql.password_file = folder.string();
  BOOST_TEST(password().starts_with("refused: expected a readable file"));
}

BOOST_AUTO_TEST_CASE(is_warned_about_if_everybody_may_read_or_write_it) {
  for (auto mode : {0600U, 0640U, 0400U}) {
    write("secret\n", mode);
    BOOST_TEST(config::exposed_secrets(settings).empty());
    std::filesystem::remove(settings.store.mysql.password_file);
  }
  for (auto mode : {0644U, 0606U, 0602U}) {
    write("secret\n", mode);
    auto found = config::exposed_secrets(settings);
    BOOST_TEST_REQUIRE(found.size() == 1U);
    BOOST_TEST(found[0].find(settings.store.mysql.password_file)
               != std::string::npos);
  }
  settings.store.backend = config::store_backend::sqlite;
  BOOST_TEST(config::exposed_secrets(settings).empty());
}

BOOST_AUTO_TEST_CASE(of_the_first_administrator_has_a_real_password) {
  auto& auth = settings.auth;
  auth.admin_password_file = settings.store.mysql.password_file;
  for (auto size : {0, 7, 8, 1024, 1025}) {
    write(std::string(static_cast<std::size_t>(size), 'x') + "\n");
    auto found = config::admin_password(auth);
    BOOST_TEST(bool{found} == (size == 8 || size == 1024));
    if (!found)
      BOOST_TEST(found.error().detail.starts_with(
        "expected a first line of 8 to 1024 bytes: "));
  }
  std::filesystem::remove(auth.admin_password_file);
  BOOST_TEST(!config::admin_password(auth));
  auth.admin_password_file.clear();
  BOOST_TEST(*config::admin_password(auth) == "");
}

BOOST_AUTO_TEST_CASE(of_the_first_administrator_may_be_in_the_environment) {
  settings.store.backend = config::store_backend::sqlite;
  settings.auth.mode = config::auth_mode::required;
  settings.auth.admin_password_file = settings.store.mysql.password_file;
  write("correct horse\n", 0644);
  setenv("TASKRAFT_ADMIN_PASSWORD", "battery staple", 1);
  auto given = config::admin_password(settings.auth);
  auto exposed = config::exposed_secrets(settings);
  setenv("TASKRAFT_ADMIN_PASSWORD", "short", 1);
  auto refused = config::admin_password(settings.auth);
  unsetenv("TASKRAFT_ADMIN_PASSWORD");
  BOOST_TEST(*given == "battery staple");
  BOOST_TEST(exposed.empty());
  BOOST_TEST(!refused);
  BOOST_TEST(*config::admin_password(settings.auth) == "correct horse");
}

BOOST_AUTO_TEST_CASE(of_the_first_administrator_is_warned_about_too) {
  settings.store.backend = config::store_backend::sqlite;
  settings.auth.mode = config::auth_mode::required;
  settings.auth.admin_password_file = settings.store.mysql.password_file;
  write("correct horse\n", 0600);
  BOOST_TEST(config::exposed_secrets(settings).empty());
  write("correct horse\n", 0644);
  BOOST_TEST(config::exposed_secrets(settings).size() == 1U);
  settings.auth.mode = config::auth_mode::open;
  BOOST_TEST(config::exposed_secrets(settings).empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace secrets_test
