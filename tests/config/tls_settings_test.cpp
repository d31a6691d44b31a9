#include "tests/config/settings_fixture.hpp"
#include "tests/support/tls/certificates.hpp"

namespace tls_settings_test {

using namespace taskraft;
using tests::least;
using tests::with;

struct fixture : tests::settings_fixture {
  tests::authority ca{folder};

  std::string table(const std::string& group,
                    const tls::certificate_files& files) const {
    auto text = std::string{};
    auto line = [&](const std::string& key, const std::string& value) {
      if (!value.empty())
        text += group + '_' + key + " = \"" + value + "\"\n";
    };
    line("certificate", files.certificate);
    line("key", files.key);
    line("ca", files.ca);
    return text;
  }

  std::string peer(std::uint64_t id) const {
    return "[tls]\n" + table("peer", ca.issue("node", tests::for_node(id)));
  }
};

BOOST_FIXTURE_TEST_SUITE(settings_of_tls, fixture)

BOOST_AUTO_TEST_CASE(allow_other_addresses_than_loopback) {
  auto remote = with(with(least, "\"open\"", "\"required\""), "id = 2\n",
                     "id = 2\nlisten = \"0.0.0.0:7102\"\n"
                     "advertise = \"two:7102\"\n");
  require_refused(remote, "3: node.listen: expected a loopback address");
  auto loaded = require_loaded(remote + peer(2));
  BOOST_TEST(!loaded.node.plaintext);
  BOOST_TEST(loaded.tls.peer.certificate == (folder / "node.crt").string());
}

BOOST_AUTO_TEST_CASE(have_browsers_speak_https) {
  auto files = ca.issue("web", {});
  files.ca.clear();
  auto http = least + std::string{"[http]\nlisten = \"127.0.0.1:8101\"\n"};
  BOOST_TEST(
    require_loaded(http + "[tls]\n" + table("http", files)).http.advertise
    == "https://127.0.0.1:8101");
  require_extra_refused("[tls]\n" + table("http", files),
                        "12: tls.http_certificate: expected none, as there is "
                        "no http.listen");
}

BOOST_AUTO_TEST_CASE(may_reach_a_database_elsewhere) {
  auto mysql = std::string{least}
               + "[store]\nbackend = \"mysql\"\n[store.mysql]\n"
                 "password_file = \"\"\nurl = ";
  auto ssl_ca = "ssl_ca = \"" + ca.file() + "\"\n";
  auto remote = mysql + "\"tcp://db.example.org:3306\"\n";
  require_refused(remote,
                  "15: store.mysql.url: expected a loopback address, or "
                  "ssl_ca, or plaintext = true");
  BOOST_TEST(require_loaded(remote + ssl_ca).store.mysql.ssl_ca == ca.file());
  require_refused(remote + "ssl_ca = \"/no/such\"\n",
                  "16: store.mysql.ssl_ca: expected a readable file");
  require_refused(mysql + "\"unix:///run/mysqld/mysqld.sock\"\n" + ssl_ca,
                  "16: store.mysql.ssl_ca: expected none, as url is a socket");
  require_extra_refused("[store.mysql]\n" + ssl_ca,
                        "12: store.mysql.ssl_ca: expected its default");
}

BOOST_AUTO_TEST_CASE(may_know_the_users_of_a_gateway) {
  auto files = ca.issue("gateway", {});
  files.ca.clear();
  auto gateway = "[tls]\n" + table("gateway", files);
  auto client_ca = "gateway_client_ca = \"" + ca.file() + "\"\n";
  BOOST_TEST(require_loaded(least + gateway + client_ca).tls.gateway.ca
             == ca.file());
  require_extra_refused(gateway + "gateway_client_ca = \"/no/such\"\n",
                        "14: tls.gateway_client_ca: expected a readable file");
  require_extra_refused("[tls]\n" + client_ca,
                        "11: tls.gateway_certificate: expected a file");
}

BOOST_AUTO_TEST_CASE(name_the_file_that_is_missing_or_wrong) {
  auto files = ca.issue("node", tests::for_node(2));
  auto without = [&](std::string tls::certificate_files::*file) {
    auto some = files;
    (some.*file).clear();
    return "[tls]\n" + table("peer", some);
  };
  using all = tls::certificate_files;
  auto missing = ": expected a file, as other keys of tls.peer_* have one";
  require_extra_refused(without(&all::certificate),
                        std::string{"11: tls.peer_certificate"} + missing);
  require_extra_refused(without(&all::key),
                        std::string{"11: tls.peer_key"} + missing);
  require_extra_refused(without(&all::ca),
                        std::string{"11: tls.peer_ca"} + missing);
  auto lost = files;
  lost.key = "/no/such";
  require_extra_refused("[tls]\n" + table("peer", lost),
                        "13: tls.peer_key: expected a readable file: /no/such");
  require_extra_refused(peer(3), "12: tls.peer_certificate: expected a "
                                 "certificate for node 2, found one for node "
                                 "3");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace tls_settings_test
