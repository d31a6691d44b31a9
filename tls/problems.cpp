#include "tls/problems.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

namespace taskraft::tls {

std::string verification_problem(int error, const std::string& host) {
  switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return "its certificate has expired";
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "its certificate is not valid yet: compare the clocks";
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
      return "its certificate is of an unknown CA";
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return "its certificate is not for the name " + host;
    case X509_V_ERR_INVALID_PURPOSE:
      return "its certificate is not meant for this";
    case X509_V_ERR_CERT_REVOKED:
      return "its certificate was revoked";
    case X509_V_ERR_UNABLE_TO_GET_CRL:
      return "the list of revoked certificates is of another CA";
    case X509_V_ERR_CRL_HAS_EXPIRED:
      return "our list of revoked certificates has expired";
    default:
      return std::string{"its certificate is refused: "}
             + X509_verify_cert_error_string(error);
  }
}

std::string library_problem(unsigned long error) {
  if (error == 0)
    return "it has closed the connection";
  switch (ERR_GET_REASON(error)) {
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
      return "it does not know the CA of our certificate";
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
      // The library says the same of a list of revoked certificates.
      return "our certificate has expired, it says, or its list of revoked "
             "ones has";
    case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
      return "our certificate was revoked, it says";
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
      return "it asks for a certificate, and we have none";
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
    case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
    case SSL_R_TLSV1_ALERT_ACCESS_DENIED:
      return "it refuses our certificate";
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
    case SSL_R_UNSUPPORTED_PROTOCOL:
      return "it speaks another version of TLS";
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
      return "it shows no certificate";
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_HTTP_REQUEST:
      return "it does not speak TLS";
    case SSL_R_UNEXPECTED_EOF_WHILE_READING:
      return "it has closed the connection";
    default:
      break;
  }
  const auto* reason = ERR_reason_error_string(error);
  return reason == nullptr ? "the connection failed" : reason;
}

} // namespace taskraft::tls
