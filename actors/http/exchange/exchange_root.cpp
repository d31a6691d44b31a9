// What stands beside the API: whether the node lives and is ready, and what it
// has counted.

#include "actors/http/exchange/exchange.hpp"
#include "protocol/crypto/sha256.hpp"

#include <algorithm>

namespace taskraft::http {

namespace {

/// Why a client is served better elsewhere; empty: it is not.
std::string_view reason_against(const protocol::position_changed& x) {
  if (x.lacks_state || x.visible.value == 0)
    return "the node waits for its state";
  if (x.disk_full)
    return "the disk has no room";
  if (x.store_stands_still)
    return "the database does not answer";
  if (x.leader.value == 0 || x.outdated)
    return "the node hears no leader";
  return {};
}

response text_response(unsigned status, std::string text) {
  auto x = response{};
  x.status = status;
  x.content_type = "text/plain; charset=utf-8";
  x.body = std::move(text);
  return x;
}

/// Whether the request has the token that `/metrics` asks for.
bool may_count(const request& x, const std::string& token) {
  if (token.empty())
    return true;
  auto given = credential_of(x, false);
  return given && !given->is_cookie
         && protocol::equal_secrets(given->secret, token);
}

} // namespace

/// The reason is for those who are logged in; who is, a database says that must
/// not be away.
void exchange::answer_readiness() {
  auto why = std::string{reason_against(service_.place.position)};
  if (why.empty())
    return answer(text_response(200, "ok\n"));
  auto full = text_response(503, "not ready: " + why + '\n');
  if (!service_.options.auth_required)
    return answer(std::move(full));
  auto given = credential_of(request_, from_.scheme == "https");
  auto bare = text_response(503, "not ready\n");
  if (!given || service_.place.position.store_stands_still)
    return answer(std::move(bare));
  service_.users.find(*given, from_.address, began_us_,
                      [self = shared_from_this(), full,
                       bare](const outcome<std::shared_ptr<identity>>& found) {
                        self->answer(problem_in(found) == nullptr ? full
                                                                  : bare);
                      });
}

void exchange::answer_root() {
  if (request_.method != verb::get && request_.method != verb::head) {
    auto why = problem{};
    why.status = 405;
    why.code = "method_not_allowed";
    why.detail = "the path does not take that";
    why.headers.emplace_back("Allow", "GET, HEAD");
    return fail(why);
  }
  if (request_.path == "/livez")
    return answer(text_response(200, "ok\n"));
  if (request_.path == "/readyz")
    return answer_readiness();
  if (!may_count(request_, service_.options.metrics_token))
    return fail(problem_of(errc::unauthenticated, "the token is missing"));
  auto request = protocol::request_cluster_status{};
  request.local = true;
  service_.own->operation(
    request, [self = shared_from_this()](const operation_answer& x) {
      const auto* status = std::get_if<protocol::cluster_status_answered>(&x);
      auto& at = self->service_;
      auto beside = measured{};
      if (status != nullptr && !status->nodes.empty())
        beside.own = status->nodes.front();
      beside.position = at.place.position;
      beside.version = at.options.version;
      beside.event_streams = at.events.size();
      beside.cluster_streams = at.cluster.size();
      beside.files_coming = at.large_bodies;
      beside.credentials = at.users.size();
      if (at.options.certificates)
        beside.certificates = at.options.certificates();
      if (at.options.measures)
        beside.inside = at.options.measures->read();
      if (at.options.disk_use)
        beside.disk_use = at.options.disk_use();
      auto text = text_response(200, to_text(at.counted, beside));
      text.content_type = "text/plain; version=0.0.4; charset=utf-8";
      self->answer(std::move(text));
    });
}

} // namespace taskraft::http
