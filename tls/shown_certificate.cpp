#include "tls/shown_certificate.hpp"

#include "tls/problems.hpp"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

namespace taskraft::tls {

namespace {

void free_chain(STACK_OF(X509) * chain) {
  sk_X509_pop_free(chain, X509_free);
}

int overlook_missing_lists(int works, X509_STORE_CTX* at) {
  return X509_STORE_CTX_get_error(at) == X509_V_ERR_UNABLE_TO_GET_CRL ? 1
                                                                      : works;
}

} // namespace

shown_certificate::shown_certificate(const SSL* connection, side own)
  : own_(own), certificate_(SSL_get1_peer_certificate(connection), X509_free) {
  if (auto* chain = SSL_get_peer_cert_chain(connection))
    chain_ = {X509_chain_up_ref(chain), free_chain};
}

std::string shown_certificate::problem(const context& now) const {
  if (!certificate_)
    return {};
  auto at = std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)>{
    X509_STORE_CTX_new(), X509_STORE_CTX_free};
  X509_STORE_CTX_init(at.get(), SSL_CTX_get_cert_store(now.handle.get()),
                      certificate_.get(), chain_.get());
  X509_STORE_CTX_set_default(at.get(), own_ == side::accepted ? "ssl_client"
                                                              : "ssl_server");
  X509_STORE_CTX_set_flags(at.get(), X509_V_FLAG_NO_CHECK_TIME);
  X509_STORE_CTX_set_verify_cb(at.get(), overlook_missing_lists);
  auto is_good = X509_verify_cert(at.get()) == 1;
  ERR_clear_error();
  return is_good ? std::string{}
                 : verification_problem(X509_STORE_CTX_get_error(at.get()), {});
}

} // namespace taskraft::tls
