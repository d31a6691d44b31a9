#include "actors/http/server/connection.hpp"

#include "actors/http/exchange/exchange.hpp"
#include "actors/http/head.hpp"
#include "actors/http/uri.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>

#include <algorithm>
#include <cctype>
#include <utility>

namespace taskraft::http {

namespace {

namespace beast = boost::beast;

constexpr auto idle_time = std::chrono::seconds{75};
constexpr std::uint64_t idle_us = std::chrono::microseconds{idle_time}.count();
constexpr auto head_time = std::chrono::seconds{10};
constexpr std::size_t read_bytes = 4096;
constexpr std::size_t small_bytes = std::size_t{16} << 10U;

bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char x) {
    return std::isdigit(x) != 0;
  });
}

std::string_view text_of(beast::string_view x) {
  return {x.data(), x.size()};
}

/// Whether everybody agrees where the request ends and for whom it is.
template <class Message>
bool is_clear(const Message& x) {
  auto hosts = 0;
  auto lengths = 0;
  auto codings = 0;
  auto good = true;
  for (const auto& field : x) {
    switch (field.name()) {
      case beast::http::field::host:
        ++hosts;
        break;
      case beast::http::field::content_length:
        ++lengths;
        good = good && is_digits({field.value().data(), field.value().size()});
        break;
      case beast::http::field::transfer_encoding:
        ++codings;
        good = good && lower(text_of(field.value())) == "chunked"
               && x.version() == 11;
        break;
      default:
        break;
    }
  }
  return good && hosts <= 1 && (hosts == 1 || x.version() == 10)
         && lengths + codings <= 1;
}

/// By the request's first line, which has come.
std::size_t limit_in_head(boost::asio::const_buffer head,
                          const own_names& own) {
  auto text
    = std::string_view{static_cast<const char*>(head.data()), head.size()};
  auto line = text.substr(0, text.find("\r\n"));
  auto space = std::min(line.find(' '), line.size());
  auto rest = line.substr(std::min(space + 1, line.size()));
  return body_limit_of(own, verb_of(line.substr(0, space)),
                       target_of(rest.substr(0, rest.find(' '))).path);
}

template <class Message>
request request_of(const Message& x, const std::string& address,
                   bool is_secure) {
  auto asked = request{};
  asked.is_secure = is_secure;
  asked.method = verb_of({x.method_string().data(), x.method_string().size()});
  auto target = target_of({x.target().data(), x.target().size()});
  asked.path = target.path;
  asked.query = target.query;
  for (const auto& field : x)
    if (target.host.empty() || field.name() != beast::http::field::host)
      asked.headers.emplace_back(lower(text_of(field.name_string())),
                                 std::string{field.value()});
  if (!target.host.empty())
    asked.headers.emplace_back("host", target.host);
  join_lines(asked.headers);
  asked.peer_address = address;
  return asked;
}

} // namespace

connection::connection(boost::asio::ip::tcp::socket socket, std::string address,
                       service& at, owner of)
  : stream_(std::move(socket)), address_(std::move(address)), service_(at),
    owner_(std::move(of)) {
  on_chunk_
    = [](std::uint64_t, beast::string_view extensions, error_code& problem) {
        if (!extensions.empty())
          problem = beast::http::error::bad_chunk_extension;
      };
  ++service_.counted.connections;
}

connection::~connection() {
  leave_large();
  --service_.counted.connections;
  owner_.closed(this);
}

void connection::close() {
  is_open_ = false;
  limit_.cancel();
  auto ignored = error_code{};
  stream_.socket().close(ignored);
}

/// Between requests a connection may be idle for long.
void connection::await_request() {
  parser_.reset();
  leave_large();
  too_large_ = false;
  is_streamed_ = false;
  awaits_continue_ = false;
  has_begun_ = false;
  if (buffer_.size() > 0)
    return look_at_head();
  // An idle connection costs little.
  buffer_.shrink_to_fit();
  // Within TLS, what comes next may have been read from the socket already.
  if (stream_.is_secure()) {
    stream_.expires_after(idle_time);
    return read_more();
  }
  idle_since_us_ = service_.options.uptime_us();
  stream_.socket().async_wait(boost::asio::ip::tcp::socket::wait_read,
                              [self = shared_from_this()](error_code problem) {
                                self->idle_since_us_.reset();
                                if (!problem)
                                  self->read_now();
                              });
}

bool connection::is_idle_too_long(std::uint64_t now_us) const {
  return idle_since_us_ && *idle_since_us_ + idle_us <= now_us;
}

