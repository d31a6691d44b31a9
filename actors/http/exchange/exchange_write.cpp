// The steps of requests that change something.

#include "actors/http/exchange/exchange.hpp"
#include "protocol/crypto/sha256.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::http {

namespace {

/// The body without what must not be stored, not even as a digest.
std::string content_without_secrets(const call& x, const writing& steps) {
  if (steps.reveal == nullptr)
    return x.http->body;
  auto body = x.body;
  for (auto name : {"password", "new_password", "current_password"})
    body.erase(name);
  return body.dump(-1, ' ', false, json::object::error_handler_t::replace);
}

problem matches_nothing() {
  return problem_of(errc::stale_revision, "If-Match names no revision",
                    "/expected_rev");
}

/// The revision without which the command is refused; nothing if it has none.
std::optional<std::uint64_t> expected_revision(const wire::Command& x) {
  const auto& reflection = *x.GetReflection();
  const auto* action = reflection.GetOneofFieldDescriptor(
    x, wire::Command::descriptor()->FindOneofByName("action"));
  if (action == nullptr)
    return std::nullopt;
  const auto& content = reflection.GetMessage(x, action);
  const auto* field = content.GetDescriptor()->FindFieldByName("expected_rev");
  if (field == nullptr || !content.GetReflection()->HasField(content, field))
    return std::nullopt;
  return content.GetReflection()->GetUInt64(content, field);
}

/// The revision of what was read, as a tag; of what has no tag, from the body.
std::string revision_tag(const response& x) {
  if (const auto* tag = x.header("ETag"))
    return *tag;
  auto body = json::object::parse(x.body, nullptr, false);
  return body.is_object() && body.contains("rev")
           ? '"' + body["rev"].dump() + '"'
           : std::string{};
}

problem key_reused() {
  return problem_at(422, {field_error::place::header, "Idempotency-Key",
                          "key_reused", "stands for another request already"});
}

} // namespace

void exchange::write(const writing& steps) {
  if (steps.overwrites != nullptr && steps.overwrites(call_)
      && !call_.when.has_if_match) {
    auto why = problem_at(428, {field_error::place::header, "If-Match",
                                "precondition_required",
                                "must name the revision that you have read, "
                                "or *"});
    return fail(why);
  }
  if (call_.when.never_matches)
    call_.when.expected_rev = no_revision;
  const auto* beside = call_.when.any_of.empty()
                         ? nullptr
                         : reading_beside(all_routes(), *route_);
  if (beside == nullptr)
    return ask_before(steps);
  choose_revision(
    std::get<reading>(beside->steps),
    [self = shared_from_this(), &steps] { self->ask_before(steps); });
}

/// `If-Match` names several revisions, and a command expects one: what is there
/// now, if it is among them. A revision that is over never comes back.
void exchange::choose_revision(const reading& steps,
                               std::function<void()> then) {
  auto query = steps.ask(call_);
  if (problem_in(query) != nullptr)
    return then();
  client().query(protocol::consistency::linearizable, {}, std::get<0>(query),
                 [self = shared_from_this(), &steps,
                  then = std::move(then)](const query_outcome& x) {
                   if (x.status != protocol::answer_status::done)
                     return self->fail(problem_of(x.status));
                   auto& when = self->call_.when;
                   if (!x.answer.has_refusal()) {
                     auto told = steps.tell(self->call_, x.answer);
                     const auto* found = std::get_if<0>(&told);
                     auto tag = found == nullptr ? std::string{}
                                                 : revision_tag(*found);
                     for (auto rev : when.any_of)
                       if (tag == '"' + std::to_string(rev) + '"')
                         when.expected_rev = rev;
                   }
                   then();
                 });
}

