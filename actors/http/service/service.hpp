// What the requests of one node share. It lives in the thread of HTTP.

#pragma once

#include "actors/http/route.hpp"
#include "actors/http/rules.hpp"
#include "actors/http/service/answer_room.hpp"
#include "actors/http/service/cluster_feed.hpp"
#include "actors/http/service/events.hpp"
#include "actors/http/service/gateway_client.hpp"
#include "actors/http/service/identities.hpp"
#include "actors/http/service/metrics.hpp"
#include "actors/http/service/node_directory.hpp"
#include "actors/http/service/node_meter.hpp"
#include "actors/http/service/wait_places.hpp"
#include "tls/context_source.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace taskraft::http {

struct service_options {
  std::uint64_t node = 0;
  std::string cluster_name;
  std::string version;
  bool auth_required = true;
  own_names names;
  /// Of a token; zero: no limit.
  std::uint64_t requests_per_minute = 6000;
  /// What /metrics asks for; empty: nothing.
  std::string metrics_token;
  /// Null: plain text.
  std::shared_ptr<const tls::context_source> tls;
  /// Beside TLS.
  bool takes_plaintext = false;
  /// When the node's certificates end, in seconds of the epoch, by the port
  /// that shows them; may be empty.
  std::function<std::map<std::string, std::int64_t>()> certificates;
  /// What the node has measured; may be null.
  std::shared_ptr<const node_meter> measures;
  /// Bytes on the disk, by what they are for; may be empty.
  std::function<std::map<std::string, std::uint64_t>()> disk_use;
  /// What the roles leave for streams; may be null.
  std::shared_ptr<consensus_watch> watch;
  /// Of Ed25519; empty: this node signs nothing.
  std::string signing_key;
  /// Microseconds since the epoch, and of a clock that never goes back.
  std::function<std::uint64_t()> now_us;
  std::function<std::uint64_t()> uptime_us;
  std::function<std::uint64_t()> random;
};

class exchange;

struct service {
  service(service_options x, gateway_place& at)
    : options(std::move(x)), place(at), users(*this),
      own(gateway_client::open(at, {protocol::door::system, {}, true})) {
  }

  /// Outlives the connections that others below hold.
  metrics counted;
  service_options options;
  gateway_place& place;
  identities users;
  /// Asks in the node's own name.
  std::shared_ptr<gateway_client> own;
  /// Requests with an idempotency key that are under way, and those with the
  /// same key that wait for them.
  std::map<protocol::request_id, std::vector<std::shared_ptr<exchange>>> keyed;
  event_feed events{*this};
  node_directory nodes{*this};
  wait_places places;
  /// Of exports that are written or sent: each user's, and those of all, which
  /// count as nobody's.
  wait_places own_exports{2};
  wait_places exports{4};
  answer_room pages{std::size_t{64} * 1024 * 1024};
  answer_room files{std::size_t{256} * 1024 * 1024};
  cluster_feed cluster{*this};
  /// Bodies of files that are being read or sent on.
  std::size_t large_bodies = 0;

  /// Now, as answers have it.
  const std::string& date();
  /// 16 digits that no other request has.
  std::string fresh_id() const;
  /// Names a command that no client has named.
  protocol::request_id fresh_request_id() const;

private:
  /// The last second that was told, and its text.
  std::int64_t date_s_ = -1;
  std::string date_;
};

} // namespace taskraft::http
