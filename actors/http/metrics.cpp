#include "actors/http/metrics.hpp"

namespace taskraft::http {

namespace {

class text_writer {
public:
  void about(const char* name, const char* type, const char* help) {
    text_ += std::string{"# HELP "} + name + ' ' + help + '\n';
    text_ += std::string{"# TYPE "} + name + ' ' + type + '\n';
  }

  void value(const std::string& name, std::uint64_t x) {
    text_ += name + ' ' + std::to_string(x) + '\n';
  }

  void one(const char* name, const char* type, const char* help,
           std::uint64_t x) {
    about(name, type, help);
    value(name, x);
  }

  std::string take() {
    return std::move(text_);
  }

private:
  std::string text_;
};

std::string seconds_text(std::uint64_t us) {
  auto fraction = std::to_string(us % 1'000'000);
  return std::to_string(us / 1'000'000) + '.'
         + std::string(6 - fraction.size(), '0') + fraction;
}

void add_consensus(text_writer& to, const protocol::node_status& x) {
  to.one("taskraft_raft_term", "gauge", "The node's term.", x.term.value);
  to.one("taskraft_raft_is_leader", "gauge", "Whether the node leads.",
         x.role == "leader" ? 1 : 0);
  to.one("taskraft_raft_leader", "gauge",
         "The node that leads; 0 if none is known.", x.leader.value);
  to.one("taskraft_raft_first_index", "gauge",
         "The first entry that the log still has.", x.first_index.value);
  to.one("taskraft_raft_last_index", "gauge", "The last entry of the log.",
         x.last_index.value);
  to.one("taskraft_raft_commit_index", "gauge", "The last committed entry.",
         x.commit_index.value);
  to.one("taskraft_raft_applied_index", "gauge",
         "The last entry that the database has.", x.applied_index.value);
}

} // namespace

std::string to_text(const metrics& x, const protocol::node_status& own,
                    bool has_status) {
  auto to = text_writer{};
  if (has_status)
    add_consensus(to, own);
  to.one("taskraft_http_connections", "gauge", "Open connections of HTTP.",
         x.connections);
  to.one("taskraft_http_connections_refused_total", "counter",
         "Connections beyond the limit.", x.connections_refused);
  to.one("taskraft_http_bad_requests_total", "counter",
         "Requests that were no HTTP.", x.bad_requests);
  to.about("taskraft_http_requests_total", "counter",
           "Requests, by route and status.");
  auto labels = [](const auto& key) {
    return "{route=\"" + key.first + "\",status=\"" + std::to_string(key.second)
           + "\"}";
  };
  for (const auto& [key, count] : x.requests)
    to.value("taskraft_http_requests_total" + labels(key), count.requests);
  auto text = to.take();
  text += "# HELP taskraft_http_request_seconds_total The time that requests "
          "took, by route and status.\n"
          "# TYPE taskraft_http_request_seconds_total counter\n";
  for (const auto& [key, count] : x.requests)
    text += "taskraft_http_request_seconds_total" + labels(key) + ' '
            + seconds_text(count.duration_us) + '\n';
  return text;
}

} // namespace taskraft::http