void exchange::ask_before(const writing& steps) {
  if (steps.ask_before == nullptr)
    return propose(steps);
  auto query = steps.ask_before(call_);
  if (const auto* why = problem_in(query))
    return fail(*why);
  if (std::get<0>(query).question_case() == wire::Query::QUESTION_NOT_SET)
    return propose(steps);
  // A refusal is for the command to repeat: its key may have an answer already.
  client().query(protocol::consistency::linearizable, {}, std::get<0>(query),
                 [self = shared_from_this(), &steps](const query_outcome& x) {
                   if (x.status != protocol::answer_status::done)
                     return self->fail(problem_of(x.status));
                   self->call_.before
                     = std::make_shared<wire::Answer>(x.answer);
                   self->propose(steps);
                 });
}

/// Whether `If-Match` names what is there, of what has a digest for its tag.
bool exchange::check_digest(const writing& steps) {
  if (steps.hashed_before == nullptr || !call_.before)
    return true;
  // The rules say so, unless its key has an answer already.
  if (call_.before->has_refusal()) {
    call_.when = {};
    return true;
  }
  auto current = steps.hashed_before(*call_.before);
  auto tag = '"' + current["sha256"].get<std::string>() + '"';
  const auto& tags = call_.when.tags;
  if (std::ranges::find(tags, tag) != tags.end()) {
    call_.when = {};
    return true;
  }
  auto why = matches_nothing();
  why.more["current"] = std::move(current);
  fail(why);
  return false;
}

void exchange::propose(const writing& steps) {
  if (!check_digest(steps))
    return;
  auto command = steps.ask(call_);
  if (const auto* why = problem_in(command))
    return fail(*why);
  auto& made = std::get<0>(command);
  // Nothing is deleted in spite of a condition that it cannot have.
  auto is_condition
    = call_.when.never_matches
      || (call_.when.expected_rev && route_->method == verb::remove);
  auto expected = expected_revision(made);
  if (is_condition && !expected)
    return fail_stale(matches_nothing());
  if (expected == no_revision)
    call_.when.never_matches = true;
  attempt_ = service_.options.random();
  id_
    = key_ ? request_id_of(call_.username, *key_) : service_.fresh_request_id();
  made.set_attempt(attempt_);
  if (key_) {
    fingerprint_
      = fingerprint_of(request_, content_without_secrets(call_, steps));
    made.set_fingerprint(fingerprint_);
    if (wait_for_twin())
      return;
  }
  submit(steps, std::move(made));
}

void exchange::submit(const writing& steps, wire::Command command) {
  if (command.ByteSizeLong() > protocol::max_command_bytes) {
    auto why = problem{};
    why.status = 413;
    why.code = "too_large";
    why.detail = "a command holds at most 512 KiB";
    return fail(why);
  }
  auto seen
    = min_index_.value != 0 ? min_index_ : service_.place.position.evaluated;
  auto then = [self = shared_from_this(), &steps](command_outcome x) {
    self->take_result(steps, std::move(x));
  };
  if (steps.reveal == nullptr)
    return client().command(id_, seen, command, std::move(then));
  auto secret = steps.reveal(call_);
  auto beside = protocol::submit_account_command{};
  beside.password = std::move(secret.password);
  beside.current_password = std::move(secret.current_password);
  beside.setup_secret = std::move(secret.setup_secret);
  client().account_command(id_, seen, command, std::move(beside),
                           std::move(then));
}

/// Whether there is a result, and it is this request's.
bool exchange::accept(const command_outcome& outcome) {
  if (outcome.status != protocol::answer_status::done) {
    auto why = problem_of(outcome.status);
    if (outcome.status == protocol::answer_status::malformed
        && min_index_ > service_.place.position.evaluated)
      why = problem_at(400, {field_error::place::header, "Min-Index",
                             "invalid_parameter",
                             "is no index that the cluster has given"});
    // From before the window: nobody will ever know.
    if (outcome.status == protocol::answer_status::outcome_unknown
        && min_index_.value != 0 && outcome.index.value != 0)
      why.retryable = false;
    fail(why);
    return false;
  }
  const auto& result = outcome.result;
  // What no rules have answered carries neither.
  auto is_answered = result.attempt() != 0;
  is_replay_ = is_answered && result.attempt() != attempt_;
  if (is_replay_ && result.fingerprint() != fingerprint_) {
    is_replay_ = false;
    fail(key_reused());
    return false;
  }
  position_ = outcome.index;
  return true;
}

