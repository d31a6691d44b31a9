// One line of the contract: a method and a path, who may ask, what they send,
// and how that becomes a command or a query and its answer JSON. Routing,
// validation, OpenAPI and the labels of metrics come from the table of these.

#pragma once

#include "actors/http/body.hpp"
#include "actors/http/message.hpp"
#include "actors/http/problem.hpp"
#include "actors/http/rules.hpp"
#include "actors/http/uri.hpp"
#include "protocol/json/objects.hpp"
#include "tasks.pb.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace taskraft::http {

namespace wire = tasks::wire;

/// One request as the functions of its route see it.
struct call {
  const request* http = nullptr;
  /// What stands in the path for `{…}`, decoded.
  std::vector<std::string> arguments;
  parameter_list parameters;
  json::object body;
  conditions when;
  /// Who asks; empty if nobody has logged in.
  std::string username;
  std::string request_id;
  std::uint64_t session = 0;
  std::uint64_t now_us = 0;
  /// What was read before, or why not; null if nothing was asked.
  std::shared_ptr<const wire::Answer> before;

  /// Of a path whose `{…}` is a number: 0 is none.
  std::uint64_t number(std::size_t place = 0) const;
  /// The parameter; nothing if it is not there.
  const std::string* parameter(std::string_view name) const;
  /// A field of the body that is there and not null.
  const json::object* field(std::string_view name) const;
  /// Whether the field is there, even if it is null.
  bool has(std::string_view name) const;
  /// A text of the body; empty if there is none.
  std::string text(std::string_view name) const;
};

/// What is read: the query, and its answer as a response.
struct reading {
  outcome<wire::Query> (*ask)(const call& x);
  outcome<response> (*tell)(const call& x, const wire::Answer& answer);
};

/// What a command came to.
struct written {
  const wire::Result* result = nullptr;
  /// What a node has made for it, once; null for a replay.
  std::string secret;
  /// What was read afterwards; null if nothing was.
  const wire::Answer* after = nullptr;
};

/// Beside a command: what only the node's authenticator sees.
struct secrets {
  std::string password = {};
  std::string current_password = {};
  std::string setup_secret = {};
};

/// What is changed: the command, and its result as a response.
struct writing {
  outcome<wire::Command> (*ask)(const call& x);
  outcome<response> (*tell)(const call& x, const written& x2);
  /// What the response shows and the result does not hold.
  outcome<wire::Query> (*ask_after)(const call& x) = nullptr;
  /// Whether that holds tasks which the path does not name.
  bool shows_other_tasks = false;
  /// Of commands for which a node makes hashes or secrets.
  secrets (*reveal)(const call& x) = nullptr;
  /// What the command is made of beside the request; no question if it is not
  /// needed.
  outcome<wire::Query> (*ask_before)(const call& x) = nullptr;
  /// Whether the request would lose what others have written meanwhile (428).
  bool (*overwrites)(const call& x) = nullptr;
  /// Of what never changes: the object in what was read before. Its `sha256` is
  /// its entity tag.
  json::object (*hashed_before)(const wire::Answer& x) = nullptr;
  /// The path of what was refused for its revision, of a route that has many.
  std::string (*stale_one)(const call& x, const problem& why) = nullptr;
  /// What is said of an object that is not there, where the rules have another
  /// name for it.
  const char* missing = nullptr;
};

class exchange;

/// What takes other steps.
struct operation {
  void (*run)(const std::shared_ptr<exchange>& x);
  /// Whether it says itself what an idempotency key stands for.
  bool keeps_key = false;
};

/// A parameter of the URL.
struct route_parameter {
  std::string_view name;
  std::string_view about = {};
  /// Whether it may be given again; all that are given count.
  bool may_repeat = false;
};

enum class body_kind : std::uint8_t {
  none,
  json,
  /// Bytes of any type.
  raw,
};

struct route {
  verb method = verb::get;
  std::string_view path;
  /// Unspecified: without a login.
  wire::Scope scope = wire::SCOPE_READ;
  std::variant<reading, writing, operation> steps;
  std::string_view about = {};
  const body_schema* body = nullptr;
  body_kind takes = body_kind::none;
  std::vector<route_parameter> parameters = {};
  /// The schema of what it answers.
  std::string_view answers = {};
  /// Another one that it may answer, as the request asks.
  std::string_view or_answers = {};
  unsigned status = 200;
  /// Whether it may also answer 201, for what was not there before.
  bool may_create = false;
  /// Of the body.
  std::size_t most_bytes = max_json_bytes;
  /// What it answers beside JSON.
  std::string_view also = {};
  /// The parts of the path, of a route that is in the table.
  std::vector<std::string_view> segments = {};
};

inline bool needs_login(const route& x) {
  return x.scope != wire::SCOPE_UNSPECIFIED;
}

