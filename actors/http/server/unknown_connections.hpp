// Connections over which no request of a user has come yet. While there is room
// they may stay; when there is none, they give way to others, so that those who
// say nothing, or nothing of use, never take the places of people.

#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace taskraft::http {

class connection;

/// The names of connections are their addresses in memory, which are not used.
class unknown_connections {
public:
  void add(const connection* x, std::string origin);

  /// It is known now, or closed.
  void remove(const connection* x);

  /// Which one gives way to a fresh connection from that origin: its oldest if
  /// it has `share` or more of them, otherwise the oldest of all; null if there
  /// is none.
  const connection* oldest(const std::string& origin, std::size_t share) const;

private:
  struct place {
    std::string origin;
    std::uint64_t number = 0;
  };

  std::uint64_t last_ = 0;
  std::map<const connection*, place> places_;
  /// In the order of their coming.
  std::map<std::uint64_t, const connection*> all_;
  std::map<std::string, std::set<std::uint64_t>> of_origin_;
};

} // namespace taskraft::http
