#include "protocol/request.hpp"

#include <cstring>

namespace taskraft::protocol {

namespace {

constexpr auto made_by_node_bit = std::uint8_t{1};
constexpr auto forwarder_bit = std::uint8_t{2};

/// Of a whole request; nothing if it has none.
std::optional<principal> read_principal(std::string_view request) {
  const auto* at = request.data() + principal_offset;
  auto x = principal{};
  x.kind = static_cast<principal_kind>(at[0]);
  x.via = static_cast<door>(at[1]);
  auto bits = static_cast<std::uint8_t>(at[2]);
  x.made_by_node = (bits & made_by_node_bit) != 0;
  std::memcpy(&x.id, at + 3, sizeof x.id);
  if (x.kind > last_of(principal_kind{}) || x.via > last_of(door{})
      || bits > (made_by_node_bit | forwarder_bit))
    return std::nullopt;
  if ((bits & forwarder_bit) == 0)
    return x;
  if (request.size() < request_header_bytes + forwarder_bytes)
    return std::nullopt;
  std::memcpy(&x.forwarder, at + principal_bytes, sizeof x.forwarder);
  // A request is written in one way only.
  return x.forwarder == 0 ? std::nullopt : std::optional{x};
}

void write_bits(char* at, const principal& x, std::uint8_t bits) {
  at[0] = static_cast<char>(x.kind);
  at[1] = static_cast<char>(x.via);
  at[2] = static_cast<char>(bits | (x.made_by_node ? made_by_node_bit : 0));
  std::memcpy(at + 3, &x.id, sizeof x.id);
}

std::size_t header_bytes(const principal& x) {
  return request_header_bytes + (x.forwarder == 0 ? 0 : forwarder_bytes);
}

} // namespace

void write_principal(char* at, const principal& x) {
  write_bits(at, x, 0);
}

std::size_t request_bytes(const request_view& x) {
  return header_bytes(x.principal) + x.command.size();
}

void append_request(std::string& out, const request_view& x) {
  char header[request_header_bytes + forwarder_bytes];
  std::memcpy(header, x.id.bytes.data(), x.id.bytes.size());
  std::memcpy(header + x.id.bytes.size(), &x.seen_index.value,
              sizeof x.seen_index.value);
  write_bits(header + principal_offset, x.principal,
             x.principal.forwarder == 0 ? 0 : forwarder_bit);
  std::memcpy(header + request_header_bytes, &x.principal.forwarder,
              forwarder_bytes);
  out.append(header, header_bytes(x.principal));
  out += x.command;
}

std::optional<request_view> parse_request(std::string_view bytes) {
  if (bytes.size() < request_header_bytes)
    return std::nullopt;
  auto who = read_principal(bytes);
  if (!who)
    return std::nullopt;
  auto x = request_view{};
  std::memcpy(x.id.bytes.data(), bytes.data(), x.id.bytes.size());
  std::memcpy(&x.seen_index.value, bytes.data() + x.id.bytes.size(),
              sizeof x.seen_index.value);
  x.principal = *who;
  x.command = bytes.substr(header_bytes(*who));
  return x;
}

std::string to_string(const request_id& x) {
  static constexpr char digits[] = "0123456789abcdef";
  auto text = std::string{};
  for (auto byte : x.bytes) {
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

} // namespace taskraft::protocol

std::size_t std::hash<taskraft::protocol::request_id>::operator()(
  const taskraft::protocol::request_id& x) const noexcept {
  // The bytes are random: any eight of them are a hash.
  std::size_t value = 0;
  std::memcpy(&value, x.bytes.data(), sizeof value);
  return value;
}
