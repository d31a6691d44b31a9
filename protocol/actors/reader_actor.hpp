// What may be asked of a READER.

#pragma once

#include "protocol/answers.hpp"
#include "protocol/blob.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <cstdint>
#include <memory>
#include <vector>

namespace taskraft::protocol {

/// Queries to answer, each from one view. The texts point into `buffers`.
struct answer_queries {
  std::uint64_t context = 0;
  /// The node's clock, in microseconds since the epoch.
  std::uint64_t now_us = 0;
  std::vector<query_view> queries;
  std::vector<blob> buffers;
};

/// The answers in the order of the queries; empty if the store failed.
struct queries_read {
  std::uint64_t context = 0;
  std::shared_ptr<const std::vector<query_answer>> answers;
};

/// A READER: a read-only view of the state machine on a thread of its own.
using reader_actor = caf::typed_actor<
  // `queries_read` goes to the sender.
  caf::reacts_to<answer_queries>>;

} // namespace taskraft::protocol

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::answer_queries)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::queries_read)
