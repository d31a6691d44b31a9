// How much clients may send before the gateway has handled it. CAF's mailboxes
// have no bound; so the reader of the sockets waits for the receiver.

#pragma once

#include "protocol/actors/inbox_mark.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

namespace taskraft::network {

/// Shared by all connections of a port; used in the network's thread only.
///
/// Marks travel through the receiver's mailbox after what was received. While
/// too many of them are on their way nothing more is read, and the kernel has
/// the clients wait.
class inflow {
public:
  static constexpr auto bytes_a_mark = std::size_t{512} << 10U;
  static constexpr auto most_marks = std::uint64_t{4};

  explicit inflow(std::function<void(protocol::inbox_mark)> send_mark)
    : send_mark_(std::move(send_mark)) {
  }

  /// Call it when what was received before has been handed on.
  bool may_receive() {
    if (unmarked_ >= bytes_a_mark) {
      unmarked_ = 0;
      send_mark_({[seen = seen_, number = ++marked_] { *seen = number; }});
    }
    return marked_ - *seen_ < most_marks;
  }

  void received(std::size_t bytes) {
    unmarked_ += bytes;
  }

private:
  std::function<void(protocol::inbox_mark)> send_mark_;
  std::shared_ptr<std::atomic<std::uint64_t>> seen_
    = std::make_shared<std::atomic<std::uint64_t>>(0);
  std::uint64_t marked_ = 0;
  std::size_t unmarked_ = 0;
};

} // namespace taskraft::network
