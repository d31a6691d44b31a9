// Bodies that are read while their requests are answered: files.

#include "actors/http/server/connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>

#include <chrono>
#include <utility>

namespace taskraft::http {

namespace {

/// Bodies that come at once and are files, of which little is in memory, or
/// large where no user has asked for anything yet: these are read before their
/// sender is known.
constexpr std::size_t most_large_bodies = 64;
/// What a file must bring, after the time that any body has.
constexpr auto least_bytes_a_second = std::uint64_t{1} << 10U;

} // namespace

/// What a request's steps read of its body.
class connection::incoming : public body_source {
public:
  explicit incoming(std::shared_ptr<connection> of) : of_(std::move(of)) {
  }

  void read(std::function<void(body_piece)> then) override {
    of_->read_piece(then);
  }

private:
  std::shared_ptr<connection> of_;
};

std::shared_ptr<body_source> connection::source_of_body() {
  return std::make_shared<incoming>(shared_from_this());
}

/// Time in which the node reads nothing is not the client's.
bool connection::comes_too_slowly() const {
  constexpr std::uint64_t grace_us
    = std::chrono::microseconds{body_time}.count();
  constexpr auto second_us = std::uint64_t{1'000'000};
  return awaited_us_
         > grace_us + received_bytes_ * second_us / least_bytes_a_second;
}

void connection::read_piece(const std::function<void(body_piece)>& then) {
  using enum body_piece::kind;
  stream_.expires_after(body_time);
  if (std::exchange(awaits_continue_, false)) {
    out_ = "HTTP/1.1 100 Continue\r\n\r\n";
    return boost::asio::async_write(
      stream_, boost::asio::buffer(out_),
      [self = shared_from_this(), then](error_code failed, std::size_t) {
        if (failed)
          return then({broken, {}});
        self->read_piece(then);
      });
  }
  if (parser_->is_done())
    return then({last, std::exchange(parser_->get().body(), {})});
  boost::beast::http::async_read_some(
    stream_, buffer_, *parser_,
    [self = shared_from_this(), then,
     since_us = service_.options.uptime_us()](error_code problem, std::size_t) {
      self->stream_.expires_never();
      if (problem)
        return then({problem == boost::beast::http::error::body_limit
                       ? too_large
                       : broken,
                     {}});
      auto piece = std::exchange(self->parser_->get().body(), {});
      self->awaited_us_ += self->service_.options.uptime_us() - since_us;
      self->received_bytes_ += piece.size();
      if (self->parser_->is_done())
        return then({last, std::move(piece)});
      if (self->comes_too_slowly())
        return then({too_slow, {}});
      then({more, std::move(piece)});
    });
}

bool connection::may_be_large() {
  if (service_.large_bodies >= most_large_bodies)
    return false;
  ++service_.large_bodies;
  is_large_ = true;
  return true;
}

void connection::leave_large() {
  if (std::exchange(is_large_, false))
    --service_.large_bodies;
}

} // namespace taskraft::http
