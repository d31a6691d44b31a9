#include "actors/node/node_auth.hpp"
#include "persistence/disk/posix_file.hpp"
#include "protocol/operator_token.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/unit_test.hpp"

#include <fstream>
#include <iterator>
#include <string>
#include <sys/stat.h>

namespace node_auth_test {

using namespace taskraft;

struct fixture {
  fixture() {
    settings.node.data_dir = folder.path().string();
  }

  std::string path(const std::string& name) const {
    return (folder.path() / name).string();
  }

  std::string content(const std::string& name) const {
    auto in = std::ifstream{path(name)};
    return {std::istreambuf_iterator<char>{in}, {}};
  }

  unsigned mode(const std::string& name) const {
    struct stat status = {};
    return ::stat(path(name).c_str(), &status) == 0 ? status.st_mode & 0777U
                                                    : 0U;
  }

  tests::temporary_folder folder;
  persistence::posix_file_system files;
  config::settings settings;
};

BOOST_FIXTURE_TEST_SUITE(the_secrets_of_a_node, fixture)

BOOST_AUTO_TEST_CASE(are_an_operators_token_for_each_start) {
  auto before = ::umask(0);
  auto first = actors::auth_of(files, settings);
  BOOST_TEST(mode("operator.token") == 0600U);
  auto second = actors::auth_of(files, settings);
  ::umask(before);
  BOOST_REQUIRE(first);
  BOOST_REQUIRE(second);
  BOOST_TEST(first->required);
  BOOST_TEST(first->operator_token.size() >= 32U);
  BOOST_TEST(first->operator_token != second->operator_token);
  BOOST_TEST(content("operator.token") == second->operator_token + "\n");
  // Clients prove nothing to other nodes.
  BOOST_TEST((protocol::node_of_operator_token(first->operator_token)
              == settings.node.id));
  BOOST_TEST(!protocol::node_of_operator_token("0123"));
  BOOST_TEST(!protocol::node_of_operator_token("tro_x_0123"));
  BOOST_TEST(first->admin_password == "");
}

BOOST_AUTO_TEST_CASE(are_none_where_nobody_logs_in) {
  settings.auth.mode = config::auth_mode::open;
  auto made = actors::auth_of(files, settings);
  BOOST_REQUIRE(made);
  BOOST_TEST(!made->required);
  BOOST_TEST(made->operator_token == "");
  BOOST_TEST(mode("operator.token") == 0U);
}

BOOST_AUTO_TEST_CASE(are_the_first_administrators_password) {
  settings.auth.session_days = 2;
  settings.auth.stale_minutes = 3;
  settings.auth.admin_password_file = path("password");
  BOOST_TEST(!actors::auth_of(files, settings));
  std::ofstream{path("password")} << "correct horse\n";
  auto made = actors::auth_of(files, settings);
  BOOST_REQUIRE(made);
  BOOST_TEST(made->admin_password == "correct horse");
  BOOST_TEST(made->session_lifetime_us == 2ULL * 24 * 3600 * 1'000'000);
  BOOST_TEST(made->stale_ms == 3ULL * 60 * 1000);
}

BOOST_AUTO_TEST_CASE(are_a_set_up_link_for_a_while) {
  auto keep = actors::authenticator_of(files, settings).keep_setup_link;
  // There is nothing to remove yet.
  BOOST_TEST(bool{keep("")});
  auto before = ::umask(0);
  BOOST_TEST(bool{keep("admin.0123")});
  ::umask(before);
  BOOST_TEST(content("setup_link") == "admin.0123\n");
  BOOST_TEST(mode("setup_link") == 0600U);
  BOOST_TEST(bool{keep("admin.4567")});
  BOOST_TEST(content("setup_link") == "admin.4567\n");
  BOOST_TEST(bool{keep("")});
  BOOST_TEST(mode("setup_link") == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace node_auth_test
