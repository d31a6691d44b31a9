#include "actors/http/exchange/exchange.hpp"

#include "actors/http/page_files.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace taskraft::http {

namespace {

/// Whether the body has the type that the route takes.
bool has_right_type(const request& x, const route& to) {
  auto type = x.header("content-type").value_or("");
  return is_media_type(type, "application/json")
         || (to.method == verb::patch
             && is_media_type(type, "application/merge-patch+json"));
}

std::optional<protocol::consistency> level_named(std::string_view text) {
  if (text == "linearizable")
    return protocol::consistency::linearizable;
  if (text == "session")
    return protocol::consistency::session;
  if (text == "stale")
    return protocol::consistency::stale;
  return std::nullopt;
}

std::string api_prefix(const own_names& x) {
  return x.base_path + std::string{api_path};
}

} // namespace

std::size_t body_limit_of(const own_names& own, verb method,
                          std::string_view target) {
  if (is_safe(method))
    return max_json_bytes;
  auto prefix = api_prefix(own);
  auto path = target.substr(0, target.find('?'));
  if (!path.starts_with(prefix))
    return max_json_bytes;
  auto found = find_route(method, path.substr(prefix.size()));
  return found.to == nullptr ? max_json_bytes
                             : std::max(found.to->most_bytes, max_json_bytes);
}

exchange::exchange(service& at, request asked, response_handler done)
  : service_(at), request_(std::move(asked)), done_(std::move(done)),
    from_(origin_of(request_, at.options.names)),
    request_id_(foreign_request_id(request_).value_or(at.fresh_id())),
    began_us_(at.options.uptime_us()) {
  is_of_api_ = request_.path.starts_with(api_prefix(at.options.names));
  call_.http = &request_;
  call_.now_us = at.options.now_us();
}

void exchange::start() {
  const auto& path = request_.path;
  is_root_ = path == "/livez" || path == "/readyz" || path == "/metrics";
  if (is_root_)
    return answer_root();
  if (auto why = check_host(from_, service_.options.names))
    return fail(*why);
  if (!is_of_api_)
    if (auto page = page_response(request_, service_.options.names.base_path,
                                  service_.nodes.connect_origins(from_.scheme),
                                  page_files()))
      return answer(std::move(*page));
  foreign_ = foreign_origin(request_, from_);
  is_members_page_ = foreign_ && service_.nodes.is_members_origin(*foreign_);
  if (is_preflight(request_))
    return answer_preflight();
  if (!check_target() || !read_parameters() || !check_body_type()
      || !read_body())
    return;
  identify();
}

/// 404, 405 and 406.
bool exchange::check_target() {
  auto prefix = api_prefix(service_.options.names);
  auto found = matched{};
  if (is_of_api_)
    found = find_route(request_.method,
                       std::string_view{request_.path}.substr(prefix.size()));
  // A request that only looks has got the page by now.
  if (is_page_path(request_.path, service_.options.names.base_path,
                   page_files()))
    found.allowed = {verb::get, verb::head};
  if (found.allowed.empty()) {
    fail(plain_problem(404, "not_found", "there is nothing at this path"));
    return false;
  }
  if (found.to == nullptr) {
    auto why
      = plain_problem(405, "method_not_allowed", "the path does not take that");
    why.headers.emplace_back("Allow", listed_verbs(found.allowed));
    fail(why);
    return false;
  }
  route_ = found.to;
  call_.arguments = std::move(found.arguments);
  if (auto why = check_accept(request_, route_->also,
                              route_->answers != "EventStream")) {
    fail(*why);
    return false;
  }
  return true;
}

bool exchange::read_parameters() {
  auto found = parameters_of(request_.query);
  if (!found) {
    fail(plain_problem(400, "malformed", "the query is malformed"));
    return false;
  }
  call_.parameters = std::move(*found);
  auto errors = std::vector<field_error>{};
  auto seen = std::vector<std::string_view>{};
  for (const auto& [name, value] : call_.parameters) {
    auto known
      = std::ranges::find(route_->parameters, name, &route_parameter::name);
    auto is_known = known != route_->parameters.end()
                    || (route_->method == verb::get && name == "consistency");
    auto may_repeat = known != route_->parameters.end() && known->may_repeat;
    if (!is_known)
      errors.push_back({field_error::place::query, name, "unknown_parameter",
                        "there is no such parameter"});
    else if (!may_repeat && std::ranges::find(seen, name) != seen.end())
      errors.push_back({field_error::place::query, name, "invalid_parameter",
                        "may stand once"});
    seen.push_back(name);
  }
  if (errors.empty())
    return choose_consistency();
  auto why = problem_at(400, errors.front());
  why.errors = std::move(errors);
  fail(why);
  return false;
}

