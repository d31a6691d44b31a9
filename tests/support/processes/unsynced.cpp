// A library that is preloaded into a node and notes what a power cut would take
// from it. In the file that TASKRAFT_UNSYNCED names it writes, before each
// write to the file system of the folder in TASKRAFT_UNSYNCED_OF, what was
// there; and after each sync that this is durable. Who kills the node then puts
// back what was not synced (tests/torture/machines.py).
//
// Names count as durable at once.

#include "tests/support/processes/unsynced.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <dlfcn.h>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

enum class note_kind : std::uint64_t { before = 1, synced = 2 };

/// Each note begins so; what was there follows.
struct note {
  note_kind kind = note_kind::before;
  std::uint64_t inode = 0;
  std::uint64_t offset = 0;
  std::uint64_t file_bytes = 0;
  std::uint64_t bytes = 0;
};

template <class Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

int notes() {
  static const auto file = [] {
    const auto* path = std::getenv("TASKRAFT_UNSYNCED");
    return path == nullptr
             ? -1
             : ::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  }();
  return file;
}

dev_t watched_device() {
  static const auto device = [] {
    const auto* folder = std::getenv("TASKRAFT_UNSYNCED_OF");
    struct stat about {};
    return folder == nullptr || ::stat(folder, &about) != 0 ? dev_t{}
                                                            : about.st_dev;
  }();
  return device;
}

bool is_watched(int descriptor, struct stat& about) {
  return notes() >= 0 && ::fstat(descriptor, &about) == 0
         && S_ISREG(about.st_mode) && about.st_dev == watched_device();
}

/// One call: notes of several threads do not mix.
void put(const note& head, const std::string& content) {
  static const auto write_real
    = real<ssize_t (*)(int, const void*, std::size_t)>("write");
  auto bytes
    = std::string{reinterpret_cast<const char*>(&head), sizeof head} + content;
  if (write_real(notes(), bytes.data(), bytes.size())
      != static_cast<ssize_t>(bytes.size()))
    std::abort();
}

void note_before(int descriptor, std::uint64_t offset, std::uint64_t size) {
  struct stat about {};
  if (!is_watched(descriptor, about))
    return;
  auto there = static_cast<std::uint64_t>(about.st_size);
  auto content = std::string{};
  if (offset < there) {
    // A second descriptor, because this one may not be readable.
    auto name = "/proc/self/fd/" + std::to_string(descriptor);
    auto reader = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
    content.resize(std::min(size, there - offset));
    auto got = ::pread(reader, content.data(), content.size(),
                       static_cast<off_t>(offset));
    content.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
    ::close(reader);
  }
  put({note_kind::before, about.st_ino, offset, there, content.size()},
      content);
}

std::uint64_t size_of(const iovec* parts, int count) {
  auto size = std::uint64_t{0};
  for (auto i = 0; i < count; ++i)
    size += parts[i].iov_len;
  return size;
}

/// Where `write` goes on.
std::uint64_t position_of(int descriptor) {
  if (notes() < 0)
    return 0;
  auto at = ::lseek(descriptor, 0, SEEK_CUR);
  return at < 0 ? 0 : static_cast<std::uint64_t>(at);
}

} // namespace

namespace taskraft::tests {

void note_synced(int descriptor) {
  struct stat about {};
  if (is_watched(descriptor, about))
    put({.kind = note_kind::synced, .inode = about.st_ino}, {});
}

} // namespace taskraft::tests

extern "C" {

ssize_t write(int descriptor, const void* bytes, std::size_t size) {
  note_before(descriptor, position_of(descriptor), size);
  static const auto call
    = real<ssize_t (*)(int, const void*, std::size_t)>("write");
  return call(descriptor, bytes, size);
}

ssize_t pwrite(int descriptor, const void* bytes, std::size_t size,
               off_t offset) {
  note_before(descriptor, static_cast<std::uint64_t>(offset), size);
  static const auto call
    = real<ssize_t (*)(int, const void*, std::size_t, off_t)>("pwrite");
  return call(descriptor, bytes, size, offset);
}

ssize_t pwrite64(int descriptor, const void* bytes, std::size_t size,
                 off_t offset) {
  return pwrite(descriptor, bytes, size, offset);
}

ssize_t pwritev(int descriptor, const iovec* parts, int count, off_t offset) {
  note_before(descriptor, static_cast<std::uint64_t>(offset),
              size_of(parts, count));
  static const auto call
    = real<ssize_t (*)(int, const iovec*, int, off_t)>("pwritev");
  return call(descriptor, parts, count, offset);
}

ssize_t pwritev64(int descriptor, const iovec* parts, int count, off_t offset) {
  return pwritev(descriptor, parts, count, offset);
}

int ftruncate(int descriptor, off_t size) noexcept {
  auto end = static_cast<std::uint64_t>(size);
  note_before(descriptor, end, UINT64_MAX - end);
  static const auto call = real<int (*)(int, off_t)>("ftruncate");
  return call(descriptor, size);
}

int ftruncate64(int descriptor, off_t size) noexcept {
  return ftruncate(descriptor, size);
}

int fsync(int descriptor) {
  static const auto call = real<int (*)(int)>("fsync");
  auto outcome = call(descriptor);
  if (outcome == 0)
    taskraft::tests::note_synced(descriptor);
  return outcome;
}

} // extern "C"
