// The bytes of one connection, with TLS or without: what Asio and Beast call an
// asynchronous stream.

#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace taskraft::http {

class byte_stream {
public:
  using tcp = boost::asio::ip::tcp;
  using executor_type = boost::beast::tcp_stream::executor_type;

  explicit byte_stream(tcp::socket socket) : tcp_(std::move(socket)) {
  }

  executor_type get_executor() {
    return tcp_.get_executor();
  }
  tcp::socket& socket() {
    return tcp_.socket();
  }
  /// What lies below TLS.
  boost::beast::tcp_stream& lower() {
    return tcp_;
  }

  /// Ends what is under way after that; whatever is begun is ended with it.
  void expires_after(std::chrono::steady_clock::duration time) {
    tcp_.expires_after(time);
    has_limit_ = true;
  }
  void expires_never() {
    if (std::exchange(has_limit_, false))
      tcp_.expires_never();
  }

  bool is_secure() const {
    return tls_.has_value();
  }

  /// From now on everything goes by TLS, of which the handshake is first.
  template <class Handler>
  void async_accept_tls(std::shared_ptr<SSL_CTX> with, Handler&& then) {
    // Asio's owner of the context gives back one reference.
    SSL_CTX_up_ref(with.get());
    auto owner = boost::asio::ssl::context{with.get()};
    tls_.emplace(tcp_, owner);
    tls_->async_handshake(boost::asio::ssl::stream_base::server,
                          std::forward<Handler>(then));
  }

  /// Says that nothing more is sent, and waits until the other side has said
  /// so, too.
  template <class Handler>
  void async_end_tls(Handler&& then) {
    tls_->async_shutdown(std::forward<Handler>(then));
  }

  template <class Buffers, class Handler>
  void async_read_some(const Buffers& into, Handler&& then) {
    if (tls_)
      tls_->async_read_some(into, std::forward<Handler>(then));
    else
      tcp_.async_read_some(into, std::forward<Handler>(then));
  }

  template <class Buffers, class Handler>
  void async_write_some(const Buffers& from, Handler&& then) {
    if (tls_)
      tls_->async_write_some(from, std::forward<Handler>(then));
    else
      tcp_.async_write_some(from, std::forward<Handler>(then));
  }

private:
  boost::beast::tcp_stream tcp_;
  bool has_limit_ = false;
  std::optional<boost::asio::ssl::stream<boost::beast::tcp_stream&>> tls_;
};

} // namespace taskraft::http
