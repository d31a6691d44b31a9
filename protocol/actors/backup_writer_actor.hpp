// What may be asked of the BACKUP WRITER.

#pragma once

#include "protocol/blob.hpp"
#include "protocol/raft/snapshot.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace taskraft::protocol {

/// Copies what is visible into a file.
struct write_backup {
  std::uint64_t context = 0;
  /// Expires with the client that wants it: then nobody needs the file.
  std::weak_ptr<const char> client;
};

/// More rows are in the file of `context` than before.
struct backup_advanced {
  std::uint64_t context = 0;
};

struct backup_written {
  std::uint64_t context = 0;
  /// Zero if there is none, and `reason` says why.
  std::uint64_t backup = 0;
  std::string reason;
  raft::snapshot_about about;
};

/// A piece of that file; an offset at its end says that it is not needed any
/// longer.
struct read_chunk {
  std::uint64_t context = 0;
  std::uint64_t backup = 0;
  std::uint64_t offset = 0;
};

struct chunk_read {
  std::uint64_t context = 0;
  /// Not empty: there is nothing to read.
  std::string reason;
  std::uint32_t checksum = 0;
  blob bytes;
};

/// From itself: remove what nobody reads.
struct tidy_up {};

/// The BACKUP WRITER: writes copies of the state for those who want to keep
/// them, on a thread of its own.
using backup_writer_actor = caf::typed_actor<
  // `backup_advanced`, while it is written, and `backup_written` go to the
  // sender, a gateway; so does `chunk_read`.
  caf::reacts_to<write_backup>, caf::reacts_to<read_chunk>,
  // From itself.
  caf::reacts_to<tidy_up>>;

} // namespace taskraft::protocol

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::write_backup)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::backup_advanced)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::backup_written)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::read_chunk)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::chunk_read)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::tidy_up)
