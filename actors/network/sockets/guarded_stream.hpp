// Bytes of one socket: large reads that are judged before they go on, and
// writes that can be counted.

#pragma once

#include "actors/network/guard/guard.hpp"
#include "actors/network/sockets/channel.hpp"
#include "actors/network/sockets/inflow.hpp"

#include <caf/io/network/default_multiplexer.hpp>
#include <caf/io/network/stream.hpp>

#include <memory>
#include <optional>
#include <span>
#include <string>

namespace taskraft::network {

class guarded_stream final : public caf::io::network::stream {
public:
  using rw_state = caf::io::network::rw_state;

  guarded_stream(caf::io::network::default_multiplexer& multiplexer,
                 int descriptor, std::shared_ptr<const guard_rules> rules,
                 std::shared_ptr<inflow> bound,
                 std::shared_ptr<tls::session> tls);

  const network::guard& guard() const {
    return guard_;
  }
  network::guard& guard() {
    return guard_;
  }

  /// Whether the event loop is busy sending what was flushed before.
  bool writing() const {
    return state_.writing;
  }

  /// Bytes that were flushed and not yet taken by the kernel.
  std::size_t in_flight() const {
    return writing() ? in_flight_ : 0;
  }

  /// Sends at once what the socket takes; nothing: the connection is over.
  std::optional<std::size_t> send_now(std::span<const char> from) {
    return channel_.send(from);
  }

  /// What TLS says of its end; empty without trouble.
  std::string trouble() const {
    return channel_.problem();
  }

  /// Why the connection is over, if the system or TLS says so.
  std::string end_reason() const {
    return channel_.end_reason();
  }

  /// Has the event loop send what was written, as the socket takes it.
  void send_by_loop(const manager_ptr& manager);

  void handle_event(caf::io::network::operation what) override {
    handle_event_impl(what, *this);
  }

  // What `handle_event_impl` asks of its policy.
  rw_state read_some(std::size_t& result, int descriptor, void* buffer,
                     std::size_t size);
  rw_state write_some(std::size_t& result, int descriptor, const void* buffer,
                      std::size_t size);
  bool must_read_more(int descriptor, std::size_t threshold) const;

private:
  rw_state receive();
  rw_state receive_directly(std::size_t& result, void* buffer,
                            std::size_t size);

  network::guard guard_;
  channel channel_;
  /// Null: as much as comes.
  std::shared_ptr<inflow> inflow_;
  std::unique_ptr<char[]> buffer_;
  /// `[next_, passed_)` may go on; an incomplete header follows.
  std::size_t next_ = 0;
  std::size_t passed_ = 0;
  std::size_t kept_ = 0;
  /// The kernel had less to give than we had asked for.
  bool drained_ = false;
  std::size_t in_flight_ = 0;
};

} // namespace taskraft::network
