#include "actors/snapshots/snapshot_sender.hpp"

#include "actors/logging/logging.hpp"
#include "persistence/disk/crc32c.hpp"
#include "persistence/snapshot/snapshot.hpp"
#include "protocol/messages/wire.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::actors {

namespace {

using sender_pointer
  = protocol::snapshot_sender_actor::stateful_pointer<snapshot_sender_state>;

/// After this number of answers with the same offset, the piece at that offset
/// counts as lost.
constexpr auto lost_after = std::uint32_t{3};

void tend_soon(sender_pointer self) {
  if (!std::exchange(self->state.tending, true))
    self->delayed_send(self, self->state.options.retry_after,
                       protocol::tend_snapshots{});
}

void send_piece(sender_pointer self, raft::node_id peer, const sending& x,
                std::uint64_t offset, std::string bytes) {
  auto link = self->state.links.find(peer);
  if (link == self->state.links.end())
    return;
  auto piece = raft::install_snapshot{};
  piece.term = x.term;
  piece.leader = self->state.options.self;
  piece.about = x.file->about();
  piece.offset = offset;
  piece.checksum = persistence::crc32c(bytes);
  piece.bytes = protocol::blob{std::move(bytes)};
  self->send(link->second, std::move(piece));
}

/// A piece without bytes: how much do you have?
void ask(sender_pointer self, raft::node_id peer, const sending& x) {
  send_piece(self, peer, x, x.acknowledged, {});
}

/// Sends what may be under way. False if the file cannot be read.
bool feed(sender_pointer self, raft::node_id peer, sending& x) {
  const auto& options = self->state.options;
  auto window = options.chunk_bytes * options.chunks_in_flight;
  while (x.sent < x.file->about().size_bytes
         && x.sent - x.acknowledged < window) {
    auto bytes = x.file->read(x.sent, options.chunk_bytes);
    if (!bytes || bytes->empty()) {
      logging::warn("snapshot_unreadable", "path", x.file->path());
      return false;
    }
    auto offset = std::exchange(x.sent, x.sent + bytes->size());
    send_piece(self, peer, x, offset, std::move(*bytes));
  }
  return true;
}

void fail(sender_pointer self, raft::node_id peer) {
  logging::warn("snapshot_not_sent", "peer", peer);
  self->state.peers.erase(peer);
  self->send(self->state.server, raft::event{raft::snapshot_failed{peer}});
}

/// There is a file: the leader keeps the entries after it, and the peer is
/// asked where to begin.
void begin(sender_pointer self, raft::node_id peer, const sending& x) {
  self->send(self->state.server, raft::event{raft::snapshot_begun{
                                   peer, x.file->about().base.position}});
  ask(self, peer, x);
}

void ask_for_file(sender_pointer self, raft::log_index at_least) {
  if (!std::exchange(self->state.asked_for_file, true))
    self->send(self->state.snapshotter, protocol::make_snapshot{at_least});
}

void take_request(sender_pointer self, const raft::snapshot_wanted& x) {
  auto& sending = self->state.peers[x.peer];
  sending.term = x.term;
  tend_soon(self);
  if (sending.file && sending.file->about().base.position.index >= x.at_least) {
    begin(self, x.peer, sending);
    return;
  }
  sending = {};
  sending.term = x.term;
  ask_for_file(self, x.at_least);
}

void take_file(sender_pointer self, const protocol::snapshot_made& x) {
  self->state.asked_for_file = false;
  auto waiting = std::vector<raft::node_id>{};
  for (const auto& [peer, sending] : self->state.peers)
    if (!sending.file)
      waiting.push_back(peer);
  for (auto peer : waiting) {
    if (!x.file) {
      fail(self, peer);
      continue;
    }
    auto& sending = self->state.peers.at(peer);
    sending.file = x.file;
    logging::info("snapshot_begun", "peer", peer, "index",
                  x.file->about().base.position.index, "bytes",
                  x.file->about().size_bytes);
    begin(self, peer, sending);
  }
}

/// The peer has everything before `offset`.
void advance(sender_pointer self, raft::node_id peer, sending& x,
             std::uint64_t offset) {
  x.answered = offset;
  x.retries = 0;
  if (!x.begun || x.complete) {
    x.begun = true;
    x.complete = false;
    x.acknowledged = offset;
    x.sent = offset;
  } else if (offset > x.acknowledged) {
    x.acknowledged = offset;
    x.sent = std::max(x.sent, offset);
    x.moved = true;
    x.repeated = 0;
  } else if (offset == x.acknowledged && ++x.repeated == lost_after) {
    x.sent = offset;
    x.repeated = 0;
  }
  if (!feed(self, peer, x))
    fail(self, peer);
}

void take_answer(sender_pointer self, const raft::snapshot_received& x) {
  auto found = self->state.peers.find(x.from);
  if (found == self->state.peers.end() || !found->second.file)
    return;
  auto& sending = found->second;
  const auto& about = sending.file->about();
  if (x.file_checksum != about.checksum || x.offset > about.size_bytes)
    return;
  switch (x.outcome) {
    case raft::snapshot_outcome::wanted:
      return advance(self, x.from, sending, x.offset);
    case raft::snapshot_outcome::complete:
      // Its installation takes a while; until then the peer is asked.
      sending.complete = true;
      sending.retries = 0;
      return;
    case raft::snapshot_outcome::not_needed:
      logging::info("snapshot_over", "peer", x.from);
      self->state.peers.erase(found);
      return;
    case raft::snapshot_outcome::unusable:
      return fail(self, x.from);
  }
}

/// Goes back to what the peer has when nothing was heard for a while.
void tend(sender_pointer self) {
  auto& state = self->state;
  state.tending = false;
  auto lost = std::vector<raft::node_id>{};
  for (auto& [peer, sending] : state.peers) {
    if (!sending.file)
      continue;
    if (std::exchange(sending.moved, false))
      continue;
    if (++sending.retries > state.options.most_retries) {
      lost.push_back(peer);
      continue;
    }
    sending.acknowledged = sending.answered;
    sending.sent = sending.answered;
    // The peer is asked first: it may lack nothing.
    ask(self, peer, sending);
  }
  for (auto peer : lost)
    fail(self, peer);
  if (!state.peers.empty())
    tend_soon(self);
}

} // namespace

protocol::snapshot_sender_actor::behavior_type
snapshot_sender(sender_pointer self, snapshot_options options,
                protocol::snapshotter_actor snapshotter,
                protocol::server_actor server) {
  self->state.options = options;
  self->state.snapshotter = std::move(snapshotter);
  self->state.server = std::move(server);
  return {
    [self](const raft::snapshot_wanted& x) { take_request(self, x); },
    [self](const protocol::snapshot_made& x) { take_file(self, x); },
    [self](const raft::snapshot_received& x) { take_answer(self, x); },
    [self](const protocol::link_opened& x) {
      self->state.links[x.node] = x.remote;
    },
    [self](const protocol::link_closed& x) { self->state.links.erase(x.node); },
    [self](const protocol::leadership_changed& x) {
      if (x.role != raft::role_kind::leader)
        self->state.peers.clear();
    },
    [self](const protocol::tend_snapshots&) { tend(self); },
  };
}

} // namespace taskraft::actors
