#include "actors/http/rules.hpp"

#include "protocol/crypto/sha256.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cctype>
#include <charconv>

namespace taskraft::http {

namespace {

std::string_view trim(std::string_view text) {
  auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

template <class Visit>
void for_each_listed(std::string_view list, Visit visit) {
  while (!list.empty()) {
    auto comma = std::min(list.find(','), list.size());
    if (auto part = trim(list.substr(0, comma)); !part.empty())
      visit(part);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
}

/// Whether it is short enough to be stored, and of an address's characters;
/// nodes may be known by names.
bool may_be_address(std::string_view text) {
  constexpr auto most_address_bytes = std::size_t{64};
  return text.size() <= most_address_bytes
         && std::ranges::all_of(text, [](unsigned char x) {
              return std::isalnum(x) != 0
                     || std::string_view{".:[]%-_"}.find(static_cast<char>(x))
                          != std::string_view::npos;
            });
}

/// The rightmost address that is none of a trusted proxy. What a proxy hands on
/// that is no address counts for nothing, nor does what stands before it.
std::string address_behind(std::string_view forwarded,
                           const std::string& direct, const own_names& own) {
  auto hops = std::vector<std::string>{};
  for_each_listed(forwarded, [&](std::string_view x) { hops.emplace_back(x); });
  auto address = direct;
  while (!hops.empty() && may_be_address(hops.back())
         && std::ranges::find(own.trusted_proxies, address)
              != own.trusted_proxies.end()) {
    address = std::move(hops.back());
    hops.pop_back();
  }
  return address;
}

protocol::request_id request_id_from(std::string_view text) {
  auto digest = protocol::sha256(text);
  auto id = protocol::request_id{};
  std::copy_n(digest.begin(), id.bytes.size(), id.bytes.begin());
  return id;
}

std::string without_default_port(std::string host, std::string_view scheme) {
  auto port
    = scheme == "https" ? std::string_view{":443"} : std::string_view{":80"};
  if (host.ends_with(port))
    host.resize(host.size() - port.size());
  return host;
}

/// Without the port.
std::string_view name_in(std::string_view host) {
  auto end = host.starts_with('[') ? host.find(']') + 1 : host.find(':');
  auto port = host.substr(std::min(end, host.size()));
  return port.empty() || port.starts_with(':') ? host.substr(0, end)
                                               : std::string_view{};
}

/// A name like 127.0.0.1.example.org may lead to anybody.
bool is_loopback_name(std::string_view name) {
  auto address = in_addr{};
  return name == "localhost" || name == "[::1]"
         || (name.starts_with("127.")
             && inet_pton(AF_INET, std::string{name}.c_str(), &address) == 1);
}

problem refused_origin(const char* why) {
  auto x = problem{};
  x.status = 403;
  x.code = "cross_origin";
  x.detail = why;
  return x;
}

/// Whether a range of `Accept` says that the client does not want it: `;q=0`,
/// `; q=0.000`.
bool is_refused(std::string_view range) {
  auto is_zero = false;
  while (!range.empty()) {
    auto end = std::min(range.find(';'), range.size());
    auto part = lower(trim(range.substr(0, end)));
    if (part.starts_with("q="))
      is_zero = part.find_first_not_of("0.", 2) == std::string::npos;
    range.remove_prefix(std::min(end + 1, range.size()));
  }
  return is_zero;
}

/// Whether `Accept` takes a type: of the ranges that hold it, the narrowest
/// says so.
bool takes(std::string_view accept, std::string_view type) {
  auto family = std::string{type.substr(0, type.find('/'))} + "/*";
  auto narrowest = 0;
  auto is_taken = false;
  for_each_listed(accept, [&](std::string_view each) {
    auto narrow = is_media_type(each, type)     ? 3
                  : is_media_type(each, family) ? 2
                  : is_media_type(each, "*/*")  ? 1
                                                : 0;
    if (narrow <= narrowest)
      return;
    narrowest = narrow;
    is_taken = !is_refused(each);
  });
  return is_taken;
}

bool takes_by_name(std::string_view accept, std::string_view type) {
  auto is_named = false;
  for_each_listed(accept, [&](std::string_view each) {
    is_named = is_named || is_media_type(each, type);
  });
  return is_named && takes(accept, type);
}

std::optional<std::uint64_t> revision_in(std::string_view tag) {
  if (tag.size() < 3 || tag.front() != '"' || tag.back() != '"')
    return std::nullopt;
  tag = tag.substr(1, tag.size() - 2);
  auto rev = std::uint64_t{0};
  auto [end, error] = std::from_chars(tag.data(), tag.data() + tag.size(), rev);
  if (error != std::errc{} || end != tag.data() + tag.size() || rev == 0)
    return std::nullopt;
  return rev;
}

} // namespace

origin_of_request origin_of(const request& x, const own_names& own) {
  auto from = origin_of_request{};
  from.address = x.peer_address;
  from.scheme = x.is_secure ? "https" : "http";
  auto host = x.header("host").value_or("");
  auto is_proxied = std::ranges::find(own.trusted_proxies, x.peer_address)
                    != own.trusted_proxies.end();
  if (is_proxied) {
    from.address = address_behind(x.header("x-forwarded-for").value_or(""),
                                  x.peer_address, own);
    // What the browser speaks, not what the proxy does.
    if (auto scheme = lower(x.header("x-forwarded-proto").value_or(""));
        scheme == "https" || scheme == "http")
      from.scheme = scheme;
    host = x.header("x-forwarded-host").value_or(host);
  }
  from.host = without_default_port(lower(trim(host)), from.scheme);
  return from;
}

std::optional<problem> check_host(const origin_of_request& from,
                                  const own_names& own) {
  auto name = name_in(from.host);
  if (is_loopback_name(name)
      || std::ranges::find(own.hosts, from.host) != own.hosts.end()
      || std::ranges::find(own.hosts, name) != own.hosts.end())
    return std::nullopt;
  auto x = problem{};
  x.status = 421;
  x.code = "unknown_host";
  x.detail = "this node is not called that; see http.hosts";
  return x;
}

std::optional<problem> check_same_origin(const request& x,
                                         const origin_of_request& from) {
  if (is_safe(x.method) || x.header("authorization"))
    return std::nullopt;
  auto site = x.header("sec-fetch-site");
  auto origin = x.header("origin");
  if (site && *site != "same-origin" && *site != "none")
    return refused_origin("the request comes from a page of another site");
  if (foreign_origin(x, from))
    return refused_origin("the Origin is not that of this node");
  if (!site && !origin && x.header("cookie"))
    return refused_origin("a request with a cookie must say where it comes "
                          "from");
  return std::nullopt;
}

std::optional<std::string> foreign_origin(const request& x,
                                          const origin_of_request& from) {
  auto origin = x.header("origin");
  if (!origin)
    return std::nullopt;
  auto own = from.scheme + "://" + from.host;
  auto sent = lower(*origin);
  auto sent_scheme = sent.substr(0, sent.find(':'));
  if (without_default_port(sent, sent_scheme) == own)
    return std::nullopt;
  return std::string{*origin};
}

bool is_forwarded(const request& x) {
  return std::ranges::any_of(x.headers, [](const auto& each) {
    auto name = lower(each.first);
    return name == "forwarded" || name == "x-real-ip"
           || name.starts_with("x-forwarded-");
  });
}

bool is_preflight(const request& x) {
  return x.method == verb::options && x.header("origin")
         && x.header("access-control-request-method");
}

bool is_media_type(std::string_view header, std::string_view type) {
  return lower(trim(header.substr(0, header.find(';')))) == type;
}

std::optional<problem> check_accept(const request& x, std::string_view also,
                                    bool gives_json) {
  auto accept = x.header("accept");
  if (!accept || trim(*accept).empty() || also == "*/*")
    return std::nullopt;
  auto takes_json = takes(*accept, "application/json")
                    || takes_by_name(*accept, "application/problem+json");
  auto takes_other = false;
  for_each_listed(
    also, [&](std::string_view each) { takes_other |= takes(*accept, each); });
  if ((gives_json && takes_json) || takes_other)
    return std::nullopt;
  auto why = problem{};
  why.status = 406;
  why.code = "not_acceptable";
  why.detail
    = "the answer is " + std::string{gives_json ? "application/json" : also};
  return why;
}

bool prefers(const request& x, std::string_view type) {
  auto accept = x.header("accept").value_or("");
  if (takes(accept, type) && !takes(accept, "application/json"))
    return true;
  auto first = std::string{};
  for_each_listed(accept, [&](std::string_view each) {
    if (first.empty() && !is_refused(each)
        && (is_media_type(each, type)
            || is_media_type(each, "application/json")))
      first = is_media_type(each, type) ? type : "application/json";
  });
  return first == type;
}

conditions conditions_of(const request& x) {
  auto found = conditions{};
  found.only_new = trim(x.header("if-none-match").value_or("")) == "*";
  auto match = x.header("if-match");
  if (!match)
    return found;
  found.has_if_match = true;
  if (trim(*match) == "*")
    return found;
  for_each_listed(*match, [&](std::string_view tag) {
    found.tags.emplace_back(tag);
    auto rev = revision_in(tag);
    if (rev && std::ranges::find(found.any_of, *rev) == found.any_of.end())
      found.any_of.push_back(*rev);
  });
  found.never_matches = found.any_of.empty();
  if (!found.never_matches)
    found.expected_rev = found.any_of.front();
  if (found.any_of.size() == 1)
    found.any_of.clear();
  return found;
}

bool is_known_tag(const request& x, std::string_view tag) {
  auto known = false;
  for_each_listed(x.header("if-none-match").value_or(""),
                  [&](std::string_view each) {
                    if (each.starts_with("W/"))
                      each.remove_prefix(2);
                    known = known || each == "*" || each == tag;
                  });
  return known;
}

outcome<std::optional<std::string>> idempotency_key_of(const request& x) {
  auto header = x.header("idempotency-key");
  if (!header)
    return std::optional<std::string>{};
  auto key = trim(*header);
  if (key.size() >= 2 && key.starts_with('"') && key.ends_with('"'))
    key = key.substr(1, key.size() - 2);
  auto is_visible
    = std::ranges::all_of(key, [](char c) { return c > ' ' && c < '\x7f'; });
  if (key.empty() || key.size() > 255 || !is_visible)
    return problem_at(400, {field_error::place::header, "Idempotency-Key",
                            "invalid_parameter",
                            "must be 1 to 255 visible ASCII characters"});
  return std::optional{std::string{key}};
}

protocol::request_id request_id_of(std::string_view username,
                                   std::string_view key) {
  auto text = std::string{"key\0", 4} + std::string{username};
  text += '\0';
  text += key;
  return request_id_from(text);
}

protocol::request_id answer_id_of(const protocol::request_id& x) {
  auto text = std::string{"answer\0", 7};
  text.append(reinterpret_cast<const char*>(x.bytes.data()), x.bytes.size());
  return request_id_from(text);
}

std::string fingerprint_of(const request& x, std::string_view content) {
  return fingerprint_with(x, protocol::sha256_bytes(content));
}

std::string fingerprint_with(const request& x, std::string_view digest) {
  auto text = std::string{to_string(x.method)};
  for (auto part : {std::string_view{x.path}, std::string_view{x.query},
                    x.header("if-match").value_or("")}) {
    text += '\0';
    text += part;
  }
  text += '\0';
  text += digest;
  return protocol::sha256_bytes(text);
}

std::optional<credential> credential_of(const request& x, bool is_secure) {
  if (auto header = x.header("authorization")) {
    constexpr auto scheme = std::string_view{"bearer "};
    if (lower(header->substr(0, scheme.size())) != scheme)
      return credential{};
    return credential{std::string{trim(header->substr(scheme.size()))}, false};
  }
  auto name = is_secure ? std::string_view{"__Host-taskraft="}
                        : std::string_view{"taskraft="};
  auto cookies = x.header("cookie").value_or("");
  while (!cookies.empty()) {
    auto end = std::min(cookies.find(';'), cookies.size());
    auto cookie = trim(cookies.substr(0, end));
    if (cookie.starts_with(name))
      return credential{std::string{cookie.substr(name.size())}, true};
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
  }
  return std::nullopt;
}

std::string keyed_request_id(const request& x, std::string_view key) {
  auto text = std::string{to_string(x.method)};
  for (auto part : {std::string_view{x.path}, std::string_view{x.query}, key}) {
    text += '\0';
    text += part;
  }
  return protocol::hex(protocol::sha256_bytes(text).substr(0, 16));
}

std::optional<std::string> foreign_request_id(const request& x) {
  auto id = x.header("request-id");
  if (!id || id->empty() || id->size() > 64)
    return std::nullopt;
  auto is_plain = std::ranges::all_of(*id, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-';
  });
  return is_plain ? std::optional{std::string{*id}} : std::nullopt;
}

} // namespace taskraft::http