/// What the paths of the API begin with, after the base path.
inline constexpr auto api_path = std::string_view{"api/v1"};

/// "GET, HEAD"
std::string listed_verbs(const std::vector<verb>& methods);

/// All routes, in the order of the contract.
const std::vector<route>& all_routes();

// One file a resource.
void add_task_routes(std::vector<route>& to);
void add_report_routes(std::vector<route>& to);
void add_link_routes(std::vector<route>& to);
void add_comment_routes(std::vector<route>& to);
void add_account_routes(std::vector<route>& to);
void add_own_routes(std::vector<route>& to);
void add_user_routes(std::vector<route>& to);
void add_project_routes(std::vector<route>& to);
void add_label_routes(std::vector<route>& to);
void add_key_routes(std::vector<route>& to);
void add_notification_routes(std::vector<route>& to);
void add_view_routes(std::vector<route>& to);
void add_attachment_routes(std::vector<route>& to);
void add_board_routes(std::vector<route>& to);
void add_export_routes(std::vector<route>& to);
void add_bulk_routes(std::vector<route>& to);
void add_event_routes(std::vector<route>& to);
void add_setting_routes(std::vector<route>& to);
void add_cluster_routes(std::vector<route>& to);
void add_consensus_routes(std::vector<route>& to);

/// Where a path leads.
struct matched {
  const route* to = nullptr;
  std::vector<std::string> arguments;
  /// The methods of the path; empty if there is no such path.
  std::vector<verb> allowed;
};

/// `path` begins after `/api/v1`. HEAD is allowed wherever GET is.
matched find_route(verb method, std::string_view path);

/// The GET of the same path, or else of the object above it; null if there is
/// none.
const route* reading_beside(const std::vector<route>& routes, const route& x);

// What answers have in common.

/// An object, with its revision as its tag.
response object_response(const json::object& x, unsigned status = 200);
response task_response(const wire::Task& x, unsigned status = 200);
/// The same without a tag, for what changes without a revision.
response untagged_response(const json::object& x);
/// The same, new under this path after `/api/v1`.
response created_response(const json::object& x, const std::string& path);
response empty_response();
/// A page of a list: the objects, and where the next page begins; empty: no
/// more.
response list_response(const call& x, json::object items,
                       const std::string& next);
/// The same of a list whose own cursors are bound to its filters.
response bound_list_response(json::object items, const std::string& next);

/// A page of rows that were all read: objects in the order of their member
/// `key`, a text or a number. Who has asked for them has checked the page.
response part_response(const call& x, const json::object& rows,
                       const char* key);

/// The role that a PUT has given to the user in the path; 201 if it is new.
response role_response(const call& x, const written& done);

/// A change of the task for a link that has no revision, which `If-Match` names
/// all the same: it is refused, and first for what comes before that.
void refuse_any_revision(wire::UpdateTask& to, std::uint64_t task);

// What questions have in common.

/// The parameter `limit`, and where the page begins: what was `next` of the
/// page before. 400 if one of them is wrong.
struct page {
  std::uint32_t limit = 0;
  std::string after;
};
outcome<page> page_of(const call& x);

/// The problem of a page that is none; else nothing.
std::optional<problem> check_page(const call& x);

/// The parameter `limit` alone; zero: as the contract has it.
outcome<std::uint32_t> limit_of(const call& x);

/// Where a page begins, of a list whose rows are found by a number; 0: from the
/// first on.
std::uint64_t number_after(const page& x);

/// `true` or `false`; 400 for other texts.
outcome<std::optional<bool>> flag_of(const call& x, std::string_view name);

/// 422 for a time zone in the body that there is not.
std::optional<problem> check_time_zone(const call& x);

/// A color of the body, in lower case; empty if there is none.
std::string color_in(const call& x);

problem bad_parameter(std::string_view name, const std::string& message);

template <class T>
const problem* problem_in(const outcome<T>& x) {
  return std::get_if<problem>(&x);
}

/// A page of a list that is searched by `text` and has one flag beside it.
template <class List>
std::optional<problem> fill_searched(const call& x, List& to,
                                     std::string_view flag,
                                     void (List::*set_flag)(bool)) {
  auto page = page_of(x);
  if (const auto* why = problem_in(page))
    return *why;
  to.set_limit(std::get<0>(page).limit);
  to.set_after(std::get<0>(page).after);
  if (const auto* text = x.parameter("text"))
    to.set_text(*text);
  auto found = flag_of(x, flag);
  if (const auto* why = problem_in(found))
    return *why;
  if (std::get<0>(found))
    (to.*set_flag)(*std::get<0>(found));
  return std::nullopt;
}

/// Rows as the contract shows them.
template <class Rows>
json::object objects_of(const Rows& rows) {
  auto items = json::object::array();
  for (const auto& each : rows)
    items.push_back(json::to_json(each));
  return items;
}

} // namespace taskraft::http
