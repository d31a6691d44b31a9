// What is refused of logins, tokens and passwords, and what is answered of
// them.

#include "tests/protocol/tasks/rules/people_fixture.hpp"

namespace session_queries_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : people_fixture {
  wire::Result token(const std::string& user, const std::string& fields) {
    auto x = parse<wire::Command>("create_token { " + fields + " }");
    if (x.create_token().digest().empty())
      x.mutable_create_token()->set_digest(digest(std::to_string(index)));
    return apply(x, as.at(user));
  }

  /// As `user`, with a token of theirs.
  void with_token(const std::string& user, const std::string& scope) {
    auto made = token(user, "name: 't' scope: SCOPE_" + scope);
    BOOST_TEST_REQUIRE(made.has_session());
    as["token"] = this->made(session(made.session().id()));
  }

  static std::string id_of(const protocol::principal& who) {
    return std::to_string(who.id);
  }
};

BOOST_FIXTURE_TEST_SUITE(a_login, fixture)

BOOST_AUTO_TEST_CASE(comes_with_what_a_node_says_of_it) {
  auto with = [&](const std::string& username, const std::string& fields) {
    auto x = login("ann", credential_rev("ann"), "new" + std::to_string(index));
    auto& session = *x.mutable_create_session();
    session.set_username(username);
    session.MergeFrom(parse<wire::CreateSession>(fields));
    return apply(x, node());
  };
  auto made = with("ann", "user_agent: 'curl' address: '::1'");
  BOOST_TEST(made.session().user_agent() == "curl");
  BOOST_TEST(made.session().address() == "::1");
  BOOST_TEST(why(with("ann", "user_agent: '" + letters(257) + "'"))
             == "invalid_value /user_agent");
  BOOST_TEST(why(with("ann", "digest: 'short'")) == "malformed /digest");
  BOOST_TEST(why(with("zoe", "")) == "invalid_credentials");
  done("admin", "update_user { username: 'eve' disabled: true }");
  BOOST_TEST(
    why(with("eve", "checked_rev: " + std::to_string(credential_rev("eve"))))
    == "invalid_credentials");
}

BOOST_AUTO_TEST_CASE(has_a_secret_of_its_own) {
  BOOST_TEST(why(apply(login("ann", credential_rev("ann"), "bob"), node()))
             == "malformed /digest");
}

BOOST_AUTO_TEST_CASE(is_ended_with_its_kind_by_who_may) {
  auto id = "id: " + id_of(as["bob"]);
  auto end = [&](const std::string& user, const std::string& fields) {
    return why(tell(user, "end_session { " + fields + " }"));
  };
  BOOST_TEST(end("ann", id) == "not_found /id");
  BOOST_TEST(end("bob", id + " kind: SESSION_KIND_TOKEN") == "not_found /id");
  BOOST_TEST(end("bob", "id: 999") == "not_found /id");
  BOOST_TEST(end("open", "") == "not_found /id");
  BOOST_TEST(end("bob", id + " kind: SESSION_KIND_LOGIN") == "");
  BOOST_TEST(end("admin", "id: " + id_of(as["eve"])) == "");
}

BOOST_AUTO_TEST_CASE(is_renewed_by_nodes_while_it_lives) {
  auto renew = [&](const std::string& user, const std::string& fields) {
    return tell(user, "renew_session { " + fields + " }");
  };
  BOOST_TEST(why(renew("ann", "id: " + id_of(as["ann"]))) == "not_allowed");
  BOOST_TEST(why(renew("node", "id: 999")) == "not_found /id");
  auto before = state.find<wire::Session>(as["ann"].id)->expires_at_us();
  index += 2000;
  auto late = renew("node", "lifetime_us: 5000000 id: " + id_of(as["ann"]));
  BOOST_TEST(late.session().expires_at_us() == before);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_token, fixture)

BOOST_AUTO_TEST_CASE(is_refused_if_a_field_cannot_be) {
  auto with = [&](const std::string& user, const std::string& fields) {
    return why(token(user, fields));
  };
  const auto name = std::string{"name: 'a' "};
  BOOST_TEST(with("ann", "scope: SCOPE_READ") == "required /name");
  BOOST_TEST(with("ann", "scope: SCOPE_READ name: '" + letters(101) + "'")
             == "invalid_value /name");
  BOOST_TEST(with("ann", name) == "invalid_value /scopes");
  BOOST_TEST(with("ann", name + "scope: 4") == "invalid_value /scopes");
  BOOST_TEST(with("ann", name + "scope: SCOPE_ADMIN") == "not_allowed /scopes");
  BOOST_TEST(with("ann", name + "scope: SCOPE_READ expires_at_us: 1")
             == "invalid_value /expires_at");
  BOOST_TEST(with("ann", name + "scope: SCOPE_READ digest: 'x'")
             == "malformed /digest");
  BOOST_TEST(with("open", name + "scope: SCOPE_READ") == "not_allowed");
  BOOST_TEST(with("admin", name + "scope: SCOPE_ADMIN") == "");
}

