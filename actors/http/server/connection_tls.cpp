// The beginning and the end of a connection on a port that speaks TLS.

#include "actors/http/server/connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include <string_view>
#include <utility>

namespace taskraft::http {

namespace {

constexpr auto handshake_time = std::chrono::seconds{10};
constexpr auto goodbye_time = std::chrono::seconds{1};
/// With which a client of TLS begins.
constexpr auto handshake_byte = char{22};

/// The answer to a browser that was given `http` instead of `https`.
constexpr auto plain_answer
  = std::string_view{"HTTP/1.1 400 Bad Request\r\n"
                     "Content-Type: text/plain; charset=utf-8\r\n"
                     "Content-Length: 40\r\nConnection: close\r\n\r\n"
                     "this port speaks https: HTTP within TLS\n"};

} // namespace

void connection::start() {
  if (!service_.options.tls)
    return await_request();
  stream_.expires_after(handshake_time);
  stream_.socket().async_wait(boost::asio::ip::tcp::socket::wait_read,
                              [self = shared_from_this()](error_code problem) {
                                if (!problem)
                                  self->choose_protocol();
                              });
  // Beast's time limits know only of what is read or written.
  close_after(handshake_time);
}

void connection::close_after(std::chrono::seconds time) {
  limit_.expires_after(time);
  limit_.async_wait([weak = weak_from_this()](error_code stopped) {
    auto self = weak.lock();
    if (!stopped && self)
      self->close();
  });
}

void connection::choose_protocol() {
  auto problem = error_code{};
  auto first = char{};
  auto count
    = stream_.socket().receive(boost::asio::buffer(&first, 1),
                               boost::asio::socket_base::message_peek, problem);
  if (problem || count == 0)
    return close();
  if (first == handshake_byte)
    return shake_hands();
  limit_.cancel();
  if (service_.options.takes_plaintext)
    return await_request();
  out_ = plain_answer;
  stream_.expires_after(goodbye_time);
  boost::asio::async_write(stream_, boost::asio::buffer(out_),
                           [self = shared_from_this()](
                             error_code, std::size_t) { self->drop_rest(); });
}

void connection::shake_hands() {
  stream_.async_accept_tls(service_.options.tls->current()->handle,
                           [self = shared_from_this()](error_code problem) {
                             self->limit_.cancel();
                             if (problem) {
                               ++self->service_.counted.handshakes_failed;
                               return self->close();
                             }
                             self->await_request();
                           });
}

void connection::linger() {
  if (!stream_.is_secure())
    return drop_rest();
  // The client can tell the whole answer from a part of it. If it still sends
  // something, there is no end that both agree on.
  stream_.expires_after(goodbye_time);
  stream_.async_end_tls(
    [self = shared_from_this()](error_code) { self->drop_rest(); });
}

void connection::end_stream() {
  if (!stream_.is_secure())
    return close();
  if (std::exchange(says_goodbye_, true))
    return;
  // What waits for the client's own end is there already: `await_end`.
  close_after(goodbye_time);
  stream_.async_end_tls(
    [self = shared_from_this()](error_code) { self->close(); });
}

} // namespace taskraft::http
