// Real nodes that speak TLS on all of their ports.

#include "tests/support/http/http_client.hpp"
#include "tests/support/http/https_client.hpp"
#include "tests/support/processes/process_cluster.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/tls/certificates.hpp"
#include "tests/support/unit_test.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace tls_test {

using namespace taskraft;
using namespace std::chrono_literals;

struct fixture {
  tests::temporary_folder folder;
  tests::authority ca{folder.path()};
  tests::process_cluster cluster;
  /// The list of revoked certificates; empty: there is none.
  std::string revoked;

  fixture() {
    ::setenv("TASKRAFT_CA", ca.file().c_str(), 1);
  }
  ~fixture() {
    ::unsetenv("TASKRAFT_CA");
  }

  std::string path(const std::string& name) const {
    return (folder.path() / name).string();
  }

  /// The node's table `tls`, with a certificate for `number`.
  void secure(std::uint64_t id,
              const tests::certificate_request& wanted) const {
    auto name = "node" + std::to_string(id);
    auto files = ca.issue(name, wanted);
    auto out = std::ofstream{cluster.place(id).config, std::ios::app};
    auto line = [&](const std::string& key, const std::string& value) {
      out << key << " = \"" << value << "\"\n";
    };
    out << "\n[tls]\n";
    line("peer_ca", files.ca);
    if (!revoked.empty())
      line("peer_crl", revoked);
    for (const std::string group : {"peer", "gateway", "http"}) {
      line(group + "_certificate", files.certificate);
      line(group + "_key", files.key);
    }
  }

  void start_secure() {
    for (auto id : cluster.ids())
      secure(id, tests::for_node(id));
    cluster.start_all();
    cluster.leader();
  }

  void put(const std::string& value) const {
    auto output = cluster.client({"kv", "put", "k", value, "--timeout", "20s"});
    BOOST_TEST(output.exit_code == 0, output.err);
  }

  /// Changes lines of a node's settings.
  void edit(std::uint64_t id, const std::string& before,
            const std::string& after) const {
    auto text = std::ostringstream{};
    text << std::ifstream{cluster.place(id).config}.rdbuf();
    auto all = text.str();
    auto at = all.find(before);
    BOOST_TEST_REQUIRE(at != std::string::npos, before);
    std::ofstream{cluster.place(id).config}
      << all.replace(at, before.size(), after);
  }

  /// A client with these flags gets nothing, and hears why. On a busy machine
  /// its time may be over before that.
  void is_refused(const std::vector<std::string>& flags,
                  const std::string& why) const {
    auto words = std::vector<std::string>{"kv", "get", "k", "--timeout", "1s"};
    words.insert(words.end(), flags.begin(), flags.end());
    auto heard = std::string{};
    auto hears_why = [&] {
      auto output = cluster.client(words);
      BOOST_TEST(output.exit_code == 6);
      heard = output.err;
      return heard.find(why) != std::string::npos;
    };
    BOOST_TEST(tests::eventually(hears_why, 20s), heard);
  }

  bool has_logged(std::uint64_t id, const std::string& text) const {
    return tests::eventually([&] { return cluster.count_logged(id, text) > 0; },
                             15s);
  }
};

BOOST_FIXTURE_TEST_SUITE(a_cluster_with_tls, fixture)