BOOST_AUTO_TEST_CASE(is_made_with_a_node_alone) {
  as["ann"].made_by_node = false;
  BOOST_TEST(why(token("ann", "name: 'a' scope: SCOPE_READ")) == "not_allowed");
}

BOOST_AUTO_TEST_CASE(lives_for_ever_or_for_its_time) {
  auto made = token("ann", "name: 'a' scope: SCOPE_READ");
  BOOST_TEST(made.session().expires_at_us() == 0U);
  auto short_lived
    = token("ann", "name: 'a' scope: SCOPE_READ expires_at_us: 900000");
  auto who = session(short_lived.session().id());
  BOOST_TEST(is_known(who));
  index += 1000;
  BOOST_TEST(!is_known(who));
  BOOST_TEST(is_known(session(made.session().id())));
  // A node ends those alone that have expired.
  auto end = [&](const wire::Result& x) {
    return why(tell(
      "node", "end_session { id: " + std::to_string(x.session().id()) + " }"));
  };
  BOOST_TEST(end(made) == "conflict /id");
  BOOST_TEST(end(short_lived) == "");
}

BOOST_AUTO_TEST_CASE(is_not_renewed) {
  auto made
    = token("ann", "name: 'a' scope: SCOPE_READ expires_at_us: 900000000");
  auto after = done("node", "renew_session { lifetime_us: 999999999999 id: "
                              + std::to_string(made.session().id()) + " }");
  BOOST_TEST(after.session().expires_at_us() == 900'000'000U);
}

BOOST_AUTO_TEST_CASE(is_one_of_as_many_as_the_settings_say) {
  done("admin", "change_settings { changes { name: 'tokens_per_user' "
                "value: 1 } }");
  token("ann", "name: 'a' scope: SCOPE_READ");
  BOOST_TEST(why(token("ann", "name: 'b' scope: SCOPE_READ")) == "too_many");
}

BOOST_AUTO_TEST_CASE(that_only_reads_changes_nothing) {
  with_token("ann", "READ");
  BOOST_TEST(why(tell("token", "create_task { title: 'x' }"))
             == "scope_missing");
  BOOST_TEST(ask("token", "get_self {}").self().scope() == wire::SCOPE_READ);
}

BOOST_AUTO_TEST_CASE(of_an_administrator_administers_if_it_is_for_that) {
  const auto* text = "list_sessions { username: 'ann' }";
  with_token("admin", "WRITE");
  BOOST_TEST(why(ask("token", text)) == "not_allowed");
  BOOST_TEST(why(tell("token", "create_user { username: 'zoe' }"))
             == "scope_missing");
  with_token("admin", "ADMIN");
  BOOST_TEST(why(ask("token", text)) == "");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_password, fixture)

BOOST_AUTO_TEST_CASE(is_set_by_its_user_or_an_administrator) {
  auto set = [&](const std::string& user, const std::string& of,
                 const std::string& fields = {}) {
    return why(tell(user, "set_password { username: '" + of
                            + "' password_hash: 'new' " + fields + " }"));
  };
  BOOST_TEST(set("ann", "bob") == "not_allowed");
  BOOST_TEST(set("admin", "zoe") == "not_found /username");
  BOOST_TEST(set("ann", "ann", "checked_rev: 1") == "invalid_credentials");
  BOOST_TEST(
    set("ann", "ann", "checked_rev: " + std::to_string(credential_rev("ann")))
    == "");
  with_token("bob", "WRITE");
  BOOST_TEST(set("token", "bob") == "not_allowed");
  as["eve"].made_by_node = false;
  BOOST_TEST(set("eve", "eve") == "not_allowed");
}

BOOST_AUTO_TEST_CASE(is_not_set_by_a_link_that_is_none) {
  auto set = [&](const std::string& of) {
    return why(tell("node", "set_password { username: '" + of
                              + "' setup_digest: 'd' }"));
  };
  BOOST_TEST(set("ann") == "invalid_credentials");
  done("admin", "update_user { username: 'ann' disabled: true }");
  BOOST_TEST(set("ann") == "invalid_credentials");
}

