// Answers that show more than the log keeps of their requests: with a key they
// are kept beside, so that a replay shows what was shown the first time.

#include "actors/http/exchange/exchange.hpp"

#include <algorithm>
#include <google/protobuf/repeated_field.h>
#include <utility>

namespace taskraft::http {

namespace {

/// What is longer is not kept: a replay of it shows what is there then.
constexpr auto max_kept_bytes = std::size_t{256} * 1024;

/// The tasks that a list of relations shows.
std::vector<std::uint64_t> tasks_in(const json::object& relations) {
  auto found = std::vector<std::uint64_t>{};
  for (const auto& each : relations)
    if (each.is_array())
      for (const auto& card : each)
        found.push_back(card["id"]);
    else if (each.is_object())
      found.push_back(each["id"]);
  std::ranges::sort(found);
  return found;
}

} // namespace

/// The log keeps the body as the fingerprint of a command that does nothing,
/// which the same request finds by its key. The body that is kept first is the
/// answer to all later requests with that key.
void exchange::keep(std::string shown, std::function<void(std::string)> then) {
  if (!key_ || shown.size() > max_kept_bytes)
    return then(std::move(shown));
  auto note = wire::Command{};
  note.mutable_note_request();
  note.set_attempt(service_.options.random());
  note.set_fingerprint(shown);
  client().command(answer_id_of(id_), service_.place.position.evaluated, note,
                   [self = shared_from_this(), shown = std::move(shown),
                    then = std::move(then)](const command_outcome& x) {
                     if (x.status != protocol::answer_status::done)
                       return self->fail(self->problem_of_silence(x.status));
                     // Its session has ended meanwhile.
                     if (x.result.has_refusal())
                       return then(shown);
                     then(x.result.fingerprint());
                   });
}

/// Goes on with the kept body if all tasks in it can still be seen, else with
/// the one of now.
void exchange::choose_seen(std::string kept, std::string now,
                           std::function<void(std::string)> then) {
  auto before = tasks_in(json::object::parse(kept));
  auto after = tasks_in(json::object::parse(now));
  auto query = wire::Query{};
  auto& gone = *query.mutable_list_cards()->mutable_ids();
  std::ranges::set_difference(
    before, after, google::protobuf::RepeatedFieldBackInserter(&gone));
  if (gone.empty())
    return then(std::move(kept));
  if (gone.size() > static_cast<int>(tasks::max_page_rows))
    return then(std::move(now));
  auto count = gone.size();
  ask(query, protocol::consistency::linearizable, {},
      [=](const query_outcome& x) {
        auto seen = x.answer.tasks().tasks_size();
        then(seen == count ? kept : now);
      });
}

void exchange::tell(const writing& steps, const command_outcome& outcome,
                    const wire::Answer* after) {
  auto told = steps.tell(call_, {&outcome.result, outcome.secret, after});
  if (const auto* why = problem_in(told))
    return fail(*why);
  auto& found = std::get<0>(told);
  for (auto& [name, value] : found.headers)
    if (name == "Location")
      value = service_.options.names.base_path + "api/v1" + value;
  if (after == nullptr)
    return answer(std::move(found));
  auto now = found.body;
  auto tell = [self = shared_from_this(),
               found = std::move(found)](std::string body) mutable {
    found.body = std::move(body);
    self->answer(std::move(found));
  };
  keep(now, [self = shared_from_this(), &steps, now, tell](auto kept) mutable {
    if (kept == now || !steps.shows_other_tasks)
      return tell(std::move(kept));
    self->choose_seen(std::move(kept), now, std::move(tell));
  });
}

/// A client whose revision is older learns what is there now.
void exchange::fail_stale(const problem& why) {
  const auto* beside = reading_beside(all_routes(), *route_);
  auto* stale_one = std::get<writing>(route_->steps).stale_one;
  if (stale_one != nullptr) {
    auto found = find_route(verb::get, stale_one(call_, why));
    beside = found.to;
    call_.arguments = std::move(found.arguments);
  }
  if (beside == nullptr)
    return fail(why);
  const auto& steps = std::get<reading>(beside->steps);
  auto query = steps.ask(call_);
  if (problem_in(query) != nullptr)
    return fail(why);
  auto position = position_;
  client().query(
    protocol::consistency::linearizable, {}, std::get<0>(query),
    [self = shared_from_this(), why, &steps, position](const query_outcome& x) {
      if (x.status != protocol::answer_status::done)
        return self->fail(problem_of(x.status));
      // What apply has refused for its revision may be there no more.
      auto was_applied = position.value != 0;
      if (x.answer.has_refusal() && !was_applied)
        return self->fail(problem_of(x.answer.refusal()));
      self->position_ = was_applied ? position : x.visible;
      auto full = why;
      full.more["current"] = nullptr;
      if (!x.answer.has_refusal()) {
        auto told = steps.tell(self->call_, x.answer);
        if (const auto* missing = problem_in(told); missing && !was_applied)
          return self->fail(*missing);
        if (const auto* found = std::get_if<0>(&told))
          full.more["current"]
            = json::object::parse(found->body, nullptr, false);
      }
      if (full.more["current"].is_discarded())
        full.more["current"] = nullptr;
      if (!was_applied)
        return self->fail(full);
      self->keep(full.more["current"].dump(), [self, full](auto kept) mutable {
        // What cannot be seen any more is not shown again.
        if (!full.more["current"].is_null())
          full.more["current"] = json::object::parse(kept);
        self->fail(full);
      });
    });
}

} // namespace taskraft::http
