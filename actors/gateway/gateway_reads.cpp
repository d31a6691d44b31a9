#include "actors/gateway/gateway_work.hpp"
#include "protocol/actors/applier_actor.hpp"
#include "protocol/messages/client_frames.hpp"
#include "protocol/messages/wire.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace taskraft::actors {

namespace {

/// How many queries one reader takes at once, so that the others have work too.
constexpr auto queries_a_reader = std::size_t{256};

/// A database that works makes something visible much sooner, as long as
/// something is committed.
constexpr auto longest_commit_ms = std::uint64_t{5000};

/// How old the state that a query saw may be, rounded up.
std::uint64_t age_ms(const gateway_state& state, const open_query& query) {
  if (!query.known_us || !state.options.uptime_us)
    return protocol::unknown_age_ms;
  auto now = static_cast<std::int64_t>(state.options.uptime_us());
  return static_cast<std::uint64_t>(
           std::max(now - *query.known_us, std::int64_t{0}))
           / 1000
         + 1;
}

void reply(gateway_pointer self, const open_query& query,
           protocol::answer_status status,
           const protocol::query_answer* answer) {
  auto& state = self->state;
  if (query.client == own_number)
    return take_step(self, query.id,
                     {.status = status,
                      .bytes = answer == nullptr ? "" : answer->answer,
                      .reason = query.is_placed ? no_database : nullptr});
  auto client = state.clients.find(query.client);
  if (client == state.clients.end())
    return;
  auto age = std::uint64_t{0};
  if (query.consistency == protocol::consistency::stale)
    age = age_ms(state, query);
  auto x = protocol::query_reply{.id = query.id,
                                 .status = status,
                                 .visible = {},
                                 .age_ms = age,
                                 .answer = {}};
  if (answer != nullptr) {
    x.visible = answer->visible;
    x.answer = answer->answer;
  }
  make_room(self, query.client, client->second, x.answer.size());
  protocol::append_query_reply(client->second.query_replies, x);
  ++client->second.query_count;
}

/// Whether what this node has is no answer to the query.
bool lacks_answer(const gateway_state& state, const open_query& query) {
  if (query.consistency == protocol::consistency::linearizable)
    return false;
  auto is_operator
    = query.principal.kind == protocol::principal_kind::operator_token;
  // Without a state, the reader would answer "not found".
  return state.applied.lacks_state || (is_outdated(state) && !is_operator);
}

void hand_to_reader(gateway_pointer self, std::uint64_t context,
                    const std::vector<open_query>& queries) {
  auto& state = self->state;
  auto request = protocol::answer_queries{};
  request.context = context;
  request.now_us = state.options.now_us();
  for (const auto& query : queries) {
    request.queries.push_back({query.query, query.principal});
    request.buffers.push_back(query.buffer);
  }
  auto reader = std::move(state.idle_readers.back());
  state.idle_readers.pop_back();
  self->send(reader, std::move(request));
}

/// Queries that must wait for nothing any more.
bool read_ready(gateway_pointer self) {
  auto& state = self->state;
  auto queries = state.reads.take_ready(queries_a_reader);
  if (queries.empty())
    return false;
  for (auto& query : queries) {
    // The reader sees at least what is visible now.
    query.known_us = state.known_us;
    query.is_placed = true;
  }
  auto context = ++state.last_context;
  hand_to_reader(self, context, queries);
  state.being_read[context].assign(std::make_move_iterator(queries.begin()),
                                   std::make_move_iterator(queries.end()));
  return true;
}

/// Queries whose read index is still asked for. While what is evaluated here is
/// not visible, it would seldom do (decision 45).
bool read_ahead(gateway_pointer self) {
  auto& state = self->state;
  if (state.applied.lacks_state
      || state.applied.visible != state.applied.evaluated)
    return false;
  auto context = state.last_context + 1;
  auto queries = state.reads.take_ahead(context, queries_a_reader);
  if (queries.empty())
    return false;
  state.last_context = context;
  hand_to_reader(self, context, queries);
  return true;
}

/// Where this node's log differs from the leader's, what the leader knows says
/// nothing about this node's state.
bool follows_leader(const gateway_state& state) {
  return state.leadership.leader.value != 0 && state.leadership.agrees;
}

} // namespace

