#include "persistence/disk/posix_file.hpp"

#include "protocol/descriptor.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace taskraft::persistence {

bool means_no_room(int code) {
  return code == ENOSPC || code == EDQUOT || code == EFBIG;
}

namespace {

failure failure_of(errc kind, int code, const char* call,
                   const std::string& path) {
  return {kind,
          path + ": " + call + ": " + std::system_category().message(code)};
}

/// The error of the last system call.
failure last_failure(const char* call, const std::string& path) {
  auto code = errno;
  return failure_of(means_no_room(code) ? errc::disk_full
                                        : errc::storage_failed,
                    code, call, path);
}

/// Whether the path is wrong, or not open to this user: no fault of a disk.
bool means_wrong_path(int code) {
  return code == ENOENT || code == ENOTDIR || code == EACCES || code == EPERM
         || code == ENAMETOOLONG || code == ELOOP;
}

/// The error of the last system call, if it was the first to use its path.
failure last_failure_to_begin(const char* call, const std::string& path) {
  if (means_wrong_path(errno))
    return failure_of(errc::invalid_value, errno, call, path);
  return last_failure(call, path);
}

/// A sync that fails has lost what was written, for lack of room or not.
failure last_sync_failure(const char* call, const std::string& path) {
  return failure_of(errc::storage_failed, errno, call, path);
}

/// Repeats a call that a signal interrupted.
template <class Call>
auto uninterrupted(Call call) {
  auto outcome = call();
  while (outcome < 0 && errno == EINTR)
    outcome = call();
  return outcome;
}

/// Takes `count` written bytes off the front of what is left to write.
void advance(std::span<iovec>& left, std::size_t count) {
  while (!left.empty() && count >= left.front().iov_len) {
    count -= left.front().iov_len;
    left = left.subspan(1);
  }
  if (!left.empty()) {
    auto& part = left.front();
    part.iov_base = static_cast<char*>(part.iov_base) + count;
    part.iov_len -= count;
  }
}

class posix_file : public file {
public:
  posix_file(descriptor handle, std::string path)
    : handle_(std::move(handle)), path_(std::move(path)) {
  }

  result<std::size_t> read(std::uint64_t offset,
                           std::span<char> into) const override {
    auto total = std::size_t{0};
    while (total < into.size()) {
      auto got = uninterrupted([&] {
        return ::pread(handle_.get(), into.data() + total, into.size() - total,
                       static_cast<off_t>(offset + total));
      });
      if (got < 0)
        return last_failure("read", path_);
      if (got == 0)
        break;
      total += static_cast<std::size_t>(got);
    }
    return total;
  }

  status write(std::uint64_t offset,
               std::span<const std::string_view> parts) override {
    auto vectors = std::vector<iovec>{};
    vectors.reserve(parts.size());
    for (auto part : parts)
      if (!part.empty())
        vectors.push_back({const_cast<char*>(part.data()), part.size()});
    auto left = std::span{vectors};
    while (!left.empty()) {
      auto some = std::min<std::size_t>(left.size(), max_vectors);
      auto count = uninterrupted([&] {
        return ::pwritev(handle_.get(), left.data(), static_cast<int>(some),
                         static_cast<off_t>(offset));
      });
      if (count < 0)
        return last_failure("write", path_);
      offset += static_cast<std::uint64_t>(count);
      advance(left, static_cast<std::size_t>(count));
    }
    return done{};
  }

  status reserve(std::uint64_t bytes) override {
    auto outcome = uninterrupted([&] {
      return ::fallocate(handle_.get(), 0, 0, static_cast<off_t>(bytes));
    });
    // Not every file system can reserve room: then a write finds out.
    if (outcome < 0 && means_no_room(errno))
      return last_failure("fallocate", path_);
    return done{};
  }

  void forget_cached(std::uint64_t offset, std::uint64_t size) const override {
    ::posix_fadvise(handle_.get(), static_cast<off_t>(offset),
                    static_cast<off_t>(size), POSIX_FADV_DONTNEED);
  }

  status sync() override {
    // Not repeated after an interruption either: a second call may report
    // success for pages that the first one gave up.
    if (::fdatasync(handle_.get()) != 0)
      return last_sync_failure("fdatasync", path_);
    return done{};
  }

  result<std::uint64_t> size() const override {
    struct stat about = {};
    if (::fstat(handle_.get(), &about) != 0)
      return last_failure("fstat", path_);
    return static_cast<std::uint64_t>(about.st_size);
  }

private:
  static constexpr std::size_t max_vectors = 1024;

  descriptor handle_;
  std::string path_;
};

class posix_lock : public file_lock {
public:
  explicit posix_lock(descriptor handle) : handle_(std::move(handle)) {
  }

private:
  descriptor handle_;
};

} // namespace

result<std::unique_ptr<file>> posix_file_system::open(const std::string& path,
                                                      open_mode mode) {
  auto flags = O_CLOEXEC | (mode == open_mode::readable ? O_RDONLY : O_RDWR);
  if (mode == open_mode::create)
    flags |= O_CREAT | O_TRUNC;
  auto handle = descriptor{
    uninterrupted([&] { return ::open(path.c_str(), flags, 0600); })};
  if (!handle)
    return last_failure("open", path);
  return std::unique_ptr<file>{
    std::make_unique<posix_file>(std::move(handle), path)};
}

result<bool> posix_file_system::exists(const std::string& path) {
  struct stat about = {};
  if (::stat(path.c_str(), &about) == 0)
    return true;
  if (errno == ENOENT)
    return false;
  return last_failure_to_begin("stat", path);
}

status posix_file_system::rename(const std::string& from,
                                 const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0)
    return last_failure("rename", from);
  return done{};
}

status posix_file_system::remove(const std::string& path) {
  if (::unlink(path.c_str()) != 0)
    return last_failure("unlink", path);
  return done{};
}

status posix_file_system::make_directory(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
    return last_failure_to_begin("mkdir", path);
  return done{};
}

status posix_file_system::sync_directory(const std::string& path) {
  auto handle = descriptor{uninterrupted(
    [&] { return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); })};
  if (!handle)
    return last_failure("open", path);
  if (::fsync(handle.get()) != 0)
    return last_sync_failure("fsync", path);
  return done{};
}

result<std::vector<std::string>>
posix_file_system::list(const std::string& path) {
  auto problem = std::error_code{};
  auto names = std::vector<std::string>{};
  for (auto at = std::filesystem::directory_iterator{path, problem};
       !problem && at != std::filesystem::directory_iterator{};
       at.increment(problem))
    names.push_back(at->path().filename().string());
  if (problem)
    return failure{errc::storage_failed, path + ": list: " + problem.message()};
  std::ranges::sort(names);
  return names;
}

result<std::unique_ptr<file_lock>>
posix_file_system::lock(const std::string& path) {
  auto handle = descriptor{uninterrupted(
    [&] { return ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600); })};
  if (!handle)
    return last_failure_to_begin("open", path);
  if (::flock(handle.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK)
      return failure{errc::identity_refused,
                     path + ": another node uses this directory"};
    return last_failure("flock", path);
  }
  return std::unique_ptr<file_lock>{
    std::make_unique<posix_lock>(std::move(handle))};
}

} // namespace taskraft::persistence
