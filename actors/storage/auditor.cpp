#include "actors/storage/auditor.hpp"

#include "actors/logging/logging.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/messages/wire.hpp"

#include <string>
#include <utility>

namespace taskraft::actors {

namespace {

using auditor_pointer
  = protocol::auditor_actor::stateful_pointer<auditor_state>;

void audit(auditor_pointer self, const protocol::take_digest& x) {
  auto found
    = protocol::digest_taken{.index = x.index, .digest = {}, .reason = {}};
  auto digest = x.run();
  if (digest) {
    found.digest = std::move(digest->digest);
    logging::info("digest_taken", "index", x.index);
  } else {
    found.reason = digest.error().detail;
    logging::warn("digest_failed", "index", x.index, "detail", found.reason);
  }
  self->send(self->state.server, std::move(found));
}

void condemn(auditor_pointer self, const protocol::mark_diverged& x) {
  logging::error("state_diverged", "index", x.index, "digest",
                 protocol::hex(x.own), "majority", protocol::hex(x.majority),
                 "detail",
                 "this node's rows are not those of the cluster: it stops "
                 "serving; see docs/operations.md");
  if (auto written = self->state.files.mark_diverged(x); !written)
    logging::error("mark_failed", "detail", written.error().detail);
  self->quit(caf::make_error(errc::corrupted, "the state has diverged"));
}

/// Marks the data directory so that no node starts on it again, and ends the
/// node. The rules have been silent since they found the loss.
void give_up_disk(auditor_pointer self, const protocol::mark_distrusted& x) {
  if (auto written = self->state.files.mark_distrusted(x); !written)
    logging::error("mark_failed", "detail", written.error().detail);
  self->quit(caf::make_error(errc::corrupted, x.why));
}

/// On a full disk the older file stays: it is still true, but tells less.
void keep(auditor_pointer self, const protocol::keep_seen& x) {
  auto kept = self->state.files.keep_seen(x);
  if (kept || kept.error().code == errc::disk_full)
    return;
  logging::error("seen_not_kept", "code", to_string(kept.error().code),
                 "detail", kept.error().detail);
  self->quit(caf::make_error(kept.error().code, kept.error().detail));
}

} // namespace

protocol::auditor_actor::behavior_type auditor(auditor_pointer self,
                                               audit_files files,
                                               protocol::server_actor server) {
  self->state.files = std::move(files);
  self->state.server = std::move(server);
  return {
    [self](const protocol::take_digest& x) { audit(self, x); },
    [self](const protocol::mark_diverged& x) { condemn(self, x); },
    [self](const protocol::mark_distrusted& x) { give_up_disk(self, x); },
    [self](const protocol::keep_seen& x) { keep(self, x); },
  };
}

} // namespace taskraft::actors
