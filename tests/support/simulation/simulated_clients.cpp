#include "tests/support/simulation/simulated_clients.hpp"

#include "protocol/errors.hpp"
#include "tasks.pb.h"
#include "tests/support/next/next_program.hpp"

#include <algorithm>
#include <ranges>

namespace taskraft::tests {

using protocol::answer_status;
using protocol::consistency;

namespace {

constexpr auto key_count = std::uint64_t{6};

std::uint64_t number_of(const protocol::request_id& id) {
  auto number = std::uint64_t{0};
  for (auto i = std::size_t{0}; i < sizeof number; ++i)
    number |= std::uint64_t{id.bytes[i]} << (8 * i);
  return number;
}

} // namespace

simulated_clients::simulated_clients(simulated_cluster& cluster,
                                     const client_counts& counts)
  : cluster_(cluster), people_(cluster.history) {
  auto add = [&](std::size_t count, kind acts_as) {
    for (; count > 0; --count)
      clients_.push_back(
        {.door = std::make_unique<gateway_client>(cluster.system),
         .acts_as = acts_as,
         .writing = std::nullopt,
         .reading = std::nullopt,
         .seen = {}});
  };
  add(counts.open, kind::open);
  add(counts.people, kind::people);
  add(counts.nodes, kind::node);
  cluster.history.on_result
    = [this](const committed_entry& entry, const std::string& result) {
        // A request that is sent again under the same id changes nothing.
        keys_.take(entry);
        people_.take(entry, result);
      };
}

bool simulated_clients::idle() const {
  return std::ranges::none_of(clients_, [](const client& x) {
    return x.writing.has_value() || x.reading.has_value();
  });
}

void simulated_clients::pass_time() {
  for (auto& one : clients_) {
    hear(one);
    if (!one.writing && !one.reading) {
      if (!finishing_ && cluster_.chance.percent(30))
        begin(one);
    } else if (cluster_.now() >= one.ask_again_at) {
      ask(one);
    }
  }
}

void simulated_clients::begin(client& x) {
  auto writes = cluster_.chance.percent(60);
  if (writes && cluster_.now() < cluster_.quiet_until)
    return;
  if (writes)
    begin_write(x);
  else
    begin_read(x);
  if (x.writing || x.reading)
    ask(x);
}

void simulated_clients::begin_write(client& x) {
  auto& chance = cluster_.chance;
  if (!x.done.empty() && chance.percent(8)) {
    // The client acts as if it had not heard the answer.
    x.writing = chance.one_of(x.done);
    x.writing->sent = 0;
    return;
  }
  if (x.acts_as == kind::people)
    x.writing = write_of_people();
  else if (x.acts_as == kind::node)
    x.writing = write_of_node();
  else
    x.writing = write{.number = 0, .command = a_command(last_number_ + 1)};
  if (!x.writing)
    return;
  x.writing->number = ++last_number_;
  x.writing->seen = x.seen;
}

std::string simulated_clients::a_key() {
  return "key" + std::to_string(cluster_.chance.below(key_count));
}

std::string simulated_clients::a_command(std::uint64_t number) {
  auto& chance = cluster_.chance;
  auto command = tasks::wire::Command{};
  auto text = "value " + std::to_string(number)
              + std::string(static_cast<std::size_t>(chance.below(120)), '.');
  switch (chance.below(10)) {
    case 0:
      command.mutable_delete_key()->set_key(a_key());
      break;
    case 1:
      command.mutable_create_task()->set_title(text);
      break;
    case 2:
      command.mutable_update_task()->set_id(chance.between(1, 10));
      command.mutable_update_task()->set_title(chance.percent(10) ? " " : text);
      break;
    case 3:
      command.mutable_delete_task()->set_id(chance.between(1, 10));
      break;
    case 4:
      command.mutable_add_comment()->set_task(chance.between(1, 10));
      command.mutable_add_comment()->set_text(text);
      break;
    case 5:
      // Rules of two levels decide differently about it.
      return add_sticker(chance.between(1, 10),
                         "colour " + std::to_string(chance.below(5)));
    default:
      command.mutable_put_key()->set_key(a_key());
      command.mutable_put_key()->set_value(text);
  }
  return command.SerializeAsString();
}

void simulated_clients::begin_read(client& x) {
  auto level = cluster_.chance.below(4);
  x.reading = read{};
  x.reading->consistency = level == 0   ? consistency::stale
                           : level == 1 ? consistency::session
                                        : consistency::linearizable;
  x.reading->key = a_key();
  if (x.acts_as == kind::people && !begin_read_of_people(x))
    x.reading.reset();
}

/// Asks any node that runs; at the end only members, because nodes that wait to
/// be added can do nothing. A write keeps its id; a read gets a new one.
void simulated_clients::ask(client& x) {
  auto& chance = cluster_.chance;
  x.ask_again_at = cluster_.now() + chance.between(200, 1200);
  auto living = cluster_.living();
  if (const auto& members = cluster_.history.members(); finishing_ && members)
    std::erase_if(
      living, [&](raft::node_id id) { return members->find(id) == nullptr; });
  if (living.empty())
    return;
  const auto& gateway = cluster_.node(chance.one_of(living)).actors().gateway;
  introduce(x, gateway, x.writing ? x.writing->session : x.reading->session);
  if (x.writing) {
    if (++x.writing->sent == 1)
      x.writing->began = ++moment_;
    auto frames = std::string{};
    protocol::append_command_frame(
      frames,
      {request_number(x.writing->number), x.writing->seen, x.writing->command});
    x.door->messages().tell(
      gateway, protocol::submit_commands{1, protocol::blob{frames}});
    return;
  }
  x.reading->id = ++last_number_;
  x.reading->asked_at = cluster_.now();
  x.reading->began = ++moment_;
  x.reading->floor = x.reading->consistency == consistency::linearizable
                       ? std::max(floor_, cluster_.judge.committed())
                       : x.seen;
  auto query = tasks::wire::Query{};
  if (x.reading->task != 0)
    query.mutable_get_task()->set_id(x.reading->task);
  else
    query.mutable_get_key()->set_key(x.reading->key);
  auto bytes = query.SerializeAsString();
  x.door->query(gateway, {.id = x.reading->id,
                          .consistency = x.reading->consistency,
                          .min_index = x.seen,
                          .query = bytes});
}

void simulated_clients::hear(client& x) {
  for (const auto& outcome : x.door->outcomes())
    hear_outcome(x, outcome);
  for (const auto& reply : x.door->replies())
    hear_reply(x, reply);
  for (const auto& told : x.door->messages().take<protocol::digests_compared>())
    check_digests(told);
}

/// What a session has done under one id cannot be asked for again once the
/// session has ended.
bool simulated_clients::is_locked_out(const client& x,
                                      const command_outcome& outcome) {
  auto result = tasks::wire::Result{};
  return x.acts_as == kind::people && result.ParseFromString(outcome.result)
         && result.refusal().code()
              == static_cast<std::uint32_t>(errc::session_expired);
}

void simulated_clients::check_outcome(client& x,
                                      const command_outcome& outcome) {
  auto name = "command " + std::to_string(number_of(outcome.id));
  auto& history = cluster_.history;
  if (history.first_index(outcome.id) != outcome.index
      && !is_locked_out(x, outcome))
    history.add_violation(name + " was acknowledged at entry "
                          + std::to_string(outcome.index.value)
                          + ", where it was not applied first");
  if (!history.is_result(outcome.index, outcome.result))
    history.add_violation(name + " was answered with another result than entry "
                          + std::to_string(outcome.index.value) + " has");
  floor_ = std::max(floor_, outcome.index);
  x.seen = std::max(x.seen, outcome.index);
  compare_digests(x, outcome);
}

/// Who takes a digest asks what each node has there.
void simulated_clients::compare_digests(client& x,
                                        const command_outcome& outcome) {
  auto result = tasks::wire::Result{};
  if (!result.ParseFromString(outcome.result) || !result.has_digest_due())
    return;
  auto living = cluster_.living();
  if (living.empty())
    return;
  const auto& gateway
    = cluster_.node(cluster_.chance.one_of(living)).actors().gateway;
  x.door->messages().tell(
    gateway, protocol::compare_digests{
               .id = ++last_number_, .index = outcome.index, .wait_ms = 1000});
}

void simulated_clients::check_digests(const protocol::digests_compared& told) {
  ++comparisons_;
  for (const auto& each : told.nodes)
    if (each.differs)
      cluster_.history.add_violation("node " + std::to_string(each.id.value)
                                     + " has another checksum at entry "
                                     + std::to_string(told.index.value)
                                     + " than most");
}

void simulated_clients::hear_outcome(client& x,
                                     const command_outcome& outcome) {
  if (outcome.status == answer_status::done)
    check_outcome(x, outcome);
  if (!x.writing || x.writing->number != number_of(outcome.id))
    return;
  if (outcome.status != answer_status::done) {
    give_up_or_retry(x, outcome);
    return;
  }
  ++writes_;
  if (is_locked_out(x, outcome)) {
    x.writing.reset();
    return;
  }
  if (x.writing->known && x.writing->known != outcome.index)
    cluster_.history.add_violation("command "
                                   + std::to_string(x.writing->number)
                                   + " was acknowledged at two places");
  if (!x.writing->known)
    note_write(*x.writing, true);
  x.writing->known = outcome.index;
  x.done.push_back(*x.writing);
  x.writing.reset();
}

void simulated_clients::give_up_or_retry(client& x,
                                         const command_outcome& outcome) {
  if (cluster_.history.is_forgotten(outcome.id)) {
    if (!x.writing->known)
      note_write(*x.writing, false);
    x.writing.reset();
    return;
  }
  auto certain = outcome.status == answer_status::unavailable
                 || outcome.status == answer_status::overloaded;
  if (!certain && outcome.status != answer_status::outcome_unknown)
    cluster_.history.add_violation("a good command was called malformed");
  if (finishing_ || cluster_.chance.percent(50)) {
    x.ask_again_at = cluster_.now() + cluster_.chance.below(50);
    return;
  }
  if (certain && x.writing->sent == 1 && !x.writing->known)
    refused_.push_back(x.writing->number);
  else if (!x.writing->known)
    note_write(*x.writing, false);
  x.writing.reset();
}

void simulated_clients::hear_reply(client& x, const query_outcome& reply) {
  if (!x.reading || x.reading->id != reply.id)
    return;
  if (reply.status != answer_status::done) {
    x.ask_again_at = cluster_.now() + cluster_.chance.below(50);
    return;
  }
  check_read(*x.reading, reply);
  check_age(*x.reading, reply);
  floor_ = std::max(floor_, reply.visible);
  x.seen = std::max(x.seen, reply.visible);
  x.reading.reset();
  ++reads_;
}

/// Checks that the answer to a stale read shows all entries that were committed
/// before the answer's age.
void simulated_clients::check_age(const read& asked,
                                  const query_outcome& reply) {
  auto next = reply.visible.next();
  if (asked.consistency != consistency::stale || !cluster_.history.clocks_are_good
      || reply.age_ms == protocol::unknown_age_ms
      || next > std::max(cluster_.history.last(), cluster_.judge.committed()))
    return;
  auto committed = next <= cluster_.judge.committed()
                     ? cluster_.judge.committed_at(next)
                     : cluster_.history.evaluated_at(next);
  aged_reads_ += committed < asked.asked_at ? 1U : 0U;
  // The clock of the node that answered may be slow.
  auto age_ms = reply.age_ms * 1000 / (990 - cluster_.clock_spread()) + 1;
  if (committed + age_ms < asked.asked_at)
    cluster_.history.add_violation(
      "a stale read at " + std::to_string(reply.visible.value)
      + " says that it is " + std::to_string(reply.age_ms)
      + " ms old, and entry " + std::to_string(next.value) + " was committed "
      + std::to_string(asked.asked_at - committed) + " ms before it was asked");
}

void simulated_clients::check_read(const read& asked,
                                   const query_outcome& reply) {
  auto where = asked.key + " at " + std::to_string(reply.visible.value);
  if (asked.consistency != consistency::stale && reply.visible < asked.floor)
    cluster_.history.add_violation("a read of " + where + " is older than "
                                   + std::to_string(asked.floor.value));
  if (reply.visible > cluster_.history.last())
    cluster_.history.add_violation("a read of " + where + " saw the future");
  if (asked.task != 0)
    return check_task(asked, reply);
  auto answer = tasks::wire::Answer{};
  auto found = std::optional<std::string>{};
  if (!answer.ParseFromString(reply.answer))
    cluster_.history.add_violation("the answer to a read cannot be read");
  else if (answer.has_pair())
    found = answer.pair().value();
  if (asked.consistency == consistency::linearizable)
    note_read(asked, found);
  if (found != keys_.at(asked.key, reply.visible))
    cluster_.history.add_violation("a read of " + where + " is wrong");
}

void simulated_clients::note_write(const write& x, bool heard) {
  auto command = tasks::wire::Command{};
  if (!command.ParseFromString(x.command)
      || !(command.has_put_key() || command.has_delete_key()))
    return;
  const auto& key = command.has_put_key() ? command.put_key().key()
                                          : command.delete_key().key();
  operations_[key].push_back(
    {.begin = x.began,
     .end = heard ? ++moment_ : register_operation::unknown,
     .writes = true,
     .value = command.has_put_key() ? std::optional{command.put_key().value()}
                                    : std::nullopt});
}

void simulated_clients::note_read(const read& asked,
                                  const std::optional<std::string>& found) {
  operations_[asked.key].push_back(
    {.begin = asked.began, .end = ++moment_, .writes = false, .value = found});
}

void simulated_clients::check_end() {
  for (const auto& [key, operations] : operations_)
    if (!is_linearizable(operations))
      cluster_.history.add_violation("the history of " + key
                                     + " is not linearizable");
  for (const auto& one : clients_)
    for (const auto& x : one.done)
      if (cluster_.history.first_index(request_number(x.number)) != x.known)
        cluster_.history.add_violation("an acknowledged command was lost");
  for (auto number : refused_)
    if (cluster_.history.first_index(request_number(number)))
      cluster_.history.add_violation("command " + std::to_string(number)
                                     + " was applied though it was refused");
}

} // namespace taskraft::tests
