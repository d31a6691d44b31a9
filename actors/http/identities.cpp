#include "actors/http/identities.hpp"

#include "protocol/sha256.hpp"

#include <utility>

namespace taskraft::http {

namespace {

constexpr auto longest_idle_us = std::uint64_t{300} * 1'000'000;
constexpr std::size_t most_known = 10'000;

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

void identities::find(const credential& what, const std::string& address,
                      std::uint64_t now_us, identity_handler then) {
  if (!is_secret(what.secret))
    return then(problem_of(errc::unauthenticated, "that is no credential"));
  auto key = key_of(what);
  if (auto known = known_.find(key); known != known_.end()) {
    known->second->used_us = now_us;
    return then(known->second);
  }
  auto& waiting = asked_[key];
  waiting.push_back(std::move(then));
  if (waiting.size() > 1)
    return;
  auto who = std::make_shared<identity>();
  who->client = gateway_client::open(place_, {door_of(what), address});
  who->rate = fresh_rate();
  who->used_us = now_us;
  looking_[key] = who;
  who->client->operation(
    protocol::authenticate{0, what.secret},
    [this, key](const operation_answer& x) {
      auto found = looking_.find(key);
      if (found == looking_.end())
        return;
      const auto* answer = std::get_if<protocol::authenticated>(&x);
      if (answer == nullptr)
        return conclude(key, problem_of(errc::unavailable, "no answer"));
      if (answer->code != errc::none)
        return conclude(key, problem_of(answer->code, answer->reason));
      ask_who(key, found->second);
    });
}

void identities::ask_who(const std::string& key,
                         std::shared_ptr<identity> who) {
  auto query = tasks::wire::Query{};
  query.mutable_get_self();
  auto& client = *who->client;
  client.query(protocol::consistency::stale, {}, query,
               [this, key, who = std::move(who)](const query_outcome& x) {
                 if (x.status != protocol::answer_status::done)
                   return conclude(key, problem_of(x.status));
                 if (x.answer.has_refusal())
                   return conclude(key, problem_of(x.answer.refusal()));
                 const auto& self = x.answer.self();
                 who->username = self.user().username();
                 who->session = self.session();
                 who->scope = self.scope();
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
      = gateway_client::open(place_, {protocol::door::rest, {}});
    everybody_->username = "admin";
  }
  return everybody_;
}

void identities::add(const credential& what, std::shared_ptr<identity> who,
                     std::uint64_t now_us) {
  who->used_us = now_us;
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
}

} // namespace taskraft::http
