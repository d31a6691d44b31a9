#include "actors/http/service/gateway_client.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <caf/actor_cast.hpp>
#include <caf/mailbox_element.hpp>
#include <caf/send.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <utility>
#include <vector>

namespace taskraft::http {

namespace {

/// The gateway ends everything sooner, unless it cannot any more.
constexpr auto longest_wait = std::chrono::seconds{15};

using client_pointer = protocol::inner_client_actor::pointer;

/// Where an actor hands what it hears to the thread of HTTP.
struct inbox {
  boost::asio::io_context* loop;
  std::weak_ptr<gateway_client> owner;

  template <class Take>
  void post(Take take) const {
    boost::asio::post(*loop, [to = owner, take = std::move(take)] {
      if (auto client = to.lock())
        take(*client);
    });
  }
};

template <class Message>
auto handing_on(const inbox& to) {
  return [to](const Message& x) {
    to.post([x](gateway_client& client) { client.take(x); });
  };
}

template <class Message>
auto concluding(const inbox& to) {
  return [to](const Message& x) {
    to.post([x](gateway_client& client) { client.take(x.id, x); });
  };
}

protocol::inner_client_actor::behavior_type receiver(client_pointer /*self*/,
                                                     const inbox& to) {
  return {
    handing_on<protocol::gateway_hello>(to),
    handing_on<protocol::commands_answered>(to),
    handing_on<protocol::queries_answered>(to),
    concluding<protocol::cluster_status_answered>(to),
    concluding<protocol::leadership_transferred>(to),
    concluding<protocol::members_listed>(to),
    concluding<protocol::digests_compared>(to),
    [](const protocol::backup_begun&) {},
    [](const protocol::backup_read&) {},
    [](const protocol::backup_progressed&) {},
    concluding<protocol::authenticated>(to),
    concluding<protocol::logged_in>(to),
    concluding<protocol::account_command_answered>(to),
    concluding<protocol::operation_refused>(to),
    handing_on<protocol::position_changed>(to),
    concluding<protocol::log_listed>(to),
    concluding<protocol::export_written>(to),
  };
}

command_outcome outcome_of(protocol::answer_status status,
                           raft::log_index index, std::string_view result) {
  auto x = command_outcome{};
  x.status = status;
  x.index = index;
  if (status == protocol::answer_status::done
      && !x.result.ParseFromArray(result.data(),
                                  static_cast<int>(result.size())))
    x.status = protocol::answer_status::malformed;
  return x;
}

/// Takes what has waited too long out of the calls.
template <class Calls, class End>
void end_late(Calls& calls, End end) {
  auto now = std::chrono::steady_clock::now();
  auto late = std::vector<typename Calls::mapped_type>{};
  for (auto at = calls.begin(); at != calls.end();) {
    if (at->second.until > now) {
      ++at;
      continue;
    }
    late.push_back(std::move(at->second));
    at = calls.erase(at);
  }
  for (auto& each : late)
    end(each.then);
}

} // namespace

std::shared_ptr<gateway_client>
gateway_client::open(gateway_place& place, const protocol::entered& door) {
  auto client = std::shared_ptr<gateway_client>{new gateway_client{place}};
  client->self_ = place.system->spawn(
    receiver, inbox{place.loop, client->weak_from_this()});
  client->send(caf::make_message(door));
  return client;
}

gateway_client::~gateway_client() {
  caf::anon_send_exit(self_, caf::exit_reason::user_shutdown);
}

void gateway_client::send(caf::message what) {
  flush();
  enqueue(std::move(what));
}

void gateway_client::flush() {
  if (gathered_queries_.count > 0)
    enqueue(
      caf::make_message(gathered_queries_.take<protocol::submit_queries>()));
  if (gathered_commands_.count > 0)
    enqueue(
      caf::make_message(gathered_commands_.take<protocol::submit_commands>()));
}

/// What comes in one turn of the loop goes on together: each message to the
/// gateway may wake its thread.
void gateway_client::flush_soon() {
  if (std::exchange(flushing_, true))
    return;
  boost::asio::post(*place_.loop, [self = shared_from_this()] {
    self->flushing_ = false;
    self->flush();
  });
}

void gateway_client::enqueue(caf::message what) {
  auto to = caf::actor_cast<caf::strong_actor_ptr>(place_.gateway);
  to->enqueue(caf::actor_cast<caf::strong_actor_ptr>(self_),
              caf::make_message_id(), std::move(what), nullptr);
}

void gateway_client::query(protocol::consistency level,
                           raft::log_index min_index,
                           const tasks::wire::Query& what, query_handler then) {
  auto id = ++last_id_;
  queries_[id]
    = {std::move(then), std::chrono::steady_clock::now() + longest_wait};
  auto bytes = what.SerializeAsString();
  protocol::append_query_request(
    gathered_queries_.frames,
    {.id = id, .consistency = level, .min_index = min_index, .query = bytes});
  ++gathered_queries_.count;
  flush_soon();
}

void gateway_client::command(const protocol::request_id& id,
                             raft::log_index seen,
                             const tasks::wire::Command& what,
                             command_handler then) {
  auto& place = commands_[id];
  // Of two requests with one key that are under way, both hear the answer.
  if (place.then)
    then = [first = std::move(place.then),
            then = std::move(then)](const command_outcome& x) {
      first(x);
      then(x);
    };
  place = {std::move(then), std::chrono::steady_clock::now() + longest_wait};
  auto bytes = what.SerializeAsString();
  protocol::append_command_frame(
    gathered_commands_.frames,
    {.id = id, .seen_index = seen, .command = bytes, .principal = {}});
  ++gathered_commands_.count;
  flush_soon();
}

void gateway_client::insist(const protocol::request_id& id,
                            const tasks::wire::Command& what, unsigned times,
                            command_handler then) {
  auto take = [self = shared_from_this(), id, what, times,
               then = std::move(then)](const command_outcome& x) {
    if (x.status == protocol::answer_status::done)
      return then(x);
    if (times <= 1)
      return;
    auto pause = std::make_shared<boost::asio::steady_timer>(
      *self->place_.loop, std::chrono::seconds{1});
    pause->async_wait([self, id, what, times, then,
                       pause](const boost::system::error_code& failure) {
      if (!failure)
        self->insist(id, what, times - 1, then);
    });
  };
  command(id, place_.position.evaluated, what, std::move(take));
}

void gateway_client::account_command(const protocol::request_id& id,
                                     raft::log_index seen,
                                     const tasks::wire::Command& what,
                                     protocol::submit_account_command beside,
                                     command_handler then) {
  beside.request.assign(id.bytes.begin(), id.bytes.end());
  beside.seen_index = seen;
  beside.command = protocol::blob{what.SerializeAsString()};
  operation(std::move(beside), [then](const operation_answer& x) {
    const auto* answered = std::get_if<protocol::account_command_answered>(&x);
    if (answered == nullptr)
      return then({protocol::answer_status::outcome_unknown, {}, {}, {}});
    auto outcome
      = outcome_of(answered->status, answered->index, answered->result);
    outcome.secret = answered->secret;
    then(std::move(outcome));
  });
}

void gateway_client::keep(std::uint64_t id, operation_handler then,
                          std::chrono::seconds at_most) {
  operations_[id]
    = {std::move(then), std::chrono::steady_clock::now() + at_most};
}

void gateway_client::expire() {
  using enum protocol::answer_status;
  end_late(queries_, [](const auto& then) { then({unavailable, {}, 0, {}}); });
  end_late(commands_, [](const auto& then) {
    then({outcome_unknown, {}, {}, {}});
  });
  end_late(operations_, [](const auto& then) {
    then(protocol::operation_refused{0, errc::unavailable,
                                     "the node has not answered in time"});
  });
}

void gateway_client::take(const protocol::commands_answered& x) {
  auto rest = std::string_view{x.frames.view()};
  while (auto answer = protocol::next_command_answer(rest)) {
    auto found = commands_.find(answer->id);
    if (found == commands_.end())
      continue;
    auto then = std::move(found->second.then);
    commands_.erase(found);
    then(outcome_of(answer->status, answer->index, answer->result));
  }
}

void gateway_client::take(const protocol::queries_answered& x) {
  auto rest = std::string_view{x.frames.view()};
  while (auto reply = protocol::next_query_reply(rest)) {
    auto found = queries_.find(reply->id);
    if (found == queries_.end())
      continue;
    auto then = std::move(found->second.then);
    queries_.erase(found);
    auto outcome = query_outcome{};
    outcome.status = reply->status;
    outcome.visible = reply->visible;
    outcome.age_ms = reply->age_ms;
    if (reply->status == protocol::answer_status::done
        && !outcome.answer.ParseFromArray(
          reply->answer.data(), static_cast<int>(reply->answer.size())))
      outcome.status = protocol::answer_status::malformed;
    then(std::move(outcome));
  }
}

void gateway_client::take(std::uint64_t id, const operation_answer& x) {
  auto found = operations_.find(id);
  if (found == operations_.end())
    return;
  auto then = std::move(found->second.then);
  operations_.erase(found);
  then(x);
}

void gateway_client::take(const protocol::gateway_hello& x) {
  place_.cluster_id = x.cluster_id;
}

void gateway_client::take(const protocol::position_changed& x) {
  place_.position = x;
  place_.moved();
}

} // namespace taskraft::http
