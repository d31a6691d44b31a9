#include "actors/http/route.hpp"

#include "protocol/calendar/time_zone.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/tasks/limits.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace taskraft::http {

namespace {

bool is_variable(std::string_view segment) {
  return segment.starts_with('{');
}

/// Whether all that is no variable stands in the path.
bool has_words(const std::vector<std::string_view>& wanted,
               const std::vector<std::string_view>& path) {
  if (wanted.size() != path.size())
    return false;
  for (auto i = std::size_t{0}; i < wanted.size(); ++i)
    if (!is_variable(wanted[i]) && wanted[i] != path[i])
      return false;
  return true;
}

/// Whether the path is one of the pattern's; then with its arguments.
std::optional<std::vector<std::string>>
match(const std::vector<std::string_view>& wanted,
      const std::vector<std::string_view>& path) {
  if (!has_words(wanted, path))
    return std::nullopt;
  auto arguments = std::vector<std::string>{};
  for (auto i = std::size_t{0}; i < wanted.size(); ++i) {
    if (!is_variable(wanted[i]))
      continue;
    auto argument = percent_decoded(path[i]);
    auto is_number = wanted[i] == "{id}" || wanted[i] == "{other}";
    if (!argument || argument->empty()
        || (is_number && (!number_in(*argument) || argument->front() == '0')))
      return std::nullopt;
    arguments.push_back(std::move(*argument));
  }
  return arguments;
}

/// A path without variables comes before one with them.
std::size_t variables_in(std::string_view pattern) {
  return static_cast<std::size_t>(std::ranges::count(pattern, '{'));
}

/// What a cursor is bound to: everything that was asked, but for where the page
/// begins and how long it is.
std::string scope_of_cursor(const call& x) {
  auto asked = x.parameters;
  std::erase_if(asked, [](const auto& each) {
    return each.first == "cursor" || each.first == "limit"
           || each.first == "consistency";
  });
  std::ranges::sort(asked);
  auto text = x.http->path;
  for (const auto& [name, value] : asked)
    text += '\0' + name + '\0' + value;
  return protocol::sha256_bytes(text).substr(0, 8);
}

std::string tag_of(const json::object& x) {
  if (!x.is_object() || !x.contains("rev"))
    return {};
  return '"' + x["rev"].dump() + '"';
}

std::vector<route> make_routes() {
  auto routes = std::vector<route>{};
  add_account_routes(routes);
  add_own_routes(routes);
  add_task_routes(routes);
  add_report_routes(routes);
  add_link_routes(routes);
  add_comment_routes(routes);
  add_user_routes(routes);
  add_project_routes(routes);
  add_label_routes(routes);
  add_key_routes(routes);
  add_notification_routes(routes);
  add_view_routes(routes);
  add_attachment_routes(routes);
  add_board_routes(routes);
  add_export_routes(routes);
  add_bulk_routes(routes);
  add_event_routes(routes);
  add_cluster_routes(routes);
  add_setting_routes(routes);
  add_consensus_routes(routes);
  for (auto& each : routes)
    each.segments = segments_of(each.path);
  return routes;
}

using route_group = std::vector<const route*>;

std::string_view first_of(const std::vector<std::string_view>& segments) {
  return segments.empty() ? std::string_view{} : segments.front();
}

/// Those that begin with the path's first word; none begins with a variable.
const route_group& routes_from(const std::vector<std::string_view>& path) {
  static const auto groups = [] {
    auto all = std::map<std::string_view, route_group>{};
    for (const auto& each : all_routes())
      all[first_of(each.segments)].push_back(&each);
    return all;
  }();
  static const auto none = route_group{};
  auto found = groups.find(first_of(path));
  return found == groups.end() ? none : found->second;
}

} // namespace

std::uint64_t call::number(std::size_t place) const {
  return number_in(arguments.at(place)).value_or(0);
}

const std::string* call::parameter(std::string_view name) const {
  auto found
    = std::ranges::find(parameters, name, &parameter_list::value_type::first);
  return found == parameters.end() ? nullptr : &found->second;
}

const json::object* call::field(std::string_view name) const {
  auto found = body.find(std::string{name});
  return found == body.end() || found->is_null() ? nullptr : &*found;
}

bool call::has(std::string_view name) const {
  return body.contains(std::string{name});
}

std::string call::text(std::string_view name) const {
  const auto* found = field(name);
  return found == nullptr ? std::string{} : found->get<std::string>();
}

std::string listed_verbs(const std::vector<verb>& methods) {
  auto text = std::string{};
  for (auto each : methods)
    (text += text.empty() ? "" : ", ") += to_string(each);
  return text;
}

const std::vector<route>& all_routes() {
  static const auto routes = make_routes();
  return routes;
}

matched find_route(verb method, std::string_view path) {
  auto found = matched{};
  auto parts = segments_of(path);
  auto fewest = std::size_t{100};
  auto wanted = method == verb::head ? verb::get : method;
  for (const auto* each : routes_from(parts)) {
    auto arguments = match(each->segments, parts);
    if (!arguments || variables_in(each->path) > fewest)
      continue;
    if (variables_in(each->path) < fewest)
      found = {};
    fewest = variables_in(each->path);
    found.allowed.push_back(each->method);
    if (each->method == verb::get)
      found.allowed.push_back(verb::head);
    if (each->method == wanted) {
      found.to = each;
      found.arguments = std::move(*arguments);
    }
  }
  return found;
}

