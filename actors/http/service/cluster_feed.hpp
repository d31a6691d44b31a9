// Server-sent events of what this node sees of consensus: samples of itself,
// roles, votes and appends, a few a second. Nothing of it is from the log.

#pragma once

#include "actors/http/message.hpp"
#include "actors/http/service/consensus_watch.hpp"
#include "actors/http/service/identities.hpp"

#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::http {

struct service;

class cluster_feed {
public:
  explicit cluster_feed(service& at) : service_(at) {
  }

  /// A client that may look.
  void add(std::shared_ptr<stream_sink> to, std::shared_ptr<identity> who);
  /// The node stops.
  void end();

  std::size_t size() const {
    return streams_.size();
  }

private:
  using way = std::pair<raft::node_id, raft::node_id>;

  struct stream {
    std::shared_ptr<stream_sink> to;
    std::shared_ptr<identity> who;
  };

  void begin();
  void tick();
  void gather();
  void ask_for_sample();
  void check_logins(bool must_know);
  std::optional<std::string> next_text();
  static void close_with(const stream& x, const char* type);

  service& service_;
  std::vector<stream> streams_;
  std::optional<boost::asio::steady_timer> timer_;
  std::deque<std::string> waiting_;
  std::map<way, std::string> appends_;
  way told_way_;
  std::string sample_;
  std::uint64_t ticks_ = 0;
  raft::log_index logins_checked_at_;
};

} // namespace taskraft::http
