#include "tests/support/simulation/simulated_network.hpp"

#include "protocol/messages/wire.hpp"

#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>

#include <iterator>
#include <string_view>

namespace taskraft::tests {

namespace {

/// A real link with more unsent bytes is cut.
constexpr auto max_message_bytes = std::size_t{2} << 20U;

void tell(const simulated_history& history, std::string_view what,
          const packet& x, const caf::message& content) {
  auto ends = [&](const auto& kind, const auto&... facts) {
    history.tell(x.from, what, x.to, ' ', kind, facts...);
  };
  if (content.match_elements<raft::append_entries>()) {
    const auto& m = content.get_as<raft::append_entries>(0);
    ends("append term=", m.term, " previous=", m.previous.index, '/',
         m.previous.term, " count=", m.entries.count(),
         " commit=", m.commit_index, " round=", m.round);
  } else if (content.match_elements<raft::appended>()) {
    const auto& m = content.get_as<raft::appended>(0);
    ends("appended term=", m.term, " match=", m.match.index, '/', m.match.term,
         " matched=", m.matched, " hint=", m.conflict_hint.index,
         " refused=", m.refused_previous, " round=", m.round);
  } else if (content.match_elements<raft::request_vote>()) {
    const auto& m = content.get_as<raft::request_vote>(0);
    ends("request_vote term=", m.term, " last=", m.last.index, '/', m.last.term,
         " pre=", m.pre_vote, " transfer=", m.transfer);
  } else if (content.match_elements<raft::voted>()) {
    const auto& m = content.get_as<raft::voted>(0);
    ends("voted term=", m.term, " granted=", m.granted, " pre=", m.pre_vote);
  } else if (content.match_elements<raft::install_snapshot>()) {
    const auto& m = content.get_as<raft::install_snapshot>(0);
    ends("install_snapshot term=", m.term,
         " last=", m.about.base.position.index, " offset=", m.offset,
         " count=", m.bytes.view().size(), " of=", m.about.size_bytes);
  } else if (content.match_elements<raft::snapshot_received>()) {
    const auto& m = content.get_as<raft::snapshot_received>(0);
    ends("snapshot_received term=", m.term, " offset=", m.offset,
         " outcome=", static_cast<int>(m.outcome));
  }
}

} // namespace

void simulated_network::close() {
  for (auto& [ends, wire] : wires_)
    caf::anon_send_exit(wire, caf::exit_reason::kill);
  wires_.clear();
}

protocol::node_actor simulated_network::wire(raft::node_id from,
                                             raft::node_id to) {
  auto& known = wires_[{from, to}];
  if (!known)
    known = system_.spawn(
      [this, from, to](caf::event_based_actor* self) -> caf::behavior {
        self->set_default_handler(
          [this, from, to](caf::scheduled_actor*,
                           caf::message_view& x) -> caf::result<caf::message> {
            send(from, to, x.move_content_to_message());
            return caf::message{};
          });
        return {[](caf::unit_t) {}};
      });
  return caf::actor_cast<protocol::node_actor>(known);
}

void simulated_network::send(raft::node_id from, raft::node_id to,
                             const caf::message& content) {
  if (observe(from, content))
    return;
  ++sent_;
  judge_.heard(from, to, content);
  if (content.match_elements<raft::appended>()
      || content.match_elements<raft::voted>())
    last_answer_of_ = from;
  if (content.match_elements<raft::install_snapshot>())
    last_snapshot_to_ = to;
  auto bytes = std::vector<char>{};
  auto sink = caf::binary_serializer{system_, bytes};
  if (auto failed = sink(const_cast<caf::message&>(content)))
    history_.add_violation("a message cannot be written for the wire");
  if (bytes.size() > max_message_bytes)
    history_.add_violation("a message is longer than a link allows");
  if (is_cut(from, to) || chance_.percent(now_is.loss_percent)) {
    tell(history_, " LOSES FOR ", packet{from, to, {}, 0}, content);
    return;
  }
  tell(history_, " sends ", packet{from, to, {}, 0}, content);
  auto copies = chance_.percent(now_is.duplicate_percent) ? 2 : 1;
  for (; copies > 0; --copies) {
    auto due = now_ + chance_.below(now_is.delay_ms + 1)
               + more_time(from, to, content);
    under_way_.emplace(due, packet{from, to, bytes, due});
  }
}

/// By how much a message is late.
sim_time simulated_network::more_time(raft::node_id from, raft::node_id to,
                                      const caf::message& content) {
  // The word to stand is worst when it is late.
  auto is_word = content.match_elements<raft::timeout_now>();
  if (is_word && now_ < words_late_until)
    return chance_.between(210, 400);
  auto more = chance_.percent(is_word ? 30 : now_is.late_percent)
                ? chance_.below(now_is.late_ms + 1)
                : 0;
  auto slowed = slowed_.find({from, to});
  return slowed == slowed_.end() || now_ >= slowed->second.until
           ? more
           : more + slowed->second.more_ms;
}

/// Shows a message to the history; true if it was for the history alone.
bool simulated_network::observe(raft::node_id from,
                                const caf::message& content) {
  if (content.match_elements<raft::append_entries>()) {
    const auto& x = content.get_as<raft::append_entries>(0);
    if (x.leader != from)
      history_.add_violation("a node speaks for another one");
    history_.led(x.term, x.leader);
  }
  if (!content.match_elements<protocol::node_status_answered>())
    return false;
  const auto& x = content.get_as<protocol::node_status_answered>(0);
  if ((x.context & spy_context) == 0)
    return false;
  history_.told(from, x.context & ~spy_context, x.status.term,
                x.status.commit_index);
  return true;
}

std::size_t simulated_network::due() const {
  return static_cast<std::size_t>(
    std::distance(under_way_.begin(), under_way_.upper_bound(now_)));
}

std::optional<packet> simulated_network::take() {
  auto count = due();
  if (count == 0)
    return std::nullopt;
  auto at = std::next(under_way_.begin(),
                      static_cast<std::ptrdiff_t>(chance_.below(count)));
  auto taken = std::move(at->second);
  under_way_.erase(at);
  if (is_cut(taken.from, taken.to))
    return std::nullopt;
  ++delivered_;
  return taken;
}

caf::message simulated_network::open(const packet& x) {
  auto content = caf::message{};
  auto source = caf::binary_deserializer{system_, x.bytes};
  if (auto failed = source(content))
    history_.add_violation("a message cannot be read from the wire");
  tell(history_, " reaches ", x, content);
  return content;
}

} // namespace taskraft::tests
