// Damages recorded sessions: a stream of packets, each 32 bytes of header and
// a payload.

#pragma once

#include "actors/network/guard/guard.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace taskraft::tests {

/// Whether a guard with these rules lets a message of that type through.
inline bool lets_through(const network::guard_rules& rules,
                         const std::string& type) {
  return std::ranges::count(rules.types, "@<>+" + type) > 0;
}

using packets = std::vector<std::string>;

/// Cuts a recorded stream into packets. Heartbeats are left out, because how
/// many there are depends on the clock.
packets split(const std::string& stream);

class mutator {
public:
  mutator(std::uint64_t seed, std::vector<packets> sessions)
    : random_(seed), sessions_(std::move(sessions)) {
  }

  /// The bytes of the next damaged session.
  std::string next();

  /// How often a message of each type was damaged.
  const std::map<std::string, std::size_t>& damaged() const {
    return damaged_;
  }

private:
  std::size_t pick(std::size_t count) {
    return static_cast<std::size_t>(random_() % count);
  }
  std::string& any_packet(packets& session);
  const std::string& any_recorded_packet();

  void damage(packets& session);
  void count(const std::string& packet);
  void damage_header(std::string& packet);
  void damage_content(std::string& packet);
  void damage_type(std::string& packet);
  void reorder(packets& session);

  std::map<std::string, std::size_t> damaged_;
  std::mt19937_64 random_;
  std::vector<packets> sessions_;
};

} // namespace taskraft::tests
