#include "actors/logging/logging.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <climits>
#include <memory>
#include <mutex>
#include <poll.h>
#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

namespace taskraft::logging {

namespace {

constexpr auto queue_length = std::size_t{8192};
constexpr auto patience_ms = 100;

/// Standard error, given up on while nobody reads it. Its flags stay as they
/// are, because the descriptor is shared with the process that started this
/// one.
class standard_error : public spdlog::sinks::base_sink<std::mutex> {
protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    auto line = spdlog::memory_buf_t{};
    base_sink::formatter_->format(message, line);
    if (!writable(stalled_ ? 0 : patience_ms)) {
      stalled_ = true;
      return;
    }
    stalled_ = false;
    // A pipe that can be written to has room for so much, and may block the
    // rest of a longer line.
    auto size = std::min<std::size_t>(line.size(), PIPE_BUF);
    if (size < line.size())
      line[size - 1] = '\n';
    auto written = ::write(STDERR_FILENO, line.data(), size);
    stalled_ = written < 0;
  }

  void flush_() override {
  }

private:
  static bool writable(int timeout_ms) {
    auto target = pollfd{.fd = STDERR_FILENO, .events = POLLOUT, .revents = 0};
    return ::poll(&target, 1, timeout_ms) > 0 && (target.revents & POLLOUT);
  }

  bool stalled_ = false;
};

/// Null while silent. A lock is not needed on the way of a report: whoever
/// reports holds the logger for as long as the report takes.
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

bool plain(char x) {
  return x > ' ' && x != '"' && x != '\\' && x != 0x7f;
}

} // namespace

bool start(std::string_view level, std::uint64_t node) {
  static constexpr auto names
    = std::array<std::string_view, 4>{"debug", "info", "warn", "error"};
  auto found = std::size_t{0};
  while (found < names.size() && names[found] != level)
    ++found;
  if (found == names.size())
    return false;
  stop();
  auto guard = std::lock_guard{starting};
  writer = std::make_shared<spdlog::details::thread_pool>(queue_length, 1);
  auto fresh = std::make_shared<spdlog::async_logger>(
    "taskraft", std::make_shared<standard_error>(), writer,
    spdlog::async_overflow_policy::overrun_oldest);
  fresh->set_level(spdlog::level::trace);
  fresh->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l node=" + std::to_string(node)
                     + "%v");
  logger = std::move(fresh);
  threshold = level_of(static_cast<severity>(found));
  return true;
}

void stop() {
  auto guard = std::lock_guard{starting};
  threshold = spdlog::level::off;
  logger = std::shared_ptr<spdlog::async_logger>{};
  writer = nullptr;
}

bool wanted(severity x) {
  return level_of(x) >= threshold.load(std::memory_order_relaxed);
}

namespace detail {

void write(severity x, const std::string& line) {
  if (auto held = logger.load())
    held->log(level_of(x), line);
}

void append_field(std::string& line, std::string_view key,
                  std::string_view value) {
  line += ' ';
  line += key;
  line += '=';
  auto quoted = value.empty();
  for (auto x : value)
    quoted = quoted || !plain(x);
  if (!quoted) {
    line += value;
    return;
  }
  line += '"';
  for (auto x : value) {
    if (x == '"' || x == '\\')
      line += '\\';
    auto unsigned_x = static_cast<unsigned char>(x);
    line += unsigned_x < ' ' || unsigned_x == 0x7f ? '?' : x;
  }
  line += '"';
}

} // namespace detail

} // namespace taskraft::logging
