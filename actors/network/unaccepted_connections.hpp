// Connections of a port whose nodes have not been admitted yet, or whose
// clients have not logged in (or, where they need not, have said nothing): few
// at a time, fewer from one address, and none for long, so that they never take
// the places of others.

#pragma once

#include "actors/network/scribe.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <list>
#include <string>
#include <sys/socket.h>

namespace taskraft::network {

struct unaccepted_limits {
  std::size_t in_all = 256;
  std::size_t from_one_address = 16;
  /// How long a connection may take until its hello is accepted, whatever it
  /// sends meanwhile; that of a client is accepted as it comes.
  std::chrono::milliseconds time_limit{3000};
  /// The same for a client that has said something, if it is more: somebody may
  /// be typing a password.
  std::chrono::milliseconds speaking_time_limit{0};
};

/// Which connections count as from one address: an IPv4 address, or the network
/// of 64 bits that one host of IPv6 may have for itself.
std::string origin_of(const sockaddr_storage& remote);

/// All but `count` happens in the network thread.
class unaccepted_connections {
public:
  using clock = std::chrono::steady_clock;

  explicit unaccepted_connections(unaccepted_limits limits) : limits_(limits) {
  }

  /// A fresh connection, unless it has ended meanwhile. Where there are too
  /// many already, the oldest gives way: a member says hello at once, so it is
  /// never the oldest for long.
  void add(scribe_ptr link, std::string origin, clock::time_point now);

  /// Forgets those that have a place now or are closed, and cuts those whose
  /// time is up.
  void sweep(clock::time_point now);

  /// How many there are, and those that are on their way here.
  std::size_t count() const {
    return count_;
  }
  void announce() {
    ++count_;
  }

  std::size_t most() const {
    return limits_.in_all;
  }

private:
  struct connection {
    scribe_ptr link;
    std::string origin;
    clock::time_point since;
  };
  using place = std::list<connection>::iterator;

  place forget(place at);
  bool is_late(const connection& x, clock::time_point now) const;

  unaccepted_limits limits_;
  /// The oldest first.
  std::list<connection> all_;
  std::atomic<std::size_t> count_ = 0;
};

} // namespace taskraft::network
