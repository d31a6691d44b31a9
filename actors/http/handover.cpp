#include "actors/http/handover.hpp"

#include "actors/http/uri.hpp"
#include "protocol/crypto/ed25519.hpp"

#include <cstddef>

namespace taskraft::http {

namespace {

constexpr auto token_prefix = std::string_view{"trh_"};
/// Version, node, session, end.
constexpr auto handover_version = char{1};
constexpr std::size_t content_bytes = 1 + 3 * 8;

void append_number(std::string& to, std::uint64_t x) {
  for (auto i = 0; i < 8; ++i)
    to += static_cast<char>((x >> (8U * static_cast<unsigned>(i))) & 0xffU);
}

std::uint64_t number_at(std::string_view bytes, std::size_t place) {
  auto x = std::uint64_t{0};
  for (auto i = std::size_t{0}; i < 8; ++i)
    x |= std::uint64_t{static_cast<unsigned char>(bytes[place + i])} << (8 * i);
  return x;
}

/// What stands before the content keeps a signature from meaning anything else.
std::string signed_text(std::string_view content, std::string_view cluster_id) {
  auto text = std::string{"taskraft handover"};
  text += '\0';
  text += cluster_id;
  text += '\0';
  text += content;
  return text;
}

} // namespace

bool is_handover(std::string_view token) {
  return token.starts_with(token_prefix);
}

std::string sign_handover(const handover& x, std::string_view signing_key,
                          std::string_view cluster_id) {
  auto content = std::string{handover_version};
  append_number(content, x.node);
  append_number(content, x.session);
  append_number(content, x.expires_us);
  auto signature
    = protocol::ed25519_sign(signing_key, signed_text(content, cluster_id));
  return std::string{token_prefix} + to_base64url(content + signature);
}

std::optional<claimed_handover> read_handover(std::string_view token) {
  if (!is_handover(token))
    return std::nullopt;
  auto bytes = from_base64url(token.substr(token_prefix.size()));
  if (!bytes
      || bytes->size() != content_bytes + protocol::ed25519_signature_bytes
      || bytes->front() != handover_version)
    return std::nullopt;
  auto claimed = claimed_handover{};
  claimed.content = bytes->substr(0, content_bytes);
  claimed.signature = bytes->substr(content_bytes);
  claimed.what = {.node = number_at(claimed.content, 1),
                  .session = number_at(claimed.content, 9),
                  .expires_us = number_at(claimed.content, 17)};
  return claimed;
}

bool is_signed(const claimed_handover& x, std::string_view public_key,
               std::string_view cluster_id) {
  return !cluster_id.empty()
         && protocol::ed25519_verify(
           public_key, signed_text(x.content, cluster_id), x.signature);
}

} // namespace taskraft::http