const route* reading_beside(const std::vector<route>& routes, const route& x) {
  auto reading_of = [&](std::string_view path) {
    auto found = std::ranges::find_if(routes, [&](const route& each) {
      return each.method == verb::get && each.path == path
             && std::holds_alternative<reading>(each.steps);
    });
    return found == routes.end() ? nullptr : &*found;
  };
  if (const auto* found = reading_of(x.path))
    return found;
  // What is done to an object has no GET of its own, nor has a link of it.
  auto above = x.path.substr(0, x.path.rfind('/'));
  if (above.ends_with('}'))
    return reading_of(above);
  const auto* found = reading_of(above.substr(0, above.rfind('/')));
  return found != nullptr && found->answers == x.answers ? found : nullptr;
}

void refuse_any_revision(wire::UpdateTask& to, std::uint64_t task) {
  to.set_id(task);
  to.set_expected_rev(no_revision);
}

response object_response(const json::object& x, unsigned status) {
  auto answer = response{};
  answer.status = status;
  if (auto tag = tag_of(x); !tag.empty())
    answer.headers.emplace_back("ETag", std::move(tag));
  answer.body = x.dump();
  return answer;
}

response task_response(const wire::Task& x, unsigned status) {
  auto answer = response{};
  answer.status = status;
  answer.headers.emplace_back("ETag", '"' + std::to_string(x.rev()) + '"');
  answer.body = json::to_json_text(x);
  return answer;
}

response untagged_response(const json::object& x) {
  auto answer = response{};
  answer.body = x.dump();
  return answer;
}

response created_response(const json::object& x, const std::string& path) {
  auto answer = object_response(x, 201);
  answer.headers.emplace_back("Location", path);
  return answer;
}

response empty_response() {
  auto answer = response{};
  answer.status = 204;
  return answer;
}

response bound_list_response(json::object items, const std::string& next) {
  auto body = json::object::object();
  body["items"] = std::move(items);
  body["next_cursor"] = json::text_or_null(next);
  return untagged_response(body);
}

response list_response(const call& x, json::object items,
                       const std::string& next) {
  return bound_list_response(
    std::move(items),
    next.empty() ? next : to_base64url(scope_of_cursor(x) + next));
}

response part_response(const call& x, const json::object& rows,
                       const char* key) {
  auto wanted = std::get<0>(page_of(x));
  auto most = wanted.limit == 0 ? tasks::default_page_rows : wanted.limit;
  auto is_after = [&](const json::object& at) {
    return wanted.after.empty()
           || (at.is_string() ? at.get_ref<const std::string&>() > wanted.after
                              : at > number_after(wanted));
  };
  auto items = json::object::array();
  for (const auto& each : rows) {
    const auto& at = each[key];
    if (!is_after(at))
      continue;
    if (items.size() == most) {
      const auto& last = items.back()[key];
      return list_response(
        x, items, last.is_string() ? last.get<std::string>() : last.dump());
    }
    items.push_back(each);
  }
  return list_response(x, std::move(items), {});
}

std::optional<problem> check_time_zone(const call& x) {
  auto zone = x.text("time_zone");
  if (zone.empty() || calendar::time_zone::named(zone))
    return std::nullopt;
  return problem_at(422, {field_error::place::body, "/time_zone",
                          "invalid_value", "is no time zone"});
}

std::string color_in(const call& x) {
  return lower(x.text("color"));
}

problem bad_parameter(std::string_view name, const std::string& message) {
  return problem_at(400, {field_error::place::query, std::string{name},
                          "invalid_parameter", message});
}

outcome<std::uint32_t> limit_of(const call& x) {
  const auto* limit = x.parameter("limit");
  if (limit == nullptr)
    return 0U;
  auto rows = number_in(*limit);
  if (!rows || *rows == 0 || *rows > tasks::max_page_rows)
    return bad_parameter("limit", "must be a number from 1 to 200");
  return static_cast<std::uint32_t>(*rows);
}

outcome<page> page_of(const call& x) {
  auto limit = limit_of(x);
  if (const auto* why = problem_in(limit))
    return *why;
  auto wanted = page{.limit = std::get<0>(limit), .after = {}};
  if (const auto* cursor = x.parameter("cursor")) {
    auto bytes = from_base64url(*cursor);
    auto scope = scope_of_cursor(x);
    if (!bytes || bytes->size() <= scope.size() || !bytes->starts_with(scope))
      return problem_at(400,
                        {field_error::place::query, "cursor", "invalid_cursor",
                         "is none of a list with these filters"});
    wanted.after = bytes->substr(scope.size());
  }
  return wanted;
}

std::optional<problem> check_page(const call& x) {
  auto page = page_of(x);
  const auto* why = problem_in(page);
  return why == nullptr ? std::nullopt : std::optional{*why};
}

std::uint64_t number_after(const page& x) {
  return number_in(x.after).value_or(0);
}

response role_response(const call& x, const written& done) {
  auto status = done.result->created() ? 201U : 200U;
  for (const auto& each : done.after->roles().roles())
    if (each.username() == x.arguments.at(1))
      return object_response(json::to_json(each), status);
  // Somebody was faster and took it away again.
  auto body = json::object::object();
  body["username"] = x.arguments.at(1);
  body["display_name"] = "";
  body["role"] = x.text("role");
  return object_response(body, status);
}

outcome<std::optional<bool>> flag_of(const call& x, std::string_view name) {
  const auto* text = x.parameter(name);
  if (text == nullptr)
    return std::optional<bool>{};
  if (*text != "true" && *text != "false")
    return bad_parameter(name, "must be true or false");
  return std::optional{*text == "true"};
}

} // namespace taskraft::http
