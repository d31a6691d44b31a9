// What may be asked of the EXPORTER.

#pragma once

#include "protocol/blob.hpp"
#include "protocol/errors.hpp"
#include "protocol/kept_text.hpp"
#include "protocol/principal.hpp"
#include "protocol/raft/types.hpp"

#include <caf/actor_control_block.hpp>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace taskraft::protocol {

enum class export_format : std::uint8_t { ndjson, json, csv };

/// What a client in the node's own process asks its gateway for.
struct begin_export {
  std::uint64_t id = 0;
  /// An `ExportTasks`.
  blob query;
  export_format format = export_format::ndjson;
  /// Expires once nobody waits for it any more.
  std::weak_ptr<const char> wanted;
};

/// The same, with who asks and where `export_written` goes.
struct write_export {
  caf::strong_actor_ptr to;
  principal who;
  /// The node's clock, in microseconds since the epoch.
  std::uint64_t now_us = 0;
  begin_export what;
};

struct export_written {
  std::uint64_t id = 0;
  /// `none` if there is a text or a refusal.
  errc code = errc::none;
  std::string reason;
  /// Not empty: an answer that refuses.
  std::string refusal;
  /// Where in the log the view stands that the text is of.
  raft::log_index visible;
  std::shared_ptr<const kept_text> text;
};

/// The EXPORTER: writes all that somebody sees into a file, from one view of
/// the state, on a thread of its own.
using exporter_actor = caf::typed_actor<caf::reacts_to<write_export>>;

} // namespace taskraft::protocol

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::begin_export)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::write_export)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::export_written)
