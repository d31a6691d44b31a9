#include "actors/http/service/identities.hpp"

#include "actors/http/handover.hpp"
#include "actors/http/service/service.hpp"
#include "protocol/crypto/sha256.hpp"

#include <utility>

namespace taskraft::http {

namespace {

constexpr auto longest_idle_us = std::uint64_t{300} * 1'000'000;
constexpr std::size_t most_known = 10'000;
constexpr auto handover_over = "the handover token has ended; get another one";

/// Secrets themselves are kept nowhere.
std::string key_of(const credential& x) {
  return (x.is_cookie ? "c" : "b") + protocol::sha256_bytes(x.secret);
}

protocol::door door_of(const credential& x) {
  return x.is_cookie ? protocol::door::page : protocol::door::rest;
}

bool is_secret(const std::string& text) {
  return (text.starts_with("trs_") || text.starts_with("trt_"))
         && text.size() == 68
         && text.find_first_not_of("0123456789abcdef", 4) == std::string::npos;
}

} // namespace

std::shared_ptr<request_rate> identities::rate_of(std::uint64_t session) {
  auto& kept = rates_[session];
  auto rate = kept.lock();
  if (!rate) {
    rate = std::make_shared<request_rate>(service_.options.requests_per_minute);
    kept = rate;
  }
  return rate;
}

void identities::follow_rate() {
  for (const auto& [session, kept] : rates_)
    if (auto rate = kept.lock())
      rate->change(service_.options.requests_per_minute);
}

void identities::find(const credential& what, const std::string& address,
                      std::uint64_t now_us, identity_handler then) {
  auto is_signed_over = is_handover(what.secret) && !what.is_cookie;
  if (!is_secret(what.secret) && !is_signed_over)
    return then(problem_of(errc::unauthenticated, "that is no credential"));
  auto key = key_of(what);
  if (auto known = known_.find(key); known != known_.end()) {
    const auto& who = known->second;
    if (who->expires_us != 0 && who->expires_us <= service_.options.now_us()) {
      known_.erase(known);
      return then(problem_of(errc::session_expired, handover_over));
    }
    who->used_us = now_us;
    return then(who);
  }
  auto& waiting = asked_[key];
  waiting.push_back(std::move(then));
  if (waiting.size() > 1)
    return;
  auto who = std::make_shared<identity>();
  who->client = gateway_client::open(service_.place, {door_of(what), address});
  who->used_us = now_us;
  looking_[key] = who;
  if (is_signed_over)
    accept(key, what.secret);
  else
    authenticate(key, what.secret);
}

bool identities::knows(const credential& what) const {
  return known_.contains(key_of(what));
}

void identities::authenticate(const std::string& key,
                              const std::string& secret) {
  looking_[key]->client->operation(
    protocol::authenticate{0, secret}, [this, key](const operation_answer& x) {
      auto found = looking_.find(key);
      if (found == looking_.end())
        return;
      const auto* answer = std::get_if<protocol::authenticated>(&x);
      if (answer == nullptr)
        return conclude(key, problem_of(errc::unavailable, "no answer"));
      if (answer->code != errc::none)
        return conclude(key, problem_of(answer->code, answer->reason));
      ask_who(key, found->second, protocol::consistency::stale);
    });
}

/// A handover token needs the key of the node that has signed it.
void identities::accept(const std::string& key, const std::string& token) {
  auto claimed = read_handover(token);
  if (!claimed)
    return conclude(key,
                    problem_of(errc::unauthenticated, "that is no credential"));
  if (claimed->what.expires_us <= service_.options.now_us())
    return conclude(key, problem_of(errc::session_expired, handover_over));
  auto take = [this, key, claimed = *claimed](protocol::answer_status status,
                                              const std::string& public_key) {
    auto found = looking_.find(key);
    if (found == looking_.end())
      return;
    if (public_key.empty() && status != protocol::answer_status::done)
      return conclude(key, problem_of(status));
    if (!is_signed(claimed, public_key, service_.place.cluster_id))
      return conclude(key, problem_of(errc::unauthenticated,
                                      "no member has signed this token"));
    auto who = found->second;
    who->expires_us = claimed.what.expires_us;
    who->client->say(protocol::act_for_session{claimed.what.session});
    ask_who(key, who, protocol::consistency::stale);
  };
  service_.nodes.find_key(claimed->what.node, std::move(take));
}

void identities::ask_who(const std::string& key, std::shared_ptr<identity> who,
                         protocol::consistency level) {
  auto query = tasks::wire::Query{};
  query.mutable_get_self();
  auto& client = *who->client;
  client.query(
    level, {}, query,
    [this, key, level, who = std::move(who)](const query_outcome& x) {
      if (x.status != protocol::answer_status::done)
        return conclude(key, problem_of(x.status));
      // The session may be newer than what this node has.
      if (x.answer.has_refusal() && who->expires_us != 0
          && level == protocol::consistency::stale)
        return ask_who(key, who, protocol::consistency::linearizable);
      if (x.answer.has_refusal())
        return conclude(key, problem_of(x.answer.refusal()));
      const auto& self = x.answer.self();
      who->username = self.user().username();
      who->session = self.session();
      who->scope = self.scope();
      who->rate = rate_of(who->session);
      conclude(key, who);
    });
}

void identities::conclude(const std::string& key,
                          const outcome<std::shared_ptr<identity>>& found) {
  looking_.erase(key);
  if (const auto* who = std::get_if<0>(&found))
    known_[key] = *who;
  auto waiting = std::move(asked_[key]);
  asked_.erase(key);
  for (const auto& then : waiting)
    then(found);
}

std::shared_ptr<identity> identities::everybody() {
  if (!everybody_) {
    everybody_ = std::make_shared<identity>();
    everybody_->client
      = gateway_client::open(service_.place, {protocol::door::rest, {}});
    everybody_->username = "admin";
  }
  return everybody_;
}

void identities::add(const credential& what, std::shared_ptr<identity> who,
                     std::uint64_t now_us) {
  who->used_us = now_us;
  who->rate = rate_of(who->session);
  known_[key_of(what)] = std::move(who);
}

void identities::forget(const credential& what) {
  known_.erase(key_of(what));
}

void identities::tend(std::uint64_t now_us) {
  if (everybody_)
    everybody_->client->expire();
  // What ends here may ask for others.
  auto clients = std::vector<std::shared_ptr<identity>>{};
  for (const auto& [key, who] : known_)
    clients.push_back(who);
  for (const auto& [key, who] : looking_)
    clients.push_back(who);
  for (const auto& who : clients)
    who->client->expire();
  clients.clear();
  auto too_many = known_.size() > most_known;
  std::erase_if(known_, [&](const auto& x) {
    auto idle_us = now_us - x.second->used_us;
    return x.second.use_count() == 1
           && idle_us > (too_many ? longest_idle_us / 10 : longest_idle_us);
  });
  std::erase_if(rates_, [](const auto& x) { return x.second.expired(); });
}

} // namespace taskraft::http
