#include "actors/node/watchdog.hpp"

#include "actors/logging/logging.hpp"
#include "protocol/messages/wire.hpp"

#include <utility>

namespace taskraft::actors {

namespace {

/// What the actors of this project quit with is their reason; anything else is
/// an exception that nobody expected.
errc reason_of(const caf::error& reason) {
  if (reason && reason.category() == caf::atom("taskraft"))
    return static_cast<errc>(reason.code());
  return errc::storage_failed;
}

std::string detail_of(const caf::error& reason) {
  // No error has no context.
  if (!reason)
    return {};
  const auto& said = reason.context();
  return said.match_elements<std::string>() ? said.get_as<std::string>(0)
                                            : std::string{};
}

} // namespace

caf::behavior watchdog(caf::event_based_actor* self,
                       std::vector<caf::actor> watched, alarm raise) {
  for (const auto& each : watched)
    self->monitor(each);
  self->set_down_handler(
    [self, raise = std::move(raise)](const caf::down_msg& down) {
      auto reason = reason_of(down.reason);
      logging::error("actor_ended", "reason", to_string(reason));
      raise(reason, detail_of(down.reason));
      self->quit();
    });
  // It only watches, but a behaviour keeps it alive.
  return {[](caf::unit_t) {}};
}

} // namespace taskraft::actors
