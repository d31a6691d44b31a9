// What the audit holds, and what it must not.

#include "tests/protocol/tasks/rules/account_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace audit_rules_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : account_fixture {
  fixture() {
    found_admin("Argon2id hash of admin");
    create("ann");
    ann = log_in("ann", "a");
  }

  wire::Result try_to_edit_label(const protocol::principal& who) {
    auto x = wire::Command{};
    x.mutable_update_label()->set_name("bug");
    return apply(x, who);
  }

  std::vector<const wire::Change*> refusals() {
    auto found = std::vector<const wire::Change*>{};
    for (const auto* each : state.find_all<wire::Change>())
      if (!each->outcome().empty())
        found.push_back(each);
    return found;
  }

  protocol::principal ann;
};

BOOST_FIXTURE_TEST_SUITE(the_audit, fixture)

BOOST_AUTO_TEST_CASE(counts_the_refusals_of_a_minute_together) {
  auto label = wire::Command{};
  label.mutable_create_label()->set_name("bug");
  apply(label);
  for (auto i = 0; i < 3; ++i)
    BOOST_TEST(code_of(try_to_edit_label(ann)) == errc::not_allowed);
  BOOST_TEST_REQUIRE(refusals().size() == 1U);
  BOOST_TEST(refusals()[0]->count() == 3U);
  BOOST_TEST(refusals()[0]->actor() == "ann");
  // Another kind, and another minute, are others.
  auto settings = wire::Command{};
  settings.mutable_change_settings();
  apply(settings, ann);
  BOOST_TEST(refusals().size() == 2U);
  index += 60'000;
  ann = log_in("ann", "later");
  try_to_edit_label(ann);
  BOOST_TEST_REQUIRE(refusals().size() == 3U);
  BOOST_TEST(refusals()[2]->count() == 0U);
}

BOOST_AUTO_TEST_CASE(notes_what_nodes_saw) {
  auto x = wire::Command{};
  auto& use = *x.mutable_note_use()->add_uses();
  use.set_action("login");
  use.set_actor("bob");
  use.set_outcome("invalid_credentials");
  use.set_address("10.0.0.9");
  use.set_count(7);
  BOOST_TEST(code_of(apply(x, ann)) == errc::not_allowed);
  BOOST_TEST(apply(x, node()).has_noted());
  const auto& row = *refusals().back();
  BOOST_TEST(row.actor() == "bob");
  BOOST_TEST(row.count() == 7U);
  BOOST_TEST(row.address() == "10.0.0.9");
  // A user speaks for nobody else.
  use.clear_outcome();
  BOOST_TEST(apply(x, made(ann)).has_noted());
  BOOST_TEST(state.find_all<wire::Change>().back()->actor() == "ann");
}

// SECURITY 11.
BOOST_AUTO_TEST_CASE(holds_neither_secrets_nor_digests_of_any) {
  auto token = wire::Command{};
  token.mutable_create_token()->set_name("ci");
  token.mutable_create_token()->set_scope(wire::SCOPE_READ);
  token.mutable_create_token()->set_digest(digest("secret of a token"));
  token.mutable_create_token()->set_prefix("trt_1234");
  apply(token, made(ann));
  auto link = wire::Command{};
  auto& user = *link.mutable_create_user();
  user.set_username("eve");
  user.mutable_secret()->set_setup_digest(digest("secret of a link"));
  user.mutable_secret()->set_setup_lifetime_us(1'000'000);
  apply(link, made({}));
  auto password = wire::Command{};
  password.mutable_set_password()->set_username("ann");
  password.mutable_set_password()->set_password_hash("Argon2id hash of ann");
  apply(password, made({}));
  auto end = wire::Command{};
  end.mutable_end_session()->set_id(ann.id);
  apply(end, ann);
  auto all = state.find_all<wire::Change>();
  BOOST_TEST(all.size() > 6U);
  for (const auto* each : all) {
    auto bytes = each->SerializeAsString();
    for (const auto& secret :
         {std::string{"Argon2id"}, std::string{"trt_"},
          digest("secret of a token"), digest("secret of a link"), digest("a")})
      BOOST_TEST(bytes.find(secret) == std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace audit_rules_test
