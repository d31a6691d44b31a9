// The bytes of a connected socket, with TLS or without. It never waits.

#pragma once

#include "tls/session.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace taskraft::network {

class channel {
public:
  /// Does not own the descriptor. `tls` has shaken hands; null: plain text.
  channel(int descriptor, std::shared_ptr<tls::session> tls)
    : descriptor_(descriptor), tls_(std::move(tls)) {
  }

  struct received {
    std::size_t size = 0;
    /// The kernel had less to give than it was asked for.
    bool drained = false;
  };

  /// `into` has 128 KiB at least. Nothing: the connection is over.
  std::optional<received> receive(std::span<char> into);

  /// How much of `from` is sent; the rest is to be given again at the front of
  /// what is sent next. Nothing: the connection is over.
  std::optional<std::size_t> send(std::span<const char> from);

  /// Why it is over, if TLS says so.
  std::string problem() const {
    return tls_ ? tls_->problem() : std::string{};
  }

private:
  std::optional<std::size_t> send_plainly(std::span<const char> from) const;
  /// Whether everything that was encrypted is sent; nothing: it is over.
  std::optional<bool> send_encrypted();

  int descriptor_;
  std::shared_ptr<tls::session> tls_;
  /// Of what comes next in `send`, these bytes are encrypted already.
  std::size_t encrypted_ = 0;
};

} // namespace taskraft::network
