#include "bin/client/certificates/certificates.hpp"

#include "bin/client/certificates/new_file.hpp"
#include "bin/client/text/cli_error.hpp"

#include <arpa/inet.h>
#include <array>
#include <ctime>
#include <memory>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace taskraft::client {

namespace {

template <auto Free>
struct freeing {
  template <class X>
  void operator()(X* x) const {
    Free(x);
  }
};
using key_pointer = std::unique_ptr<EVP_PKEY, freeing<EVP_PKEY_free>>;
using certificate_pointer = std::unique_ptr<X509, freeing<X509_free>>;
using memory_pointer = std::unique_ptr<BIO, freeing<BIO_free>>;
using number_pointer = std::unique_ptr<BIGNUM, freeing<BN_free>>;
using extension_pointer
  = std::unique_ptr<X509_EXTENSION, freeing<X509_EXTENSION_free>>;

struct authority {
  certificate_pointer certificate;
  key_pointer key;
};

[[noreturn]] void fail(const std::string& why) {
  throw cli_error{exit_code::failure, why};
}

void require(bool works) {
  if (!works)
    fail("the library for certificates fails");
}

template <class Write>
std::string pem(Write write) {
  auto memory = memory_pointer{BIO_new(BIO_s_mem())};
  require(memory && write(memory.get()) == 1);
  char* data = nullptr;
  auto size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

memory_pointer open_pem(const std::string& path) {
  auto file = memory_pointer{BIO_new_file(path.c_str(), "r")};
  if (!file)
    throw cli_error{exit_code::not_found,
                    path
                      + ": cannot be read; `taskraft cert create-ca` makes "
                        "it"};
  return file;
}

authority load_authority(const std::string& folder) {
  auto path = folder + "/ca";
  auto found = authority{};
  found.certificate.reset(PEM_read_bio_X509(open_pem(path + ".crt").get(),
                                            nullptr, nullptr, nullptr));
  found.key.reset(PEM_read_bio_PrivateKey(open_pem(path + ".key").get(),
                                          nullptr, nullptr, nullptr));
  if (!found.certificate || !found.key
      || X509_check_private_key(found.certificate.get(), found.key.get()) != 1)
    fail(path + ".crt and ca.key: are not a certificate and its key");
  return found;
}

void set_serial(X509* to) {
  auto number = number_pointer{BN_new()};
  require(number && BN_rand(number.get(), 159, BN_RAND_TOP_ONE, 0) == 1
          && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(to))
               != nullptr);
}

void set_time(X509* to, int days) {
  // Clocks differ a little.
  constexpr auto earlier_seconds = 300L;
  require(X509_gmtime_adj(X509_getm_notBefore(to), -earlier_seconds) != nullptr
          && X509_time_adj_ex(X509_getm_notAfter(to), days, 0, nullptr)
               != nullptr);
}

void set_name(X509* to, const std::string& common_name) {
  const auto* bytes
    = reinterpret_cast<const unsigned char*>(common_name.data());
  require(X509_NAME_add_entry_by_txt(
            X509_get_subject_name(to), "CN", MBSTRING_UTF8, bytes,
            static_cast<int>(common_name.size()), -1, 0)
          == 1);
}

bool is_address(const std::string& text) {
  auto place = std::array<unsigned char, sizeof(in6_addr)>{};
  return ::inet_pton(AF_INET, text.c_str(), place.data()) == 1
         || ::inet_pton(AF_INET6, text.c_str(), place.data()) == 1;
}

/// All parts were checked: none has a comma.
std::string alternative_names(const certificate_order& order) {
  auto text = "URI:" + order.uri;
  for (const auto& host : order.hosts)
    text += (is_address(host) ? ",IP:" : ",DNS:") + host;
  return text;
}

void add(X509* to, X509* issuer, int kind, const std::string& value) {
  auto context = X509V3_CTX{};
  X509V3_set_ctx(&context, issuer, to, nullptr, nullptr, 0);
  auto extension = extension_pointer{
    X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str())};
  require(extension && X509_add_ext(to, extension.get(), -1) == 1);
}

void add_extensions(X509* to, X509* issuer, const certificate_order& order) {
  add(to, issuer, NID_subject_key_identifier, "hash");
  add(to, issuer, NID_authority_key_identifier, "keyid");
  if (order.is_ca()) {
    add(to, issuer, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    add(to, issuer, NID_key_usage, "critical,keyCertSign,cRLSign");
    return;
  }
  add(to, issuer, NID_basic_constraints, "critical,CA:FALSE");
  add(to, issuer, NID_key_usage, "critical,digitalSignature");
  // Nodes dial each other, so each is a client, too.
  add(to, issuer, NID_ext_key_usage,
      order.hosts.empty() ? "clientAuth" : "serverAuth,clientAuth");
  add(to, issuer, NID_subject_alt_name, alternative_names(order));
}

void check_end(X509* made, X509* issuer) {
  auto days = 0;
  auto seconds = 0;
  require(ASN1_TIME_diff(&days, &seconds, X509_get0_notAfter(made),
                         X509_get0_notAfter(issuer))
          == 1);
  if (days < 0 || seconds < 0)
    throw cli_error{exit_code::invalid_value,
                    "--days: the CA itself ends before that"};
}

} // namespace

certificate_paths make_certificate(const certificate_order& order) {
  auto paths = certificate_paths{order.folder + "/" + order.name + ".crt",
                                 order.folder + "/" + order.name + ".key"};
  auto issuer = authority{};
  if (!order.is_ca())
    issuer = load_authority(order.folder);
  auto key = key_pointer{EVP_EC_gen("P-256")};
  auto made = certificate_pointer{X509_new()};
  require(key && made && X509_set_version(made.get(), X509_VERSION_3) == 1);
  set_serial(made.get());
  set_time(made.get(), order.days);
  set_name(made.get(), order.common_name);
  auto* signer = order.is_ca() ? made.get() : issuer.certificate.get();
  if (!order.is_ca())
    check_end(made.get(), signer);
  require(X509_set_issuer_name(made.get(), X509_get_subject_name(signer)) == 1
          && X509_set_pubkey(made.get(), key.get()) == 1);
  add_extensions(made.get(), signer, order);
  auto* signing = order.is_ca() ? key.get() : issuer.key.get();
  require(X509_sign(made.get(), signing, EVP_sha256()) > 0);
  write_new_files(
    {{paths.key, pem([&](BIO* to) {
        return PEM_write_bio_PrivateKey(to, key.get(), nullptr, nullptr, 0,
                                        nullptr, nullptr);
      }),
      0600},
     {paths.certificate,
      pem([&](BIO* to) { return PEM_write_bio_X509(to, made.get()); }), 0644}});
  return paths;
}

bool is_host(const std::string& text) {
  constexpr auto allowed
    = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
  return is_address(text)
         || (!text.empty() && text.size() <= 253
             && text.find_first_not_of(allowed) == std::string::npos);
}

} // namespace taskraft::client
