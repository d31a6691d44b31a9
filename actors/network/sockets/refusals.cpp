#include "actors/network/sockets/refusals.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace taskraft::network {

namespace {

using namespace std::chrono;

constexpr auto most_a_second = 10;
constexpr auto most_remembered = std::size_t{256};

/// What was said, and when.
class said_lines {
public:
  bool may_say(std::string what, steady_clock::time_point now) {
    auto guard = std::lock_guard{mutex_};
    auto found = said_.find(what);
    if (found != said_.end() && now - found->second < minutes{1})
      return false;
    if (now - second_ >= seconds{1}) {
      second_ = now;
      count_ = 0;
    }
    if (++count_ > most_a_second)
      return false;
    if (said_.size() >= most_remembered)
      said_.clear();
    said_[std::move(what)] = now;
    return true;
  }

private:
  std::mutex mutex_;
  std::map<std::string, steady_clock::time_point> said_;
  steady_clock::time_point second_;
  int count_ = 0;
};

} // namespace

bool may_log_refusal(std::string_view event, std::string_view host,
                     std::string_view reason) {
  static auto lines = said_lines{};
  auto what = std::string{event};
  what.append(1, ' ').append(host).append(1, ' ').append(reason);
  return lines.may_say(std::move(what), steady_clock::now());
}

} // namespace taskraft::network
