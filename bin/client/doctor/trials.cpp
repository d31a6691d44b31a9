#include "bin/client/doctor/trials.hpp"

#include "protocol/descriptor.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <memory>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/vfs.h>
#include <system_error>
#include <unistd.h>

namespace taskraft::client {

namespace {

constexpr auto connect_timeout_ms = 1000;
constexpr auto writes = 16;
constexpr auto write_bytes = std::size_t{4096};

std::string text_of(int code) {
  return std::generic_category().message(code);
}

using found_addresses = std::unique_ptr<addrinfo, void (*)(addrinfo*)>;

/// Null, and `trouble`, if the name is not known.
found_addresses resolve(const config::address& where, std::string& trouble) {
  auto hints = addrinfo{};
  hints.ai_socktype = SOCK_STREAM;
  auto* found = static_cast<addrinfo*>(nullptr);
  auto code = ::getaddrinfo(where.host.c_str(),
                            std::to_string(where.port).c_str(), &hints, &found);
  if (code != 0)
    trouble = ::gai_strerror(code);
  return {code == 0 ? found : nullptr, ::freeaddrinfo};
}

/// Zero, or the error.
int connect_to(const addrinfo& where) {
  auto made = descriptor{
    ::socket(where.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (!made)
    return errno;
  if (::connect(made.get(), where.ai_addr, where.ai_addrlen) == 0)
    return 0;
  if (errno != EINPROGRESS)
    return errno;
  auto target = pollfd{.fd = made.get(), .events = POLLOUT, .revents = 0};
  if (::poll(&target, 1, connect_timeout_ms) != 1)
    return ETIMEDOUT;
  auto code = 0;
  auto size = static_cast<socklen_t>(sizeof code);
  ::getsockopt(made.get(), SOL_SOCKET, SO_ERROR, &code, &size);
  return code;
}

int bind_to(const addrinfo& where) {
  auto made
    = descriptor{::socket(where.ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  if (!made)
    return errno;
  auto on = 1;
  ::setsockopt(made.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  return ::bind(made.get(), where.ai_addr, where.ai_addrlen) == 0 ? 0 : errno;
}

} // namespace

void try_to_listen(const config::address& where, door_facts& door) {
  using state = door_facts::state;
  auto found = resolve(where, door.trouble);
  auto code = found ? bind_to(*found) : 0;
  door.is = !found || (code != 0 && code != EADDRINUSE) ? state::unusable
            : code == EADDRINUSE                        ? state::taken
                                                        : state::free;
  if (code != 0 && code != EADDRINUSE)
    door.trouble = text_of(code);
}

std::string try_to_connect(const config::address& where) {
  auto trouble = std::string{};
  auto found = resolve(where, trouble);
  for (auto* each = found.get(); each != nullptr; each = each->ai_next) {
    auto code = connect_to(*each);
    if (code == 0)
      return {};
    trouble = text_of(code);
  }
  return trouble;
}

void try_writes(const std::string& directory, std::vector<std::uint64_t>& us,
                std::string& trouble) {
  using clock = std::chrono::steady_clock;
  auto path = directory + "/doctor." + std::to_string(::getpid());
  auto file = descriptor{
    ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  if (!file) {
    trouble = text_of(errno);
    return;
  }
  auto bytes = std::array<char, write_bytes>{};
  for (auto i = 0; i < writes && trouble.empty(); ++i) {
    auto began = clock::now();
    if (::pwrite(file.get(), bytes.data(), bytes.size(),
                 static_cast<off_t>(write_bytes) * i)
          != static_cast<ssize_t>(bytes.size())
        || ::fdatasync(file.get()) != 0)
      trouble = text_of(errno);
    us.push_back(static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(clock::now()
                                                            - began)
        .count()));
  }
  ::unlink(path.c_str());
}

std::string unusual_disk(const std::string& path) {
  struct kind {
    unsigned long number;
    const char* name;
  };
  // statfs(2) has the list.
  constexpr auto kinds = std::to_array<kind>({{0x6969, "nfs"},
                                              {0xff534d42, "cifs"},
                                              {0xfe534d42, "smb2"},
                                              {0x01021994, "tmpfs"},
                                              {0x858458f6, "ramfs"},
                                              {0x65735546, "fuse"}});
  struct statfs found = {};
  if (::statfs(path.c_str(), &found) != 0)
    return {};
  for (const auto& each : kinds)
    if (static_cast<unsigned long>(found.f_type) == each.number)
      return each.name;
  return {};
}

} // namespace taskraft::client