void exchange::propose_once(wire::Command command, std::string_view digest,
                            std::function<void(const command_outcome&)> then) {
  attempt_ = service_.options.random();
  id_
    = key_ ? request_id_of(call_.username, *key_) : service_.fresh_request_id();
  command.set_attempt(attempt_);
  if (key_) {
    fingerprint_ = fingerprint_with(request_, digest);
    command.set_fingerprint(fingerprint_);
  }
  auto seen
    = min_index_.value != 0 ? min_index_ : service_.place.position.evaluated;
  client().command(id_, seen, command,
                   [self = shared_from_this(),
                    then = std::move(then)](const command_outcome& x) {
                     if (self->accept(x))
                       then(x);
                   });
}

/// An operation reads no view itself; what it tells is no older than the one
/// that this node has.
void exchange::find_age(const std::function<void()>& then) {
  auto query = wire::Query{};
  query.mutable_find_session();
  service_.own->query(
    protocol::consistency::stale, {}, query,
    [self = shared_from_this(), then](const query_outcome& x) {
      auto is_known = x.status == protocol::answer_status::done;
      self->age_ms_ = is_known ? x.age_ms : protocol::unknown_age_ms;
      then();
    });
}

/// An operation is no command, so its key is kept by one that does nothing. All
/// of them may be done twice: the same change of members is one change.
void exchange::begin_operation(const operation& steps) {
  auto is_stream = route_->answers == "EventStream";
  if (level_ == protocol::consistency::stale && !is_stream)
    return find_age([self = shared_from_this(), &steps] { steps.run(self); });
  if (!key_ || steps.keeps_key)
    return steps.run(shared_from_this());
  auto note = wire::Command{};
  note.mutable_note_request();
  propose_once(std::move(note), protocol::sha256_bytes(request_.body),
               [self = shared_from_this(), &steps](const command_outcome& x) {
                 if (x.result.has_refusal())
                   return self->fail(problem_of(x.result.refusal()));
                 steps.run(self);
               });
}

void exchange::take_result(const writing& steps, command_outcome outcome) {
  if (!accept(outcome))
    return;
  const auto& result = outcome.result;
  if (result.has_refusal()) {
    auto why = problem_of(result.refusal());
    if (why.status == 404 && steps.missing != nullptr)
      why.detail = steps.missing;
    if (why.status != 412)
      return fail(why);
    if (call_.when.only_new)
      for (auto& each : why.errors)
        each.name = "If-None-Match";
    return fail_stale(call_.when.never_matches ? matches_nothing() : why);
  }
  if (steps.ask_after == nullptr)
    return tell(steps, outcome, nullptr);
  auto query = steps.ask_after(call_);
  if (const auto* why = problem_in(query))
    return fail(*why);
  was_done_ = true;
  // What was done before may have become invisible since then.
  ask(std::get<0>(query),
      is_replay_ ? protocol::consistency::linearizable
                 : protocol::consistency::session,
      outcome.index,
      [self = shared_from_this(), &steps, outcome](const query_outcome& x) {
        self->tell(steps, outcome, &x.answer);
      });
}

/// Another request with this key is under way here: its answer is this one's.
bool exchange::wait_for_twin() {
  auto found = service_.keyed.find(id_);
  if (found == service_.keyed.end()) {
    service_.keyed[id_];
    leads_twins_ = true;
    return false;
  }
  found->second.push_back(shared_from_this());
  return true;
}

void exchange::wake_twins(const response& x) {
  if (!std::exchange(leads_twins_, false))
    return;
  auto node = service_.keyed.extract(id_);
  for (const auto& twin : node.mapped()) {
    twin->position_ = position_;
    twin->take_twins_answer(x, fingerprint_);
  }
}

void exchange::take_twins_answer(response x, const std::string& fingerprint) {
  if (fingerprint != fingerprint_)
    return fail(key_reused());
  is_replay_ = x.status < 500;
  answer(std::move(x));
}

} // namespace taskraft::http
