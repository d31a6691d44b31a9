#include "tests/support/temporary_folder.hpp"
#include "tests/support/tls/certificates.hpp"
#include "tests/support/tls/tls_pair.hpp"
#include "tests/support/unit_test.hpp"
#include "tls/session.hpp"

#include <openssl/ssl.h>

namespace session_test {

using namespace taskraft;
using kind = tls::expected_peer::kind;

struct fixture {
  tests::temporary_folder folder;
  tests::authority ca{folder.path()};
  tests::authority other_ca{folder.path(), "other"};

  static std::shared_ptr<const tls::context>
  load(tls::use what, const tls::certificate_files& files) {
    auto loaded = tls::load_context(what, files);
    BOOST_TEST_REQUIRE(!loaded.problem.has_value());
    return loaded.made;
  }

  std::shared_ptr<const tls::context> node(std::uint64_t id) const {
    return load(tls::use::nodes, ca.issue("node", tests::for_node(id)));
  }

  std::shared_ptr<const tls::context> program() const {
    auto files = tls::certificate_files{};
    files.ca = ca.file();
    return load(tls::use::program, files);
  }

  /// What goes wrong when node 2 dials node 1 with what `files` hold.
  void refuses_dialler(const tls::certificate_files& files,
                       const std::string& why) const {
    auto both = tests::tls_pair{
      load(tls::use::nodes, files), {kind::node, 1}, node(1), {kind::node}};
    both.run();
    BOOST_TEST(!both.acceptor.is_done);
    BOOST_TEST(both.acceptor.has_failed);
    BOOST_TEST(both.acceptor.session.problem() == why);
    // It was told, in an alert, and says so before it writes anything.
    BOOST_TEST(both.dialler.has_failed);
    BOOST_TEST(!both.dialler.session.problem().empty());
  }

