// What went wrong in a handshake, in words that an operator can act on.

#pragma once

#include <string>

namespace taskraft::tls {

/// Of an error of verification (`X509_V_ERR_…`) in the other side's
/// certificate, which should be for `host` if that is not empty.
std::string verification_problem(int error, const std::string& host);

/// Of an error of the library, many of which are what the other side says of
/// our certificate.
std::string library_problem(unsigned long error);

} // namespace taskraft::tls
