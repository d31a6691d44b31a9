#include "config/address.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <optional>

namespace taskraft::config {

namespace {

constexpr auto expected = "expected host:port, IPv4:port or [IPv6]:port";
constexpr auto longest_host = std::size_t{253};
constexpr auto longest_label = std::size_t{63};

using ipv4_bytes = std::array<unsigned char, sizeof(in_addr)>;
using ipv6_bytes = std::array<unsigned char, sizeof(in6_addr)>;

template <class Bytes>
std::optional<Bytes> numeric(int family, const std::string& host) {
  auto bytes = Bytes{};
  if (inet_pton(family, host.c_str(), bytes.data()) != 1)
    return std::nullopt;
  return bytes;
}

auto as_ipv4(const std::string& host) {
  return numeric<ipv4_bytes>(AF_INET, host);
}

auto as_ipv6(const std::string& host) {
  return numeric<ipv6_bytes>(AF_INET6, host);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_label_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
         || c == '-' || c == '_';
}

bool is_label(std::string_view text) {
  return !text.empty() && text.size() <= longest_label && text.front() != '-'
         && text.back() != '-' && std::ranges::all_of(text, is_label_character);
}

/// A host name may end in a dot, which keeps resolvers from adding a domain.
bool is_host_name(std::string_view text) {
  if (text.ends_with('.'))
    text.remove_suffix(1);
  if (text.size() > longest_host)
    return false;
  // Text of digits and dots alone is an IPv4 address with a typing error.
  if (std::ranges::all_of(text, [](char c) { return is_digit(c) || c == '.'; }))
    return false;
  while (true) {
    auto dot = text.find('.');
    if (!is_label(text.substr(0, dot)))
      return false;
    if (dot == std::string_view::npos)
      return true;
    text.remove_prefix(dot + 1);
  }
}

/// Whether it is `localhost`, also in capitals and with a dot at the end.
bool is_localhost(std::string_view text) {
  constexpr auto name = std::string_view{"localhost"};
  if (text.ends_with('.'))
    text.remove_suffix(1);
  auto same = [](char given, char wanted) {
    auto is_capital = given >= 'A' && given <= 'Z';
    return (is_capital ? static_cast<char>(given - 'A' + 'a') : given)
           == wanted;
  };
  return std::ranges::equal(text, name, same);
}

std::optional<std::uint16_t> parse_port(std::string_view text, port_rule rule) {
  auto port = std::uint16_t{0};
  auto [end, error]
    = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size()
      || (port == 0 && rule == port_rule::known))
    return std::nullopt;
  return port;
}

failure wrong(std::string_view why) {
  return {errc::invalid_value, std::string{expected} + std::string{why}};
}

} // namespace

result<address> parse_address(std::string_view text, port_rule rule) {
  auto colon = text.rfind(':');
  if (colon == std::string_view::npos || text.back() == ']')
    return wrong(": the port is missing");
  auto port = parse_port(text.substr(colon + 1), rule);
  if (!port)
    return wrong(" with a port from 1 to 65535");
  auto host = text.substr(0, colon);
  if (host.empty())
    return wrong(": the host is missing");
  if (host.front() == '[' && host.back() == ']') {
    auto inner = std::string{host.substr(1, host.size() - 2)};
    if (!as_ipv6(inner))
      return wrong(": what is in brackets is not IPv6");
    return address{.host = std::move(inner), .port = *port};
  }
  if (host.find(':') != std::string_view::npos)
    return wrong(": IPv6 needs its brackets");
  // Not every resolver knows the other forms of `localhost`.
  auto name = std::string{is_localhost(host) ? "localhost" : host};
  if (!as_ipv4(name) && !is_host_name(name))
    return wrong(": this host is neither a name nor IPv4");
  return address{.host = std::move(name), .port = *port};
}

std::string to_string(const address& x) {
  auto port = std::to_string(x.port);
  if (x.host.find(':') != std::string::npos)
    return "[" + x.host + "]:" + port;
  return x.host + ":" + port;
}

bool is_loopback(const address& x) {
  constexpr auto loopback_network = 127;
  if (auto bytes = as_ipv4(x.host))
    return bytes->front() == loopback_network;
  if (auto bytes = as_ipv6(x.host)) {
    auto one = ipv6_bytes{};
    one.back() = 1;
    return *bytes == one;
  }
  return x.host == "localhost";
}

bool is_wildcard(const address& x) {
  if (auto bytes = as_ipv4(x.host))
    return *bytes == ipv4_bytes{};
  if (auto bytes = as_ipv6(x.host))
    return *bytes == ipv6_bytes{};
  return false;
}

} // namespace taskraft::config
