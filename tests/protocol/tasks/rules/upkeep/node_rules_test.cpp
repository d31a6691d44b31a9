#include "tests/protocol/tasks/rules/account_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace node_rules_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : account_fixture {
  static wire::Command
  announcement(const std::string& http = "http://127.0.0.1:8101",
               const std::string& key = std::string(32, 'k'),
               std::uint64_t id = 1) {
    auto x = wire::Command{};
    auto& profile = *x.mutable_announce_node()->mutable_profile();
    profile.set_id(id);
    profile.set_http(http);
    profile.set_public_key(key);
    return x;
  }

  errc refusal_of(const wire::Command& x) {
    return code_of(apply(x, node()));
  }
};

BOOST_FIXTURE_TEST_SUITE(what_a_node_says_of_itself, fixture)

BOOST_AUTO_TEST_CASE(is_kept_and_replaced) {
  BOOST_TEST(apply(announcement(), node()).has_node());
  auto other = announcement("");
  BOOST_TEST(apply(other, node()).has_node());
  const auto* kept = state.find<wire::NodeProfile>(std::uint64_t{1});
  BOOST_REQUIRE(kept != nullptr);
  BOOST_TEST(kept->http() == "");
  BOOST_TEST(kept->public_key() == std::string(32, 'k'));
}

BOOST_AUTO_TEST_CASE(is_said_by_that_node_alone) {
  BOOST_TEST(refusal_of(announcement("", std::string(32, 'k'), 2))
             == errc::not_allowed);
  found_admin();
  auto admin = log_in("admin", "secret");
  BOOST_TEST(code_of(apply(announcement(), admin)) == errc::not_allowed);
  BOOST_TEST(code_of(apply(announcement(), {})) == errc::not_allowed);
}

BOOST_AUTO_TEST_CASE(is_an_origin_and_a_key) {
  for (const auto* http : {"http://a/", "http://a:80", "HTTP://a", "a:80",
                           "javascript:alert(1)", "http://a; script-src *"})
    BOOST_TEST(refusal_of(announcement(http)) == errc::invalid_value, http);
  BOOST_TEST(refusal_of(announcement("", "short")) == errc::invalid_value);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace node_rules_test
