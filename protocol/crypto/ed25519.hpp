// Ed25519 (RFC 8032): with it a node signs what other nodes must believe.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace taskraft::protocol {

inline constexpr std::size_t ed25519_key_bytes = 32;
inline constexpr std::size_t ed25519_signature_bytes = 64;

/// The public half of a private key of 32 random bytes.
std::string ed25519_public_key(std::string_view private_key);

std::string ed25519_sign(std::string_view private_key, std::string_view text);

/// False also for a key or a signature that is none.
bool ed25519_verify(std::string_view public_key, std::string_view text,
                    std::string_view signature);

} // namespace taskraft::protocol
