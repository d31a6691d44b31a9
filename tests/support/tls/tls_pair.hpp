// Two ends of TLS in one thread, and what travels between them.

#pragma once

#include "tls/session.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

/// What a session has to send.
inline std::string take_sent(tls::session& from) {
  auto bytes = from.to_send();
  auto taken = std::string{bytes.data(), bytes.size()};
  from.sent(taken.size());
  return taken;
}

/// Cuts what was sent into records; what is no record is the last part.
inline std::vector<std::string> records_of(std::string bytes) {
  auto found = std::vector<std::string>{};
  while (bytes.size() >= 5) {
    auto size = std::size_t{5} + static_cast<unsigned char>(bytes[3]) * 256U
                + static_cast<unsigned char>(bytes[4]);
    found.push_back(bytes.substr(0, size));
    bytes.erase(0, std::min(size, bytes.size()));
  }
  if (!bytes.empty())
    found.push_back(std::move(bytes));
  return found;
}

struct tls_end {
  tls::session session;
  bool is_done = false;
  bool has_failed = false;
  /// What it has read.
  std::string heard = {};

  void hear(const std::string& bytes) {
    for (auto at = std::size_t{0}; at < bytes.size() && !has_failed;) {
      auto room = session.room();
      auto part = bytes.substr(at, room.size());
      std::copy(part.begin(), part.end(), room.begin());
      session.came(part.size());
      at += part.size();
      go_on();
    }
  }

  void go_on() {
    if (!is_done) {
      auto step = session.shake();
      is_done = step == tls::session::step::done;
      has_failed = step == tls::session::step::failed;
    }
    auto buffer = std::array<char, 4096>{};
    while (is_done && !has_failed) {
      auto count = session.read(buffer);
      has_failed = !count;
      if (!count || *count == 0)
        return;
      heard.append(buffer.data(), *count);
    }
  }
};

/// May change what the dialling side sends: records, in order.
using disturbance = std::function<std::string(const std::string& record)>;

struct tls_pair {
  tls_pair(std::shared_ptr<const tls::context> dialler_has,
           tls::expected_peer dialler_expects,
           std::shared_ptr<const tls::context> acceptor_has,
           tls::expected_peer acceptor_expects)
    : dialler{{std::move(dialler_has), tls::side::dialled,
               std::move(dialler_expects)}},
      acceptor{{std::move(acceptor_has), tls::side::accepted,
                std::move(acceptor_expects)}} {
  }

  /// Until nothing moves any more.
  void run(const disturbance& disturb = nullptr) {
    if (!dialler.is_done && !dialler.has_failed)
      dialler.go_on();
    for (auto moves = true; moves;) {
      moves = false;
      for (const auto& record : records_of(take_sent(dialler.session))) {
        moves = true;
        acceptor.hear(disturb ? disturb(record) : record);
      }
      if (auto back = take_sent(acceptor.session); !back.empty()) {
        moves = true;
        dialler.hear(back);
      }
    }
  }

  bool is_open() const {
    return dialler.is_done && acceptor.is_done && !dialler.has_failed
           && !acceptor.has_failed;
  }

  tls_end dialler;
  tls_end acceptor;
};

} // namespace taskraft::tests
