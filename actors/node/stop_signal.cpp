#include "actors/node/stop_signal.hpp"

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <unistd.h>
#include <utility>

namespace taskraft::actors {

namespace {

sigset_t taken_signals() {
  auto set = sigset_t{};
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  return set;
}

} // namespace

stop_signal::stop_signal() {
  auto set = taken_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGUSR1, SIG_IGN);
  std::signal(SIGUSR2, SIG_IGN);
  signals_ = std::thread{[this] { watch_signals(); }};
}

stop_signal::~stop_signal() {
  {
    auto lock = std::lock_guard{mutex_};
    closing_ = true;
  }
  changed_.notify_all();
  signals_.join();
  if (watchdog_.joinable())
    watchdog_.join();
}

void stop_signal::watch_signals() {
  auto set = taken_signals();
  // Wakes up now and then to see whether anybody still cares.
  auto pause = timespec{.tv_sec = 0, .tv_nsec = 100'000'000};
  for (;;) {
    auto taken = sigtimedwait(&set, nullptr, &pause);
    if (taken > 0 && taken != SIGHUP)
      raise(0);
    hung_up_ = hung_up_ || taken == SIGHUP;
    reload_if_asked();
    look_if_due();
    auto lock = std::lock_guard{mutex_};
    if (closing_)
      return;
  }
}

void stop_signal::reload_if_asked() {
  auto lock = std::lock_guard{reloading_};
  if (hung_up_ && reload_) {
    hung_up_ = false;
    reload_();
  }
}

void stop_signal::on_hangup(std::function<void()> reload) {
  auto lock = std::lock_guard{reloading_};
  reload_ = std::move(reload);
}

void stop_signal::look_if_due() {
  constexpr auto interval = std::chrono::seconds{5};
  auto now = std::chrono::steady_clock::now();
  auto lock = std::lock_guard{reloading_};
  if (!look_ || now < next_look_)
    return;
  next_look_ = now + interval;
  look_();
}

void stop_signal::look_after(std::function<void()> look) {
  auto lock = std::lock_guard{reloading_};
  look_ = std::move(look);
}

void stop_signal::raise(int code) {
  {
    auto lock = std::lock_guard{mutex_};
    if (!code_)
      code_ = code;
  }
  changed_.notify_all();
}

int stop_signal::wait() {
  auto lock = std::unique_lock{mutex_};
  changed_.wait(lock, [this] { return code_.has_value(); });
  return *code_;
}

std::optional<int> stop_signal::wait_for(std::chrono::milliseconds time_limit) {
  auto lock = std::unique_lock{mutex_};
  changed_.wait_for(lock, time_limit, [this] { return code_.has_value(); });
  return code_;
}

void stop_signal::end_process_after(std::chrono::milliseconds time_limit,
                                    int code) {
  watchdog_ = std::thread{[this, time_limit, code] {
    auto lock = std::unique_lock{mutex_};
    if (!changed_.wait_for(lock, time_limit, [this] { return closing_; }))
      _exit(code);
  }};
}

} // namespace taskraft::actors
