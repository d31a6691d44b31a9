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

  /// Why it is over, in words; empty if it is not known to be.
  std::string end_reason() const;

private:
  /// How many bytes a system call has moved; zero: try again, nothing: it
  /// failed.
  std::optional<std::size_t> moved(ssize_t size);
  std::optional<std::size_t> send_plainly(std::span<const char> from);
  /// Whether everything that was encrypted is sent; nothing: it is over.
  std::optional<bool> send_encrypted();

  int descriptor_;
  std::shared_ptr<tls::session> tls_;
  /// Of what comes next in `send`, these bytes are encrypted already.
  std::size_t encrypted_ = 0;
  bool is_closed_ = false;
  /// Of the system call that has failed.
  int error_ = 0;
};

} // namespace taskraft::network
