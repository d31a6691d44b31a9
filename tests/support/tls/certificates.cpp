#include "tests/support/tls/certificates.hpp"

#include <cstdio>
#include <memory>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdexcept>
#include <utility>

namespace taskraft::tests {

namespace {

void require(bool works) {
  if (!works)
    throw std::runtime_error{"no certificate for this test"};
}

std::shared_ptr<EVP_PKEY> fresh_key() {
  return {EVP_EC_gen("P-256"), EVP_PKEY_free};
}

void add(X509* to, X509* issuer, int kind, const std::string& value) {
  auto context = X509V3_CTX{};
  X509V3_set_ctx(&context, issuer, to, nullptr, nullptr, 0);
  auto extension
    = std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)>{
      X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()),
      X509_EXTENSION_free};
  require(extension && X509_add_ext(to, extension.get(), -1) == 1);
}

std::shared_ptr<X509> begin(const std::string& name, EVP_PKEY* key, int from,
                            int to) {
  auto made = std::shared_ptr<X509>{X509_new(), X509_free};
  X509_set_version(made.get(), X509_VERSION_3);
  auto number = std::int64_t{0};
  RAND_bytes(reinterpret_cast<unsigned char*>(&number), sizeof number);
  ASN1_INTEGER_set_int64(X509_get_serialNumber(made.get()),
                         (number & 0x7fffffff) + 1);
  X509_time_adj_ex(X509_getm_notBefore(made.get()), from, 0, nullptr);
  X509_time_adj_ex(X509_getm_notAfter(made.get()), to, 0, nullptr);
  X509_NAME_add_entry_by_txt(
    X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8,
    reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_pubkey(made.get(), key);
  return made;
}

using open_file = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

open_file open(const std::string& path) {
  auto opened = open_file{std::fopen(path.c_str(), "w"), std::fclose};
  require(opened != nullptr);
  return opened;
}

} // namespace

authority::authority(std::filesystem::path folder, const std::string& name)
  : folder_(std::move(folder)), file_((folder_ / (name + ".crt")).string()),
    key_(fresh_key()) {
  certificate_ = begin(name, key_.get(), -1, 1000);
  auto* made = certificate_.get();
  X509_set_issuer_name(made, X509_get_subject_name(made));
  add(made, made, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  add(made, made, NID_key_usage, "critical,keyCertSign,cRLSign");
  add(made, made, NID_subject_key_identifier, "hash");
  require(X509_sign(made, key_.get(), EVP_sha256()) > 0);
  PEM_write_X509(open(file_).get(), made);
}

tls::certificate_files
authority::issue(const std::string& name,
                 const certificate_request& wanted) const {
  auto key = fresh_key();
  auto made = begin(name, key.get(), wanted.from, wanted.to);
  X509_set_issuer_name(made.get(), X509_get_subject_name(certificate_.get()));
  auto names = std::string{};
  auto also = [&](const std::string& kind, const std::string& value) {
    names += (names.empty() ? "" : ",") + kind + value;
  };
  if (!wanted.uri.empty())
    also("URI:", wanted.uri);
  for (const auto& each : wanted.addresses)
    also("IP:", each);
  for (const auto& each : wanted.names)
    also("DNS:", each);
  add(made.get(), certificate_.get(), NID_basic_constraints,
      "critical,CA:FALSE");
  add(made.get(), certificate_.get(), NID_ext_key_usage, wanted.uses);
  if (!names.empty())
    add(made.get(), certificate_.get(), NID_subject_alt_name, names);
  require(X509_sign(made.get(), key_.get(), EVP_sha256()) > 0);
  auto files = tls::certificate_files{};
  files.certificate = (folder_ / (name + ".crt")).string();
  files.key = (folder_ / (name + ".key")).string();
  files.ca = file_;
  PEM_write_X509(open(files.certificate).get(), made.get());
  PEM_write_PrivateKey(open(files.key).get(), key.get(), nullptr, nullptr, 0,
                       nullptr, nullptr);
  return files;
}

std::string authority::revoke(const std::vector<std::string>& certificates,
                              int days) const {
  auto list = std::shared_ptr<X509_CRL>{X509_CRL_new(), X509_CRL_free};
  X509_CRL_set_version(list.get(), X509_CRL_VERSION_2);
  X509_CRL_set_issuer_name(list.get(),
                           X509_get_subject_name(certificate_.get()));
  auto now = std::shared_ptr<ASN1_TIME>{ASN1_TIME_new(), ASN1_TIME_free};
  X509_time_adj_ex(now.get(), -2, 0, nullptr);
  X509_CRL_set1_lastUpdate(list.get(), now.get());
  for (const auto& path : certificates) {
    auto from = open_file{std::fopen(path.c_str(), "r"), std::fclose};
    auto revoked = std::shared_ptr<X509>{
      PEM_read_X509(from.get(), nullptr, nullptr, nullptr), X509_free};
    auto* entry = X509_REVOKED_new();
    X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(revoked.get()));
    X509_REVOKED_set_revocationDate(entry, now.get());
    X509_CRL_add0_revoked(list.get(), entry);
  }
  X509_time_adj_ex(now.get(), days, 0, nullptr);
  X509_CRL_set1_nextUpdate(list.get(), now.get());
  require(X509_CRL_sign(list.get(), key_.get(), EVP_sha256()) > 0);
  auto path = (folder_ / "revoked.pem").string();
  PEM_write_X509_CRL(open(path).get(), list.get());
  return path;
}

} // namespace taskraft::tests
