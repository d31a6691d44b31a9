// The rules of HTTP that need no state: which hosts and origins, conditions and
// keys a request may name.

#pragma once

#include "actors/http/message.hpp"
#include "actors/http/problem.hpp"
#include "protocol/request.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::http {

/// What this node is called, and whom it believes.
struct own_names {
  /// Host, and port unless it is the scheme's own, in lower case.
  std::vector<std::string> hosts;
  std::vector<std::string> trusted_proxies;
  std::string base_path = "/";
  /// Everybody is the administrator: requests that a proxy has forwarded are
  /// refused.
  bool is_open = false;
};

/// What a request says of its way here, after the proxies.
struct origin_of_request {
  std::string address;
  /// Of the request's URL.
  std::string scheme = "http";
  std::string host;
};

origin_of_request origin_of(const request& x, const own_names& own);

/// 421 for a name that is none of this node: a foreign page may have resolved
/// it to this address.
std::optional<problem> check_host(const origin_of_request& from,
                                  const own_names& own);

/// 403 for an unsafe request that another site's page may have sent with the
/// user's cookie.
std::optional<problem> check_same_origin(const request& x,
                                         const origin_of_request& from);

/// The page that sends the request, if it says so and is none of this node's:
/// what it sends as `Origin`.
std::optional<std::string> foreign_origin(const request& x,
                                          const origin_of_request& from);

/// Whether a proxy says that it has forwarded the request.
bool is_forwarded(const request& x);

/// Whether a browser asks what a page of another origin may send.
bool is_preflight(const request& x);

/// What a page of another node may send.
inline constexpr auto cors_request_headers
  = "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key, "
    "Min-Index, Last-Event-ID";
/// What it may read of an answer, beside the body.
inline constexpr auto cors_answer_headers
  = "ETag, Location, Raft-Index, Age, Retry-After, Idempotency-Replayed, "
    "Request-Id, Taskraft-Node";

/// 406 if the client takes neither JSON, which all but streams give, nor, where
/// `also` is given, that.
std::optional<problem> check_accept(const request& x, std::string_view also,
                                    bool gives_json = true);

/// Whether the client names this type before JSON, or takes no JSON.
bool prefers(const request& x, std::string_view type);

/// Whether the media type of `Accept` or `Content-Type` names this one alone.
bool is_media_type(std::string_view header, std::string_view type);

/// No entry has this index, so apply refuses it after what it checks before.
inline constexpr auto no_revision = ~std::uint64_t{0};

/// How a request depends on what is there.
struct conditions {
  /// `If-Match`: this revision alone; the first of several.
  std::optional<std::uint64_t> expected_rev;
  /// `If-Match`: any of these, where there is more than one.
  std::vector<std::uint64_t> any_of = {};
  /// `If-Match: *`, or a revision.
  bool has_if_match = false;
  /// `If-Match` can match no revision: all its tags are weak, or none of ours.
  bool never_matches = false;
  /// The tags of `If-Match`.
  std::vector<std::string> tags = {};

  bool names_tag() const {
    return expected_rev || never_matches;
  }
  /// `If-None-Match: *`.
  bool only_new = false;
};
conditions conditions_of(const request& x);

/// Whether `If-None-Match` names the tag, weak or not.
bool is_known_tag(const request& x, std::string_view tag);

/// A key of 1 to 255 visible characters; 400 if it is none.
outcome<std::optional<std::string>> idempotency_key_of(const request& x);

/// Users do not share keys.
protocol::request_id request_id_of(std::string_view username,
                                   std::string_view key);
/// The request that keeps what the answer to this one has shown.
protocol::request_id answer_id_of(const protocol::request_id& x);

/// What a key stands for: the same request again has the same. `content` is the
/// body without secrets, of which no digest is stored.
std::string fingerprint_of(const request& x, std::string_view content);
/// The same, of a body whose SHA-256 is known.
std::string fingerprint_with(const request& x, std::string_view digest);

/// The secret of `Authorization: Bearer`, or of the cookie.
struct credential {
  std::string secret;
  bool is_cookie = false;
};
std::optional<credential> credential_of(const request& x, bool is_secure);

/// How answers and lines name a request with a key that brings no name itself:
/// the same on each node, whenever it comes again.
std::string keyed_request_id(const request& x, std::string_view key);

/// A request id of others, if it may stand in answers and lines.
std::optional<std::string> foreign_request_id(const request& x);

} // namespace taskraft::http
