// A folder beside a file that is being made: the file gets its name when it is
// whole, never over another one, and nothing of it is left otherwise.

#pragma once

#include <array>
#include <csignal>
#include <mutex>
#include <string>
#include <thread>

namespace taskraft::client {

/// At most one exists at a time. While it exists, a signal that would end the
/// process, such as Ctrl-C, removes the folder first.
class staging_folder {
public:
  /// Makes a folder that did not exist, in the folder of `file`. Throws a
  /// `cli_error`: a conflict if anything has the name of `file`, also a
  /// symbolic link to nothing.
  explicit staging_folder(const std::string& file);
  staging_folder(const staging_folder&) = delete;
  staging_folder& operator=(const staging_folder&) = delete;
  /// Removes the folder and the files that the run made in it.
  ~staging_folder();

  const std::string& path() const {
    return path_;
  }
  /// The path of the whole file inside of the folder.
  std::string whole_file() const;

  /// Gives the whole file its name, durably. Throws a `cli_error`: a conflict
  /// if something has that name by now.
  void publish();

private:
  static constexpr auto deadly_signals
    = std::array{SIGHUP, SIGINT, SIGQUIT, SIGTERM};

  void watch_signals();
  void stop_watching_signals();
  void remove();

  std::string file_;
  std::string path_;
  std::mutex mutex_;
  std::array<struct sigaction, deadly_signals.size()> actions_before_{};
  /// Removes the folder, on a thread of its own, when a signal comes.
  std::thread watcher_;
};

} // namespace taskraft::client
