#include "tests/actors/gateway/accounts_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace gateway_first_admin_test {

using namespace taskraft;
using namespace taskraft::tests;

struct fixture : accounts_fixture {
  explicit fixture(const std::string& password = {})
    : accounts_fixture(password, 1) {
    in_cluster();
  }

  void in_cluster() {
    auto members = raft::membership{.cluster_id = "c1", .members = {}};
    tell(gateway, protocol::members_changed{members, members});
    drain();
  }

  /// What was said about the file of the link since the last call: its secret,
  /// or nothing in it for its removal.
  std::vector<std::string> links() {
    auto found = std::vector<std::string>{};
    for (const auto& x : authenticator.take<protocol::keep_setup_link>())
      found.push_back(x.secret);
    return found;
  }

  /// The admin is made with a link, whose secret is returned.
  std::string make_admin() {
    pass(10);
    answered(refused_reading(errc::not_found));
    auto made = proposal();
    BOOST_TEST(made.command.has_create_first_admin());
    evaluated(made, user());
    auto kept = links();
    BOOST_TEST_REQUIRE(kept.size() == 1U);
    return kept[0];
  }

  static wire::Result user() {
    auto x = wire::Result{};
    x.mutable_user()->set_username("admin");
    return x;
  }

  using none = std::vector<std::string>;
};

struct fixture_with_password : fixture {
  fixture_with_password() : fixture("correct horse") {
  }
};

BOOST_FIXTURE_TEST_SUITE(the_first_administrator, fixture)

BOOST_AUTO_TEST_CASE(is_made_by_the_leader_with_a_link) {
  pass(10);
  auto question = answered(refused_reading(errc::not_found));
  BOOST_TEST(question.linearizable);
  BOOST_TEST(question.query.get_credential().username() == "admin");
  auto made = proposal();
  BOOST_TEST(made.who.kind == protocol::principal_kind::node);
  const auto& secret = made.command.create_first_admin().secret();
  BOOST_TEST(secret.password_hash() == "");
  // Nothing is kept before the state has it.
  BOOST_TEST(links().empty());
  evaluated(made, user());
  auto kept = links();
  BOOST_TEST_REQUIRE(kept.size() == 1U);
  BOOST_TEST(kept[0].starts_with("admin."));
  BOOST_TEST(secret.setup_digest()
             == protocol::sha256_bytes(kept[0].substr(6)));
}

// `login` right after the start of a new cluster said that the password was
// wrong.
BOOST_AUTO_TEST_CASE(is_waited_for_by_its_login) {
  say(protocol::log_in{4, "admin", "right", "tests"});
  answered(refused_reading(errc::not_found));
  BOOST_TEST(authenticator.take<protocol::check_password>().empty());
  auto told = heard<protocol::logged_in>();
  BOOST_TEST_REQUIRE(told.size() == 1U);
  BOOST_TEST(told[0].code == errc::unavailable);
}

BOOST_AUTO_TEST_CASE(is_made_once) {
  make_admin();
  for (auto i = 0; i < 5; ++i) {
    pass(100);
    if (auto question = asked())
      read(credential_of("admin", ""));
  }
  BOOST_TEST(proposals().empty());
}

BOOST_AUTO_TEST_CASE(is_made_by_no_follower) {
  leads(2, 6);
  pass(200);
  BOOST_TEST(!asked());
  BOOST_TEST(proposals().empty());
}

BOOST_AUTO_TEST_CASE(is_made_again_after_a_failure) {
  pass(10);
  answered(refused_reading(errc::not_found));
  auto lost = proposal();
  evaluated_as(lost, protocol::answer_status::outcome_unknown, {});
  BOOST_TEST(links().empty());
  make_admin();
}

BOOST_AUTO_TEST_CASE(is_made_again_if_the_rules_refuse) {
  pass(10);
  answered(refused_reading(errc::not_found));
  evaluated(proposal(), refused_result(errc::conflict));
  BOOST_TEST(links().empty());
  pass(10);
  BOOST_TEST(answered(credential_of("admin", "hash")).linearizable);
  BOOST_TEST(proposals().empty());
}

BOOST_AUTO_TEST_CASE(gets_a_new_link_from_each_new_leader) {
  auto first = make_admin();
  leads(2, 6);
  pass(10);
  // The other leader's link ends this one.
  BOOST_TEST(links() == none{""});
  leads(1, 7);
  pass(10);
  answered(credential_of("admin", ""));
  auto made = proposal();
  BOOST_TEST(made.command.make_setup_link().username() == "admin");
  evaluated(made, user());
  auto kept = links();
  BOOST_TEST_REQUIRE(kept.size() == 1U);
  BOOST_TEST(kept[0] != first);
}

BOOST_AUTO_TEST_CASE(leaves_no_link_once_it_was_used) {
  make_admin();
  pass(100);
  answered(credential_of("admin", ""));
  BOOST_TEST(links().empty());
  pass(100);
  BOOST_TEST(!answered(credential_of("admin", "hash")).linearizable);
  BOOST_TEST(links() == none{""});
  pass(300);
  // The leader asks for what is due, and no more for the link.
  auto question = asked();
  BOOST_TEST((!question || question->query.has_list_due()));
}

BOOST_AUTO_TEST_CASE(leaves_no_link_of_an_earlier_start) {
  pass(10);
  answered(credential_of("admin", "hash"));
  BOOST_TEST(links() == none{""});
}

BOOST_AUTO_TEST_CASE(leaves_no_link_at_a_node_that_follows) {
  leads(2, 6);
  pass(10);
  BOOST_TEST(links() == none{""});
  pass(100);
  BOOST_TEST(links().empty());
}

BOOST_FIXTURE_TEST_CASE(is_made_with_the_password_of_the_settings,
                        fixture_with_password) {
  pass(10);
  answered(refused_reading(errc::not_found));
  auto work = hashing();
  BOOST_TEST(work.password == "correct horse");
  hashed(work.context, "hash");
  auto made = proposal();
  const auto& secret = made.command.create_first_admin().secret();
  BOOST_TEST(secret.password_hash() == "hash");
  BOOST_TEST(secret.setup_digest() == "");
  evaluated(made, user());
  BOOST_TEST(links().empty());
  // It is needed no more.
  leads(2, 6);
  pass(10);
  links();
  leads(1, 7);
  pass(10);
  answered(credential_of("admin", ""));
  BOOST_TEST(proposal().command.has_make_setup_link());
}

BOOST_FIXTURE_TEST_CASE(is_not_changed_by_a_later_password_of_the_settings,
                        fixture_with_password) {
  pass(10);
  answered(credential_of("admin", "hash"));
  BOOST_TEST(proposals().empty());
  BOOST_TEST(authenticator.count<protocol::hash_password>() == 0U);
}

BOOST_FIXTURE_TEST_CASE(waits_for_memory, fixture_with_password) {
  pass(10);
  answered(refused_reading(errc::not_found));
  hashed(hashing().context, "");
  BOOST_TEST(proposals().empty());
  pass(10);
  answered(refused_reading(errc::not_found));
  hashed(hashing().context, "hash");
  BOOST_TEST(proposal().command.has_create_first_admin());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace gateway_first_admin_test
