#include "tests/bin/client/run_fixture.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/unit_test.hpp"

#include <filesystem>
#include <fstream>
#include <memory>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

namespace certificates_test {

using namespace taskraft;
using namespace taskraft::client;

using certificate = std::shared_ptr<X509>;

struct fixture : run_fixture {
  tests::temporary_folder place;
  std::string folder = (place.path() / "tls").string();

  int cert(std::vector<std::string> words) {
    words.insert(words.begin(), "cert");
    return run_words(words);
  }

  void make_ca() {
    BOOST_TEST_REQUIRE(cert({"create-ca", folder}) == 0, err.str());
  }

  /// Fails the test unless it is a certificate.
  certificate load(const std::string& name) const {
    auto* file = std::fopen((folder + "/" + name).c_str(), "r");
    BOOST_TEST_REQUIRE(file != nullptr, name);
    auto found
      = certificate{PEM_read_X509(file, nullptr, nullptr, nullptr), X509_free};
    std::fclose(file);
    BOOST_TEST_REQUIRE(found.get() != nullptr);
    return found;
  }

  std::string text_of(const std::string& name) const {
    auto file = std::ifstream{folder + "/" + name};
    return {std::istreambuf_iterator<char>{file}, {}};
  }

  unsigned mode_of(const std::string& name) const {
    struct stat about = {};
    BOOST_TEST_REQUIRE(::stat((folder + "/" + name).c_str(), &about) == 0,
                       name);
    return about.st_mode & 0777U;
  }
};

/// "URI:taskraft:node:1, DNS:one"
std::string names_in(const certificate& x) {
  auto* memory = BIO_new(BIO_s_mem());
  auto at = X509_get_ext_by_NID(x.get(), NID_subject_alt_name, -1);
  if (at >= 0)
    X509V3_EXT_print(memory, X509_get_ext(x.get(), at), 0, 0);
  char* data = nullptr;
  auto size = BIO_get_mem_data(memory, &data);
  auto text = std::string{data, static_cast<std::size_t>(size)};
  BIO_free(memory);
  return text;
}

int days_left(const certificate& x) {
  auto days = 0;
  auto seconds = 0;
  ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(x.get()));
  return seconds > 0 ? days + 1 : days;
}

/// Whether the CA accepts it for that purpose, as TLS would ask.
bool verifies(const certificate& ca, const certificate& x, int purpose) {
  auto* store = X509_STORE_new();
  X509_STORE_add_cert(store, ca.get());
  auto* context = X509_STORE_CTX_new();
  X509_STORE_CTX_init(context, store, x.get(), nullptr);
  X509_STORE_CTX_set_purpose(context, purpose);
  auto result = X509_verify_cert(context);
  X509_STORE_CTX_free(context);
  X509_STORE_free(store);
  return result == 1;
}

BOOST_FIXTURE_TEST_SUITE(certificates, fixture)

BOOST_AUTO_TEST_CASE(come_from_a_ca_of_ten_years) {
  make_ca();
  BOOST_TEST(out.str() == folder + "/ca.crt\n" + folder + "/ca.key\n");
  auto ca = load("ca.crt");
  BOOST_TEST(X509_check_ca(ca.get()) == 1);
  BOOST_TEST(days_left(ca) == 3650);
  auto* key = X509_get0_pubkey(ca.get());
  BOOST_TEST(EVP_PKEY_is_a(key, "EC"));
  BOOST_TEST(EVP_PKEY_get_bits(key) == 256);
  BOOST_TEST(mode_of("ca.key") == 0600U);
  BOOST_TEST(mode_of("ca.crt") == 0644U);
}

