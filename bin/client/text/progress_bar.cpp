#include "bin/client/text/progress_bar.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ostream>

namespace taskraft::client {

namespace {

constexpr auto bar_columns = std::uint64_t{30};

std::string amount(std::uint64_t x, bar_unit unit) {
  if (unit == bar_unit::rows)
    return std::to_string(x);
  auto text = std::array<char, 32>{};
  std::snprintf(text.data(), text.size(), "%.1f",
                static_cast<double>(x) / (1U << 20U));
  return text.data();
}

/// "12 s", "3 min"
std::string time_left(std::uint64_t done, std::uint64_t total, double seconds) {
  auto left
    = seconds * static_cast<double>(total - done) / static_cast<double>(done);
  if (left < 100)
    return std::to_string(static_cast<int>(left + 0.5)) + " s";
  return std::to_string(static_cast<int>(left / 60 + 0.5)) + " min";
}

} // namespace

std::string progress_text(std::uint64_t done, std::uint64_t total,
                          bar_unit unit, double seconds) {
  total = std::max<std::uint64_t>(total, 1);
  done = std::min(done, total);
  auto name = unit == bar_unit::rows ? std::string{" rows"} : " MiB";
  auto full = bar_columns * done / total;
  auto text = "[" + std::string(full, '#')
              + std::string(bar_columns - full, ' ') + "] "
              + std::to_string(100 * done / total) + "%  " + amount(done, unit)
              + " of " + amount(total, unit) + name;
  if (done == 0 || seconds < 1)
    return text;
  auto rate = static_cast<std::uint64_t>(static_cast<double>(done) / seconds);
  return text + "  " + amount(rate, unit) + name + "/s  "
         + time_left(done, total, seconds) + " left";
}

progress_bar::progress_bar(std::ostream& to, bool shown, std::uint64_t total,
                           bar_unit unit)
  : to_(to), shown_(shown), total_(total), unit_(unit),
    start_(std::chrono::steady_clock::now()) {
}

progress_bar::~progress_bar() {
  if (shown_)
    to_ << "\r\x1b[K" << std::flush;
}

void progress_bar::show(std::uint64_t done) const {
  if (!shown_)
    return;
  auto took
    = std::chrono::duration<double>{std::chrono::steady_clock::now() - start_};
  to_ << "\r\x1b[K" << progress_text(done, total_, unit_, took.count())
      << std::flush;
}

} // namespace taskraft::client
