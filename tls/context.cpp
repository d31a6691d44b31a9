#include "tls/context.hpp"

#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <string_view>
#include <unistd.h>

namespace taskraft::tls {

namespace {

/// For TLS 1.2; those of 1.3 are all good.
constexpr auto cipher_list = "ECDHE+AESGCM:ECDHE+CHACHA20";

constexpr auto http_protocol = std::string_view{"\x08http/1.1"};

int choose_http(SSL* /*connection*/, const unsigned char** chosen,
                unsigned char* size, const unsigned char* offered,
                unsigned offered_size, void* /*unused*/) {
  auto* place = static_cast<unsigned char*>(nullptr);
  auto outcome = SSL_select_next_proto(
    &place, size, reinterpret_cast<const unsigned char*>(http_protocol.data()),
    static_cast<unsigned>(http_protocol.size()), offered, offered_size);
  *chosen = place;
  return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK
                                           : SSL_TLSEXT_ERR_ALERT_FATAL;
}

/// Nobody is there to type a passphrase.
int no_passphrase(char* /*to*/, int /*size*/, int /*writing*/, void* /*data*/) {
  return -1;
}

void set_protocol(SSL_CTX* to, use what) {
  SSL_CTX_set_min_proto_version(to, what == use::nodes ? TLS1_3_VERSION
                                                       : TLS1_2_VERSION);
  SSL_CTX_set_options(to, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION
                            | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_cipher_list(to, cipher_list);
  SSL_CTX_set_session_cache_mode(to, SSL_SESS_CACHE_OFF);
  if (what == use::browsers) {
    SSL_CTX_set_alpn_select_cb(to, choose_http, nullptr);
  } else {
    // A connection that is resumed shows no certificate.
    SSL_CTX_set_options(to, SSL_OP_NO_TICKET);
    SSL_CTX_set_num_tickets(to, 0);
  }
  // A session gives a whole record at once.
  if (what != use::browsers)
    SSL_CTX_set_read_ahead(to, 1);
  // Those of ports may be many, and idle.
  if (what == use::clients || what == use::browsers)
    SSL_CTX_set_mode(to, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_default_passwd_cb(to, no_passphrase);
}

void set_verification(SSL_CTX* to, use what, const certificate_files& files) {
  auto mode = SSL_VERIFY_NONE;
  if (what == use::nodes)
    mode = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
  else if (what == use::program || (what == use::clients && !files.ca.empty()))
    mode = SSL_VERIFY_PEER;
  SSL_CTX_set_verify(to, mode, nullptr);
}

/// Empty if it can be read.
std::string unreadable(const std::string& path) {
  auto descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return "expected a readable file: " + path + ": " + std::strerror(errno);
  ::close(descriptor);
  return {};
}

bool load_certificate(SSL_CTX* to, const std::string& path) {
  return SSL_CTX_use_certificate_chain_file(to, path.c_str()) == 1;
}

bool load_key(SSL_CTX* to, const std::string& path) {
  return SSL_CTX_use_PrivateKey_file(to, path.c_str(), SSL_FILETYPE_PEM) == 1;
}

bool load_ca(SSL_CTX* to, const std::string& path) {
  return SSL_CTX_load_verify_file(to, path.c_str()) == 1;
}

bool load_crl(SSL_CTX* to, const std::string& path) {
  auto* store = SSL_CTX_get_cert_store(to);
  auto* lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());
  return lookup != nullptr
         && X509_load_crl_file(lookup, path.c_str(), X509_FILETYPE_PEM) > 0
         && X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK) == 1;
}

struct file_kind {
  const char* name;
  std::string certificate_files::*path;
  bool (*load)(SSL_CTX*, const std::string&);
  const char* expected;
};

constexpr file_kind file_kinds[] = {
  {"certificate", &certificate_files::certificate, load_certificate,
   "expected a certificate in PEM: "},
  // The library compares it with the certificate at once.
  {"key", &certificate_files::key, load_key,
   "expected the certificate's private key in PEM, without a passphrase: "},
  {"ca", &certificate_files::ca, load_ca,
   "expected certificates of a CA in PEM: "},
  {"crl", &certificate_files::crl, load_crl,
   "expected a list of revoked certificates in PEM: "},
};

std::optional<file_problem> load_files(SSL_CTX* to,
                                       const certificate_files& files) {
  for (const auto& kind : file_kinds) {
    const auto& path = files.*kind.path;
    if (path.empty())
      continue;
    if (auto why = unreadable(path); !why.empty())
      return file_problem{kind.name, std::move(why)};
    auto works = kind.load(to, path);
    ERR_clear_error();
    if (!works)
      return file_problem{kind.name, kind.expected + path};
  }
  return std::nullopt;
}

std::int64_t seconds_of(const ASN1_TIME* time) {
  auto parts = std::tm{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1)
    return 0;
  return ::timegm(&parts);
}

/// Notes what the lists of revoked certificates say.
void read_lists(context& made) {
  auto* store = SSL_CTX_get_cert_store(made.handle.get());
  auto* own = SSL_CTX_get0_certificate(made.handle.get());
  const auto* all = X509_STORE_get0_objects(store);
  for (auto i = 0; i < sk_X509_OBJECT_num(all); ++i) {
    auto* list = X509_OBJECT_get0_X509_CRL(sk_X509_OBJECT_value(all, i));
    if (list == nullptr)
      continue;
    auto end = seconds_of(X509_CRL_get0_nextUpdate(list));
    if (end != 0 && (made.lists_end_at == 0 || end < made.lists_end_at))
      made.lists_end_at = end;
    auto* entry = static_cast<X509_REVOKED*>(nullptr);
    if (own != nullptr
        && X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_issuer_name(own))
             == 0
        && X509_CRL_get0_by_cert(list, &entry, own) == 1)
      made.own_is_revoked = true;
  }
}

} // namespace

loaded_context load_context(use what, const certificate_files& files) {
  auto made = std::make_shared<context>();
  made->handle
    = std::shared_ptr<SSL_CTX>{SSL_CTX_new(TLS_method()), SSL_CTX_free};
  auto* handle = made->handle.get();
  if (handle == nullptr)
    return {nullptr, file_problem{"certificate", "expected a TLS library that "
                                                 "works"}};
  set_protocol(handle, what);
  set_verification(handle, what, files);
  if (auto problem = load_files(handle, files))
    return {nullptr, std::move(problem)};
  const auto* own = SSL_CTX_get0_certificate(handle);
  if (own == nullptr)
    return {std::move(made), std::nullopt};
  auto who = identity_of(own);
  if (!who)
    return {nullptr,
            file_problem{"certificate", "expected at most one name that begins "
                                        "with taskraft: in "
                                          + files.certificate}};
  made->own = std::move(*who);
  made->ends_at = seconds_of(X509_get0_notAfter(own));
  read_lists(*made);
  return {std::move(made), std::nullopt};
}

} // namespace taskraft::tls
