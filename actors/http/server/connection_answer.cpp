// How answers are sent, and how a connection ends after the last of them.

#include "actors/http/server/connection.hpp"
#include "actors/http/server/refusal.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <utility>

namespace taskraft::http {

namespace {

/// Of an answer that the socket does not take at once: its client may be slow,
/// and has the time for each piece.
constexpr std::size_t answer_piece_bytes = std::size_t{256} << 10U;
constexpr auto linger_time = std::chrono::seconds{2};
constexpr std::size_t dropped_bytes = 4096;
/// Of a file that is refused, so that its sender reads why.
constexpr std::size_t most_linger_bytes = std::size_t{32} << 20U;

} // namespace

void connection::send(response x) {
  if (x.is_to_user && !std::exchange(is_known_, true))
    owner_.known(this);
  out_ = to_bytes(x, is_head_, service_.date());
  room_ = std::move(x.room);
  auto then = [self = shared_from_this(), closes = x.closes, begins = x.begins,
               text = x.text](error_code problem) {
    self->out_ = {};
    self->room_ = nullptr;
    if (problem)
      return;
    if (begins && !self->is_head_)
      return self->stream(begins);
    if (text && !self->is_head_)
      return self->send_text(text, 0, closes);
    self->end_answer(closes || begins);
  };
  send_rest(send_now(), std::move(then));
}

/// A client that takes nothing for too long is stuck.
void connection::send_rest(std::size_t from,
                           std::function<void(error_code)> then) {
  is_writing_ = from < out_.size();
  if (!is_writing_)
    return then({});
  writing_since_us_ = service_.options.uptime_us();
  stream_.expires_never();
  boost::asio::async_write(
    stream_,
    boost::asio::buffer(boost::asio::buffer(out_) + from, answer_piece_bytes),
    [self = shared_from_this(), from,
     then = std::move(then)](error_code problem, std::size_t count) mutable {
      if (!problem)
        return self->send_rest(from + count, std::move(then));
      self->is_writing_ = false;
      then(problem);
    });
}

/// As much as the socket takes at once. Nothing while the next request is there
/// already: their answers would call each other.
std::size_t connection::send_now() {
  if (stream_.is_secure() || buffer_.size() > 0)
    return 0;
  auto problem = error_code{};
  return stream_.socket().write_some(boost::asio::buffer(out_), problem);
}

void connection::end_answer(bool closes) {
  if (closes) {
    // What still comes of a file is dropped, and takes no memory.
    if (is_streamed_)
      leave_large();
    return linger();
  }
  await_request();
}

void connection::refuse(const problem& why) {
  if (why.status < 500)
    ++service_.counted.bad_requests;
  is_head_ = false;
  send(refusal(service_, why));
}

/// Lets the client read the answer before the connection is gone.
void connection::drop_rest() {
  auto ignored = error_code{};
  stream_.socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send,
                            ignored);
  stream_.expires_after(linger_time);
  dropped_.resize(dropped_bytes);
  auto left = std::make_shared<std::size_t>(most_linger_bytes);
  auto drop = std::make_shared<std::function<void()>>();
  *drop = [self = shared_from_this(), left, weak = std::weak_ptr{drop}] {
    auto next = weak.lock();
    self->stream_.lower().async_read_some(
      boost::asio::buffer(self->dropped_),
      [self, left, next](error_code problem, std::size_t count) {
        if (problem || count > *left)
          return self->close();
        *left -= count;
        (*next)();
      });
  };
  (*drop)();
}

} // namespace taskraft::http
