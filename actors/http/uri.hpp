// The parts of a request's target.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace taskraft::http {

/// Of ASCII; other bytes stay as they are.
constexpr char lower(char x) {
  return x >= 'A' && x <= 'Z' ? static_cast<char>(x - 'A' + 'a') : x;
}
std::string lower(std::string_view text);

/// The target of a request. Some proxies and libraries send a whole URL
/// (RFC 9112, 3.2.2); then its host counts, and `Host` does not.
struct request_target {
  /// Of a whole URL; else empty.
  std::string_view host;
  std::string_view path;
  std::string_view query;
};

request_target target_of(std::string_view text);

/// Nothing if a percent sign is not followed by two digits.
std::optional<std::string> percent_decoded(std::string_view text);

/// Every byte that a path's segment or a parameter must not hold as it is.
std::string percent_encoded(std::string_view text);

/// The parts between the slashes after a leading one, as they came.
std::vector<std::string_view> segments_of(std::string_view path);

using parameter_list = std::vector<std::pair<std::string, std::string>>;

/// The names and values of `a=b&c=d`, in which `+` is a space; nothing if they
/// are malformed.
std::optional<parameter_list> parameters_of(std::string_view query);

/// A decimal number, of digits and nothing else.
std::optional<std::uint64_t> number_in(std::string_view text);

/// Without padding, from an alphabet that needs no percent signs.
std::string to_base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);

} // namespace taskraft::http
