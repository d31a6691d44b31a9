// A node's certificates: loaded at the start and again when they change, and
// watched for their end.

#pragma once

#include "actors/network/guard/port_security.hpp"
#include "actors/node/reloading.hpp"
#include "config/settings.hpp"
#include "protocol/result.hpp"
#include "tls/context_source.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace taskraft::actors {

/// From any thread; `look` and `reload` from one.
class node_tls {
public:
  /// The failure names the key whose file cannot be used.
  static result<std::shared_ptr<node_tls>>
  open(const config::settings& settings);

  const network::port_security& nodes() const {
    return nodes_;
  }
  const network::port_security& clients() const {
    return clients_;
  }
  /// Null where HTTP is plain text.
  std::shared_ptr<const tls::context_source> http() const {
    return source_of("http");
  }

  /// Loads what has changed, and says so. Warns once a day of certificates that
  /// end within 30 days, and of lists of revoked ones that end within 7; says
  /// at once that one has ended.
  void look(std::uint64_t now_s);
  /// Loads everything, as far as it can be used.
  void reload();

  /// In seconds of the epoch, by port.
  std::map<std::string, std::int64_t> ends() const;

private:
  /// When something that ends was last told of.
  struct notice {
    std::uint64_t said_at = 0;
    bool said_ended = false;
  };

  struct port {
    std::string name;
    /// What its keys in the settings begin with.
    std::string group;
    std::shared_ptr<tls::context_source> source;
    notice certificate = {};
    notice list = {};
  };

  std::shared_ptr<const tls::context_source>
  source_of(const std::string& name) const;
  static void load(port& x);
  /// Whether it has to be told now, which is noted then.
  static bool is_due(notice& x, std::int64_t left_s, std::int64_t warning_s,
                     std::uint64_t now_s);
  static void warn(port& x, std::uint64_t now_s);

  std::vector<port> ports_;
  network::port_security nodes_;
  network::port_security clients_;
};

/// The files that the settings named at the start; other names wait for the
/// next one.
reloadable_part certificates_part(std::shared_ptr<node_tls> tls);

} // namespace taskraft::actors