BOOST_AUTO_TEST_CASE(say_which_node_they_are_for) {
  make_ca();
  BOOST_TEST_REQUIRE(
    cert({"create-node", folder, "3", "three.example.org", "10.0.0.3", "::1"})
      == 0,
    err.str());
  auto node = load("node-3.crt");
  BOOST_TEST(names_in(node)
             == "URI:taskraft:node:3, DNS:three.example.org, IP "
                "Address:10.0.0.3, IP Address:0:0:0:0:0:0:0:1");
  BOOST_TEST(days_left(node) == 365);
  BOOST_TEST(mode_of("node-3.key") == 0600U);
  // Nodes dial each other: each is a client as well.
  BOOST_TEST(verifies(load("ca.crt"), node, X509_PURPOSE_SSL_SERVER));
  BOOST_TEST(verifies(load("ca.crt"), node, X509_PURPOSE_SSL_CLIENT));
  BOOST_TEST(X509_check_ca(node.get()) == 0);
}

BOOST_AUTO_TEST_CASE(say_which_user_they_are_for) {
  make_ca();
  auto user = std::string(64, 'a');
  BOOST_TEST_REQUIRE(cert({"create-client", folder, user, "--days", "7"}) == 0,
                     err.str());
  auto client = load("client-" + user + ".crt");
  BOOST_TEST(names_in(client) == "URI:taskraft:user:" + user);
  BOOST_TEST(days_left(client) == 7);
  BOOST_TEST(verifies(load("ca.crt"), client, X509_PURPOSE_SSL_CLIENT));
  BOOST_TEST(!verifies(load("ca.crt"), client, X509_PURPOSE_SSL_SERVER));
}

BOOST_AUTO_TEST_CASE(are_never_replaced) {
  make_ca();
  auto key = text_of("ca.key");
  BOOST_TEST(cert({"create-ca", folder}) == 5);
  BOOST_TEST(text_of("ca.key") == key);
  // Half of a pair is not made over the other half.
  std::ofstream{folder + "/node-1.crt"} << "mine";
  BOOST_TEST(cert({"create-node", folder, "1", "one"}) == 5);
  BOOST_TEST(text_of("node-1.crt") == "mine");
  BOOST_TEST(!std::filesystem::exists(folder + "/node-1.key"));
  // Nor is anything written through a link to nothing.
  std::filesystem::create_symlink("elsewhere", folder + "/client-a.key");
  BOOST_TEST(cert({"create-client", folder, "a"}) == 5);
  BOOST_TEST(!std::filesystem::exists(folder + "/elsewhere"));
}

BOOST_AUTO_TEST_CASE(hold_only_what_was_checked) {
  make_ca();
  for (const auto* id : {"0", "-1", "x", "9007199254740992", "1,DNS:x"})
    BOOST_TEST(cert({"create-node", folder, id, "one"}) != 0, id);
  for (const auto* host : {"one:7101", "one,URI:taskraft:node:2", "", "a b"})
    BOOST_TEST(cert({"create-node", folder, "1", host}) == 7, host);
  for (const auto* user : {"Ann", "", "a,URI:taskraft:node:1", "../x"})
    BOOST_TEST(cert({"create-client", folder, user}) == 7, user);
  for (const auto* days : {"0", "36501", "soon"})
    BOOST_TEST(cert({"create-client", folder, "a", "--days", days}) == 7, days);
  // Longer than the CA itself.
  BOOST_TEST(cert({"create-client", folder, "a", "--days", "3651"}) == 7);
  BOOST_TEST(!std::filesystem::exists(folder + "/client-a.key"));
}

BOOST_AUTO_TEST_CASE(need_a_ca) {
  BOOST_TEST(cert({"create-node", folder, "1", "one"}) == 3);
  BOOST_TEST(err.str().find("cert create-ca") != std::string::npos);
  make_ca();
  auto other = (place.path() / "other").string();
  BOOST_TEST(cert({"create-ca", other, "--json"}) == 0);
  std::filesystem::rename(other + "/ca.key", folder + "/ca.key");
  BOOST_TEST(cert({"create-node", folder, "1", "one"}) == 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace certificates_test
