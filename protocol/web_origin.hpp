// What a browser sends as `Origin`: the form in which origins are configured,
// kept and compared.

#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace taskraft::protocol {

namespace web_origin_parts {

inline bool is_host(std::string_view text) {
  constexpr auto name
    = std::string_view{"abcdefghijklmnopqrstuvwxyz0123456789-._"};
  constexpr auto ipv6 = std::string_view{"0123456789abcdef:."};
  constexpr auto longest = std::size_t{253};
  if (text.empty() || text.size() > longest)
    return false;
  if (text.front() == '[')
    return text.size() > 2 && text.back() == ']'
           && text.substr(1, text.size() - 2).find_first_not_of(ipv6)
                == std::string_view::npos;
  auto is_edge = [](char x) { return x == '-' || x == '.'; };
  return text.find_first_not_of(name) == std::string_view::npos
         && text.find("..") == std::string_view::npos && !is_edge(text.front())
         && !is_edge(text.back());
}

inline std::optional<std::uint16_t> port_in(std::string_view text) {
  auto port = std::uint16_t{0};
  const auto* end = text.data() + text.size();
  auto [rest, error] = std::from_chars(text.data(), end, port);
  if (text.empty() || text.front() == '0' || error != std::errc{}
      || rest != end)
    return std::nullopt;
  return port;
}

} // namespace web_origin_parts

/// `http://` or `https://`, a host and, unless it is the scheme's own, a port:
/// nothing else. In lower case; nothing if the text is not of that form.
inline std::optional<std::string> parse_web_origin(std::string_view text) {
  auto lower = std::string{text};
  std::ranges::transform(lower, lower.begin(), [](char x) {
    return x >= 'A' && x <= 'Z' ? static_cast<char>(x - 'A' + 'a') : x;
  });
  auto rest = std::string_view{lower};
  auto is_https = rest.starts_with("https://");
  if (!is_https && !rest.starts_with("http://"))
    return std::nullopt;
  rest.remove_prefix(is_https ? 8 : 7);
  auto colon = rest.rfind(':');
  auto bracket = rest.rfind(']');
  auto has_port = colon != std::string_view::npos
                  && (bracket == std::string_view::npos || colon > bracket);
  auto host = has_port ? rest.substr(0, colon) : rest;
  if (!web_origin_parts::is_host(host))
    return std::nullopt;
  auto origin = std::string{is_https ? "https://" : "http://"};
  origin += host;
  if (!has_port)
    return origin;
  auto port = web_origin_parts::port_in(rest.substr(colon + 1));
  if (!port)
    return std::nullopt;
  if (*port != (is_https ? 443 : 80))
    origin += ':' + std::to_string(*port);
  return origin;
}

} // namespace taskraft::protocol
