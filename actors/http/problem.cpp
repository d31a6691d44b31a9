#include "actors/http/problem.hpp"

#include <array>
#include <cctype>
#include <utility>

namespace taskraft::http {

namespace {

struct coded {
  errc from;
  unsigned status;
  std::string_view code;
};

constexpr auto codes = std::to_array<coded>({
  {errc::not_leader, 503, "unavailable"},
  {errc::unavailable, 503, "unavailable"},
  {errc::no_quorum, 503, "unavailable"},
  {errc::timed_out, 503, "unavailable"},
  {errc::outcome_unknown, 504, "outcome_unknown"},
  {errc::overloaded, 503, "overloaded"},
  {errc::disk_full, 503, "disk_full"},
  {errc::not_ready, 503, "not_ready"},
  {errc::malformed, 400, "malformed"},
  {errc::not_found, 404, "not_found"},
  {errc::invalid_parameter, 400, "invalid_parameter"},
  {errc::invalid_cursor, 400, "invalid_cursor"},
  {errc::invalid_value, 422, "invalid_value"},
  {errc::required, 422, "required"},
  {errc::unknown_reference, 422, "unknown_reference"},
  {errc::no_access, 422, "no_access"},
  {errc::not_allowed, 403, "not_allowed"},
  {errc::scope_missing, 403, "scope_missing"},
  {errc::unauthenticated, 401, "unauthenticated"},
  {errc::invalid_credentials, 401, "invalid_credentials"},
  {errc::session_expired, 401, "session_expired"},
  {errc::rate_limited, 429, "rate_limited"},
  {errc::stale_revision, 412, "stale_revision"},
  {errc::member_change_pending, 409, "member_change_pending"},
  {errc::conflict, 409, "duplicate"},
  {errc::duplicate, 409, "duplicate"},
  {errc::last_admin, 409, "last_admin"},
  {errc::last_manager, 409, "last_manager"},
  {errc::too_many, 409, "too_many"},
  {errc::too_deep, 409, "too_deep"},
  {errc::cycle, 409, "cycle"},
  {errc::in_trash, 409, "in_trash"},
  {errc::in_use, 409, "in_use"},
  {errc::archived, 409, "archived"},
});

coded found_code(errc x) {
  auto found = std::ranges::find(codes, x, &coded::from);
  return found == codes.end() ? coded{x, 503, "unavailable"} : *found;
}

/// "invalid_value": "Invalid value"
std::string title_of(std::string code) {
  std::ranges::replace(code, '_', ' ');
  if (!code.empty())
    code[0] = static_cast<char>(std::toupper(code[0]));
  return code;
}

/// What is wrong may be said without its subject.
std::string detail_of(const field_error& x) {
  return (x.name.empty() ? "" : x.name + ": ") + x.message;
}

std::string_view name_of(field_error::place x) {
  switch (x) {
    case field_error::place::query:
      return "parameter";
    case field_error::place::header:
      return "header";
    default:
      return "pointer";
  }
}

} // namespace

problem plain_problem(unsigned status, std::string code, std::string detail) {
  auto x = problem{};
  x.status = status;
  x.code = std::move(code);
  x.detail = std::move(detail);
  return x;
}

problem too_many_waits() {
  return problem_of(errc::overloaded,
                    "four requests of this user wait at this node already");
}

problem problem_at(unsigned status, field_error error) {
  auto x = problem{};
  x.status = status;
  x.code = error.code;
  x.detail = detail_of(error);
  x.errors.push_back(std::move(error));
  return x;
}

problem problem_of(errc code, const std::string& detail,
                   const std::string& pointer) {
  auto known = found_code(code);
  auto x = problem{};
  x.status = known.status;
  x.code = known.code;
  x.detail = detail;
  auto from_query
    = code == errc::invalid_parameter || code == errc::invalid_cursor;
  if (pointer == "/expected_rev")
    x.errors.push_back(
      {field_error::place::header, "If-Match", x.code, detail});
  else if (from_query && !pointer.empty())
    x.errors.push_back(
      {field_error::place::query, pointer.substr(1), x.code, detail});
  else if (x.status == 422 || (x.status == 409 && !pointer.empty())
           || pointer.starts_with("/ids/"))
    x.errors.push_back({field_error::place::body, pointer, x.code, detail});
  if (!x.errors.empty() && pointer != "/expected_rev")
    x.detail = detail_of(x.errors.front());
  x.retryable = x.status == 503 || x.status == 504;
  if (x.status == 503)
    x.retry_after = 1;
  if (x.status == 429)
    x.retry_after = 60;
  if (x.code == "scope_missing")
    x.more["needs"] = detail.ends_with("admin") ? "admin" : "write";
  return x;
}

problem problem_of(const tasks::wire::Refusal& why) {
  auto x
    = problem_of(static_cast<errc>(why.code()), why.message(), why.pointer());
  // Of many tasks: fields mean nothing beside the place of the one that is
  // wrong.
  auto is_of_many = why.pointer().starts_with("/ids/");
  for (const auto& each : why.more())
    for (auto& error : problem_of(each).errors) {
      if (is_of_many)
        error.name = why.pointer();
      x.errors.push_back(std::move(error));
    }
  return x;
}

problem problem_of(protocol::answer_status status) {
  using enum protocol::answer_status;
  switch (status) {
    case outcome_unknown:
      return problem_of(errc::outcome_unknown,
                        "it may have been done or not; send it again with the "
                        "same Idempotency-Key");
    case overloaded:
      return problem_of(errc::overloaded, "this node has too much to do");
    case disk_full:
      return problem_of(errc::disk_full, "this node's disk is full");
    case unauthenticated:
      return problem_of(errc::unauthenticated, "nobody has logged in");
    case malformed:
      return problem_of(errc::malformed, "the node does not understand this");
    default:
      return problem_of(errc::unavailable, "no majority answers");
  }
}

response to_response(const problem& x, const std::string& request_id) {
  auto body = json::object::object();
  body["type"] = "about:blank";
  body["title"] = title_of(x.code);
  body["status"] = x.status;
  body["detail"] = x.detail;
  body["code"] = x.code;
  auto errors = json::object::array();
  for (const auto& each : x.errors) {
    auto error = json::object::object();
    error[std::string{name_of(each.in)}] = each.name;
    error["code"] = each.code;
    error["message"] = each.message;
    errors.push_back(std::move(error));
  }
  body["errors"] = std::move(errors);
  body["request_id"] = request_id;
  body["retryable"] = x.retryable;
  for (const auto& [name, value] : x.more.items())
    body[name] = value;
  auto answer = response{};
  answer.status = x.status;
  answer.headers = x.headers;
  if (x.retry_after != 0)
    answer.headers.emplace_back("Retry-After", std::to_string(x.retry_after));
  if (x.status == 401)
    answer.headers.emplace_back("WWW-Authenticate", "Bearer");
  answer.content_type = "application/problem+json";
  // What users sent may be no UTF-8.
  answer.body
    = body.dump(-1, ' ', false, json::object::error_handler_t::replace);
  return answer;
}

} // namespace taskraft::http
