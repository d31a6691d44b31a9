#include "actors/storage/auditor.hpp"

#include "actors/logging/logging.hpp"
#include "protocol/wire.hpp"

#include <string>
#include <utility>

namespace taskraft::actors {

namespace {

using auditor_pointer
  = protocol::auditor_actor::stateful_pointer<auditor_state>;

void audit(auditor_pointer self, const protocol::take_digest& x) {
  auto found
    = protocol::digest_taken{.index = x.index, .hash = {}, .reason = {}};
  auto digest = x.run();
  if (digest) {
    found.hash = digest->hash;
    logging::info("checksum_taken", "index", x.index);
  } else {
    found.reason = digest.error().detail;
    logging::warn("checksum_failed", "index", x.index, "detail", found.reason);
  }
  self->send(self->state.server, std::move(found));
}

void condemn(auditor_pointer self, const protocol::mark_diverged& x) {
  logging::error("state_diverged", "index", x.index, "checksum", x.own,
                 "majority", x.majority, "detail",
                 "this node's rows are not those of the cluster: it stops "
                 "serving; see docs/operations.md");
  if (auto written = self->state.write_mark(x); !written)
    logging::error("mark_failed", "detail", written.error().detail);
  self->quit(caf::make_error(errc::corrupted, "the state has diverged"));
}

} // namespace

protocol::auditor_actor::behavior_type auditor(auditor_pointer self,
                                               divergence_writer write_mark,
                                               protocol::server_actor server) {
  self->state.write_mark = std::move(write_mark);
  self->state.server = std::move(server);
  return {
    [self](const protocol::take_digest& x) { audit(self, x); },
    [self](const protocol::mark_diverged& x) { condemn(self, x); },
  };
}

} // namespace taskraft::actors
