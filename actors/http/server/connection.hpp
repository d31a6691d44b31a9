// One connection: requests, one after the other, until it is closed or idle for
// too long. What comes while a request is answered waits in its buffer.

#pragma once

#include "actors/http/problem.hpp"
#include "actors/http/server/byte_stream.hpp"
#include "actors/http/service/service.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace taskraft::http {

class connection : public std::enable_shared_from_this<connection> {
public:
  /// What its owner hears: that a user has asked for something, for the first
  /// time; and its end.
  struct owner {
    std::function<void(const connection*)> known;
    std::function<void(const connection*)> closed;
  };

  connection(boost::asio::ip::tcp::socket socket, std::string address,
             service& at, owner of);
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection();

  void start();
  void close();
  /// Between two requests, and for longer than it may be.
  bool is_idle_too_long(std::uint64_t now_us) const;
  /// Its client has taken nothing of an answer for longer than it may.
  bool is_stuck(std::uint64_t now_us) const;

private:
  using error_code = boost::system::error_code;
  using parser_type
    = boost::beast::http::request_parser<boost::beast::http::string_body>;

  /// In which it must send a body, or the next piece of one that is a file.
  static constexpr auto body_time = std::chrono::seconds{30};
  /// Of what has come and is not parsed yet. Beast waits for the whole line
  /// before a piece of a body, and for all lines after it, however long.
  static constexpr auto most_unparsed_bytes = std::size_t{128} << 10U;

  /// Whether the client begins with TLS.
  void choose_protocol();
  /// Unless `limit_` is cancelled.
  void close_after(std::chrono::seconds time);
  void shake_hands();
  void await_request();
  void read_now();
  void read_more();
  void look_at_head();
  void parse_head(std::size_t bytes);
  void read_body();
  void serve();
  /// Answers a request whose body is read meanwhile.
  void serve_stream();
  std::shared_ptr<body_source> source_of_body();
  /// Whether less of a file has come than must in the time that its client had.
  bool comes_too_slowly() const;
  void read_piece(const std::function<void(body_piece)>& then);
  void answer(request asked);
  void send(response x);
  std::size_t send_now();
  void send_rest(std::size_t from, std::function<void(error_code)> then);
  /// What is left of a text whose length the head has told.
  void send_text(std::shared_ptr<const protocol::kept_text> text,
                 std::uint64_t offset, bool closes);
  void end_answer(bool closes);
  /// Whether one more file may come; then its place is taken.
  bool may_be_large();
  void leave_large();
  void refuse(const problem& why);
  void linger();
  void drop_rest();
  /// From now on the answer goes on without end.
  void
  stream(const std::function<void(const std::shared_ptr<stream_sink>&)>& begin);
  void await_end();
  /// After its last message: TLS tells the client that it has all of it.
  void end_stream();

  class incoming;
  friend class incoming;
  class sink;
  friend class sink;
  void write_stream(const std::string& bytes);
  void write_next();

  byte_stream stream_;
  /// Of the handshake, and of a stream's end.
  boost::asio::steady_timer limit_{stream_.get_executor()};
  std::string address_;
  service& service_;
  owner owner_;
  bool is_known_ = false;
  boost::beast::flat_buffer buffer_{most_unparsed_bytes};
  std::optional<parser_type> parser_;
  /// As its head says. Beast adds what comes after a body to the headers, where
  /// it would be believed like what a proxy has checked (RFC 9110, 6.5.1).
  request asked_;
  std::function<void(std::uint64_t, boost::beast::string_view, error_code&)>
    on_chunk_;
  bool too_large_ = false;
  bool is_head_ = false;
  bool is_large_ = false;
  /// A part of the next request's head has come; the rest has not long.
  bool has_begun_ = false;
  /// Since when the next request is awaited, without TLS.
  std::optional<std::uint64_t> idle_since_us_;
  /// Its body is read as it comes, and whether all of it has come.
  bool is_streamed_ = false;
  /// How long its client was waited for, and the bytes that came meanwhile.
  std::uint64_t awaited_us_ = 0;
  std::uint64_t received_bytes_ = 0;
  bool awaits_continue_ = false;
  bool keeps_alive_ = true;
  std::string out_;
  /// Of what is being sent.
  std::shared_ptr<void> room_;
  /// What a stream has not begun to write.
  std::string waiting_;
  bool is_writing_ = false;
  /// Since when the client takes nothing.
  std::uint64_t writing_since_us_ = 0;
  bool ends_ = false;
  bool says_goodbye_ = false;
  bool is_open_ = true;
  std::string dropped_;
};

} // namespace taskraft::http
