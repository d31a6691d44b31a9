// A client of server-sent events, for the tests of streams.

#pragma once

#include "tests/cluster/rest/rest_fixture.hpp"

#include <optional>
#include <string>

namespace taskraft::rest_test {

struct event {
  std::string type;
  std::string id;
  json data;
};

/// A stream of events at one node.
class stream {
public:
  stream(const std::string& address, const std::string& token,
         const std::string& query = {}, const std::string& last = {},
         const std::string& path = "/events")
    : connection_(address) {
    connection_.send("GET /api/v1" + path + query + " HTTP/1.1\r\nHost: "
                     + address + "\r\nAuthorization: Bearer " + token + "\r\n"
                     + (last.empty() ? "" : "Last-Event-ID: " + last + "\r\n")
                     + "\r\n");
    head = connection_.read_head().value_or(tests::http_answer{});
  }

  std::optional<event> next() {
    auto block = connection_.read_block();
    if (!block)
      return std::nullopt;
    auto found = event{};
    for (auto at = std::size_t{0}; at < block->size();) {
      auto end = std::min(block->find('\n', at), block->size());
      auto line = block->substr(at, end - at);
      at = end + 1;
      auto value = line.substr(std::min(line.find(':') + 2, line.size()));
      if (line.starts_with("event:"))
        found.type = value;
      if (line.starts_with("id:"))
        found.id = value;
      if (line.starts_with("data:"))
        found.data = json::parse(value, nullptr, false);
    }
    return found;
  }

  /// The next that tells more than where the node is.
  event change() {
    while (auto found = next())
      if (found->type != "position" && !found->type.starts_with("cluster."))
        return *found;
    return {};
  }

  tests::http_answer head;

private:
  tests::http_connection connection_;
};

} // namespace taskraft::rest_test
