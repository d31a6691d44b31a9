// What the judge hears nodes say.

#include "protocol/messages/wire.hpp"
#include "tests/support/simulation/judge/simulated_judge.hpp"

namespace taskraft::tests {

void simulated_judge::heard(raft::node_id from, raft::node_id to,
                            const caf::message& content) {
  if (off_)
    return;
  if (content.match_elements<protocol::request_read_index>()) {
    const auto& x = content.get_as<protocol::request_read_index>(0);
    reads_.try_emplace({x.from, x.context}, committed());
  } else if (content.match_elements<raft::request_vote>()) {
    const auto& x = content.get_as<raft::request_vote>(0);
    if (!x.pre_vote)
      asked_[{x.term, x.candidate}] = {x.last, x.transfer};
  }
  if (lies(from) || lies(to))
    return;
  if (content.match_elements<raft::appended>())
    check_appended(from, content.get_as<raft::appended>(0));
  else if (content.match_elements<raft::voted>())
    check_vote_told(from, to, content.get_as<raft::voted>(0));
  else if (content.match_elements<raft::append_entries>())
    check_append(from, content.get_as<raft::append_entries>(0));
  else if (content.match_elements<raft::request_vote>()) {
    const auto& x = content.get_as<raft::request_vote>(0);
    if (!x.pre_vote)
      check_term_told(from, x.term);
  } else if (content.match_elements<protocol::read_index_answered>()) {
    const auto& x = content.get_as<protocol::read_index_answered>(0);
    auto asked = reads_.find({to, x.context});
    if (x.granted && asked != reads_.end()
        && !is_judged("a read index has what was committed before",
                      x.read_index >= asked->second))
      broken("a read index has what was committed before", "node ", from,
             " grants a read of entry ", x.read_index, ", and ", asked->second,
             " were committed when it was asked for");
  }
}

/// A node says nothing that its disk does not know.
void simulated_judge::check_term_told(raft::node_id from, raft::term term) {
  if (!is_judged("a term is told once it is durable",
                 term <= disks_[from].hard().term))
    broken("a term is told once it is durable", "node ", from,
           " speaks in term ", term, ", and its disk knows ",
           disks_[from].hard().term);
}

void simulated_judge::check_appended(raft::node_id from,
                                     const raft::appended& x) {
  check_term_told(from, x.term);
  note_promise(from, x);
  if (x.match.index.value == 0 || x.distrusts_disk)
    return;
  const auto& disk = disks_[from];
  auto is_durable = disk.has_had(x.match)
                    || (is_committed(x.match)
                        && (x.match.index <= disk.base().index
                            || nodes_.durable_state(from) >= x.match.index));
  if (!is_judged("what a follower confirms is on its disk", is_durable))
    broken("what a follower confirms is on its disk", "node ", from,
           " confirms entry ", x.match.index, " of term ", x.match.term);
  for (auto id : nodes_.all()) {
    const auto* leader = nodes_.consensus(id);
    if (leader == nullptr || leader->leader != id
        || leader->hard.term != x.term)
      continue;
    auto own = leader->log.term_at(x.match.index);
    if (!is_judged("what a follower confirms is the leader's",
                   !liars_.empty() || own == x.match.term
                     || x.match.index < leader->log.base().index))
      broken("what a follower confirms is the leader's", "node ", from,
             " confirms entry ", x.match.index, " of term ", x.match.term,
             " to node ", id, ", which has another one");
  }
}

void simulated_judge::check_vote_told(raft::node_id from, raft::node_id to,
                                      const raft::voted& x) {
  if (x.pre_vote)
    return;
  check_term_told(from, x.term);
  if (x.granted
      && !is_judged("a vote is told once it is durable",
                    disks_[from].has_had(raft::hard_state{x.term, to})))
    broken("a vote is told once it is durable", "node ", from,
           " gives its vote of term ", x.term, " to node ", to);
}

void simulated_judge::check_append(raft::node_id from,
                                   const raft::append_entries& x) {
  if (!is_judged("a leader's term is durable before it speaks",
                 disks_[from].has_had(raft::hard_state{x.term, from})))
    broken("a leader's term is durable before it speaks", "node ", from,
           " leads term ", x.term);
  rounds_.try_emplace({x.term, x.round}, history_.now_ms());
  if (!is_judged("a leader tells no commit that there is not",
                 x.commit_index <= committed()))
    broken("a leader tells no commit that there is not", "node ", from,
           " names entry ", x.commit_index, ", and ", committed(),
           " are committed");
}

} // namespace taskraft::tests