bool exchange::choose_consistency() {
  if (const auto* text = call_.parameter("consistency")) {
    auto level = level_named(*text);
    if (!level) {
      fail(
        bad_parameter("consistency", "must be linearizable, session or stale"));
      return false;
    }
    level_ = *level;
  }
  if (auto text = request_.header("min-index")) {
    auto [end, error] = std::from_chars(
      text->data(), text->data() + text->size(), min_index_.value);
    if (error != std::errc{} || end != text->data() + text->size()) {
      fail(problem_at(400, {field_error::place::header, "Min-Index",
                            "invalid_parameter", "must be a number"}));
      return false;
    }
  }
  auto key = idempotency_key_of(request_);
  if (const auto* why = problem_in(key)) {
    fail(*why);
    return false;
  }
  if (!is_safe(request_.method) && !route_->path.starts_with("/auth/"))
    key_ = std::get<0>(key);
  // A refusal that comes again names the same request.
  if (key_ && !foreign_request_id(request_))
    request_id_ = keyed_request_id(request_, *key_);
  return true;
}

/// 413 and 415.
bool exchange::check_body_type() {
  auto most = route_->most_bytes;
  if (request_.too_large || request_.body.size() > most) {
    fail(plain_problem(413, "too_large",
                       "the body has more than " + std::to_string(most)
                         + " bytes"));
    return false;
  }
  auto encoding = request_.header("content-encoding").value_or("identity");
  auto has_body = !request_.body.empty() || request_.header("content-type");
  auto is_right = is_media_type(encoding, "identity")
                  && (route_->takes == body_kind::raw || !has_body
                      || has_right_type(request_, *route_));
  if (is_right)
    return true;
  auto why = plain_problem(415, "unsupported_media_type",
                           route_->takes == body_kind::raw
                             ? "the body must not be compressed"
                             : "the body must be application/json, not "
                               "compressed");
  if (route_->method == verb::patch)
    why.headers.emplace_back("Accept-Patch",
                             "application/merge-patch+json, application/json");
  fail(why);
  return false;
}

/// 400: what is wrong with the fields is said after the login.
bool exchange::read_body() {
  call_.request_id = request_id_;
  call_.when = conditions_of(request_);
  call_.body = json::object::object();
  if (route_->takes == body_kind::raw || request_.body.empty())
    return true;
  auto body = parse_body(request_.body);
  if (auto* why = std::get_if<problem>(&body)) {
    if (why->status == 400) {
      fail(*why);
      return false;
    }
    wrong_shape_ = std::move(*why);
    return true;
  }
  call_.body = std::move(std::get<0>(body));
  return true;
}

/// 422 of the shape, then what the route does.
void exchange::begin_steps() {
  static const auto no_fields = body_schema{};
  if (wrong_shape_)
    return fail(*wrong_shape_);
  if (auto errors = check_body(
        call_.body, route_->body == nullptr ? no_fields : *route_->body,
        route_->method == verb::patch);
      !errors.empty())
    return fail(problem_of(std::move(errors)));
  if (const auto* steps = std::get_if<reading>(&route_->steps))
    return read(*steps);
  if (const auto* steps = std::get_if<writing>(&route_->steps))
    return write(*steps);
  begin_operation(std::get<operation>(route_->steps));
}

/// 503 would say that nothing was done.
problem exchange::problem_of_silence(protocol::answer_status status) const {
  return problem_of(was_done_ ? protocol::answer_status::outcome_unknown
                              : status);
}

void exchange::ask(const wire::Query& query,
                   std::function<void(const query_outcome&)> then) {
  ask(query, level_, min_index_, std::move(then));
}

