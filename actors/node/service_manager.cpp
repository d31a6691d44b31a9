#include "actors/node/service_manager.hpp"

#include "protocol/descriptor.hpp"

#include <caf/event_based_actor.hpp>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace taskraft::actors {

namespace {

std::string variable(const char* name) {
  const auto* text = std::getenv(name);
  return text == nullptr ? "" : text;
}

std::string status_text(raft::node_id leader) {
  return leader.value == 0
           ? "STATUS=waits for a leader"
           : "STATUS=ready; node " + std::to_string(leader.value) + " leads";
}

constexpr auto ready_line = std::string_view{"READY=1"};

/// To tell a manager that has no room just now.
constexpr auto most_tries = 50;
constexpr auto retry_pause = std::chrono::milliseconds{20};

/// What a reporter knows, and what of it the manager has been told.
struct report {
  raft::node_id leader;
  bool ready = false;
  std::optional<std::string> told;

  std::string text() const {
    return (ready ? "READY=1\n" : "") + status_text(leader);
  }
};

/// False if the manager must be told later.
bool bring_up_to_date(report& x, const service_manager& manager) {
  auto text = x.text();
  if (x.told == text)
    return true;
  if (!manager.tell(text))
    return false;
  x.told = text;
  return true;
}

} // namespace

service_manager::service_manager(
  std::string socket, std::optional<std::chrono::microseconds> watchdog)
  : socket_(std::move(socket)), watchdog_(watchdog) {
}

service_manager service_manager::from_environment() {
  auto meant_for = variable("WATCHDOG_PID");
  auto interval = std::strtoull(variable("WATCHDOG_USEC").c_str(), nullptr, 10);
  auto watchdog = std::optional<std::chrono::microseconds>{};
  if (interval > 0
      && (meant_for.empty() || meant_for == std::to_string(::getpid())))
    watchdog = std::chrono::microseconds{interval};
  return service_manager{variable("NOTIFY_SOCKET"), watchdog};
}

bool service_manager::tell(std::string_view state) const {
  auto address = sockaddr_un{};
  if (socket_.empty() || socket_.size() >= sizeof(address.sun_path))
    return false;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, socket_.data(), socket_.size());
  if (socket_[0] == '@')
    address.sun_path[0] = '\0';
  auto length = offsetof(sockaddr_un, sun_path) + socket_.size();
  auto socket = descriptor{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
  if (!socket)
    return false;
  auto sent = ::sendto(socket.get(), state.data(), state.size(),
                       MSG_DONTWAIT | MSG_NOSIGNAL,
                       reinterpret_cast<const sockaddr*>(&address),
                       static_cast<socklen_t>(length));
  if (sent >= 0 && state.starts_with(ready_line))
    *told_ready_ = true;
  return sent >= 0;
}

void service_manager::tell_reloading() const {
  using std::chrono::microseconds;
  auto now = std::chrono::duration_cast<microseconds>(
    std::chrono::steady_clock::now().time_since_epoch());
  if (*told_ready_)
    *told_reloading_
      = tell("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(now.count()));
}

void service_manager::tell_reloaded() const {
  if (!told_reloading_->exchange(false))
    return;
  // One that is not told this waits for ever.
  for (auto tries = 0; tries < most_tries && !tell(ready_line); ++tries)
    std::this_thread::sleep_for(retry_pause);
}

std::optional<std::chrono::microseconds>
service_manager::life_sign_interval() const {
  if (!watchdog_ || !listens())
    return std::nullopt;
  return *watchdog_ / 3;
}

caf::behavior service_reporter(caf::event_based_actor* self,
                               const service_manager& manager,
                               const protocol::inner_gateway_actor& gateway) {
  self->send(gateway, protocol::entered{.via = protocol::door::system,
                                        .address = {},
                                        .follows_position = true});
  self->delayed_send(self, leader_patience, leader_awaited{});
  if (manager.life_sign_interval())
    self->send(self, life_sign_due{});
  auto now = std::make_shared<report>();
  auto tell = [=] {
    if (!bring_up_to_date(*now, manager))
      self->delayed_send(self, retelling_pause, retelling_due{});
  };
  return {
    // The gateway greets all of its clients.
    [](const protocol::gateway_hello&) {},
    [=](const protocol::position_changed& x) {
      if (now->told && x.leader == now->leader)
        return;
      now->leader = x.leader;
      now->ready = now->ready || x.leader.value != 0;
      tell();
    },
    [=](const leader_awaited&) {
      now->ready = true;
      tell();
    },
    [=](const retelling_due&) { tell(); },
    [=](const life_sign_due&) {
      manager.tell("WATCHDOG=1");
      self->delayed_send(self, *manager.life_sign_interval(), life_sign_due{});
    },
  };
}

} // namespace taskraft::actors
