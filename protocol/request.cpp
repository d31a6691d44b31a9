#include "protocol/request.hpp"

#include <cstring>

namespace taskraft::protocol {

namespace {

std::optional<principal> read_principal(const char* at) {
  auto x = principal{};
  x.kind = static_cast<principal_kind>(at[0]);
  x.via = static_cast<door>(at[1]);
  x.made_by_node = at[2] != 0;
  std::memcpy(&x.id, at + 3, sizeof x.id);
  if (x.kind > last_of(principal_kind{}) || x.via > last_of(door{}))
    return std::nullopt;
  return x;
}

} // namespace

void write_principal(char* at, const principal& x) {
  at[0] = static_cast<char>(x.kind);
  at[1] = static_cast<char>(x.via);
  at[2] = x.made_by_node ? 1 : 0;
  std::memcpy(at + 3, &x.id, sizeof x.id);
}

void append_request(std::string& out, const request_view& x) {
  char header[request_header_bytes];
  std::memcpy(header, x.id.bytes.data(), x.id.bytes.size());
  std::memcpy(header + x.id.bytes.size(), &x.seen_index.value,
              sizeof x.seen_index.value);
  write_principal(header + principal_offset, x.principal);
  out.append(header, sizeof header);
  out += x.command;
}

std::optional<request_view> parse_request(std::string_view bytes) {
  if (bytes.size() < request_header_bytes)
    return std::nullopt;
  auto who = read_principal(bytes.data() + principal_offset);
  if (!who)
    return std::nullopt;
  auto x = request_view{};
  std::memcpy(x.id.bytes.data(), bytes.data(), x.id.bytes.size());
  std::memcpy(&x.seen_index.value, bytes.data() + x.id.bytes.size(),
              sizeof x.seen_index.value);
  x.principal = *who;
  x.command = bytes.substr(request_header_bytes);
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
