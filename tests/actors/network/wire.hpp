// One end of a connection on which a test says what it wants, in plain text or
// with TLS.

#pragma once

#include "protocol/descriptor.hpp"
#include "tests/support/unit_test.hpp"
#include "tls/context.hpp"

#include <algorithm>
#include <csignal>
#include <memory>
#include <openssl/ssl.h>
#include <optional>
#include <string>
#include <sys/socket.h>
#include <sys/time.h>
#include <utility>

namespace taskraft::tests {

/// The certificate that somebody shows; nothing: they do not speak TLS.
using shown_files = std::optional<tls::certificate_files>;

class wire {
public:
  /// Of a connected socket that blocks.
  wire(descriptor socket, const shown_files& shown)
    : socket_(std::move(socket)) {
    if (!shown)
      return;
    // OpenSSL writes to connections that the other side has closed.
    std::signal(SIGPIPE, SIG_IGN);
    auto loaded = tls::load_context(tls::use::program, *shown);
    BOOST_REQUIRE(loaded.made);
    tls_.reset(SSL_new(loaded.made->handle.get()));
    SSL_set_fd(tls_.get(), socket_.get());
    // On a busy machine it takes longer than any answer afterwards.
    auto before = timeval{};
    auto size = socklen_t{sizeof(before)};
    ::getsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &before, &size);
    wait_for(timeval{.tv_sec = 20, .tv_usec = 0});
    BOOST_REQUIRE(SSL_connect(tls_.get()) == 1);
    wait_for(before);
  }

  int number() const {
    return socket_.get();
  }

  void send(const std::string& bytes) const {
    if (tls_)
      SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()));
    else
      ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }

  /// What has come, or comes within the time limit of the socket; empty if
  /// nothing does, or the connection ends.
  std::string receive(std::size_t most) const {
    auto bytes = std::string(std::min<std::size_t>(most, 4096), '\0');
    auto size = tls_ ? SSL_read(tls_.get(), bytes.data(),
                                static_cast<int>(bytes.size()))
                     : ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
    bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    return bytes;
  }

private:
  void wait_for(const timeval& most) const {
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &most, sizeof(most));
  }

  descriptor socket_;
  std::unique_ptr<SSL, void (*)(SSL*)> tls_{nullptr, SSL_free};
};

} // namespace taskraft::tests
