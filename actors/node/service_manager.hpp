// What a node tells the service manager that has started it, systemd say: that
// it is ready, that it lives, that it stops. The protocol is sd_notify(3).

#pragma once

#include "protocol/actors/inner_client_actor.hpp"
#include "protocol/actors/inner_gateway_actor.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/event_based_actor.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace taskraft::actors {

class service_manager {
public:
  /// `socket` is a path, or a name after "@"; empty: nobody is told.
  explicit service_manager(std::string socket,
                           std::optional<std::chrono::microseconds> watchdog
                           = std::nullopt);

  /// NOTIFY_SOCKET and WATCHDOG_USEC, as far as they are meant for this
  /// process.
  static service_manager from_environment();

  bool listens() const {
    return !socket_.empty();
  }

  /// Lines of assignments: "READY=1". False if it could not be said at once.
  bool tell(std::string_view state) const;

  /// Around a change of settings: a service that is ready already reloads, and
  /// is ready again. From any thread.
  void tell_reloading() const;
  void tell_reloaded() const;

  /// How often it wants to hear that the node lives, at most half of what it
  /// waits for; nothing if it does not.
  std::optional<std::chrono::microseconds> life_sign_interval() const;

private:
  std::string socket_;
  std::optional<std::chrono::microseconds> watchdog_;
  /// What all copies know: whether the manager has heard that the service is
  /// ready, and that it reloads.
  std::shared_ptr<std::atomic<bool>> told_ready_
    = std::make_shared<std::atomic<bool>>(false);
  std::shared_ptr<std::atomic<bool>> told_reloading_
    = std::make_shared<std::atomic<bool>>(false);
};

/// A node without a leader is ready after this long, because the others may be
/// started after it.
inline constexpr auto leader_patience = std::chrono::seconds{10};

/// When a manager has no room for news, it is told them after this long.
inline constexpr auto retelling_pause = std::chrono::seconds{1};

/// To a reporter from itself.
struct leader_awaited {};
struct retelling_due {};
struct life_sign_due {};

/// The SERVICE REPORTER: says that the node is ready once it knows a leader or
/// has waited long enough, and who leads; and gives signs of life. It runs in
/// the thread that no disk may hold up, so a sign means that this thread works.
caf::behavior service_reporter(caf::event_based_actor* self,
                               const service_manager& manager,
                               const protocol::inner_gateway_actor& gateway);

} // namespace taskraft::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::actors::leader_awaited)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::actors::retelling_due)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::actors::life_sign_due)
