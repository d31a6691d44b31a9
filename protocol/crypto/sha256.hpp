// SHA-256 (FIPS 180-4): of secrets, so that none is stored, and of states.

#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace taskraft::protocol {

using digest = std::array<std::uint8_t, 32>;

/// Hashes bytes as they come.
class sha256_hash {
public:
  sha256_hash();

  void add(std::string_view bytes);
  /// Nothing can be added afterwards.
  digest take();

private:
  struct deleter {
    void operator()(evp_md_ctx_st* x) const;
  };
  std::unique_ptr<evp_md_ctx_st, deleter> state_;
};

digest sha256(std::string_view bytes);

/// The digest as bytes, as rows hold it.
std::string sha256_bytes(std::string_view bytes);

/// HMAC (RFC 2104) with SHA-256, as bytes.
std::string hmac_sha256(std::string_view key, std::string_view text);

/// Compares secrets in a time that says nothing of where they differ.
bool equal_secrets(std::string_view a, std::string_view b);

/// Two digits a byte, in lower case.
std::string hex(std::string_view bytes);

} // namespace taskraft::protocol