  /// The same when node 1 is dialled, and shows what `files` hold.
  void refuses_dialled(const tls::certificate_files& files,
                       const std::string& why) const {
    auto both = tests::tls_pair{
      node(2), {kind::node, 1}, load(tls::use::nodes, files), {kind::node}};
    both.run();
    BOOST_TEST(!both.dialler.is_done);
    BOOST_TEST(both.dialler.session.problem() == why);
    BOOST_TEST(!both.acceptor.is_done);
  }
};

BOOST_FIXTURE_TEST_SUITE(a_session_of_tls, fixture)

BOOST_AUTO_TEST_CASE(knows_both_nodes_and_carries_what_they_say) {
  auto both = tests::tls_pair{node(2), {kind::node, 1}, node(1), {kind::node}};
  both.run();
  BOOST_TEST_REQUIRE(both.is_open());
  BOOST_TEST(both.acceptor.session.peer().node == 2U);
  BOOST_TEST(both.dialler.session.peer().node == 1U);
  auto words = std::string(1U << 20U, 'x') + "end";
  BOOST_TEST(both.dialler.session.write(words));
  BOOST_TEST(both.acceptor.session.write(std::string{"answer"}));
  both.run();
  BOOST_TEST(both.acceptor.heard == words);
  BOOST_TEST(both.dialler.heard == "answer");
}

BOOST_AUTO_TEST_CASE(refuses_who_is_no_node) {
  auto nobody = tls::certificate_files{};
  nobody.ca = ca.file();
  refuses_dialler(nobody, "it shows no certificate");
  refuses_dialler(ca.issue("user", {.uri = "taskraft:user:ann"}),
                  "its certificate is for the user ann, not for a node");
  // The common name is that of the file, and says nothing.
  refuses_dialler(ca.issue("taskraft:node:2", {}),
                  "its certificate is for nobody here, not for a node");
}

BOOST_AUTO_TEST_CASE(refuses_certificates_that_are_not_good) {
  auto foreign = other_ca.issue("foreign", tests::for_node(2));
  foreign.ca = ca.file();
  refuses_dialler(foreign, "its certificate is of an unknown CA");
  auto old = tests::for_node(2);
  old.from = -20;
  old.to = -1;
  refuses_dialler(ca.issue("old", old), "its certificate has expired");
  auto early = tests::for_node(2);
  early.from = 2;
  refuses_dialler(ca.issue("early", early),
                  "its certificate is not valid yet: compare the clocks");
  auto server_only = tests::for_node(2);
  server_only.uses = "serverAuth";
  refuses_dialler(ca.issue("server", server_only),
                  "its certificate is not meant for this");
}

BOOST_AUTO_TEST_CASE(refuses_another_node_than_the_one_it_dials) {
  refuses_dialled(ca.issue("third", tests::for_node(3)),
                  "its certificate is for node 3, not for node 1");
  refuses_dialled(ca.issue("user", {.uri = "taskraft:user:ann"}),
                  "its certificate is for the user ann, not for node 1");
  auto client_only = tests::for_node(1);
  client_only.uses = "clientAuth";
  refuses_dialled(ca.issue("client", client_only),
                  "its certificate is not meant for this");
  auto foreign = other_ca.issue("foreign", tests::for_node(1));
  foreign.ca = ca.file();
  refuses_dialled(foreign, "its certificate is of an unknown CA");
}

BOOST_AUTO_TEST_CASE(refuses_what_was_revoked) {
  auto lost = ca.issue("lost", tests::for_node(2));
  auto good = ca.issue("good", tests::for_node(3));
  auto own = ca.issue("own", tests::for_node(1));
  own.crl = ca.revoke({lost.certificate});
  auto check = [&](const tls::certificate_files& files, bool fits) {
    auto both = tests::tls_pair{load(tls::use::nodes, files),
                                {kind::node, 1},
                                load(tls::use::nodes, own),
                                {kind::node}};
    both.run();
    BOOST_TEST(both.is_open() == fits);
    return both.acceptor.session.problem();
  };
  BOOST_TEST(check(lost, false) == "its certificate was revoked");
  BOOST_TEST(check(good, true) == "");
  ca.revoke({lost.certificate}, -1);
  BOOST_TEST(check(good, false)
             == "our list of revoked certificates has expired");
}

BOOST_AUTO_TEST_CASE(ends_once_a_certificate_was_revoked) {
  auto lost = ca.issue("lost", tests::for_node(2));
  auto own = ca.issue("own", tests::for_node(1));
  own.crl = ca.revoke({});
  auto both = tests::tls_pair{load(tls::use::nodes, lost),
                              {kind::node, 1},
                              load(tls::use::nodes, own),
                              {kind::node}};
  both.run();
  BOOST_TEST_REQUIRE(both.is_open());
  auto& port = both.acceptor.session;
  port.judge_again(load(tls::use::nodes, own));
  BOOST_TEST(port.write(std::string{"all is as it was"}));
  both.run();
  ca.revoke({lost.certificate});
  port.judge_again(load(tls::use::nodes, own));
  BOOST_TEST(!port.write(std::string{"a secret"}));
  both.dialler.session.write(std::string{"a false word"});
  both.run();
  BOOST_TEST(both.acceptor.has_failed);
  BOOST_TEST(both.acceptor.heard == "");
  BOOST_TEST(port.problem() == "its certificate was revoked");
  BOOST_TEST(both.dialler.heard == "all is as it was");
}

BOOST_AUTO_TEST_CASE(judges_a_certificate_that_is_shown_later_by_the_newest) {
  auto lost = ca.issue("lost", tests::for_node(2));
  auto own = ca.issue("own", tests::for_node(1));
  auto both = tests::tls_pair{load(tls::use::nodes, lost),
                              {kind::node, 1},
                              load(tls::use::nodes, own),
                              {kind::node}};
  own.crl = ca.revoke({lost.certificate});
  both.acceptor.session.judge_again(load(tls::use::nodes, own));
  both.run();
  BOOST_TEST(!both.acceptor.is_done);
  BOOST_TEST(both.acceptor.session.problem() == "its certificate was revoked");
}

BOOST_AUTO_TEST_CASE(stays_open_unless_somebody_has_decided_otherwise) {
  auto files = ca.issue("own", tests::for_node(1));
  auto both = tests::tls_pair{load(tls::use::nodes, files),
                              {kind::node, 1},
                              load(tls::use::nodes, files),
                              {kind::node}};
  both.run();
  BOOST_TEST_REQUIRE(both.is_open());
  // A list of another CA says nothing of this one.
  auto changed = files;
  changed.crl = other_ca.revoke({});
  both.dialler.session.judge_again(load(tls::use::nodes, changed));
  BOOST_TEST(both.dialler.session.write(std::string{"still here"}));
  // But that CA alone is to be believed.
  changed.ca = other_ca.file();
  both.dialler.session.judge_again(load(tls::use::nodes, changed));
  BOOST_TEST(!both.dialler.session.write(std::string{"still here"}));
  BOOST_TEST(both.dialler.session.problem()
             == "its certificate is of an unknown CA");
}

BOOST_AUTO_TEST_CASE(tells_a_client_whether_the_name_fits) {
  auto wanted = tests::for_node(1);
  wanted.names = {"one.example.org", "dot.example.org."};
  auto server = load(tls::use::clients, ca.issue("gateway", wanted));
  auto problem = [&](const std::string& host) {
    auto both
      = tests::tls_pair{program(), {kind::host, 0, host}, server, {kind::user}};
    both.run();
    BOOST_TEST(both.is_open() == both.dialler.session.problem().empty());
    return both.dialler.session.problem();
  };
  BOOST_TEST(problem("127.0.0.1") == "");
  BOOST_TEST(problem("one.example.org") == "");
  BOOST_TEST(problem("one.example.org.") == "");
  BOOST_TEST(problem("dot.example.org.") == "");
  BOOST_TEST(problem("two.example.org.")
             == "its certificate is not for the name two.example.org.");
  BOOST_TEST(problem("two.example.org")
             == "its certificate is not for the name two.example.org");
  BOOST_TEST(problem("127.0.0.2")
             == "its certificate is not for the name 127.0.0.2");
}

BOOST_AUTO_TEST_CASE(speaks_no_old_version_and_agrees_on_nothing_anew) {
  auto old = std::make_shared<tls::context>(*program());
  SSL_CTX_set_max_proto_version(old->handle.get(), TLS1_2_VERSION);
  auto files = ca.issue("node", tests::for_node(1));
  auto both = tests::tls_pair{
    old, {kind::host, 0, "127.0.0.1"}, load(tls::use::nodes, files), {}};
  both.run();
  BOOST_TEST(!both.is_open());
  BOOST_TEST(both.dialler.session.problem()
             == "it speaks another version of TLS");
  SSL_CTX_set_max_proto_version(old->handle.get(), TLS1_1_VERSION);
  SSL_CTX_set_min_proto_version(old->handle.get(), TLS1_1_VERSION);
  auto older = tests::tls_pair{
    old, {kind::host, 0, "127.0.0.1"}, load(tls::use::browsers, files), {}};
  older.run();
  BOOST_TEST(!older.is_open());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace session_test