/// What has come, without another turn of the loop and without a time limit.
void connection::read_now() {
  auto problem = error_code{};
  auto count = stream_.socket().read_some(buffer_.prepare(read_bytes), problem);
  if (problem == boost::asio::error::would_block)
    return await_request();
  if (problem)
    return;
  buffer_.commit(count);
  look_at_head();
}

void connection::read_more() {
  stream_.async_read_some(
    buffer_.prepare(read_bytes),
    [self = shared_from_this()](error_code problem, std::size_t count) {
      if (problem)
        return;
      self->buffer_.commit(count);
      self->look_at_head();
    });
}

void connection::look_at_head() {
  auto data = buffer_.data();
  auto found = find_head({static_cast<const char*>(data.data()), data.size()});
  switch (found.state) {
    case head_state::incomplete:
      if (!std::exchange(has_begun_, true))
        stream_.expires_after(head_time);
      return read_more();
    case head_state::complete:
      return parse_head(found.bytes);
    case head_state::bad:
      return refuse(plain_problem(400, "malformed", "that is no HTTP/1.1"));
    case head_state::too_large:
      return refuse(
        plain_problem(431, "too_large", "the head has more than 16 KiB"));
  }
}

void connection::parse_head(std::size_t bytes) {
  parser_.emplace();
  parser_->header_limit(max_head_bytes);
  auto limit = limit_in_head(buffer_.data(), service_.options.names);
  parser_->body_limit(limit);
  parser_->on_chunk_header(on_chunk_);
  auto problem = error_code{};
  auto used = parser_->put(boost::asio::buffer(buffer_.data(), bytes), problem);
  buffer_.consume(used);
  too_large_ = problem == beast::http::error::body_limit;
  if (problem && !too_large_ && problem != beast::http::error::need_more)
    return refuse(plain_problem(400, "malformed", "that is no HTTP/1.1"));
  const auto& head = parser_->get();
  if (!is_clear(head))
    return refuse(plain_problem(
      400, "malformed", "the length or the Host of the request is not clear"));
  asked_ = request_of(head, address_, stream_.is_secure());
  keeps_alive_ = head.keep_alive() && !too_large_;
  // Beast lets nobody ask for the length of a body that it has refused.
  if (!too_large_) {
    auto length = parser_->content_length();
    auto small = is_known_ ? max_json_bytes : small_bytes;
    auto may_be_long = length ? *length > small : parser_->chunked();
    if (may_be_long && !may_be_large())
      return refuse(
        problem_of(errc::overloaded, "too many large bodies come at once"));
  }
  if (too_large_ || parser_->is_done())
    return serve();
  awaits_continue_
    = lower(text_of(head[beast::http::field::expect])) == "100-continue";
  if (limit > max_json_bytes)
    return serve_stream();
  if (!awaits_continue_)
    return read_body();
  out_ = "HTTP/1.1 100 Continue\r\n\r\n";
  stream_.expires_after(body_time);
  boost::asio::async_write(
    stream_, boost::asio::buffer(out_),
    [self = shared_from_this()](error_code failed, std::size_t) {
      if (!failed)
        self->read_body();
    });
}

void connection::read_body() {
  stream_.expires_after(body_time);
  beast::http::async_read(
    stream_, buffer_, *parser_,
    [self = shared_from_this()](error_code problem, std::size_t) {
      self->too_large_ = problem == beast::http::error::body_limit;
      if (self->too_large_) {
        self->keeps_alive_ = false;
        return self->serve();
      }
      if (!problem)
        return self->serve();
      if (problem.category()
          == make_error_code(beast::http::error::bad_chunk).category())
        self->refuse(
          plain_problem(400, "malformed", "the body is no HTTP/1.1"));
    });
}

void connection::serve_stream() {
  is_streamed_ = true;
  awaited_us_ = 0;
  received_bytes_ = 0;
  asked_.source = source_of_body();
  answer(std::exchange(asked_, {}));
}

void connection::serve() {
  asked_.too_large = too_large_;
  if (!too_large_)
    asked_.body = std::move(parser_->get().body());
  answer(std::exchange(asked_, {}));
}

void connection::answer(request asked) {
  stream_.expires_never();
  is_head_ = asked.method == verb::head;
  auto work = std::make_shared<exchange>(
    service_, std::move(asked), [self = shared_from_this()](response x) {
      // Where the next request would begin is not known.
      auto has_rest = self->is_streamed_ && !self->parser_->is_done();
      x.closes = x.closes || !self->keeps_alive_ || has_rest;
      self->send(std::move(x));
    });
  work->start();
}

} // namespace taskraft::http
