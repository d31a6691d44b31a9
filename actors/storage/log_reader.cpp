#include "actors/storage/log_reader.hpp"

#include "actors/logging/logging.hpp"
#include "protocol/actors/applier_actor.hpp"
#include "protocol/actors/inner_client_actor.hpp"
#include "protocol/messages/wire.hpp"
#include "protocol/request.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::actors {

namespace {

using reader_pointer
  = protocol::log_reader_actor::stateful_pointer<log_reader_state>;

/// The most bytes that the applier gets at once.
constexpr auto applier_bytes = std::size_t{1} << 20U;

/// A log that cannot be read back cannot be trusted: the node ends.
std::optional<raft::entry_batch> read(reader_pointer self, raft::log_index from,
                                      std::size_t max_bytes) {
  auto found = self->state.source->read(from, max_bytes);
  if (found)
    return *found;
  logging::error("log_unreadable", "detail", found.error().detail);
  self->quit(caf::make_error(found.error().code, found.error().detail));
  return std::nullopt;
}

/// The most bytes and entries that are read for one list of entries on the
/// cluster page.
constexpr auto listed_bytes = std::size_t{4} << 20U;
constexpr auto listed_at_once = std::uint64_t{16};
/// The first bytes of a command, which tell what kind it is.
constexpr std::size_t begin_bytes = 8;

protocol::log_row row_of(const raft::entry_view& x) {
  auto row = protocol::log_row{};
  row.index = x.index;
  row.term = x.term;
  row.kind = x.kind;
  row.bytes = raft::record_header_bytes + x.payload.size();
  row.time_us = x.time_us;
  if (x.kind != raft::entry_kind::command)
    return row;
  if (auto request = protocol::parse_request(x.payload)) {
    row.who = request->principal;
    row.begin = std::string{request->command.substr(0, begin_bytes)};
  }
  return row;
}

/// Reads backwards, a few entries at a time.
void list_entries(reader_pointer self, const protocol::list_log& x) {
  auto listed = protocol::log_listed{};
  listed.id = x.id;
  auto first = self->state.source->first();
  auto before = x.before;
  auto bytes = std::size_t{0};
  while (listed.rows.size() < x.limit && bytes < listed_bytes && before > first
         && first.value != 0) {
    auto from = raft::log_index{std::max(
      first.value, before.value - std::min(before.value, listed_at_once))};
    auto rows = std::vector<protocol::log_row>{};
    for (auto next = from; next < before;) {
      auto entries = read(self, next, applier_bytes);
      if (!entries)
        return;
      if (entries->empty())
        break;
      for (const auto& each : *entries)
        if (each.index < before)
          rows.push_back(row_of(each));
      next = entries->last().index.next();
    }
    for (auto at = rows.rbegin();
         at != rows.rend() && listed.rows.size() < x.limit; ++at) {
      bytes += at->bytes;
      listed.rows.push_back(std::move(*at));
    }
    before = from;
  }
  listed.more = !listed.rows.empty() && listed.rows.back().index > first;
  if (auto to = caf::actor_cast<protocol::inner_client_actor>(x.to))
    self->send(to, std::move(listed));
}

} // namespace

protocol::log_reader_actor::behavior_type
log_reader(reader_pointer self, std::shared_ptr<persistence::log_source> source,
           protocol::server_actor server) {
  self->state.source = std::move(source);
  self->state.server = std::move(server);
  return {
    [self](const raft::entries_wanted& x) {
      if (auto entries = read(self, x.from, x.max_bytes))
        self->send(self->state.server,
                   raft::event{raft::entries_read{x.peer, *entries}});
    },
    [self](const protocol::read_committed& x) {
      auto entries = read(self, x.from, applier_bytes);
      if (!entries)
        return;
      auto applier
        = caf::actor_cast<protocol::applier_actor>(self->current_sender());
      if (applier)
        self->send(applier,
                   protocol::committed_read{entries->slice(x.from, x.to)});
    },
    [self](const protocol::list_log& x) { list_entries(self, x); },
  };
}

} // namespace taskraft::actors
