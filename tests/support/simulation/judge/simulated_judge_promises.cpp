// What the judge knows of promises to elect nobody, and of leaders that nobody
// follows.

#include "protocol/messages/wire.hpp"
#include "tests/support/simulation/judge/simulated_judge.hpp"

#include <algorithm>

namespace taskraft::tests {

namespace {

/// A node that was not seen for longer was asleep for the rest of the time.
constexpr auto longest_wake_ms = std::uint64_t{15};

/// How long a leader may go on without a majority. The rules have twenty ticks,
/// which come late on a slow machine.
constexpr auto longest_deafness_ms = std::uint64_t{1000};

constexpr auto most_rounds = std::size_t{4096};

/// The term that a message tells, unless it is only the term that a candidate
/// requests.
std::optional<raft::term> term_told(const caf::message& x) {
  auto term = std::optional<raft::term>{};
  auto look_for = [&]<class Message>(const Message*) {
    if (x.match_elements<Message>())
      term = x.get_as<Message>(0).term;
  };
  look_for(static_cast<raft::append_entries*>(nullptr));
  look_for(static_cast<raft::appended*>(nullptr));
  look_for(static_cast<raft::voted*>(nullptr));
  look_for(static_cast<raft::timeout_now*>(nullptr));
  look_for(static_cast<raft::install_snapshot*>(nullptr));
  look_for(static_cast<raft::snapshot_received*>(nullptr));
  if (x.match_elements<raft::request_vote>()
      && x.get_as<raft::request_vote>(0).transfer)
    term = x.get_as<raft::request_vote>(0).term;
  return term;
}

} // namespace

/// A promise counts from the beginning of the round that it answers, because
/// that is what the leader counts from. By clocks that are worse than the rules
/// allow for, it ends when the node itself thinks so.
void simulated_judge::note_promise(raft::node_id from,
                                   const raft::appended& x) {
  auto begun = rounds_.find({x.term, x.round});
  if (x.hold_us == 0 || begun == rounds_.end() || !history_.clocks_are_good)
    return;
  auto& until = promised_until_ms_[from];
  until = std::max(until, begun->second + x.hold_us / 1000);
  while (rounds_.size() > most_rounds)
    rounds_.erase(rounds_.begin());
}

/// Neither a restart nor a later term ends a promise; only the word of the
/// leader itself does (thesis §4.2.3, §6.4.1).
void simulated_judge::check_promise(raft::node_id node, raft::term term,
                                    const candidacy& asked) {
  auto promised = promised_until_ms_.find(node);
  if (asked.transfer || promised == promised_until_ms_.end())
    return;
  if (!is_judged("who has promised elects nobody",
                 history_.now_ms() >= promised->second))
    broken("who has promised elects nobody", "node ", node, " votes in term ",
           term, ' ', promised->second - history_.now_ms(),
           " ms before its promise ends");
}

void simulated_judge::check_heed(raft::node_id node, const sight& before,
                                 const raft::consensus& now) {
  if (before.hold_ticks == 0 || before.leads || now.hard.vote == node
      || now.hard.term <= before.hard.term)
    return;
  if (!is_judged("who has promised heeds no candidate",
                 told_terms_[node] >= now.hard.term))
    broken("who has promised heeds no candidate", "node ", node,
           " enters term ", now.hard.term, " and follows a leader of term ",
           before.hard.term);
}

void simulated_judge::arrived(raft::node_id from, raft::node_id to,
                              const caf::message& content) {
  if (off_)
    return;
  if (auto term = term_told(content))
    told_terms_[to] = std::max(told_terms_[to], *term);
  if (content.match_elements<raft::appended>())
    if (auto ears = hearings_.find(to); ears != hearings_.end())
      ears->second.answered_ms[from] = ears->second.awake_ms;
}

/// Only the time counts in which the node runs: a leader that sleeps cannot
/// know that nobody follows it.
void simulated_judge::check_hearing(raft::node_id node, const sight& before,
                                    const raft::consensus& now) {
  auto& ears = hearings_[node];
  auto passed = history_.now_ms() - ears.seen_at_ms;
  ears.seen_at_ms += passed;
  ears.awake_ms += std::min(passed, longest_wake_ms);
  if (now.leader != now.self)
    return;
  if (!before.leads || before.hard.term != now.hard.term) {
    ears.leads_since_ms = ears.awake_ms;
    ears.answered_ms.clear();
  }
  if (passed == 0 || ears.awake_ms - ears.leads_since_ms <= longest_deafness_ms)
    return;
  auto is_heard = [&](raft::node_id id) {
    auto answered = ears.answered_ms.find(id);
    return id == node
           || (answered != ears.answered_ms.end()
               && ears.awake_ms - answered->second <= longest_deafness_ms);
  };
  if (!is_judged("a leader without a majority gives up",
                 is_majority(now.members(), is_heard)))
    broken("a leader without a majority gives up", "node ", node,
           " goes on to lead term ", now.hard.term);
}

} // namespace taskraft::tests
