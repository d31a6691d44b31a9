// Who asks, from which page, and whether they may.

#include "actors/http/exchange/exchange.hpp"
#include "actors/http/handover.hpp"
#include "protocol/crypto/sha256.hpp"

#include <utility>

namespace taskraft::http {

/// Browsers ask before they send what no form can send.
void exchange::answer_preflight() {
  auto prefix = service_.options.names.base_path + std::string{api_path};
  auto found = matched{};
  if (request_.path.starts_with(prefix))
    found = find_route(request_.method,
                       std::string_view{request_.path}.substr(prefix.size()));
  if (found.allowed.empty())
    return fail(
      plain_problem(404, "not_found", "there is nothing at this path"));
  if (foreign_ && !is_members_page_)
    return fail(
      plain_problem(403, "cross_origin",
                    "the Origin is not that of a member of the cluster"));
  auto allowed = response{};
  allowed.status = 204;
  allowed.headers.emplace_back("Access-Control-Allow-Methods",
                               listed_verbs(found.allowed));
  allowed.headers.emplace_back("Access-Control-Allow-Headers",
                               cors_request_headers);
  allowed.headers.emplace_back("Access-Control-Max-Age", "600");
  answer(std::move(allowed));
}

/// A page of another node may log in at this one, as long as no cookie comes of
/// it.
bool exchange::may_send_from_there() const {
  if (!is_members_page_ || route_->path != "/auth/login")
    return false;
  const auto* cookie = call_.field("cookie");
  return cookie == nullptr || *cookie == false;
}

void exchange::identify() {
  if (!service_.options.auth_required) {
    if (service_.options.names.is_open && is_forwarded(request_))
      return fail(
        plain_problem(403, "not_allowed",
                      "a cluster without logins takes nothing that a proxy "
                      "has forwarded"));
    who_ = service_.users.everybody();
    call_.username = who_->username;
    return check_rights();
  }
  credential_ = credential_of(request_, from_.scheme == "https");
  // No other page reads anything with this node's cookie; that it changes
  // nothing is checked later.
  if (foreign_ && credential_ && credential_->is_cookie
      && is_safe(request_.method))
    credential_.reset();
  if (!needs_login(*route_))
    return check_rights();
  if (!credential_)
    return fail(plain_problem(401, "unauthenticated", "log in first"));
  if (level_ == protocol::consistency::stale
      && !service_.users.knows(*credential_)
      && !is_handover(credential_->secret))
    return find_in_own_view();
  find_identity();
}

/// A stale read trusts what this node knows: no other is asked for a login that
/// it has not got.
void exchange::find_in_own_view() {
  auto query = wire::Query{};
  query.mutable_find_session()->set_digest(
    protocol::sha256_bytes(credential_->secret));
  service_.own->query(
    protocol::consistency::stale, {}, query,
    [self = shared_from_this()](const query_outcome& x) {
      auto is_missing
        = x.status == protocol::answer_status::done && x.answer.has_refusal();
      if (!is_missing)
        return self->find_identity();
      self->fail(plain_problem(401, "unauthenticated",
                               "this node knows no such credential"));
    });
}

void exchange::find_identity() {
  service_.users.find(*credential_, from_.address, began_us_,
                      [self = shared_from_this()](
                        const outcome<std::shared_ptr<identity>>& found) {
                        self->take_identity(found);
                      });
}

void exchange::take_identity(const outcome<std::shared_ptr<identity>>& found) {
  if (const auto* why = problem_in(found))
    return fail(*why);
  who_ = std::get<0>(found);
  call_.username = who_->username;
  call_.session = who_->session;
  check_rights();
}

/// 403 and 429.
void exchange::check_rights() {
  if (auto why = check_same_origin(request_, from_);
      why && !may_send_from_there())
    return fail(*why);
  if (who_ && needs_login(*route_)) {
    if (who_->scope < route_->scope) {
      auto needed = tasks::word_of(tasks::scope_words, route_->scope);
      return fail(problem_of(errc::scope_missing, "the token needs the scope "
                                                    + std::string{needed}));
    }
    if (!who_->rate->take(began_us_)) {
      auto why = problem_of(errc::rate_limited, "too many requests");
      why.retry_after = who_->rate->wait_seconds();
      return fail(why);
    }
  }
  begin_steps();
}

} // namespace taskraft::http
