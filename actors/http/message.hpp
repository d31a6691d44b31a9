// An HTTP request and its answer, as values.

#pragma once

#include "protocol/kept_text.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace taskraft::http {

enum class verb : std::uint8_t {
  get,
  head,
  post,
  put,
  patch,
  remove,
  options,
  other,
};

/// "GET"
std::string_view to_string(verb x);
verb verb_of(std::string_view name);

/// Whether it changes nothing.
constexpr bool is_safe(verb x) {
  return x == verb::get || x == verb::head || x == verb::options;
}

/// The next bytes of a body that is read as it comes.
struct body_piece {
  enum class kind : std::uint8_t {
    more,
    /// Nothing follows.
    last,
    /// More came than may come.
    too_large,
    /// It would last for too long.
    too_slow,
    /// The client is gone, or what came is no body.
    broken,
  };

  kind what = kind::more;
  std::string bytes;
};

/// A body that comes while its request is answered. What nobody asks for stays
/// with the client.
class body_source {
public:
  virtual ~body_source() = default;

  /// Gives what comes next; not before the piece before was given.
  virtual void read(std::function<void(body_piece)> then) = 0;
};

using header_list = std::vector<std::pair<std::string, std::string>>;

/// Lines of one name are one list, RFC 9110 §5.3: what a proxy adds to a header
/// is not hidden by what its client has sent.
void join_lines(header_list& headers);

struct request {
  verb method = verb::get;
  /// As it came, with what follows `?` apart.
  std::string path;
  std::string query;
  /// Their names in lower case.
  header_list headers;
  std::string body;
  /// Of a route that streams: then `body` is empty.
  std::shared_ptr<body_source> source = nullptr;
  /// More came than may come, and was not read.
  bool too_large = false;
  std::string peer_address;
  /// It has come with TLS.
  bool is_secure = false;

  /// The header of this name, which must be in lower case.
  std::optional<std::string_view> header(std::string_view name) const {
    auto found
      = std::ranges::find(headers, name, &header_list::value_type::first);
    if (found == headers.end())
      return std::nullopt;
    return found->second;
  }
};

/// Where an answer without end is written.
class stream_sink {
public:
  virtual ~stream_sink() = default;

  virtual void write(std::string bytes) = 0;
  /// Ends the connection once everything is written.
  virtual void close() = 0;
  virtual bool is_open() const = 0;
};

struct response {
  unsigned status = 200;
  header_list headers;
  std::string content_type = "application/json";
  std::string body;
  /// The connection ends with it.
  bool closes = false;
  /// The request was that of a user, whatever the answer is.
  bool is_to_user = false;
  /// Is given back when all of the body is sent.
  std::shared_ptr<void> room = nullptr;
  /// Not empty: what follows the head is written here, and there is no body.
  std::function<void(const std::shared_ptr<stream_sink>&)> begins = nullptr;
  /// Not null: it is sent piece by piece, and there is no body.
  std::shared_ptr<const protocol::kept_text> text = nullptr;

  const std::string* header(std::string_view name) const {
    auto found
      = std::ranges::find(headers, name, &header_list::value_type::first);
    return found == headers.end() ? nullptr : &found->second;
  }
};

/// "Not Found"
std::string_view reason_of(unsigned status);

/// The bytes of an answer; those of HEAD have no body.
std::string to_bytes(const response& x, bool is_head, std::string_view date);

/// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string date_text(std::int64_t seconds);

} // namespace taskraft::http
