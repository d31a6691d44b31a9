// The state between pieces can be had from this interface of OpenSSL alone.
#define OPENSSL_API_COMPAT 0x10100000L

#include "protocol/tasks/running_hash.hpp"

#include "protocol/invariant.hpp"

#include <algorithm>
#include <cstdint>
#include <openssl/sha.h>

namespace taskraft::tasks {

namespace {

constexpr std::size_t state_words = 8;
constexpr std::size_t state_bytes = 40;

void append_number(std::string& to, std::uint64_t x, unsigned bytes) {
  for (auto i = bytes; i > 0; --i)
    to += static_cast<char>(x >> 8U * (i - 1) & 0xffU);
}

std::uint64_t number_at(std::string_view from, std::size_t at,
                        std::size_t bytes) {
  auto x = std::uint64_t{0};
  for (auto byte : from.substr(at, bytes))
    x = x << 8U | static_cast<unsigned char>(byte);
  return x;
}

/// Eight words of 32 bits, then the number of bytes so far.
std::string packed(const SHA256_CTX& x) {
  RAFT_INVARIANT(x.num == 0);
  auto state = std::string{};
  for (auto word : x.h)
    append_number(state, word, 4);
  append_number(state, (std::uint64_t{x.Nh} << 32U | x.Nl) / 8, 8);
  return state;
}

SHA256_CTX unpacked(std::string_view state) {
  RAFT_INVARIANT(state.size() == state_bytes);
  auto x = SHA256_CTX{};
  SHA256_Init(&x);
  for (auto i = std::size_t{0}; i < state_words; ++i)
    x.h[i] = static_cast<std::uint32_t>(number_at(state, 4 * i, 4));
  auto bits = number_at(state, 4 * state_words, 8) * 8;
  x.Nl = static_cast<std::uint32_t>(bits);
  x.Nh = static_cast<std::uint32_t>(bits >> 32U);
  return x;
}

} // namespace

std::string begin_hash() {
  auto x = SHA256_CTX{};
  SHA256_Init(&x);
  return packed(x);
}

std::string add_to_hash(const std::string& state, std::string_view bytes) {
  RAFT_INVARIANT(bytes.size() % hash_block_bytes == 0);
  auto x = unpacked(state);
  SHA256_Update(&x, bytes.data(), bytes.size());
  return packed(x);
}

std::string finish_hash(const std::string& state, std::string_view bytes) {
  auto x = unpacked(state);
  SHA256_Update(&x, bytes.data(), bytes.size());
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256_Final(digest, &x);
  return {reinterpret_cast<const char*>(digest), sizeof digest};
}

} // namespace taskraft::tasks