bool stands_still(const gateway_state& state) {
  if (state.applied.store_is_away)
    return true;
  if (!follows_leader(state) || !state.known_us || !state.options.uptime_us)
    return false;
  auto now = static_cast<std::int64_t>(state.options.uptime_us());
  auto lag_us = std::max(now - *state.known_us, std::int64_t{0});
  return static_cast<std::uint64_t>(lag_us) / 1000 >= longest_commit_ms
         && state.now - state.visible_at >= ticks_in(state, longest_commit_ms);
}

void submit(gateway_pointer self, const protocol::submit_queries& x) {
  auto& state = self->state;
  auto client = current_client(self);
  if (!client)
    return;
  auto who = state.clients.at(*client).principal;
  auto rest = std::string_view{x.frames.view()};
  while (auto request = protocol::next_query_request(rest)) {
    auto query = open_query{.client = *client,
                            .id = request->id,
                            .consistency = request->consistency,
                            .min_index = request->min_index,
                            .principal = who,
                            .query = request->query,
                            .buffer = x.frames,
                            .born = state.now};
    if (who.kind == protocol::principal_kind::nobody)
      reply(self, query, protocol::answer_status::unauthenticated, nullptr);
    else if (lacks_answer(state, query))
      reply(self, query, protocol::answer_status::unavailable, nullptr);
    else if (!state.reads.add(query))
      reply(self, query, protocol::answer_status::overloaded, nullptr);
  }
  send_answers(self);
  move_reads(self);
}

void move_reads(gateway_pointer self) {
  auto& state = self->state;
  if (follows_leader(state))
    if (auto round = state.reads.begin_round(state.now))
      self->send(state.server,
                 protocol::request_read_index{state.options.self, *round});
  if (auto index = state.reads.wanted())
    self->send(state.server, protocol::make_visible{*index});
  while (!state.idle_readers.empty()
         && (read_ready(self) || read_ahead(self))) {
  }
}

void give_out(gateway_pointer self, const protocol::queries_read& x) {
  auto& state = self->state;
  if (auto reader
      = caf::actor_cast<protocol::reader_actor>(self->current_sender()))
    state.idle_readers.push_back(std::move(reader));
  auto found = state.being_read.find(x.context);
  if (found == state.being_read.end()) {
    state.reads.take_answers(x.context, x.answers);
    return give_out_ahead(self);
  }
  auto queries = std::move(found->second);
  state.being_read.erase(found);
  for (auto i = std::size_t{0}; i < queries.size(); ++i)
    if (queries[i])
      reply(self, *queries[i],
            x.answers ? protocol::answer_status::done
                      : protocol::answer_status::unavailable,
            x.answers ? &(*x.answers)[i] : nullptr);
  send_answers(self);
  move_reads(self);
}

void give_out_ahead(gateway_pointer self) {
  for (const auto& each : self->state.reads.take_answered())
    reply(self, each.query, protocol::answer_status::done, each.answer.get());
  send_answers(self);
  move_reads(self);
}

void expire_reads(gateway_pointer self) {
  auto& state = self->state;
  auto why = state.disk_full ? protocol::answer_status::disk_full
                             : protocol::answer_status::unavailable;
  auto is_away = stands_still(state);
  auto late = state.reads.expire(state.now, is_away);
  if (is_away)
    for (auto& [context, queries] : state.being_read)
      for (auto& query : queries)
        if (query && state.reads.is_late(*query, state.now)) {
          late.push_back(std::move(*query));
          query.reset();
        }
  for (const auto& query : late)
    reply(self, query, why, nullptr);
}

} // namespace taskraft::actors
