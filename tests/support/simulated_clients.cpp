#include "tests/support/simulated_clients.hpp"

#include "tasks.pb.h"
#include "tests/support/next/next_program.hpp"

#include <algorithm>
#include <iterator>
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

void key_history::take(const committed_entry& entry) {
  if (entry.kind != raft::entry_kind::command)
    return;
  auto request = protocol::parse_request(entry.payload);
  auto command = tasks::wire::Command{};
  if (!request || !command.ParseFromString(std::string{request->command}))
    return;
  if (command.has_put_key())
    keys_[command.put_key().key()][entry.position.index]
      = command.put_key().value();
  if (command.has_delete_key())
    keys_[command.delete_key().key()][entry.position.index] = std::nullopt;
}

std::optional<std::string> key_history::at(const std::string& key,
                                           raft::log_index index) const {
  auto known = keys_.find(key);
  if (known == keys_.end())
    return std::nullopt;
  auto later = known->second.upper_bound(index);
  return later == known->second.begin() ? std::nullopt
                                        : std::prev(later)->second;
}

simulated_clients::simulated_clients(simulated_cluster& cluster,
                                     std::size_t count)
  : cluster_(cluster), clients_(count) {
  for (auto& one : clients_)
    one.door = std::make_unique<gateway_client>(cluster.system);
  cluster.history.on_committed = [this](const committed_entry& entry) {
    auto request = protocol::parse_request(entry.payload);
    // A request that is sent again under the same id changes nothing.
    if (request
        && cluster_.history.first_index(request->id) == entry.position.index)
      keys_.take(entry);
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
  if (cluster_.chance.percent(60))
    begin_write(x);
  else
    begin_read(x);
  ask(x);
}

void simulated_clients::begin_write(client& x) {
  auto& chance = cluster_.chance;
  if (!done_.empty() && chance.percent(8)) {
    // The client acts as if it had not heard the answer.
    x.writing = chance.one_of(done_);
    x.writing->sent = 0;
    return;
  }
  auto number = ++last_number_;
  x.writing = write{number, a_command(number), x.seen, 0, std::nullopt};
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
  auto kind = cluster_.chance.below(4);
  x.reading = read{};
  x.reading->consistency = kind == 0   ? consistency::stale
                           : kind == 1 ? consistency::session
                                       : consistency::linearizable;
  x.reading->key = a_key();
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
  if (x.writing) {
    ++x.writing->sent;
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
  x.reading->floor
    = x.reading->consistency == consistency::linearizable ? floor_ : x.seen;
  auto query = tasks::wire::Query{};
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
}

void simulated_clients::hear_outcome(client& x,
                                     const command_outcome& outcome) {
  auto number = number_of(outcome.id);
  auto name = "command " + std::to_string(number);
  if (outcome.status == answer_status::done) {
    if (cluster_.history.first_index(outcome.id) != outcome.index)
      cluster_.history.add_violation(name + " was acknowledged at entry "
                                     + std::to_string(outcome.index.value)
                                     + ", where it was not applied first");
    floor_ = std::max(floor_, outcome.index);
    x.seen = std::max(x.seen, outcome.index);
  }
  if (!x.writing || x.writing->number != number)
    return;
  if (outcome.status != answer_status::done) {
    give_up_or_retry(x, outcome);
    return;
  }
  if (x.writing->known && x.writing->known != outcome.index)
    cluster_.history.add_violation(name + " was acknowledged at two places");
  x.writing->known = outcome.index;
  done_.push_back(*x.writing);
  x.writing.reset();
  ++writes_;
}

void simulated_clients::give_up_or_retry(client& x,
                                         const command_outcome& outcome) {
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
  if (asked.consistency != consistency::stale
      || reply.age_ms == protocol::unknown_age_ms
      || next > cluster_.history.last())
    return;
  auto evaluated = cluster_.history.evaluated_at(next);
  aged_reads_ += evaluated < asked.asked_at ? 1U : 0U;
  if (evaluated + reply.age_ms < asked.asked_at)
    cluster_.history.add_violation(
      "a stale read at " + std::to_string(reply.visible.value)
      + " says that it is " + std::to_string(reply.age_ms)
      + " ms old, and entry " + std::to_string(next.value) + " was evaluated "
      + std::to_string(asked.asked_at - evaluated) + " ms before it was asked");
}

void simulated_clients::check_read(const read& asked,
                                   const query_outcome& reply) {
  auto where = asked.key + " at " + std::to_string(reply.visible.value);
  if (asked.consistency != consistency::stale && reply.visible < asked.floor)
    cluster_.history.add_violation("a read of " + where + " is older than "
                                   + std::to_string(asked.floor.value));
  if (reply.visible > cluster_.history.last())
    cluster_.history.add_violation("a read of " + where + " saw the future");
  auto answer = tasks::wire::Answer{};
  auto found = std::optional<std::string>{};
  if (!answer.ParseFromString(reply.answer))
    cluster_.history.add_violation("the answer to a read cannot be read");
  else if (answer.has_pair())
    found = answer.pair().value();
  if (found != keys_.at(asked.key, reply.visible))
    cluster_.history.add_violation("a read of " + where + " is wrong");
}

void simulated_clients::check_end() {
  for (const auto& x : done_)
    if (cluster_.history.first_index(request_number(x.number)) != x.known)
      cluster_.history.add_violation("an acknowledged command was lost");
  for (auto number : refused_)
    if (cluster_.history.first_index(request_number(number)))
      cluster_.history.add_violation("command " + std::to_string(number)
                                     + " was applied though it was refused");
}

} // namespace taskraft::tests
