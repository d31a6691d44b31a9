// A client of the node's gateway, as the thread of HTTP sees it: each call ends
// in that thread, with an answer or because none has come in time.

#pragma once

#include "protocol/actors/inner_client_actor.hpp"
#include "protocol/actors/inner_gateway_actor.hpp"
#include "protocol/messages/client_frames.hpp"
#include "protocol/messages/wire.hpp"
#include "tasks.pb.h"

#include <boost/asio/io_context.hpp>
#include <caf/actor_system.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>

namespace taskraft::http {

struct query_outcome {
  protocol::answer_status status = protocol::answer_status::unavailable;
  raft::log_index visible;
  std::uint64_t age_ms = 0;
  tasks::wire::Answer answer;
};

struct command_outcome {
  protocol::answer_status status = protocol::answer_status::unavailable;
  raft::log_index index;
  tasks::wire::Result result;
  /// Of commands for which a node makes one.
  std::string secret;
};

using operation_answer = std::variant<
  protocol::operation_refused, protocol::authenticated, protocol::logged_in,
  protocol::account_command_answered, protocol::cluster_status_answered,
  protocol::leadership_transferred, protocol::members_listed,
  protocol::digests_compared, protocol::log_listed, protocol::export_written>;

using query_handler = std::function<void(query_outcome)>;
using command_handler = std::function<void(command_outcome)>;
using operation_handler = std::function<void(const operation_answer&)>;

/// What all clients of one HTTP server share.
struct gateway_place {
  caf::actor_system* system = nullptr;
  protocol::inner_gateway_actor gateway;
  boost::asio::io_context* loop = nullptr;
  /// The newest that is known of the node.
  protocol::position_changed position;
  /// Is called when that has changed.
  std::function<void()> moved = [] {};
  /// Empty until the node knows of a cluster.
  std::string cluster_id;
};

/// Digests of large states take their time.
inline constexpr auto longest_operation = std::chrono::seconds{65};
/// Of a state that is as large as any: it is written before it is sent.
inline constexpr auto longest_export = std::chrono::minutes{15};

class gateway_client : public std::enable_shared_from_this<gateway_client> {
public:
  /// `place` outlives the client.
  static std::shared_ptr<gateway_client> open(gateway_place& place,
                                              const protocol::entered& door);
  gateway_client(const gateway_client&) = delete;
  gateway_client& operator=(const gateway_client&) = delete;
  ~gateway_client();

  void query(protocol::consistency level, raft::log_index min_index,
             const tasks::wire::Query& what, query_handler then);
  void command(const protocol::request_id& id, raft::log_index seen,
               const tasks::wire::Command& what, command_handler then);
  void account_command(const protocol::request_id& id, raft::log_index seen,
                       const tasks::wire::Command& what,
                       protocol::submit_account_command beside,
                       command_handler then);
  /// Sends a command for which no request waits, each second again until there
  /// is a result.
  void insist(
    const protocol::request_id& id, const tasks::wire::Command& what,
    unsigned times, command_handler then = [](const command_outcome&) {});
  /// Sends any other request; its id is set here.
  template <class Request>
  void operation(Request what, operation_handler then,
                 std::chrono::seconds at_most = longest_operation) {
    what.id = ++last_id_;
    keep(what.id, std::move(then), at_most);
    send(caf::make_message(std::move(what)));
  }

  /// Sends what has no answer.
  template <class Message>
  void say(Message what) {
    send(caf::make_message(std::move(what)));
  }

  /// Ends the calls that have waited too long.
  void expire();

  // Answers, in the thread of HTTP.
  void take(const protocol::commands_answered& x);
  void take(const protocol::queries_answered& x);
  void take(std::uint64_t id, const operation_answer& x);
  void take(const protocol::position_changed& x);
  void take(const protocol::gateway_hello& x);

private:
  using moment = std::chrono::steady_clock::time_point;

  template <class Handler>
  struct waiting {
    Handler then;
    moment until;
  };

  explicit gateway_client(gateway_place& place) : place_(place) {
  }

  /// Calls that go to the gateway in one message.
  struct gathered {
    std::uint32_t count = 0;
    std::string frames;

    template <class Message>
    Message take() {
      return {std::exchange(count, 0),
              protocol::blob{std::exchange(frames, {})}};
    }
  };

  void keep(std::uint64_t id, operation_handler then,
            std::chrono::seconds at_most);
  /// After all calls that were gathered.
  void send(caf::message what);
  void enqueue(caf::message what);
  void flush();
  void flush_soon();

  gateway_place& place_;
  protocol::inner_client_actor self_;
  std::uint64_t last_id_ = 0;
  gathered gathered_queries_;
  gathered gathered_commands_;
  bool flushing_ = false;
  std::unordered_map<std::uint64_t, waiting<query_handler>> queries_;
  std::unordered_map<protocol::request_id, waiting<command_handler>> commands_;
  std::unordered_map<std::uint64_t, waiting<operation_handler>> operations_;
};

} // namespace taskraft::http
