#include "tests/support/temporary_folder.hpp"
#include "tests/support/tls/certificates.hpp"
#include "tests/support/tls/tls_pair.hpp"
#include "tests/support/unit_test.hpp"
#include "tls/context.hpp"
#include "tls/context_source.hpp"

#include <ctime>
#include <fstream>

namespace context_test {

using namespace taskraft;
using kind = tls::expected_peer::kind;

struct fixture {
  tests::temporary_folder folder;
  tests::authority ca{folder.path()};

  void refuses(const tls::certificate_files& files, const std::string& file,
               const std::string& expected) {
    auto loaded = tls::load_context(tls::use::nodes, files);
    BOOST_TEST(!loaded.made);
    BOOST_TEST_REQUIRE(loaded.problem.has_value());
    BOOST_TEST(loaded.problem->file == file);
    BOOST_TEST(loaded.problem->expected.starts_with(expected),
               loaded.problem->expected);
  }

  std::string write(const std::string& name, const std::string& text) {
    auto path = (folder.path() / name).string();
    std::ofstream{path} << text;
    return path;
  }
};

BOOST_FIXTURE_TEST_SUITE(certificates_of_a_port, fixture)

BOOST_AUTO_TEST_CASE(say_for_whom_and_how_long_they_are) {
  auto loaded
    = tls::load_context(tls::use::nodes, ca.issue("one", tests::for_node(7)));
  BOOST_TEST_REQUIRE(!loaded.problem.has_value());
  BOOST_TEST(tls::to_string(loaded.made->own) == "node 7");
  auto days = (loaded.made->ends_at - std::time(nullptr)) / 86400;
  BOOST_TEST(days >= 99);
  BOOST_TEST(days <= 100);
}

BOOST_AUTO_TEST_CASE(come_with_what_a_list_of_revoked_ones_says) {
  auto own = ca.issue("one", tests::for_node(1));
  auto load = [&] { return tls::load_context(tls::use::nodes, own).made; };
  BOOST_TEST(load()->lists_end_at == 0);
  own.crl = ca.revoke({ca.issue("two", tests::for_node(2)).certificate}, 3);
  auto loaded = load();
  auto hours = (loaded->lists_end_at - std::time(nullptr)) / 3600;
  BOOST_TEST(hours >= 71);
  BOOST_TEST(hours <= 72);
  BOOST_TEST(!loaded->own_is_revoked);
  ca.revoke({own.certificate});
  BOOST_TEST(load()->own_is_revoked);
}

BOOST_AUTO_TEST_CASE(are_refused_by_the_file_at_fault) {
  auto good = ca.issue("one", tests::for_node(1));
  auto with
    = [&](std::string tls::certificate_files::*file, const std::string& path) {
        auto files = good;
        files.*file = path;
        return files;
      };
  auto nonsense = write("nonsense", "nonsense\n");
  auto other_key = ca.issue("two", tests::for_node(2)).key;
  using files = tls::certificate_files;
  refuses(with(&files::certificate, "/no/such"), "certificate",
          "expected a readable file: /no/such: No such file");
  refuses(with(&files::certificate, nonsense), "certificate",
          "expected a certificate in PEM: ");
  refuses(with(&files::key, nonsense), "key",
          "expected the certificate's private key in PEM, without a "
          "passphrase: ");
  refuses(with(&files::key, other_key), "key",
          "expected the certificate's private key");
  refuses(with(&files::ca, nonsense), "ca",
          "expected certificates of a CA in PEM: ");
  refuses(with(&files::crl, nonsense), "crl",
          "expected a list of revoked certificates in PEM: ");
  refuses(ca.issue("three", {.uri = "taskraft:node:"}), "certificate",
          "expected at most one name that begins with taskraft: in ");
}

BOOST_AUTO_TEST_CASE(are_read_again_and_open_sessions_stay) {
  auto files = ca.issue("one", tests::for_node(1));
  auto loaded = tls::load_context(tls::use::nodes, files);
  auto source
    = tls::context_source{tls::use::nodes, files, std::move(loaded.made)};
  auto before = source.current();
  auto both = tests::tls_pair{before, {kind::node, 1}, before, {kind::node}};
  both.run();
  BOOST_TEST(!source.has_changed());
  auto wanted = tests::for_node(1);
  wanted.to = 200;
  ca.issue("one", wanted);
  BOOST_TEST(source.has_changed());
  BOOST_TEST(!source.load().has_value());
  BOOST_TEST(!source.has_changed());
  BOOST_TEST(source.current()->ends_at > before->ends_at);
  BOOST_TEST(both.dialler.session.write(std::string{"still here"}));
  both.run();
  BOOST_TEST(both.acceptor.heard == "still here");
}

BOOST_AUTO_TEST_CASE(stay_if_what_replaces_them_is_wrong) {
  auto files = ca.issue("one", tests::for_node(1));
  auto source = tls::context_source{
    tls::use::nodes, files, tls::load_context(tls::use::nodes, files).made};
  auto before = source.current();
  write("one.key", "nonsense\n");
  BOOST_TEST_REQUIRE(source.has_changed());
  auto problem = source.load();
  BOOST_TEST_REQUIRE(problem.has_value());
  BOOST_TEST(problem->file == "key");
  BOOST_TEST(source.current() == before);
  // It is not tried again before a file changes.
  BOOST_TEST(!source.has_changed());
  ca.issue("one", tests::for_node(2));
  problem = source.load();
  BOOST_TEST_REQUIRE(problem.has_value());
  BOOST_TEST(problem->expected
             == "expected a certificate for node 1, found one for node 2");
  BOOST_TEST(source.current() == before);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace context_test
