// Waits for the end of a node: SIGTERM or SIGINT from outside, or an alarm
// from inside, whichever comes first. No other signal that somebody may send
// to a node by habit ends it.

#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace taskraft::actors {

class stop_signal {
public:
  /// Blocks both signals and SIGHUP in this thread and all that it starts
  /// later, so construct it before any of them; takes them in a thread of its
  /// own. SIGUSR1 and SIGUSR2 are ignored.
  stop_signal();
  stop_signal(const stop_signal&) = delete;
  stop_signal& operator=(const stop_signal&) = delete;
  ~stop_signal();

  /// Each SIGHUP calls `reload` from now on, one that has come before too, in
  /// the thread that takes signals. Null: it waits until somebody cares; on
  /// return, nothing of the one before runs any more.
  void on_hangup(std::function<void()> reload);

  /// Calls `look` every five seconds in the same thread; null, and on return,
  /// as above.
  void look_after(std::function<void()> look);

  /// Ends `wait`, unless that has happened already. From any thread.
  void raise(int code);

  /// The code of the first alarm; zero for a signal.
  int wait();

  /// The same for so long; nothing if nothing came.
  std::optional<int> wait_for(std::chrono::milliseconds time_limit);

  /// From now on the process has this long to end by itself; then it is ended
  /// with `code`.
  void end_process_after(std::chrono::milliseconds time_limit, int code);

private:
  void watch_signals();

  void reload_if_asked();
  void look_if_due();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<int> code_;
  bool closing_ = false;
  /// Held while settings are reloaded.
  std::mutex reloading_;
  std::function<void()> reload_;
  std::function<void()> look_;
  std::chrono::steady_clock::time_point next_look_{};
  bool hung_up_ = false;
  std::thread signals_;
  std::thread watchdog_;
};

} // namespace taskraft::actors
