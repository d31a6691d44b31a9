// One guarded connection in the hands of CAF's network protocol (BASP).

#pragma once

#include "actors/network/event_loop.hpp"
#include "actors/network/sockets/endpoint.hpp"
#include "actors/network/sockets/guarded_stream.hpp"

#include <caf/actor_system.hpp>
#include <caf/io/scribe.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace taskraft::network {

struct scribe_options {
  guard_rules rules;
  /// The other side, where it is known; otherwise the socket is asked.
  std::optional<endpoint> remote;
  /// More than this unsent, and the connection is cut.
  std::size_t max_unsent = std::size_t{16} << 20;
  /// Shared with other connections.
  std::shared_ptr<network::inflow> inflow;
  /// After its handshake; null: plain text.
  std::shared_ptr<tls::session> tls;
  /// Held for as long as the connection is open.
  std::shared_ptr<void> slot;
  /// Called in the network thread once it has ended; may be null.
  std::function<void()> on_end;
};

/// Everything but construction and `backend` happens in the network thread.
class scribe final : public caf::io::scribe {
public:
  /// Takes the descriptor over.
  scribe(event_loop& loop, int descriptor, scribe_options options);
  ~scribe() override;

  caf::io::network::default_multiplexer& backend() {
    return stream_.backend();
  }

  /// Ends the connection, and logs why.
  void cut(std::string_view reason);

  /// Whether it has ended, or is about to. It has not begun before BASP takes
  /// it over.
  bool is_over() {
    return cut_ || (launched_ && detached());
  }

  /// What TLS says of its end; empty without trouble.
  std::string trouble() const {
    return stream_.trouble();
  }

  /// Sends what was written until now.
  void send_gathered();

  /// Whether the other side has a right to its place: see `guard`.
  bool has_place() {
    return stream_.guard().has_place();
  }
  bool has_spoken() {
    return stream_.guard().has_spoken();
  }

  void configure_read(caf::io::receive_policy::config config) override;
  void ack_writes(bool enable) override;
  std::vector<char>& wr_buf() override;
  std::vector<char>& rd_buf() override;
  void flush() override;
  void graceful_shutdown() override;
  std::string addr() const override;
  std::uint16_t port() const override;
  void add_to_loop() override;
  void remove_from_loop() override;

protected:
  void detach_from(caf::io::abstract_broker* broker) override;

private:
  /// Why the connection has ended.
  std::string end_reason() const;

  event_loop& loop_;
  send_order order_;
  std::size_t max_unsent_;
  std::shared_ptr<void> slot_;
  std::function<void()> on_end_;
  /// The other side; nothing if it was gone before it was asked.
  std::optional<endpoint> remote_;
  /// Is told why the connection has ended; may be null.
  std::shared_ptr<link_ends> ends_;
  /// Why this side has ended it; empty: it has not.
  std::string own_reason_;
  bool launched_ = false;
  bool cut_ = false;
  /// The loop will have this send.
  bool sends_soon_ = false;
  guarded_stream stream_;
};

using scribe_ptr = caf::intrusive_ptr<scribe>;

/// Wraps a connected socket and takes it over. From any thread.
scribe_ptr make_scribe(caf::actor_system& system, int descriptor,
                       scribe_options options);

} // namespace taskraft::network
