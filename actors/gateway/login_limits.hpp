// How often somebody may give a wrong password: a value without actors.
// Failures count by the user and the address together, so that nobody can lock
// another one out. Where no address is known, as of command line clients, they
// count by the user alone: all who have none are not one address. An address is
// its `network_of`.

#pragma once

#include "actors/gateway/pending_commands.hpp"

#include <cstddef>
#include <deque>
#include <map>
#include <string>

namespace taskraft::actors {

/// Whose failures and guesses count together: an address without its port, of
/// IPv6 the 64 bits that one host may have for itself. What is no address stays
/// as it is.
std::string network_of(const std::string& address);

class login_limits {
public:
  static constexpr std::size_t most_of_user = 5;
  static constexpr std::size_t most_of_address = 10;

  /// Failures of the last `window` ticks count: a minute.
  explicit login_limits(tick_count window) : window_(window) {
  }

  bool may_try(const std::string& username, const std::string& address,
               tick_count now);

  void failed(const std::string& username, const std::string& address,
              tick_count now);

  /// How many pairs of user and address are kept.
  std::size_t size() const {
    return of_users_.size();
  }

private:
  using failures = std::map<std::string, std::deque<tick_count>>;

  std::size_t count(failures& in, const std::string& key, tick_count now) const;

  tick_count window_;
  failures of_users_;
  failures of_addresses_;
};

} // namespace taskraft::actors
