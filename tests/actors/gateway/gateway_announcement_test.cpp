#include "tests/actors/gateway/accounts_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace gateway_announcement_test {

using namespace taskraft;
using namespace taskraft::tests;

struct fixture : accounts_fixture {
  fixture() {
    gateway = start();
    visible(10);
    leads(2, 5);
  }

  void set(actors::gateway_options& options) override {
    options.http_origin = "http://one";
    options.public_key = std::string(32, 'k');
  }

  void in_cluster(std::uint64_t id = 1) {
    auto members = raft::membership{
      .cluster_id = "c1",
      .members = {{.id = {id}, .address = "one:1", .disk_id = "d"}}};
    tell(gateway, protocol::members_changed{members, members});
    drain();
  }

  static wire::Answer nodes(const std::string& http) {
    auto x = wire::Answer{};
    auto& node = *x.mutable_nodes()->add_nodes();
    node.set_id(1);
    node.set_http(http);
    node.set_public_key(std::string(32, 'k'));
    return x;
  }

  static wire::Result kept() {
    auto x = wire::Result{};
    x.mutable_node()->set_id(1);
    return x;
  }
};

BOOST_FIXTURE_TEST_SUITE(a_node, fixture)

BOOST_AUTO_TEST_CASE(says_what_it_is_when_the_state_has_not_got_it) {
  in_cluster();
  pass(10);
  BOOST_TEST(answered(nodes("http://elsewhere")).query.has_list_nodes());
  auto said = proposal();
  BOOST_TEST(said.who.kind == protocol::principal_kind::node);
  const auto& profile = said.command.announce_node().profile();
  BOOST_TEST(profile.id() == 1U);
  BOOST_TEST(profile.http() == "http://one");
  BOOST_TEST(profile.public_key() == std::string(32, 'k'));
  evaluated(said, kept());
  pass(500);
  BOOST_TEST(!asked());
}

BOOST_AUTO_TEST_CASE(says_nothing_that_is_known) {
  in_cluster();
  pass(10);
  answered(nodes("http://one"));
  pass(500);
  BOOST_TEST(!asked());
  BOOST_TEST(proposals().empty());
}

BOOST_AUTO_TEST_CASE(says_it_again_when_it_may_be_lost) {
  in_cluster();
  pass(10);
  answered({nodes("")});
  evaluated_as(proposal(), protocol::answer_status::outcome_unknown, {});
  pass(200);
  answered({nodes("")});
  BOOST_TEST(proposals().size() == 1U);
}

BOOST_AUTO_TEST_CASE(says_nothing_before_it_is_a_member) {
  in_cluster(2);
  pass(500);
  BOOST_TEST(!asked());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace gateway_announcement_test