BOOST_AUTO_TEST_CASE(works_and_is_closed_to_those_without) {
  start_secure();
  put("one");
  BOOST_TEST(cluster.converged(cluster.ids()));
  for (auto id : cluster.ids())
    BOOST_TEST(cluster.client_at(id, {"kv", "get", "k"}).out == "one\n");
  auto leader = cluster.leader();
  cluster.kill(leader);
  put("two");
  cluster.start(leader);
  BOOST_TEST(cluster.converged(cluster.ids()));
  // A client that does not speak TLS, or believes another CA.
  ::unsetenv("TASKRAFT_CA");
  is_refused({}, "has closed the connection (--ca speaks TLS)");
  auto other = tests::authority{folder.path(), "other"};
  is_refused({"--ca", other.file()}, "its certificate is of an unknown CA");
  auto nothing = cluster.client({"kv", "get", "k", "--ca", path("none.crt")});
  BOOST_TEST(nothing.exit_code == 2);
  BOOST_TEST(nothing.err.find("No such file") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(answers_browsers) {
  start_secure();
  const auto& address = cluster.place(1).http_address;
  auto connection = tests::https_connection{address, ca.file(), "http/1.1"};
  BOOST_TEST_REQUIRE(connection.is_open());
  BOOST_TEST(connection.protocol() == "http/1.1");
  // Several at once, which arrive in one record.
  auto ask = "GET /livez HTTP/1.1\r\nHost: " + address + "\r\n\r\n";
  connection.send(ask + ask + ask);
  for (auto i = 0; i < 3; ++i)
    BOOST_TEST(connection.read_until("ok\n").starts_with("HTTP/1.1 200"));
  BOOST_TEST(!tests::https_connection(address, ca.file(), "h2").is_open());
  BOOST_TEST(!tests::https_connection(
                address, tests::authority(folder.path(), "other").file())
                .is_open());
  // An older version is good enough, but agrees on nothing anew.
  auto older
    = tests::https_connection{address, ca.file(), "http/1.1", TLS1_2_VERSION};
  BOOST_TEST_REQUIRE(older.is_open());
  BOOST_TEST(!older.renegotiates());
  auto metrics = tests::https_get(address, ca.file(), "/metrics");
  BOOST_TEST(metrics.find("taskraft_certificate_expiry_seconds{port=\"nodes\"}")
             != std::string::npos);
  BOOST_TEST(metrics.find("taskraft_http_handshakes_failed_total 2")
             != std::string::npos);
  // Large answers are whole, and end as TLS says that they end.
  auto page = tests::https_get(address, ca.file(), "/api/v1/openapi.json");
  BOOST_TEST(page.size() > 100'000U);
  auto plain = tests::http_request(address, "GET", "/livez");
  BOOST_TEST(plain.status == 400);
  BOOST_TEST(plain.body.find("https") != std::string::npos);
  // What the node tells others of itself: the page may go there.
  auto tells = [&] {
    auto status
      = tests::https_get(address, ca.file(), "/api/v1/cluster/status");
    return status.find("https://" + cluster.place(2).http_address)
           != std::string::npos;
  };
  BOOST_TEST(tests::eventually(tells, 10s));
  // So do streams.
  auto stream = tests::https_connection{address, ca.file()};
  stream.send("GET /api/v1/cluster/stream HTTP/1.1\r\nHost: " + address
              + "\r\n\r\n");
  BOOST_TEST(stream.read_until("\n\n").starts_with("HTTP/1.1 200"));
  BOOST_TEST(cluster.stop(1) == 0);
  auto rest = stream.read_all();
  BOOST_TEST_REQUIRE(rest.has_value());
  BOOST_TEST(rest->find("event: bye\n") != std::string::npos, *rest);
}

BOOST_AUTO_TEST_CASE(takes_new_certificates_while_it_works) {
  start_secure();
  const auto& address = cluster.place(1).http_address;
  auto open = tests::https_connection{address, ca.file()};
  auto before = open.certificate_ends_at();
  auto wanted = tests::for_node(1);
  wanted.to = 20;
  auto renew = [&] {
    auto closed = cluster.count_logged(1, "event=link_closed");
    auto loaded = cluster.count_logged(1, "event=certificate_reloaded");
    ca.issue("node1", wanted);
    BOOST_TEST(tests::eventually(
      [&] {
        return cluster.count_logged(1, "event=certificate_reloaded") > loaded;
      },
      15s));
    return cluster.count_logged(1, "event=link_closed") == closed;
  };
  // A busy machine may lose a link by itself.
  BOOST_TEST((renew() || renew() || renew()));
  BOOST_TEST(has_logged(1, "event=certificate_expires"));
  // Each port loads its own.
  BOOST_TEST(tests::eventually(
    [&] {
      auto after = tests::https_connection{address, ca.file()};
      return after.certificate_ends_at() < before;
    },
    10s));
  open.send("GET /livez HTTP/1.1\r\nHost: " + address + "\r\n\r\n");
  BOOST_TEST(open.read_until("ok\n").starts_with("HTTP/1.1 200"));
  put("still");
}

BOOST_AUTO_TEST_CASE(cuts_a_node_whose_certificate_is_revoked) {
  revoked = ca.revoke({}, 3);
  start_secure();
  BOOST_TEST(cluster.converged(cluster.ids()));
  BOOST_TEST(has_logged(1, "event=revocation_list_expires key=tls.peer_crl"));
  auto gone = cluster.leader();
  auto name = "node" + std::to_string(gone);
  ca.revoke({path(name + ".crt")});
  for (auto id : cluster.ids())
    if (id != gone)
      BOOST_TEST(has_logged(id, "reason=\"its certificate was revoked\""));
  auto others = std::vector<std::uint64_t>{};
  for (auto id : cluster.ids())
    if (id != gone)
      others.push_back(id);
  auto lead = [&] {
    auto now = cluster.leader();
    return now != 0 && now != gone;
  };
  BOOST_TEST(tests::eventually(lead, 15s));
  put("without it");
  BOOST_TEST(cluster.converged(others));
  // A new certificate lets it in again.
  ca.issue(name, tests::for_node(gone));
  BOOST_TEST(cluster.converged(cluster.ids()));
}

BOOST_AUTO_TEST_CASE(refuses_a_node_with_the_certificate_of_another) {
  for (auto id : {1U, 2U})
    secure(id, tests::for_node(id));
  secure(3, tests::for_node(3));
  cluster.start_all();
  cluster.leader();
  BOOST_TEST(cluster.converged(cluster.ids()));
  cluster.kill(3);
  // It starts with the certificate of node 3, and shows that of node 2 later:
  // its own program would refuse it.
  auto wrong = cluster.place(3).config;
  ca.issue("node3", tests::for_node(2));
  auto checked = tests::run_program(cluster.place(3).program,
                                    {"--check-config", wrong.string()});
  BOOST_TEST(checked.exit_code == 2);
  BOOST_TEST(checked.err.find("tls.peer_certificate: expected a certificate "
                              "for node 3, found one for node 2")
               != std::string::npos,
             checked.err);
  put("without it");
}

BOOST_AUTO_TEST_CASE(knows_users_by_their_certificates) {
  std::ofstream{path("admin")} << "the first password\n";
  cluster.require_logins("admin_password_file = \"" + path("admin") + "\"\n");
  for (auto id : cluster.ids()) {
    secure(id, tests::for_node(id));
    std::ofstream{cluster.place(id).config, std::ios::app}
      << "gateway_client_ca = \"" << ca.file() << "\"\n";
  }
  cluster.start_all();
  cluster.leader();
  ::setenv("XDG_STATE_HOME", folder.path().c_str(), 1);
  auto run
    = [&](std::vector<std::string> words, const tls::certificate_files& files) {
        words.insert(words.end(), {"--cert", files.certificate, "--key",
                                   files.key, "--timeout", "5s"});
        return cluster.client(words);
      };
  auto admin
    = ca.issue("admin", {.uri = "taskraft:user:admin", .uses = "clientAuth"});
  BOOST_TEST(tests::eventually(
    [&] { return run({"login"}, admin).exit_code == 0; }, 20s));
  BOOST_TEST(cluster.client({"whoami"}).out == "admin\n");
  BOOST_TEST(run({"user", "create", "ann"}, admin).exit_code == 0);
  auto ann
    = ca.issue("ann", {.uri = "taskraft:user:ann", .uses = "clientAuth"});
  BOOST_TEST(run({"login", "admin"}, ann).exit_code == 4);
  BOOST_TEST(run({"login", "ann"}, ann).exit_code == 0);
  BOOST_TEST(cluster.client({"whoami"}).out == "ann\n");
  // Another CA, and a node's certificate.
  auto other = tests::authority{folder.path(), "other"}.issue(
    "false", {.uri = "taskraft:user:ann", .uses = "clientAuth"});
  BOOST_TEST(run({"whoami"}, other).exit_code == 6);
  auto node = run({"whoami"}, ca.issue("four", tests::for_node(4)));
  BOOST_TEST(node.exit_code == 6);
  BOOST_TEST(node.err.find("it refuses our certificate") != std::string::npos,
             node.err);
  ::unsetenv("XDG_STATE_HOME");
}

BOOST_AUTO_TEST_CASE(comes_out_of_one_without_tls_node_by_node) {
  ::unsetenv("TASKRAFT_CA");
  cluster.start_all();
  cluster.leader();
  put("in plain text");
  auto restart = [&](std::uint64_t id) {
    BOOST_TEST(cluster.stop(id) == 0);
    cluster.start(id);
    BOOST_TEST(cluster.converged(cluster.ids()));
    put("with node " + std::to_string(id));
  };
  for (auto id : cluster.ids()) {
    secure(id, tests::for_node(id));
    edit(id, "[node]\n", "[node]\nplaintext = true\n");
    edit(id, "[gateway]\n", "[gateway]\nplaintext = true\n");
    edit(id, "[http]\n", "[http]\nplaintext = true\n");
    restart(id);
  }
  BOOST_TEST(
    tests::http_request(cluster.place(1).http_address, "GET", "/livez").status
    == 200);
  ::setenv("TASKRAFT_CA", ca.file().c_str(), 1);
  put("with TLS");
  for (auto id : cluster.ids()) {
    for (auto table : {"[node]\n", "[gateway]\n", "[http]\n"})
      edit(id, std::string{table} + "plaintext = true\n", table);
    restart(id);
  }
  for (auto id : cluster.ids())
    BOOST_TEST(cluster.client_at(id, {"kv", "get", "k"}).out
               == "with node 3\n");
  BOOST_TEST(
    tests::http_request(cluster.place(1).http_address, "GET", "/livez").status
    == 400);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace tls_test
