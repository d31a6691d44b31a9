// Answers without end, and those that are too long for the memory.

#include "actors/http/server/connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <utility>

namespace taskraft::http {

namespace {

/// A reader that lags more than this is cut: it goes on elsewhere.
constexpr std::size_t most_waiting_bytes = std::size_t{1} << 20U;
/// Of a text: as much of it is in memory.
constexpr std::size_t piece_bytes = std::size_t{256} << 10U;
/// In which a reader must take a piece.
constexpr auto piece_time = std::chrono::seconds{30};
constexpr std::uint64_t piece_us
  = std::chrono::microseconds{piece_time}.count();
constexpr auto bye = "event: bye\ndata: {\"type\":\"bye\"}\n\n";

} // namespace

/// Streams outlive connections, and see that they are gone.
class connection::sink final : public stream_sink {
public:
  explicit sink(std::weak_ptr<connection> to) : to_(std::move(to)) {
  }

  void write(std::string bytes) override {
    if (auto live = to_.lock())
      live->write_stream(bytes);
  }

  void close() override {
    auto live = to_.lock();
    if (!live)
      return;
    live->ends_ = true;
    if (!live->is_writing_)
      live->end_stream();
  }

  bool is_open() const override {
    auto live = to_.lock();
    return live && live->is_open_ && !live->ends_;
  }

private:
  std::weak_ptr<connection> to_;
};

void connection::stream(
  const std::function<void(const std::shared_ptr<stream_sink>&)>& begin) {
  stream_.expires_never();
  await_end();
  begin(std::make_shared<sink>(weak_from_this()));
}

/// Holds the connection until the client closes it; what it sends is dropped.
void connection::await_end() {
  dropped_.resize(256);
  stream_.async_read_some(
    boost::asio::buffer(dropped_),
    [self = shared_from_this()](error_code problem, std::size_t) {
      if (problem)
        return self->close();
      self->await_end();
    });
}

void connection::write_stream(const std::string& bytes) {
  if (!is_open_ || ends_)
    return;
  // What a reader takes is longer than that where it goes on after many
  // changes.
  if (waiting_.size() > most_waiting_bytes) {
    waiting_ += bye;
    ends_ = true;
  } else {
    waiting_ += bytes;
  }
  if (!is_writing_)
    write_next();
}

void connection::write_next() {
  if (waiting_.empty()) {
    if (ends_)
      end_stream();
    return;
  }
  out_ = std::exchange(waiting_, {});
  is_writing_ = true;
  writing_since_us_ = service_.options.uptime_us();
  boost::asio::async_write(
    stream_, boost::asio::buffer(out_),
    [self = shared_from_this()](error_code problem, std::size_t) {
      self->is_writing_ = false;
      if (problem)
        return self->close();
      self->write_next();
    });
}

/// A client that keeps its end open and reads nothing would hold a place for
/// ever, also after its stream has ended.
bool connection::is_stuck(std::uint64_t now_us) const {
  return is_writing_ && writing_since_us_ + piece_us <= now_us;
}

void connection::send_text(std::shared_ptr<const protocol::kept_text> text,
                           std::uint64_t offset, bool closes) {
  if (offset >= text->size()) {
    out_ = {};
    return end_answer(closes);
  }
  auto piece = text->read(offset, piece_bytes);
  // Who misses bytes sees it by the length.
  if (!piece || piece->empty())
    return close();
  out_ = std::move(*piece);
  offset += out_.size();
  stream_.expires_after(piece_time);
  boost::asio::async_write(stream_, boost::asio::buffer(out_),
                           [self = shared_from_this(), text = std::move(text),
                            offset, closes](error_code problem, std::size_t) {
                             if (!problem)
                               self->send_text(text, offset, closes);
                           });
}

} // namespace taskraft::http
