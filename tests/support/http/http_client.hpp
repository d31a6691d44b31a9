// A plain HTTP/1.1 client for tests: it sends any bytes, and reads answers.

#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

struct http_answer {
  int status = 0;
  /// Their names in lower case.
  std::map<std::string, std::string> headers;
  std::string body;

  nlohmann::json json() const {
    return nlohmann::json::parse(body, nullptr, false);
  }
  std::string header(const std::string& name) const {
    auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
  /// The code of a problem; empty if it is none.
  std::string code() const;
};

using http_headers = std::vector<std::pair<std::string, std::string>>;

/// A connection, which stays open between requests.
class http_connection {
public:
  /// "127.0.0.1:8101"
  explicit http_connection(const std::string& address);
  http_connection(const http_connection&) = delete;
  http_connection& operator=(const http_connection&) = delete;
  ~http_connection();

  void send(const std::string& bytes);
  /// The next answer; nothing if the connection ends before it is complete.
  /// `is_head`: no body follows whatever the headers say.
  std::optional<http_answer> read(bool is_head = false);
  /// The head of an answer without end.
  std::optional<http_answer> read_head();
  /// The next `count` bytes; nothing if the connection ends before.
  std::optional<std::string> read_bytes(std::size_t count);
  /// What comes up to the next empty line; nothing if the connection ends.
  std::optional<std::string> read_block();
  /// Whether the other side ends the connection within five seconds.
  bool ends();

private:
  bool read_more();
  /// The oldest request without an answer has this one.
  void note(const http_answer& answer);

  int socket_ = -1;
  std::deque<std::string> requests_;
  std::string buffer_;
};

/// One request on a connection of its own.
http_answer http_request(const std::string& address, const std::string& method,
                         const std::string& target,
                         const http_headers& headers = {},
                         const std::string& body = {});

} // namespace taskraft::tests
