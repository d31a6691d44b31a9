#include "protocol/crypto/sha256.hpp"

#include "protocol/invariant.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace taskraft::protocol {

void sha256_hash::deleter::operator()(evp_md_ctx_st* x) const {
  EVP_MD_CTX_free(x);
}

namespace {

/// Each use of `EVP_sha256()` looks the algorithm up again, under locks.
const EVP_MD* own_sha256() {
  static auto* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

} // namespace

sha256_hash::sha256_hash() : state_(EVP_MD_CTX_new()) {
  RAFT_INVARIANT(state_ != nullptr
                 && EVP_DigestInit_ex(state_.get(), own_sha256(), nullptr)
                      == 1);
}

void sha256_hash::add(std::string_view bytes) {
  RAFT_INVARIANT(EVP_DigestUpdate(state_.get(), bytes.data(), bytes.size())
                 == 1);
}

digest sha256_hash::take() {
  auto x = digest{};
  RAFT_INVARIANT(EVP_DigestFinal_ex(state_.get(), x.data(), nullptr) == 1);
  return x;
}

digest sha256(std::string_view bytes) {
  thread_local const auto state
    = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>{EVP_MD_CTX_new(),
                                                              &EVP_MD_CTX_free};
  auto x = digest{};
  RAFT_INVARIANT(EVP_DigestInit_ex(state.get(), own_sha256(), nullptr) == 1
                 && EVP_DigestUpdate(state.get(), bytes.data(), bytes.size())
                      == 1
                 && EVP_DigestFinal_ex(state.get(), x.data(), nullptr) == 1);
  return x;
}

std::string sha256_bytes(std::string_view bytes) {
  auto x = sha256(bytes);
  return {x.begin(), x.end()};
}

std::string hmac_sha256(std::string_view key, std::string_view text) {
  auto x = digest{};
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  RAFT_INVARIANT(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                      bytes, text.size(), x.data(), nullptr)
                 != nullptr);
  return {x.begin(), x.end()};
}

bool equal_secrets(std::string_view a, std::string_view b) {
  return a.size() == b.size()
         && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string hex(std::string_view bytes) {
  constexpr auto digits = std::string_view{"0123456789abcdef"};
  auto text = std::string{};
  for (auto x : bytes) {
    auto byte = static_cast<unsigned char>(x);
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

} // namespace taskraft::protocol
