#include "tests/bin/client/run_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <boost/filesystem.hpp>

#include <fstream>
#include <map>
#include <string>

namespace commands_login_test {

using namespace taskraft;
using namespace taskraft::client;

struct fixture : run_fixture {
  fixture() {
    boost::filesystem::create_directories(home);
    variable = [this](const std::string& name) -> std::optional<std::string> {
      return name == "XDG_STATE_HOME" ? std::optional{home.string()}
                                      : std::nullopt;
    };
    std::ofstream{file("password")} << "correct horse\r\nmore\n";
  }
  ~fixture() {
    boost::filesystem::remove_all(home);
  }

  std::string file(const std::string& name) const {
    return (home / name).string();
  }

  std::string kept() const {
    auto file_now = std::ifstream{file("taskraft/login-c1")};
    return {std::istreambuf_iterator<char>{file_now}, {}};
  }

  void made(const wire::Result& result, const std::string& secret) {
    cluster.outcomes.push_back({.kind = outcome_kind::answered,
                                .bytes = result.SerializeAsString(),
                                .secret = secret,
                                .cluster = "c1"});
  }

  void refused(errc code, const std::string& reason) {
    cluster.outcomes.push_back(
      {.kind = outcome_kind::refused, .code = code, .reason = reason});
  }

  static wire::Session session(std::uint64_t id, wire::SessionKind kind) {
    auto x = wire::Session{};
    x.set_id(id);
    x.set_username("ann");
    x.set_kind(kind);
    x.set_scope(wire::SCOPE_WRITE);
    x.set_name(kind == wire::SESSION_KIND_TOKEN ? "ci" : "");
    x.set_prefix("trt_9f2c");
    x.set_user_agent("taskraft");
    x.set_created_at_us(1'796'137'200'000'000);
    x.set_expires_at_us(kind == wire::SESSION_KIND_LOGIN ? 1'796'137'201'000'000
                                                         : 0);
    x.set_last_used_on(20'788);
    return x;
  }

  static wire::Answer self(std::uint64_t session) {
    auto x = wire::Answer{};
    auto& user = *x.mutable_self()->mutable_user();
    user.set_username("ann");
    user.set_rev(9);
    user.set_role(wire::SITE_ROLE_MEMBER);
    user.set_time_zone("Europe/Berlin");
    user.set_created_at_us(1'796'137'200'000'000);
    x.mutable_self()->set_session(session);
    x.mutable_self()->set_scope(wire::SCOPE_WRITE);
    return x;
  }

  boost::filesystem::path home
    = boost::filesystem::temp_directory_path()
      / boost::filesystem::unique_path("taskraft-%%%%-%%%%");
};

BOOST_FIXTURE_TEST_SUITE(a_login_command, fixture)

BOOST_AUTO_TEST_CASE(keeps_the_login_for_later_runs) {
  made({}, "trs_1");
  style.terminal = true;
  BOOST_TEST(run_words({"login", "ann", "--password-file", file("password")})
             == 0);
  BOOST_TEST(cluster.asked.at(0).kind == question_kind::log_in);
  BOOST_TEST(cluster.asked[0].username == "ann");
  // Without the end of its line.
  BOOST_TEST(cluster.asked[0].password == "correct horse");
  BOOST_TEST(kept() == "ann\ntrs_1\n");
  BOOST_TEST(out.str() == "");
  BOOST_TEST(err.str() == "Logged in as ann.\n");
}

BOOST_AUTO_TEST_CASE(logs_the_admin_in_without_a_name) {
  made({}, "trs_1");
  in.str("secret words\n");
  BOOST_TEST(run_words({"login", "--password-file", "-"}) == 0);
  BOOST_TEST(cluster.asked.at(0).username == "admin");
  BOOST_TEST(cluster.asked[0].password == "secret words");
  BOOST_TEST(out.str() + err.str() == "");
}

// It printed nothing.
BOOST_AUTO_TEST_CASE(prints_whose_login_it_is_as_json) {
  made({}, "trs_1");
  cluster.outcomes.back().endpoint = 1;
  cluster.answer(self(7));
  BOOST_TEST(
    run_words({"login", "ann", "--password-file", file("password"), "--json"})
    == 0);
  auto printed = out.str();
  BOOST_TEST(kept() == "ann\ntrs_1\n");
  // The others do not know yet who asks.
  BOOST_TEST(cluster.asked.at(1).endpoint == std::size_t{1});
  cluster.answer(self(7));
  BOOST_TEST(run_words({"whoami", "--json"}) == 0);
  BOOST_TEST(printed == out.str());
  BOOST_TEST(printed.find("\"ann\"") != std::string::npos);
  BOOST_TEST(printed.find("trs_") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(asks_at_the_terminal_without_a_file) {
  auto prompt = std::string{};
  ask_secret = [&](const std::string& x) {
    prompt = x;
    return std::optional<std::string>{"typed"};
  };
  made({}, "trs_1");
  BOOST_TEST(run_words({"login", "ann"}) == 0);
  BOOST_TEST(prompt == "Password of ann: ");
  BOOST_TEST(cluster.asked.at(0).password == "typed");
}

BOOST_AUTO_TEST_CASE(says_what_to_do_without_a_terminal) {
  BOOST_TEST(run_words({"login", "ann"}) == 2);
  BOOST_TEST(err.str().find("--password-file") != std::string::npos);
  ask_secret = [](const std::string&) { return std::nullopt; };
  BOOST_TEST(run_words({"login", "ann"}) == 2);
  BOOST_TEST(cluster.asked.empty());
}

BOOST_AUTO_TEST_CASE(says_if_the_password_cannot_be_read) {
  BOOST_TEST(run_words({"login", "ann", "--password-file", file("missing")})
             == 1);
  BOOST_TEST(err.str()
             == "taskraft: " + file("missing") + ": cannot be read\n");
  input_failure = failure{errc::storage_failed, "broken"};
  BOOST_TEST(run_words({"login", "ann", "--password-file", "-"}) == 1);
}

BOOST_AUTO_TEST_CASE(keeps_nothing_after_a_wrong_password) {
  refused(errc::invalid_credentials, "the username or the password is wrong");
  BOOST_TEST(run_words({"login", "ann", "--password-file", file("password")})
             == 4);
  BOOST_TEST(err.str() == "taskraft: the username or the password is wrong\n");
  BOOST_TEST(kept() == "");
  refused(errc::rate_limited, "too many wrong passwords; wait a minute");
  BOOST_TEST(run_words({"login", "ann", "--password-file", file("password")})
             == 6);
}

BOOST_AUTO_TEST_CASE(says_what_to_do_if_nobody_is_logged_in) {
  refused(errc::unauthenticated, "");
  BOOST_TEST(run_words({"add", "x"}) == 4);
  BOOST_TEST(err.str()
             == "taskraft: not logged in: run `taskraft login`, or set "
                "TASKRAFT_TOKEN\n");
  refused(errc::session_expired, "the login has ended; log in again");
  BOOST_TEST(run_words({"add", "x"}) == 4);
  BOOST_TEST(err.str()
             == "taskraft: the login has ended: run `taskraft login`, or set "
                "TASKRAFT_TOKEN\n");
  // The same if the rules find it out.
  cluster.refuse_command(errc::session_expired, "", "the login has ended");
  BOOST_TEST(run_words({"add", "x"}) == 4);
  BOOST_TEST(err.str().find("run `taskraft login`") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(logs_out_and_forgets) {
  made({}, "trs_1");
  run_words({"login", "ann", "--password-file", file("password")});
  made({}, "");
  BOOST_TEST(run_words({"logout"}) == 0);
  BOOST_TEST(cluster.command(1).end_session().id() == 0U);
  BOOST_TEST(kept() == "");
}

// The kept login was forgotten, while its session went on for 30 days.
BOOST_AUTO_TEST_CASE(forgets_no_login_that_it_cannot_end) {
  made({}, "trs_1");
  run_words({"login", "ann", "--password-file", file("password")});
  std::ofstream{file("operator")} << "secret\n";
  BOOST_TEST(run_words({"logout", "--operator", file("operator")}) == 4);
  auto kept_variable = variable;
  variable = [&](const std::string& name) {
    return name == "TASKRAFT_TOKEN" ? std::optional<std::string>{"trt_1"}
                                    : kept_variable(name);
  };
  BOOST_TEST(run_words({"logout"}) == 4);
  BOOST_TEST(err.str().find("unset TASKRAFT_TOKEN") != std::string::npos);
  BOOST_TEST(cluster.asked.size() == 1U);
  BOOST_TEST(kept() == "ann\ntrs_1\n");
}

// It ended the session that the command came with.
BOOST_AUTO_TEST_CASE(ends_no_session_0) {
  for (auto noun : {"session end", "token revoke"}) {
    auto words = std::string{noun};
    auto space = words.find(' ');
    BOOST_TEST(run_words({words.substr(0, space), words.substr(space + 1), "0"})
               == 3);
    BOOST_TEST(err.str()
               == "taskraft: there is no such " + words.substr(0, space)
                    + "\n");
  }
  BOOST_TEST(cluster.asked.empty());
}

BOOST_AUTO_TEST_CASE(redeems_a_link_and_logs_in) {
  std::ofstream{file("link")} << "ann.0123\n";
  auto result = wire::Result{};
  result.mutable_user()->set_username("ann");
  made(result, "");
  made({}, "trs_1");
  BOOST_TEST(run_words({"setup", "--token-file", file("link"),
                        "--password-file", file("password")})
             == 0);
  BOOST_TEST(cluster.asked.at(0).kind == question_kind::account_command);
  BOOST_TEST(cluster.command(0).has_set_password());
  BOOST_TEST(cluster.asked[0].setup_secret == "ann.0123");
  BOOST_TEST(cluster.asked[0].password == "correct horse");
  BOOST_TEST(cluster.asked.at(1).username == "ann");
  BOOST_TEST(kept() == "ann\ntrs_1\n");
}

BOOST_AUTO_TEST_CASE(asks_twice_for_a_new_password) {
  auto typed = std::vector<std::string>{"ann.0123", "one", "two"};
  ask_secret = [&](const std::string&) {
    auto next = typed.front();
    typed.erase(typed.begin());
    return std::optional{next};
  };
  BOOST_TEST(run_words({"setup"}) == 7);
  BOOST_TEST(err.str() == "taskraft: the two passwords differ\n");
  BOOST_TEST(cluster.asked.empty());
}

BOOST_AUTO_TEST_CASE(prints_who_is_logged_in) {
  cluster.answer(self(7));
  BOOST_TEST(run_words({"whoami"}) == 0);
  BOOST_TEST(out.str() == "ann\n");
  cluster.answer(self(7));
  BOOST_TEST(run_words({"whoami", "--json"}) == 0);
  BOOST_TEST(out.str()
             == R"({"username":"ann","rev":9,"display_name":"","email":null,)"
                R"("role":"member","disabled":false,)"
                R"("time_zone":"Europe/Berlin",)"
                R"("created_at":"2026-12-01T15:00:00.000Z","unread":0,)"
                R"("preferences":{},"scopes":["write"],)"
                R"("session":7})"
                "\n");
  cluster.answer(self(0));
  BOOST_TEST(run_words({"whoami", "--json"}) == 0);
  BOOST_TEST(out.str().find(R"("session":null)") != std::string::npos);
}

constexpr auto token_as_json
  = R"({"id":8,"name":"ci","prefix":"trt_9f2c","scopes":["write"],)"
    R"("created_at":"2026-12-01T15:00:00.000Z","expires_at":null,)"
    R"("last_used_on":"2026-12-01")";

BOOST_AUTO_TEST_CASE(prints_a_new_token_once) {
  auto result = wire::Result{};
  *result.mutable_session() = session(8, wire::SESSION_KIND_TOKEN);
  made(result, "trt_9f2c01");
  BOOST_TEST(run_words({"token", "create", "ci", "--scope", "write",
                        "--expires", "2026-12-02"})
             == 0);
  BOOST_TEST(out.str() == "trt_9f2c01\n");
  auto sent = cluster.command(0).create_token();
  BOOST_TEST(sent.name() == "ci");
  BOOST_TEST(sent.scope() == wire::SCOPE_WRITE);
  BOOST_TEST(sent.expires_at_us() == 1'796'169'600'000'000U);
  made(result, "trt_9f2c01");
  BOOST_TEST(run_words({"token", "create", "ci", "--json"}) == 0);
  BOOST_TEST(cluster.command(1).create_token().scope() == wire::SCOPE_READ);
  BOOST_TEST(out.str()
             == std::string{token_as_json} + R"(,"secret":"trt_9f2c01"})"
                  + "\n");
}

BOOST_AUTO_TEST_CASE(says_if_the_secret_of_a_token_was_lost) {
  auto result = wire::Result{};
  *result.mutable_session() = session(8, wire::SESSION_KIND_TOKEN);
  made(result, "");
  BOOST_TEST(run_words({"token", "create", "ci"}) == 1);
  BOOST_TEST(out.str() == "");
  BOOST_TEST(err.str().find("token 8 was lost: revoke it")
             != std::string::npos);
  made(result, "");
  BOOST_TEST(run_words({"token", "create", "ci", "--json"}) == 0);
  BOOST_TEST(out.str().find(R"("secret":null)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(asks_nobody_for_a_token_that_makes_no_sense) {
  BOOST_TEST(run_words({"token", "create", "ci", "--scope", "all"}) == 7);
  BOOST_TEST(run_words({"token", "create", "ci", "--expires", "soon"}) == 7);
  BOOST_TEST(run_words({"token", "create"}) == 2);
  BOOST_TEST(cluster.asked.empty());
}

BOOST_AUTO_TEST_CASE(lists_tokens_and_logins) {
  auto tokens = wire::Answer{};
  *tokens.mutable_sessions()->add_sessions()
    = session(8, wire::SESSION_KIND_TOKEN);
  cluster.answer(tokens);
  BOOST_TEST(run_words({"token", "list", "--json"}) == 0);
  BOOST_TEST(out.str() == "[" + std::string{token_as_json} + "}]\n");
  BOOST_TEST(
    (cluster.query(0).list_sessions().kind() == wire::SESSION_KIND_TOKEN));
  cluster.answer(tokens);
  BOOST_TEST(run_words({"token", "list"}) == 0);
  BOOST_TEST(out.str() == "8\tci\ttrt_9f2c\twrite\tnever\t2026-12-01\n");
  auto logins = wire::Answer{};
  *logins.mutable_sessions()->add_sessions()
    = session(7, wire::SESSION_KIND_LOGIN);
  *logins.mutable_sessions()->add_sessions()
    = session(9, wire::SESSION_KIND_LOGIN);
  cluster.answer(logins);
  cluster.answer(self(7));
  BOOST_TEST(run_words({"session", "list", "--json"}) == 0);
  constexpr auto rest
    = R"("user_agent":"taskraft","address":"",)"
      R"("created_at":"2026-12-01T15:00:00.000Z",)"
      R"("expires_at":"2026-12-01T15:00:01.000Z","last_used_on":"2026-12-01"})";
  BOOST_TEST(out.str()
             == std::string{R"([{"id":7,"current":true,)"} + rest
                  + R"(,{"id":9,"current":false,)" + rest + "]\n");
}

BOOST_AUTO_TEST_CASE(ends_a_login_or_a_token) {
  auto result = wire::Result{};
  *result.mutable_session() = session(8, wire::SESSION_KIND_TOKEN);
  cluster.answer(result);
  BOOST_TEST(run_words({"token", "revoke", "8"}) == 0);
  BOOST_TEST(cluster.command(0).end_session().id() == 8U);
  BOOST_TEST(cluster.command(0).end_session().kind()
             == wire::SESSION_KIND_TOKEN);
  cluster.answer(result);
  BOOST_TEST(run_words({"session", "end", "9"}) == 0);
  BOOST_TEST(cluster.command(1).end_session().id() == 9U);
  BOOST_TEST(cluster.command(1).end_session().kind()
             == wire::SESSION_KIND_LOGIN);
  cluster.refuse_command(errc::not_found, "/id", "there is no such session");
  BOOST_TEST(run_words({"session", "end", "9"}) == 3);
  cluster.refuse_command(errc::not_found, "/id", "there is no such session");
  BOOST_TEST(run_words({"token", "revoke", "9"}) == 3);
  BOOST_TEST(err.str().find("there is no such token") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace commands_login_test
