// A CA for tests, and certificates of it: good ones, and others that are wrong
// on purpose.

#pragma once

#include "tls/context.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace taskraft::tests {

struct certificate_request {
  /// "taskraft:node:1"; empty: no such name.
  std::string uri = {};
  std::vector<std::string> addresses = {"127.0.0.1"};
  std::vector<std::string> names = {};
  std::string uses = "serverAuth,clientAuth";
  /// Days from now.
  int from = -1;
  int to = 100;
};

/// The identity of a node, and what its clients dial.
inline certificate_request for_node(std::uint64_t id) {
  return {.uri = "taskraft:node:" + std::to_string(id)};
}

class authority {
public:
  /// Its files lie in `folder`, and begin with `name`.
  explicit authority(std::filesystem::path folder,
                     const std::string& name = "ca");

  /// The files of a new certificate, with this CA's as the one to believe. An
  /// earlier one of that name is replaced.
  tls::certificate_files issue(const std::string& name,
                               const certificate_request& wanted) const;

  /// A list that revokes these certificates and ends after `days`; gives its
  /// file.
  std::string revoke(const std::vector<std::string>& certificates,
                     int days = 10) const;

  const std::string& file() const {
    return file_;
  }

private:
  std::filesystem::path folder_;
  std::string file_;
  std::shared_ptr<X509> certificate_;
  std::shared_ptr<EVP_PKEY> key_;
};

} // namespace taskraft::tests