void exchange::ask(const wire::Query& query, protocol::consistency level,
                   raft::log_index min_index,
                   std::function<void(const query_outcome&)> then) {
  client().query(level, min_index, query,
                 [self = shared_from_this(), level, min_index,
                  then = std::move(then)](const query_outcome& x) {
                   if (x.status != protocol::answer_status::done) {
                     auto why = self->problem_of_silence(x.status);
                     auto lags
                       = level == protocol::consistency::session
                         || min_index > self->service_.place.position.visible;
                     if (lags && why.code == "unavailable") {
                       why.code = "not_ready";
                       why.detail = "this node has not come that far";
                     }
                     return self->fail(why);
                   }
                   self->position_ = std::max(self->position_, x.visible);
                   // Pieces of what was found before are no older than that.
                   if (self->level_ == protocol::consistency::stale)
                     self->age_ms_ = x.age_ms;
                   if (x.answer.has_refusal())
                     return self->fail(problem_of(x.answer.refusal()));
                   then(x);
                 });
}

/// Whether the request may wait for a state that this node has not got yet.
bool exchange::may_wait() {
  auto must_wait = level_ == protocol::consistency::session
                   && min_index_ > service_.place.position.visible;
  return !must_wait || take_place();
}

bool exchange::take_place() {
  waits_ = service_.places.take(call_.username);
  return waits_ != nullptr;
}

void exchange::note(const wire::Command& use, std::function<void()> then) {
  client().account_command(
    service_.fresh_request_id(), service_.place.position.evaluated, use, {},
    [self = shared_from_this(),
     then = std::move(then)](const command_outcome& x) {
      auto is_done = x.status == protocol::answer_status::done;
      // Who reads without a quorum can tell nobody.
      if (!is_done && self->level_ != protocol::consistency::stale)
        return self->fail(problem_of(x.status));
      if (is_done && x.result.has_refusal())
        return self->fail(problem_of(x.result.refusal()));
      then();
    });
}

void exchange::read(const reading& steps) {
  if (!may_wait())
    return fail(too_many_waits());
  auto query = steps.ask(call_);
  if (const auto* why = problem_in(query))
    return fail(*why);
  ask(std::get<0>(query),
      [self = shared_from_this(), &steps](const query_outcome& x) {
        auto told = steps.tell(self->call_, x.answer);
        if (const auto* why = problem_in(told))
          return self->fail(*why);
        auto& found = std::get<0>(told);
        const auto* tag = found.header("ETag");
        if (tag != nullptr && is_known_tag(self->request_, *tag)) {
          found.status = 304;
          found.body.clear();
        }
        auto bytes = found.body.size();
        if (!answer_room::is_small(bytes)) {
          found.room = self->service_.pages.take(bytes);
          if (!found.room)
            return self->fail(problem_of(protocol::answer_status::overloaded));
        }
        self->answer(std::move(found));
      });
}

void exchange::answer(response x) {
  wake_twins(x);
  auto add = [&](const char* name, std::string value) {
    x.headers.emplace_back(name, std::move(value));
  };
  add("Request-Id", request_id_);
  add("Taskraft-Node", std::to_string(service_.options.node));
  // What has read nothing and done nothing knows as much as this node.
  if (is_of_api_ && position_.value == 0)
    position_ = service_.place.position.visible;
  if (is_of_api_)
    add("Raft-Index", std::to_string(position_.value));
  if (age_ms_) {
    constexpr auto longest_age_s = std::uint64_t{2'147'483'648};
    auto seconds = *age_ms_ == protocol::unknown_age_ms
                     ? longest_age_s
                     : std::min((*age_ms_ + 999) / 1000, longest_age_s);
    add("Age", std::to_string(seconds));
  }
  if (is_replay_)
    add("Idempotency-Replayed", "true");
  if (is_members_page_) {
    add("Access-Control-Allow-Origin", *foreign_);
    add("Access-Control-Expose-Headers", cors_answer_headers);
  }
  // The page's files say themselves how long they may be kept.
  if (x.header("Cache-Control") == nullptr) {
    add("Cache-Control", "no-store");
    add("Vary",
        foreign_ ? "Authorization, Cookie, Origin" : "Authorization, Cookie");
  }
  add("X-Content-Type-Options", "nosniff");
  auto label = route_ == nullptr
                 ? std::string{is_root_ ? request_.path : "none"}
                 : std::string{to_string(route_->method)} + ' '
                     + std::string{route_->path};
  service_.counted.count(label, x.status,
                         service_.options.uptime_us() - began_us_);
  if (x.status == 413)
    x.closes = true;
  x.is_to_user = who_ != nullptr;
  if (auto done = std::exchange(done_, nullptr))
    done(std::move(x));
}

void exchange::fail(const problem& why) {
  if (why.code == "session_expired" && credential_)
    service_.users.forget(*credential_);
  answer(to_response(why, request_id_));
}

} // namespace taskraft::http
