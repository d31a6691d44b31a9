#include "actors/http/uri.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace taskraft::http {

namespace {

std::optional<unsigned> digit_of(char x) {
  if (x >= '0' && x <= '9')
    return static_cast<unsigned>(x - '0');
  if (x >= 'a' && x <= 'f')
    return static_cast<unsigned>(x - 'a') + 10;
  if (x >= 'A' && x <= 'F')
    return static_cast<unsigned>(x - 'A') + 10;
  return std::nullopt;
}

/// Behind "http://" or "https://", in any case of letters; else nothing.
std::optional<std::string_view> after_scheme(std::string_view text) {
  for (auto scheme :
       {std::string_view{"http://"}, std::string_view{"https://"}})
    if (lower(text.substr(0, scheme.size())) == scheme)
      return text.substr(scheme.size());
  return std::nullopt;
}

constexpr std::string_view base64_digits
  = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

} // namespace

std::string lower(std::string_view text) {
  auto out = std::string{text};
  for (auto& x : out)
    x = lower(x);
  return out;
}

request_target target_of(std::string_view text) {
  auto found = request_target{};
  if (auto rest = after_scheme(text)) {
    auto end = std::min(rest->find_first_of("/?"), rest->size());
    auto host = rest->substr(0, end);
    // A name and a password before the host are for no server to see.
    if (!host.empty() && host.find('@') == std::string_view::npos) {
      found.host = host;
      text = rest->substr(end);
    }
  }
  auto mark = std::min(text.find('?'), text.size());
  found.path = text.substr(0, mark);
  if (found.path.empty())
    found.path = "/";
  found.query = text.substr(std::min(mark + 1, text.size()));
  return found;
}

std::optional<std::string> percent_decoded(std::string_view text) {
  auto out = std::string{};
  out.reserve(text.size());
  for (auto i = std::size_t{0}; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size())
      return std::nullopt;
    auto high = digit_of(text[i + 1]);
    auto low = digit_of(text[i + 2]);
    if (!high || !low)
      return std::nullopt;
    out += static_cast<char>(*high << 4U | *low);
    i += 2;
  }
  return out;
}

std::string percent_encoded(std::string_view text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  auto out = std::string{};
  for (auto x : text) {
    auto plain = (x >= 'a' && x <= 'z') || (x >= 'A' && x <= 'Z')
                 || (x >= '0' && x <= '9') || x == '-' || x == '.' || x == '_'
                 || x == '~';
    auto byte = static_cast<unsigned char>(x);
    if (plain)
      out += x;
    else
      ((out += '%') += digits[byte >> 4U]) += digits[byte & 15U];
  }
  return out;
}

std::vector<std::string_view> segments_of(std::string_view path) {
  auto parts = std::vector<std::string_view>{};
  if (!path.starts_with('/'))
    return parts;
  path.remove_prefix(1);
  while (true) {
    auto slash = path.find('/');
    parts.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos)
      return parts;
    path.remove_prefix(slash + 1);
  }
}

std::optional<parameter_list> parameters_of(std::string_view query) {
  auto list = parameter_list{};
  while (!query.empty()) {
    auto end = std::min(query.find('&'), query.size());
    auto part = std::string{query.substr(0, end)};
    query.remove_prefix(std::min(end + 1, query.size()));
    std::ranges::replace(part, '+', ' ');
    auto equals = part.find('=');
    auto name = percent_decoded(part.substr(0, equals));
    auto value = equals == std::string::npos
                   ? std::optional{std::string{}}
                   : percent_decoded(part.substr(equals + 1));
    if (!name || !value || name->empty())
      return std::nullopt;
    list.emplace_back(std::move(*name), std::move(*value));
  }
  return list;
}

std::optional<std::uint64_t> number_in(std::string_view text) {
  auto value = std::uint64_t{0};
  const auto* end = text.data() + text.size();
  auto [rest, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc{} || rest != end)
    return std::nullopt;
  return value;
}

std::string to_base64url(std::string_view bytes) {
  auto out = std::string{};
  auto bits = std::uint32_t{0};
  auto count = 0U;
  for (auto x : bytes) {
    bits = bits << 8U | static_cast<unsigned char>(x);
    for (count += 8; count >= 6; count -= 6)
      out += base64_digits[bits >> (count - 6) & 63U];
  }
  if (count > 0)
    out += base64_digits[bits << (6 - count) & 63U];
  return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
  auto out = std::string{};
  auto bits = std::uint32_t{0};
  auto count = 0U;
  for (auto x : text) {
    auto digit = base64_digits.find(x);
    if (digit == std::string_view::npos)
      return std::nullopt;
    bits = bits << 6U | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>(bits >> count & 255U);
    }
  }
  return out;
}

} // namespace taskraft::http
