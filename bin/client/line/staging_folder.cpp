#include "bin/client/line/staging_folder.hpp"

#include "bin/client/text/cli_error.hpp"
#include "persistence/disk/posix_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <random>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace taskraft::client {

namespace {

namespace fs = std::filesystem;

constexpr const char* whole_name = "whole";
/// How a receiver of snapshots names its file until it is whole.
constexpr const char* unfinished_prefix = "incoming-";
/// How often the removal is tried: another thread may make a file meanwhile.
constexpr auto removal_tries = 100;

/// The signal handler writes the signal's number into this pipe and the watcher
/// reads it. Zero ends the watcher.
int signal_pipe[2] = {-1, -1}; // NOLINT: a handler has no other state

void tell_watcher(int number) {
  auto error_before = errno;
  auto byte = static_cast<char>(number);
  [[maybe_unused]] auto written = ::write(signal_pipe[1], &byte, 1);
  errno = error_before;
}

char next_signal() {
  auto number = char{0};
  while (::read(signal_pipe[0], &number, 1) < 0 && errno == EINTR) {
  }
  return number;
}

/// Ends the process as the signal would have.
void die_of(int number) {
  struct sigaction action = {};
  action.sa_handler = SIG_DFL;
  ::sigaction(number, &action, nullptr);
  auto signals = sigset_t{};
  ::sigemptyset(&signals);
  ::sigaddset(&signals, number);
  ::pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  ::raise(number);
}

[[noreturn]] void fail(const std::string& path, int code) {
  throw cli_error{exit_code::failure,
                  path + ": " + std::generic_category().message(code)};
}

[[noreturn]] void refuse_name(const std::string& file) {
  throw cli_error{exit_code::conflict, file + ": exists already"};
}

std::string hidden_name() {
  auto source = std::random_device{};
  auto text = std::array<char, 64>{};
  std::snprintf(text.data(), text.size(), ".taskraft-%08x%08x", source(),
                source());
  return text.data();
}

/// Gives `from` the name `to` if nothing has it; else `errno` says why not.
bool rename_to_free_name(const std::string& from, const std::string& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(),
                  RENAME_NOREPLACE)
      == 0)
    return true;
  // Some file systems have no exclusive rename, but hard links.
  if (errno != EINVAL && errno != ENOSYS)
    return false;
  return ::link(from.c_str(), to.c_str()) == 0 && ::unlink(from.c_str()) == 0;
}

} // namespace

staging_folder::staging_folder(const std::string& file) : file_(file) {
  if (file.empty() || file.back() == '/')
    throw cli_error{exit_code::invalid_value,
                    "\"" + file + "\" is no name of a file"};
  struct stat there = {};
  if (::lstat(file.c_str(), &there) == 0)
    refuse_name(file);
  watch_signals();
  auto folder = fs::path{file}.parent_path();
  auto guard = std::lock_guard{mutex_};
  auto problem = EEXIST;
  while (problem == EEXIST) {
    path_ = (folder / hidden_name()).string();
    problem = ::mkdir(path_.c_str(), 0700) == 0 ? 0 : errno;
  }
  if (problem == 0)
    return;
  path_.clear();
  stop_watching_signals();
  fail(folder.empty() ? "." : folder.string(), problem);
}

staging_folder::~staging_folder() {
  {
    auto guard = std::lock_guard{mutex_};
    remove();
  }
  stop_watching_signals();
}

std::string staging_folder::whole_file() const {
  return path_ + "/" + whole_name;
}

void staging_folder::publish() {
  auto guard = std::lock_guard{mutex_};
  if (!rename_to_free_name(whole_file(), file_)) {
    if (errno == EEXIST)
      refuse_name(file_);
    fail(file_, errno);
  }
  auto files = persistence::posix_file_system{};
  auto synced = files.sync_directory(persistence::parent_directory(file_));
  if (!synced)
    throw cli_error{exit_code::failure, synced.error().detail};
}

void staging_folder::watch_signals() {
  if (::pipe2(signal_pipe, O_CLOEXEC) != 0)
    fail(file_, errno);
  watcher_ = std::thread{[this] {
    auto number = next_signal();
    if (number == 0)
      return;
    // From now on the main thread must make no file.
    auto guard = std::lock_guard{mutex_};
    remove();
    die_of(number);
  }};
  struct sigaction action = {};
  action.sa_handler = tell_watcher;
  action.sa_flags = SA_RESTART;
  for (auto i = std::size_t{0}; i < deadly_signals.size(); ++i) {
    auto& before = actions_before_[i];
    ::sigaction(deadly_signals[i], nullptr, &before);
    // A signal that was ignored at the start, as nohup does it, stays ignored.
    if (before.sa_handler != SIG_IGN)
      ::sigaction(deadly_signals[i], &action, nullptr);
  }
}

void staging_folder::stop_watching_signals() {
  for (auto i = std::size_t{0}; i < deadly_signals.size(); ++i)
    ::sigaction(deadly_signals[i], &actions_before_[i], nullptr);
  tell_watcher(0);
  watcher_.join();
  for (auto end : signal_pipe)
    ::close(end);
}

void staging_folder::remove() {
  if (path_.empty())
    return;
  for (auto i = 0; i < removal_tries && ::rmdir(path_.c_str()) != 0; ++i) {
    auto ignored = std::error_code{};
    for (const auto& entry : fs::directory_iterator{path_, ignored}) {
      auto name = entry.path().filename().string();
      if (name == whole_name || name.starts_with(unfinished_prefix))
        ::unlink(entry.path().c_str());
    }
  }
}

} // namespace taskraft::client
