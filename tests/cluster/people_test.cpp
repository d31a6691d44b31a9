// Users, logins, tokens and set-up links with real nodes and the real client.

#include "tests/cluster/people_fixture.hpp"

namespace taskraft::people_test {

BOOST_AUTO_TEST_SUITE(the_people_of_a_cluster)

BOOST_FIXTURE_TEST_CASE(are_nobody_until_they_log_in, bare_fixture) {
  cluster.require_logins();
  cluster.start_all();
  cluster.leader();
  for (const auto& command :
       std::vector<words>{{"add", "x"},
                          {"task", "list"},
                          {"task", "list", "--consistency", "stale"},
                          {"task", "show", "1"},
                          {"kv", "put", "k", "v"},
                          {"kv", "get", "k", "--consistency", "stale"},
                          {"user", "list"},
                          {"user", "create", "bob"},
                          {"token", "create", "x"},
                          {"cluster", "status"},
                          {"cluster", "members"},
                          {"cluster", "transfer-leader"},
                          {"cluster", "checksum"},
                          {"backup", path("stolen").string()}}) {
    auto output = as("nobody", command);
    BOOST_TEST(output.exit_code == not_allowed, command[0] + output.err);
    BOOST_TEST(output.err.find("taskraft login") != std::string::npos);
    BOOST_TEST(output.out == "");
  }
  BOOST_TEST(!std::filesystem::exists(path("stolen")));
  BOOST_TEST(with_token("trt_made_up", {"add", "x"}) == not_allowed);
}

BOOST_FIXTURE_TEST_CASE(begin_with_a_link_that_works_once, bare_fixture) {
  cluster.require_logins();
  cluster.start_all();
  auto node = node_with_link();
  auto link = content(link_of(node));
  BOOST_TEST(mode_of(link_of(node)) == 0600U);
  auto secret = link.substr(0, link.find('\n'));
  for (auto id : cluster.ids())
    BOOST_TEST(cluster.count_logged(id, secret) == 0U);
  BOOST_TEST(cluster.count_logged(node, "setup_link") > 0U);
  auto copy = file("link", secret);
  auto password = file("new", "correct horse");
  BOOST_TEST(
    code("thief", {"setup", "--token-file", file("forged", "admin.0123"),
                   "--password-file", password})
    == not_allowed);
  BOOST_TEST(code("admin", {"setup", "--token-file", copy, "--password-file",
                            file("short", "1234567")})
             == invalid_value);
  must("admin", {"setup", "--token-file", copy, "--password-file", password});
  BOOST_TEST(must("admin", {"whoami"}) == "admin\n");
  BOOST_TEST(code("thief", {"setup", "--token-file", copy, "--password-file",
                            file("other", "incorrect horse")})
             == not_allowed);
  BOOST_TEST(tests::eventually(
    [&] { return !std::filesystem::exists(link_of(node)); }, time_limit));
  BOOST_TEST(log_in("thief", "admin", "incorrect horse") == not_allowed);
  BOOST_TEST(log_in("other machine", "admin", "correct horse") == 0);
  for (auto id : cluster.ids())
    BOOST_TEST(cluster.count_logged(id, "horse") == 0U);
}

BOOST_FIXTURE_TEST_CASE(begin_with_the_link_of_the_newest_leader,
                        bare_fixture) {
  cluster.require_logins();
  cluster.start_all();
  auto first = node_with_link();
  auto older = file("older", content(link_of(first)));
  cluster.kill(first);
  auto newer = std::uint64_t{0};
  BOOST_TEST_REQUIRE(tests::eventually(
    [&] {
      for (auto id : cluster.ids())
        if (id != first && std::filesystem::exists(link_of(id)))
          newer = id;
      return newer != 0;
    },
    time_limit));
  auto password = file("new", "correct horse");
  BOOST_TEST(
    code("admin", {"setup", "--token-file", older, "--password-file", password})
    == not_allowed);
  must("admin", {"setup", "--token-file", link_of(newer).string(),
                 "--password-file", password});
  // A node that was away keeps no link of before.
  cluster.start(first);
  BOOST_TEST(tests::eventually(
    [&] { return !std::filesystem::exists(link_of(first)); }, time_limit));
}

BOOST_FIXTURE_TEST_CASE(begin_with_a_password_of_the_settings, fixture) {
  for (auto id : cluster.ids()) {
    BOOST_TEST(!std::filesystem::exists(link_of(id)));
    BOOST_TEST(cluster.count_logged(id, "the first password") == 0U);
  }
  BOOST_TEST(log_in("guest", "admin", "another password") == not_allowed);
  BOOST_TEST(log_in("guest", "nobody", "the first password") == not_allowed);
  BOOST_TEST(must("admin", {"whoami", "--json"}).find(R"("role":"admin")")
             != std::string::npos);
  must("admin", {"logout"});
  BOOST_TEST(code("admin", {"whoami"}) == not_allowed);
}

BOOST_FIXTURE_TEST_CASE(do_what_their_roles_allow, fixture) {
  hire("bob");
  must("bob", {"add", "Mine"});
  must("bob", {"cluster", "status"});
  BOOST_TEST(must("bob", {"comment", "add", "1", "Why?"}) == "1\n");
  BOOST_TEST(
    must("admin", {"comment", "list", "1", "--json"}).find(R"("author":"bob")")
    != std::string::npos);
  auto copy = path("copy").string();
  for (const auto& command :
       std::vector<words>{{"backup", copy},
                          {"user", "create", "eve"},
                          {"user", "disable", "admin"},
                          {"user", "edit", "bob", "--role", "admin"},
                          {"user", "passwd", "admin", "--password-file",
                           file("evil", "correct horse")},
                          {"cluster", "remove", "3"},
                          {"cluster", "transfer-leader"},
                          {"cluster", "checksum"},
                          {"token", "create", "x", "--scope", "admin"}})
    BOOST_TEST(code("bob", command) == not_allowed, command[0] + command[1]);
  BOOST_TEST(!std::filesystem::exists(copy));
  must("admin", {"backup", copy});
  BOOST_TEST(mode_of(copy) == 0600U);
  // Somebody must be left to manage users.
  BOOST_TEST(code("admin", {"user", "disable", "admin"}) == conflict);
  BOOST_TEST(code("admin", {"user", "edit", "admin", "--role", "member"})
             == conflict);
}

BOOST_FIXTURE_TEST_CASE(give_scripts_tokens, fixture) {
  hire("bob");
  auto reads = token_of("bob", "read");
  auto writes = token_of("bob", "write");
  BOOST_TEST(with_token(writes, {"add", "By a script"}) == 0);
  BOOST_TEST(with_token(reads, {"task", "show", "1"}) == 0);
  BOOST_TEST(with_token(reads, {"add", "x"}) == not_allowed);
  for (const auto& token : {reads, writes}) {
    BOOST_TEST(with_token(token, {"token", "create", "x"}) == not_allowed);
    BOOST_TEST(with_token(token, {"session", "end", "1"}) == not_allowed);
    BOOST_TEST(
      with_token(token, {"user", "passwd", "--current-password-file",
                         file("old", "password of bob"), "--password-file",
                         file("evil", "correct horse")})
      == not_allowed);
  }
  auto administers = token_of("admin", "write");
  BOOST_TEST(with_token(administers, {"user", "create", "eve"}) == not_allowed);
  BOOST_TEST(with_token(administers, {"backup", path("copy").string()})
             == not_allowed);
  auto list = nlohmann::json::parse(must("bob", {"token", "list", "--json"}));
  BOOST_TEST_REQUIRE(list.size() == 2U);
  BOOST_TEST(writes.starts_with(list[1]["prefix"].get<std::string>()));
  must("bob", {"token", "revoke", list[1]["id"].dump()});
  for (auto id : cluster.ids())
    BOOST_TEST(with_token(writes, {"kv", "put", "k", "v"}, id) == not_allowed);
}

BOOST_FIXTURE_TEST_CASE(are_shut_out_at_once_on_every_node, fixture) {
  hire("bob");
  auto token = token_of("bob", "write");
  for (auto id : cluster.ids()) {
    BOOST_TEST(with_token(token, {"kv", "put", "k", "v"}, id) == 0);
    BOOST_TEST(code("bob", {"kv", "get", "k"}, id) == 0);
  }
  must("admin", {"user", "disable", "bob"});
  for (auto id : cluster.ids()) {
    BOOST_TEST(with_token(token, {"kv", "put", "k", "v"}, id) == not_allowed);
    BOOST_TEST(with_token(token, {"kv", "get", "k"}, id) == not_allowed);
    BOOST_TEST(code("bob", {"kv", "get", "k"}, id) == not_allowed);
  }
  BOOST_TEST(log_in("bob", "bob", "password of bob") == not_allowed);
  must("admin", {"user", "enable", "bob"});
  BOOST_TEST(with_token(token, {"kv", "get", "k"}) == not_allowed);
  BOOST_TEST(log_in("bob", "bob", "password of bob") == 0);
}

BOOST_FIXTURE_TEST_CASE(end_other_logins_with_a_new_password, fixture) {
  hire("bob");
  BOOST_TEST(log_in("thief", "bob", "password of bob") == 0);
  must("thief", {"whoami"});
  auto newer = file("newer", "a newer horse");
  BOOST_TEST(code("bob", {"user", "passwd", "--current-password-file",
                          file("guess", "wrong"), "--password-file", newer})
             == not_allowed);
  must("bob", {"user", "passwd", "--current-password-file",
               file("old", "password of bob"), "--password-file", newer});
  for (auto id : cluster.ids())
    BOOST_TEST(code("thief", {"whoami"}, id) == not_allowed);
  must("bob", {"whoami"});
  BOOST_TEST(log_in("thief", "bob", "password of bob") == not_allowed);
  BOOST_TEST(log_in("thief", "bob", "a newer horse") == 0);
}

BOOST_FIXTURE_TEST_CASE(stay_logged_in_whatever_happens_to_nodes, fixture) {
  hire("bob");
  auto token = token_of("bob", "write");
  auto leader = cluster.leader();
  cluster.kill(leader);
  must("bob", {"add", "Without the leader", "--timeout", "20s"});
  BOOST_TEST(log_in("bob's phone", "bob", "password of bob") == 0);
  cluster.start(leader);
  for (auto id : cluster.ids())
    cluster.kill(id);
  cluster.start_all();
  cluster.leader();
  for (auto id : cluster.ids()) {
    must("bob", {"whoami", "--timeout", "20s"}, id);
    must("bob's phone", {"whoami"}, id);
    BOOST_TEST(with_token(token, {"kv", "put", "k", "v"}, id) == 0);
  }
}

BOOST_FIXTURE_TEST_CASE(read_old_states_without_a_majority, fixture) {
  hire("bob");
  must("bob", {"add", "Kept"});
  cluster.converged(cluster.ids());
  must("bob", {"whoami"}, 1);
  cluster.kill(2);
  cluster.kill(3);
  must("bob", {"task", "show", "1", "--consistency", "stale"}, 1);
  BOOST_TEST(with_token("trt_made_up",
                        {"whoami", "--consistency", "stale", "--timeout", "2s"})
             == 6);
  BOOST_TEST(
    code("bob", {"login", "bob", "--password-file",
                 file("first of bob", "password of bob"), "--timeout", "2s"})
    == 6);
}

BOOST_FIXTURE_TEST_CASE(are_never_locked_out_by_a_lost_password, fixture) {
  auto token = [&](std::uint64_t id) {
    return (cluster.place(id).directory / "operator.token").string();
  };
  for (auto id : cluster.ids()) {
    BOOST_TEST(mode_of(token(id)) == 0600U);
    BOOST_TEST(code("nobody", {"user", "list", "--operator", token(id)}, id)
               == 0);
    BOOST_TEST(
      code("nobody", {"user", "list", "--operator", token(id)}, id % 3 + 1)
      == not_allowed);
    // The client finds the node whose token it is.
    must("nobody", {"kv", "put", "k", "v", "--operator", token(id)});
  }
  must("nobody", {"user", "passwd", "admin", "--password-file",
                  file("newer", "a newer horse"), "--operator", token(1)});
  BOOST_TEST(log_in("admin", "admin", "a newer horse") == 0);
  auto before = file("token of before", content(token(1)));
  cluster.stop(1);
  cluster.start(1);
  cluster.leader();
  BOOST_TEST(tests::eventually(
    [&] {
      return code("nobody", {"user", "list", "--operator", token(1)}, 1) == 0;
    },
    time_limit));
  BOOST_TEST(code("nobody", {"user", "list", "--operator", before}, 1)
             == not_allowed);
}

BOOST_FIXTURE_TEST_CASE(find_no_node_where_anybody_is_admin, bare_fixture) {
  cluster.require_logins();
  cluster.start_all();
  cluster.leader();
  cluster.stop(3);
  auto settings = content(cluster.place(3).config);
  settings.replace(settings.find("[auth]\n"), 7, "[auth]\nmode = \"open\"\n");
  std::ofstream{cluster.place(3).config} << settings;
  cluster.start(3);
  constexpr auto why = "has auth.mode";
  BOOST_TEST(tests::eventually(
    [&] {
      return cluster.count_logged(3, why) > 0
             && cluster.count_logged(1, why) > 0
             && cluster.count_logged(2, why) > 0;
    },
    time_limit));
  BOOST_TEST(cluster.is_running(3));
  // It gets nothing of what the others do.
  BOOST_TEST(code("anybody", {"kv", "put", "k", "v", "--timeout", "2s"}, 3)
             == 6);
  BOOST_TEST(code("operator",
                  {"kv", "put", "k", "v", "--operator",
                   (cluster.place(1).directory / "operator.token").string()},
                  1)
             == 0);
}

BOOST_FIXTURE_TEST_CASE(may_guess_a_few_passwords_only, fixture) {
  hire("bob");
  for (auto i = 0; i < 5; ++i)
    BOOST_TEST(code("thief",
                    {"login", "bob", "--password-file", file("guess", "wrong")},
                    1)
               == not_allowed);
  auto output = as(
    "thief",
    {"login", "bob", "--password-file", file("right", "password of bob")}, 1);
  BOOST_TEST(output.exit_code == 6);
  BOOST_TEST(output.err.find("wait a minute") != std::string::npos);
  BOOST_TEST(cluster.count_logged(1, "event=wrong_password username=bob")
             == 5U);
  // Nobody else is kept out.
  BOOST_TEST(
    code("admin",
         {"login", "admin", "--password-file", path("admin_password").string()},
         1)
    == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace taskraft::people_test