BOOST_AUTO_TEST_CASE(is_needed_before_there_is_no_more_link) {
  done("admin", "create_user { username: 'zoe' secret { setup_digest: 'd' "
                "setup_lifetime_us: 1000000 } }");
  auto link = [&](const std::string& user, const std::string& of) {
    return why(tell(user, "make_setup_link { username: '" + of
                            + "' secret { setup_digest: 'e' "
                              "setup_lifetime_us: 1000000 } }"));
  };
  BOOST_TEST(link("ann", "zoe") == "not_allowed");
  BOOST_TEST(link("admin", "nobody") == "not_found /username");
  BOOST_TEST(link("admin", "ann") == "conflict /username");
  BOOST_TEST(link("admin", "zoe") == "");
  with_token("admin", "ADMIN");
  BOOST_TEST(link("token", "zoe") == "not_allowed");
  as["admin"].made_by_node = false;
  BOOST_TEST(link("admin", "zoe") == "not_allowed");
}

BOOST_AUTO_TEST_CASE(is_read_by_nodes_alone) {
  auto answer = ask("node", "get_credential { username: 'ann' }");
  BOOST_TEST(answer.credential().hash() == "hash");
  BOOST_TEST(answer.credential().rev() == credential_rev("ann"));
  BOOST_TEST(!answer.credential().disabled());
  BOOST_TEST(why(ask("admin", "get_credential { username: 'ann' }"))
             == "not_allowed");
  BOOST_TEST(why(ask("node", "get_credential { username: 'zoe' }"))
             == "not_found /username");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(sessions, fixture)

BOOST_AUTO_TEST_CASE(are_listed_by_kind_and_without_secrets) {
  token("ann", "name: 'a' scope: SCOPE_READ");
  auto list = [&](const std::string& user, const std::string& fields) {
    return ask(user, "list_sessions { " + fields + " }").sessions();
  };
  auto logins = list("ann", "kind: SESSION_KIND_LOGIN");
  BOOST_TEST_REQUIRE(logins.sessions_size() == 1);
  BOOST_TEST(logins.sessions(0).id() == as["ann"].id);
  BOOST_TEST(logins.sessions(0).digest().empty());
  auto tokens = list("admin", "kind: SESSION_KIND_TOKEN username: 'ann'");
  BOOST_TEST_REQUIRE(tokens.sessions_size() == 1);
  BOOST_TEST(tokens.sessions(0).name() == "a");
  BOOST_TEST(why(ask("bob", "list_sessions { username: 'ann' }"))
             == "not_allowed");
}

BOOST_AUTO_TEST_CASE(are_named_for_administrators) {
  auto ids = "sessions: " + id_of(as["ann"]) + " sessions: 999";
  auto names = ask("admin", "name_sessions { " + ids + " }").session_names();
  BOOST_TEST_REQUIRE(names.names_size() == 1);
  BOOST_TEST(names.names(0).username() == "ann");
  BOOST_TEST(names.names(0).session() == as["ann"].id);
  BOOST_TEST(why(ask("ann", "name_sessions { " + ids + " }")) == "not_allowed");
}

BOOST_AUTO_TEST_CASE(are_found_by_nodes_with_the_digest_of_a_secret) {
  auto find = [&](const protocol::principal& who, const std::string& secret) {
    auto query = wire::Query{};
    query.mutable_find_session()->set_digest(digest(secret));
    return ask(who, query.ShortDebugString());
  };
  auto found = find(node(), "ann");
  BOOST_TEST(found.session().id() == as["ann"].id);
  BOOST_TEST(found.session().digest().empty());
  BOOST_TEST(why(find(node(), "zoe")) == "session_expired");
  BOOST_TEST(why(find(as["admin"], "ann")) == "not_allowed");
}

BOOST_AUTO_TEST_CASE(that_have_ended_ask_nothing) {
  BOOST_TEST(why(ask(session(999), "get_self {}")) == "session_expired");
  auto nobody = protocol::principal{};
  nobody.kind = protocol::principal_kind::nobody;
  BOOST_TEST(why(ask(nobody, "get_self {}")) == "unauthenticated");
  as["nobody"] = nobody;
  BOOST_TEST(why(tell("nobody", "create_task { title: 'x' }"))
             == "unauthenticated");
  as["ended"] = session(999);
  BOOST_TEST(why(tell("ended", "put_key { key: 'k' }")) == "session_expired");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace session_queries_test
