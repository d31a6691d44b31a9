#include "actors/logging/logging.hpp"

#include "actors/logging/adjust.hpp"
#include "actors/logging/fields.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <climits>
#include <memory>
#include <mutex>
#include <optional>
#include <poll.h>
#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>
#include <utility>

namespace taskraft::logging {

namespace {

constexpr auto queue_length = std::size_t{8192};
constexpr auto time_limit_ms = 100;

static_assert(most_line_bytes <= PIPE_BUF);

std::atomic<line_format> format_now = line_format::text;
std::atomic<std::uint64_t> dropped = 0;

/// What the first field of a line begins with.
constexpr auto json_begin = ',';

/// A line keeps the format of its first field.
line_format format_of(std::string_view fields) {
  if (fields.empty())
    return format_now.load(std::memory_order_relaxed);
  return fields.front() == json_begin ? line_format::json : line_format::text;
}

std::string pattern_of(line_format format, std::uint64_t node) {
  constexpr auto time = "%Y-%m-%dT%H:%M:%S.%e%z";
  auto number = std::to_string(node);
  if (format == line_format::text)
    return std::string{time} + " %l node=" + number + "%v";
  return std::string{R"({"time":")"} + time + R"(","level":"%l","node":)"
         + number + "%v}";
}

/// Standard error, given up on while nobody reads it. Its flags stay as they
/// are, because the descriptor is shared with the program that started this
/// one. Lines that nobody takes are counted, and the count is said before the
/// next line that somebody takes.
class standard_error : public spdlog::sinks::base_sink<std::mutex> {
public:
  /// The queue of `pool`, whose thread calls this sink, drops lines as well.
  /// Lines name the node.
  standard_error(spdlog::details::thread_pool& pool, std::uint64_t node)
    : pool_(pool), text_(pattern_of(line_format::text, node)),
      json_(pattern_of(line_format::json, node)) {
  }

protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    auto overruns = std::uint64_t{pool_.overrun_counter()};
    dropped += overruns - std::exchange(overruns_, overruns);
    auto untold = dropped - told_;
    if (untold > 0 && put(about_dropped_lines(message, untold)))
      told_ += untold;
    if ((untold > 0 && stalled_) || !put(message))
      ++dropped;
  }

  void flush_() override {
  }

private:
  /// Time and place of `message`, whose text is replaced.
  spdlog::details::log_msg
  about_dropped_lines(const spdlog::details::log_msg& message,
                      std::uint64_t count) {
    fields_.clear();
    detail::append_field(fields_, "event", "lines_dropped",
                         detail::value_kind::text);
    detail::append_field(fields_, "count", std::to_string(count),
                         detail::value_kind::other);
    auto line = message;
    line.level = spdlog::level::warn;
    line.payload = fields_;
    return line;
  }

  bool put(const spdlog::details::log_msg& message) {
    if (!writable(stalled_ ? 0 : time_limit_ms)) {
      stalled_ = true;
      return false;
    }
    auto line = spdlog::memory_buf_t{};
    auto fields
      = std::string_view{message.payload.data(), message.payload.size()};
    (format_of(fields) == line_format::json ? json_ : text_)
      .format(message, line);
    // A pipe that can be written to has room for so much, and may block the
    // rest of a longer line.
    auto size = std::min<std::size_t>(line.size(), most_line_bytes);
    if (size < line.size())
      line[size - 1] = '\n';
    auto written = ::write(STDERR_FILENO, line.data(), size);
    stalled_ = written < 0;
    return !stalled_;
  }

  static bool writable(int timeout_ms) {
    auto target = pollfd{.fd = STDERR_FILENO, .events = POLLOUT, .revents = 0};
    return ::poll(&target, 1, timeout_ms) > 0 && (target.revents & POLLOUT);
  }

  spdlog::details::thread_pool& pool_;
  spdlog::pattern_formatter text_;
  spdlog::pattern_formatter json_;
  std::string fields_;
  bool stalled_ = false;
  /// Lines that the queue has dropped, as far as they are counted.
  std::uint64_t overruns_ = 0;
  /// How many of all that were dropped a reader knows of.
  std::uint64_t told_ = 0;
};

/// Null while silent. A line needs no lock: its writer holds the logger for as
/// long as it writes.
std::atomic<std::shared_ptr<spdlog::async_logger>> logger;
std::atomic<int> threshold = spdlog::level::off;

/// The logger holds its threads only weakly.
std::shared_ptr<spdlog::details::thread_pool> writer;
std::mutex starting;

spdlog::level::level_enum level_of(severity x) {
  constexpr auto levels = std::array{spdlog::level::debug, spdlog::level::info,
                                     spdlog::level::warn, spdlog::level::err};
  return levels[static_cast<std::size_t>(x)];
}

/// Nothing if there is no such name.
std::optional<severity> severity_named(std::string_view level) {
  static constexpr auto names
    = std::array<std::string_view, 4>{"debug", "info", "warn", "error"};
  auto found = std::ranges::find(names, level);
  if (found == names.end())
    return std::nullopt;
  return static_cast<severity>(found - names.begin());
}

} // namespace

bool start(std::string_view level, std::uint64_t node, line_format format) {
  auto least = severity_named(level);
  if (!least)
    return false;
  stop();
  auto guard = std::lock_guard{starting};
  format_now = format;
  dropped = 0;
  writer = std::make_shared<spdlog::details::thread_pool>(queue_length, 1);
  auto fresh = std::make_shared<spdlog::async_logger>(
    "taskraft", std::make_shared<standard_error>(*writer, node), writer,
    spdlog::async_overflow_policy::overrun_oldest);
  fresh->set_level(spdlog::level::trace);
  logger = std::move(fresh);
  threshold = level_of(*least);
  return true;
}

bool adjust(std::string_view level, line_format format) {
  auto least = severity_named(level);
  auto guard = std::lock_guard{starting};
  if (!least || writer == nullptr)
    return false;
  format_now = format;
  threshold = level_of(*least);
  return true;
}

void stop() {
  auto guard = std::lock_guard{starting};
  threshold = spdlog::level::off;
  logger = std::shared_ptr<spdlog::async_logger>{};
  writer = nullptr;
}

std::uint64_t dropped_lines() {
  return dropped;
}

bool wanted(severity x) {
  return level_of(x) >= threshold.load(std::memory_order_relaxed);
}

namespace detail {

void write(severity x, const std::string& fields) {
  if (auto held = logger.load())
    held->log(level_of(x), fields);
}

void append_field(std::string& fields, std::string_view key,
                  std::string_view value, value_kind kind) {
  if (format_of(fields) == line_format::text)
    append_text(fields, key, value);
  else
    append_json(fields, key, value, kind == value_kind::other);
}

} // namespace detail

} // namespace taskraft::logging
