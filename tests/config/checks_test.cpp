#include "config/checks.hpp"
#include "tests/config/settings_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <fstream>
#include <string>
#include <vector>

namespace checks_test {

using namespace taskraft;
using tests::least;
using tests::with;

BOOST_FIXTURE_TEST_SUITE(the_checks, tests::settings_fixture)

BOOST_AUTO_TEST_CASE(refuse_a_name_that_is_not_plain) {
  require_refused(with(least, "demo", "de mo"), "4: cluster.name: expected 1");
  require_refused(with(least, "demo", std::string(65, 'x')),
                  "4: cluster.name: expected 1 to 64");
}

BOOST_AUTO_TEST_CASE(refuse_members_that_are_not_told_apart) {
  auto nobody = std::string{"[node]\nid = 1\nlisten = \"[::1]:1\"\n[cluster]\n"
                            "name = \"x\"\nmembers = []\n[auth]\n"
                            "mode = \"open\"\n"};
  require_refused(nobody, "6: cluster.members: expected at least one founder");
  require_refused(with(least, "id = 3, ", "id = 2, "),
                  "7: cluster.members[2].id: expected a number that no other");
  require_refused(with(least, "7103", "7102"),
                  "7: cluster.members[2].address: expected an address that no "
                  "other");
  require_refused(with(least, "id = 3", "id = 0"),
                  "6: cluster.members[1].id: expected an integer from 1 to ");
}

BOOST_AUTO_TEST_CASE(let_a_node_wait_that_founds_nothing) {
  auto text = with(least, "id = 2\n", "id = 4\nlisten = \"127.0.0.1:7104\"\n");
  auto loaded = require_loaded(text);
  BOOST_TEST(!loaded.is_founder());
  BOOST_TEST(loaded.node.advertise == "127.0.0.1:7104");
  require_refused(with(least, "id = 2\n", "id = 4\n"),
                  "1: node.listen: expected an address");
}

BOOST_AUTO_TEST_CASE(refuse_addresses_that_are_none) {
  auto none = std::string{": expected host:port, IPv4:port or [IPv6]:port"};
  require_refused(with(least, "127.0.0.1:7102", "127.0.0.1"),
                  "7: cluster.members[2].address" + none);
  require_refused(with(least, "id = 2\n", "id = 2\nlisten = \"::1:80\"\n"),
                  "3: node.listen" + none);
  require_refused(with(least, "id = 2\n", "id = 2\nadvertise = \"a:0\"\n"),
                  "3: node.advertise" + none);
  require_extra_refused("[gateway]\nlisten = \"x\"\n",
                        "12: gateway.listen" + none);
}

BOOST_AUTO_TEST_CASE(refuse_addresses_that_nobody_can_dial) {
  auto reason = std::string{": expected an address that others can dial"};
  require_refused(with(least, "id = 2\n", "id = 2\nlisten = \"[::]:80\"\n"),
                  "1: node.advertise" + reason);
  require_refused(with(least, "127.0.0.1:7103", "0.0.0.0:7103"),
                  "6: cluster.members[1].address" + reason);
}

BOOST_AUTO_TEST_CASE(refuse_one_address_for_nodes_and_clients) {
  require_extra_refused("[gateway]\nlisten = \"127.0.0.1:7102\"\n",
                        "12: gateway.listen: expected another address");
}

BOOST_AUTO_TEST_CASE(refuse_times_and_sizes_out_of_range) {
  auto wrong = [&](const std::string& line, const std::string& problem) {
    require_extra_refused("[raft]\n" + line + '\n', "12: raft." + problem);
  };
  wrong("election_timeout_ms = [49, 100]",
        "election_timeout_ms: expected an integer from 50 to 60000, found 49");
  wrong("election_timeout_ms = [300, 300]",
        "election_timeout_ms: expected the least below the most");
  wrong("heartbeat_ms = 9", "heartbeat_ms: expected an integer from 10 to");
  wrong("heartbeat_ms = -50", "heartbeat_ms: expected an integer from 10 to");
  wrong("heartbeat_ms = 76", "heartbeat_ms: expected at most half of the least "
                             "election_timeout_ms, which is 150");
  wrong("max_batch_bytes = 1048577",
        "max_batch_bytes: expected an integer from 528384 to 1048576");
  wrong("max_batch_bytes = 528383", "max_batch_bytes: expected an integer");
  wrong("max_inflight_bytes = 8388609",
        "max_inflight_bytes: expected an integer from 528384 to 8388608");
  wrong("max_inflight_bytes = 1048575",
        "max_inflight_bytes: expected at least max_batch_bytes");
  wrong("snapshot_chunk_bytes = 4095", "snapshot_chunk_bytes: expected");
  wrong("snapshot_chunk_bytes = 1048577", "snapshot_chunk_bytes: expected");
  wrong("log_max_bytes = 268435455", "log_max_bytes: expected");
}

// HAZARDS 27.
BOOST_AUTO_TEST_CASE(refuse_a_lease_that_is_not_safe) {
  auto refused = [&](const std::string& raft, const std::string& why) {
    require_extra_refused("[raft]\n" + raft, why);
  };
  refused("lease_reads = true\nclock_drift_percent = 0\n",
          "13: raft.clock_drift_percent: expected at least 1 while "
          "lease_reads is true: a lease must be shorter than the least "
          "election_timeout_ms");
  refused("clock_drift_percent = 51\n",
          "12: raft.clock_drift_percent: expected an integer from 0 to 50, "
          "found 51");
  refused("lease_reads = true\nclock_drift_percent = 50\n"
          "election_timeout_ms = [60, 120]\nheartbeat_ms = 30\n",
          "12: raft.lease_reads: expected false: a lease of 25 ms would end "
          "before the next heartbeat");
  BOOST_TEST(require_loaded(std::string{least} + "[raft]\nlease_reads = true\n")
               .raft.lease_reads);
  require_loaded(std::string{least} + "[raft]\nclock_drift_percent = 0\n");
}

BOOST_AUTO_TEST_CASE(refuse_http_that_is_open_to_others) {
  auto listen = [](const std::string& lines) {
    return "[http]\nlisten = \"127.0.0.1:8101\"\n" + lines;
  };
  auto loaded = require_loaded(least + listen(""));
  BOOST_TEST(loaded.http.advertise == "http://127.0.0.1:8101");
  require_extra_refused(listen("hosts = [\"tasks.example.org\"]\n"),
                        "13: http.hosts: expected loopback names");
  // They were refused.
  require_loaded(
    least + listen("hosts = [\"localhost:8443\", \"127.0.0.1\", \"[::1]\"]\n"));
  for (auto host : {"tasks.example.org:8443", "[2001:db8::1]:80"})
    require_extra_refused(listen("hosts = [\"" + std::string{host} + "\"]\n"),
                          "13: http.hosts: expected loopback names");
  require_extra_refused(listen("trusted_proxies = [\"10.0.0.1\"]\n"),
                        "13: http.trusted_proxies: expected none");
  require_extra_refused(listen("advertise = \"https://tasks.example.org\"\n"),
                        "13: http.advertise: expected a loopback address");
  require_extra_refused("[http]\nlisten = \"0.0.0.0:8101\"\nplaintext = true\n",
                        "12: http.listen: expected a loopback address");
  auto required = with(least, "mode = \"open\"", "mode = \"required\"");
  require_refused(required + "[http]\nlisten = \"0.0.0.0:8101\"\n",
                  "12: http.listen: expected a loopback address, or "
                  "tls.http_certificate, or plaintext");
  require_loaded(required
                 + "[http]\nlisten = \"0.0.0.0:8101\"\nplaintext = true\n"
                   "advertise = \"https://tasks.example.org\"\n"
                   "hosts = [\"tasks\"]\ntrusted_proxies = [\"10.0.0.1\"]\n");
}

// They were accepted and ignored.
BOOST_AUTO_TEST_CASE(refuse_what_is_said_of_no_http) {
  std::ofstream{folder / "token"} << "a secret of sixteen bytes\n";
  auto token = "metrics_token_file = \"" + (folder / "token").string() + '"';
  for (const auto& line : std::vector<std::string>{
         "advertise = \"http://127.0.0.1:8101\"", "hosts = [\"localhost\"]",
         "base_path = \"/tasks/\"", "trusted_proxies = [\"10.0.0.1\"]",
         "requests_per_minute = 0", token, "plaintext = true"})
    require_extra_refused("[http]\n" + line + "\n",
                          "12: http." + line.substr(0, line.find(' '))
                            + ": expected its default, as there is no "
                              "http.listen");
  require_loaded(least
                 + std::string{"[http]\nadvertise = \"\"\nhosts = []\n"
                               "base_path = \"/\"\nplaintext = false\n"
                               "requests_per_minute = 6000\n"});
}

BOOST_AUTO_TEST_CASE(refuse_http_that_cannot_work) {
  for (auto base : {"tasks", "/tasks", "//", "/a/../b/", "/a b/"})
    require_extra_refused(std::string{"[http]\nbase_path = \""} + base + "\"\n",
                          "12: http.base_path: expected a path that begins");
  for (auto url : {"127.0.0.1:8101", "ftp://127.0.0.1", "http://a@127.0.0.1",
                   "http://127.0.0.1/", "http://"})
    require_extra_refused("[http]\nlisten = \"127.0.0.1:8101\"\nadvertise = \""
                            + std::string{url} + "\"\n",
                          "13: http.advertise: expected http://");
  // Without a listener, too.
  require_extra_refused("[http]\nadvertise = \"ftp://tasks\"\n",
                        "12: http.advertise: expected http://");
  require_extra_refused("[http]\nmetrics_token_file = \"/nowhere/at/all\"\n",
                        "12: http.metrics_token_file: expected a readable");
  require_extra_refused("[http]\nlisten = \"127.0.0.1:7201\"\n",
                        "12: http.listen: expected another address");
  for (auto host : {"https://tasks.example.org", "a b", "tasks/x", "*"})
    require_extra_refused("[http]\nhosts = [\"" + std::string{host} + "\"]\n",
                          "12: http.hosts: expected each as HOST or HOST:PORT");
  // They are compared with one peer's address.
  for (auto proxy : {"10.0.0.0/8", "proxy.example.org", "10.0.0.1:80", "[::1]",
                     "0:0:0:0:0:0:0:1", "::FFFF"})
    require_extra_refused("[http]\ntrusted_proxies = [\"" + std::string{proxy}
                            + "\"]\n",
                          "12: http.trusted_proxies: expected IP addresses");
  auto required = with(least, "mode = \"open\"", "mode = \"required\"");
  auto loaded = require_loaded(
    required
    + "[http]\nlisten = \"127.0.0.1:8101\"\nhosts = "
      "[\"Tasks.Example.org:443\", "
      "\"tasks:8443\", \"[::1]:80\"]\ntrusted_proxies = [\"10.0.0.1\", "
      "\"2001:db8::1\"]\n");
  auto hosts
    = std::vector<std::string>{"tasks.example.org", "tasks:8443", "[::1]"};
  BOOST_TEST(loaded.http.hosts == hosts);
  require_extra_refused("[http]\nhosts = [1]\n",
                        "12: http.hosts: expected an array of texts");
  require_extra_refused("[http]\nrequests_per_minute = 6000.0\n",
                        "12: http.requests_per_minute: expected an integer");
}

BOOST_AUTO_TEST_CASE(refuse_mysql_settings_without_mysql) {
  for (auto line : {"url = \"tcp://elsewhere:3306\"", "schema = \"taskraft_1\"",
                    "user = \"root\"", "password_file = \"secret\""}) {
    auto text = std::string{line};
    require_extra_refused("[store.mysql]\n" + text + '\n',
                          "12: store.mysql." + text.substr(0, text.find(' '))
                            + ": expected its default, as store.backend is");
  }
}

BOOST_AUTO_TEST_CASE(refuse_a_mysql_server_that_cannot_be) {
  auto refused = [&](const std::string& line, const std::string& expected) {
    require_extra_refused("[store]\nbackend = \"mysql\"\n[store.mysql]\n"
                          "password_file = \"\"\n"
                            + line + '\n',
                          "15: store.mysql." + expected);
  };
  refused("url = \"127.0.0.1:3306\"", "url: expected tcp://HOST:PORT or unix");
  refused("url = \"unix://\"", "url: expected tcp://HOST:PORT or unix");
  refused("url = \"tcp://127.0.0.1\"", "url: expected");
  refused("schema = \"drop table;\"", "schema: expected 1 to 64 of letters");
  refused("schema = \"" + std::string(65, 'a') + '"',
          "schema: expected 1 to 64 of letters");
}

BOOST_AUTO_TEST_CASE(refuse_a_password_file_that_is_missing) {
  require_extra_refused("[store]\nbackend = \"mysql\"\n[store.mysql]\n"
                        "password_file = \"/nowhere/mysql\"\n",
                        "14: store.mysql.password_file: expected a readable "
                        "file, or TASKRAFT_MYSQL_PASSWORD in the environment: "
                        "/nowhere/mysql: No such file");
}

BOOST_AUTO_TEST_CASE(refuse_a_first_password_that_is_missing_or_short) {
  auto file = (folder / "first").string();
  auto required = with(least, "mode = \"open\"", "mode = \"required\"");
  auto auth = required + ("admin_password_file = \"" + file + "\"\n");
  auto key = std::string{"11: auth.admin_password_file: "};
  auto unreadable = key
                    + "expected a readable file, or TASKRAFT_ADMIN_PASSWORD in "
                      "the environment: "
                    + file;
  require_refused(auth, unreadable + ": No such file");
  std::ofstream{file}.flush();
  require_refused(auth, key + "expected a first line of 8 to 1024 bytes: ");
  std::ofstream{file} << "correct horse\n";
  require_loaded(auth);
  std::filesystem::remove(file);
  std::filesystem::create_directory(file);
  require_refused(auth, unreadable);
  require_loaded(required + "admin_password_file = \"\"\n");
}

BOOST_AUTO_TEST_CASE(refuse_what_is_about_logins_where_nobody_logs_in) {
  auto end = std::string{": expected its default, as auth.mode is \"open\""};
  std::ofstream{folder / "first"} << "correct horse\n";
  require_refused(
    least + ("admin_password_file = \"" + (folder / "first").string() + "\"\n"),
    "11: auth.admin_password_file" + end);
  require_refused(least + std::string{"session_days = 31\n"},
                  "11: auth.session_days" + end);
  require_loaded(least + std::string{"session_days = 30\n"});
  require_loaded(with(least, "mode = \"open\"", "mode = \"required\"")
                 + "session_days = 31\n");
}

BOOST_AUTO_TEST_CASE(tell_one_address_from_another_however_it_is_written) {
  auto same = with(least, "127.0.0.1:7102", "localhost:7102");
  require_refused(with(same, "127.0.0.1:7103", "LOCALHOST.:7102"),
                  "7: cluster.members[2].address: expected an address that no "
                  "other");
  require_refused(same + "[gateway]\nlisten = \"Localhost:7102\"\n",
                  "12: gateway.listen: expected another address");
}

BOOST_AUTO_TEST_CASE(let_a_session_last_a_day_to_a_year) {
  for (auto days : {"0", "367", "-1"})
    require_refused(least + std::string{"session_days = "} + days + '\n',
                    "11: auth.session_days: expected");
}

BOOST_AUTO_TEST_CASE(let_reads_without_a_leader_go_on_for_a_minute_to_a_year) {
  require_loaded(least + std::string{"stale_minutes = 1\n"});
  for (auto minutes : {"0", "527041", "-1"})
    require_refused(least + std::string{"stale_minutes = "} + minutes + '\n',
                    "11: auth.stale_minutes: expected");
}

BOOST_AUTO_TEST_CASE(open_the_door_on_loopback_only) {
  for (auto address : {"localhost:1", "LOCALHOST:1", "localhost.:1"})
    require_loaded(least + ("[gateway]\nlisten = \"" + std::string{address})
                   + "\"\n");
  for (auto address : {"0.0.0.0:7201", "10.0.0.1:7201", "example.org:7201"})
    require_extra_refused("[gateway]\nlisten = \"" + std::string{address}
                            + "\"\n",
                          "12: gateway.listen: expected a loopback address");
  for (auto address : {"0.0.0.0:7201", "10.0.0.1:7201"})
    require_extra_refused("[gateway]\nplaintext = true\nlisten = \""
                            + std::string{address} + "\"\n",
                          "13: gateway.listen: expected a loopback address, as "
                          "auth.mode");
}

BOOST_AUTO_TEST_CASE(need_plaintext_for_a_database_elsewhere) {
  auto mysql = std::string{least}
               + "[store]\nbackend = \"mysql\"\n[store.mysql]\n"
                 "password_file = \"\"\nurl = \"tcp://10.0.0.5:3306\"\n";
  require_refused(mysql, "15: store.mysql.url: expected a loopback address, or "
                         "ssl_ca, or plaintext = true");
  BOOST_TEST(
    require_loaded(mysql + "plaintext = true\n").store.mysql.plaintext);
  require_extra_refused("[store.mysql]\nplaintext = true\n",
                        "12: store.mysql.plaintext: expected its default");
}

BOOST_AUTO_TEST_CASE(need_plaintext_beyond_loopback) {
  auto required = with(least, "mode = \"open\"", "mode = \"required\"");
  auto gateway = required + "[gateway]\nlisten = \"10.0.0.1:7201\"\n";
  require_refused(gateway,
                  "12: gateway.listen: expected a loopback address, or "
                  "tls.gateway_certificate, or plaintext = true");
  BOOST_TEST(require_loaded(gateway + "plaintext = true\n").gateway.plaintext);
  auto node = [&](const std::string& lines) {
    return with(required, "id = 2\n", "id = 2\n" + lines);
  };
  require_refused(node("listen = \"0.0.0.0:7102\"\nadvertise = \"two:7102\"\n"),
                  "3: node.listen: expected a loopback address, or "
                  "tls.peer_certificate, or plaintext");
  auto loaded = require_loaded(node("listen = \"0.0.0.0:7102\"\n"
                                    "advertise = \"two:7102\"\n"
                                    "plaintext = true\n"));
  BOOST_TEST(loaded.node.plaintext);
  // The own entry in members is a listener, too.
  require_refused(with(required, "127.0.0.1:7102", "10.0.0.2:7102"),
                  "1: node.listen: expected a loopback address, or "
                  "tls.peer_certificate, or plaintext");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace checks_test
