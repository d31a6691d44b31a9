#include "actors/http/routes/openapi.hpp"

#include "actors/http/routes/answer_schemas.hpp"
#include "actors/http/routes/openapi_responses.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace taskraft::http {

namespace {

using json::object;

object reference(std::string_view name) {
  return reference_to("schemas", name);
}

bool is_name(std::string_view type) {
  return std::isupper(static_cast<unsigned char>(type.front())) != 0;
}

/// A type that may be null, too.
object or_null(object x) {
  if (x.contains("type")) {
    x["type"] = {x["type"], "null"};
    if (x.contains("enum"))
      x["enum"].push_back(nullptr);
    return x;
  }
  return {{"anyOf", {std::move(x), {{"type", "null"}}}}};
}

object schema_of(std::string_view type) {
  if (type.starts_with('['))
    return {{"type", "array"},
            {"items", schema_of(type.substr(1, type.size() - 2))}};
  if (type.ends_with('?'))
    return or_null(schema_of(type.substr(0, type.size() - 1)));
  if (is_name(type))
    return reference(type);
  if (type == "number")
    return {{"type", "integer"}};
  if (type == "flag")
    return {{"type", "boolean"}};
  if (type == "moment")
    return {{"type", "string"}, {"format", "date-time"}};
  if (type == "day")
    return {{"type", "string"}, {"format", "date"}};
  if (type == "object")
    return {{"type", "object"}};
  if (type == "any")
    return object::object();
  if (type == "due")
    return {{"type", "string"},
            {"description", "A date, which no time zone moves, or a moment."}};
  return {{"type", "string"}};
}

object words_of(std::span<const tasks::word> words) {
  auto list = object::array();
  for (const auto& each : words)
    list.push_back(std::string{each.text});
  return {{"type", "string"}, {"enum", std::move(list)}};
}

object schema_of(const body_field& field) {
  switch (field.type) {
    case field_type::text:
    case field_type::line:
      return schema_of("text");
    case field_type::word:
    case field_type::rules_word:
      return words_of(field.words);
    case field_type::number:
      return {{"type", "integer"}, {"minimum", 1}};
    case field_type::count:
      return {{"type", "integer"}, {"minimum", 0}};
    case field_type::boolean:
      return schema_of("flag");
    case field_type::due:
      return schema_of("due");
    case field_type::moment:
      return schema_of("moment");
    case field_type::texts:
      return schema_of("[text]");
    case field_type::words:
      return {{"type", "array"}, {"items", words_of(field.words)}};
    case field_type::numbers:
      return schema_of("[number]");
    case field_type::objects:
      return schema_of("[object]");
    default:
      return schema_of("object");
  }
}

object schema_of(const body_schema& x, bool is_patch) {
  auto properties = object::object();
  auto required = object::array();
  for (const auto& field : x.fields) {
    auto schema = schema_of(field);
    properties[std::string{field.name}]
      = field.required ? std::move(schema) : or_null(std::move(schema));
    if (field.required && !is_patch)
      required.push_back(std::string{field.name});
  }
  auto schema = object{{"type", "object"},
                       {"properties", std::move(properties)},
                       {"additionalProperties", false}};
  if (!required.empty())
    schema["required"] = std::move(required);
  return schema;
}

object schema_of(const answer_schema& x) {
  auto properties = object::object();
  auto required = object::array();
  for (const auto& field : x.fields) {
    properties[std::string{field.name}] = schema_of(field.type);
    if (!field.is_optional)
      required.push_back(std::string{field.name});
  }
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

/// Of "TaskList".
object list_schema(std::string_view name) {
  auto of = name.substr(0, name.size() - std::string_view{"List"}.size());
  auto items = '[' + std::string{of == "Role" ? "NamedRole" : of} + ']';
  return schema_of(
    answer_schema{name, {{"items", items}, {"next_cursor", "text?"}}});
}

object problem_schema() {
  auto error = object{
    {"type", "object"},
    {"properties",
     {{"pointer", {{"type", "string"}}},
      {"parameter", {{"type", "string"}}},
      {"header", {{"type", "string"}}},
      {"code", {{"type", "string"}}},
      {"message", {{"type", "string"}}}}},
    {"required", {"code", "message"}},
  };
  return {
    {"type", "object"},
    {"properties",
     {{"type", {{"type", "string"}}},
      {"title", {{"type", "string"}}},
      {"status", {{"type", "integer"}}},
      {"detail", {{"type", "string"}}},
      {"code", {{"type", "string"}}},
      {"errors", {{"type", "array"}, {"items", std::move(error)}}},
      {"request_id", {{"type", "string"}}},
      {"retryable", {{"type", "boolean"}}},
      {"current", {{"description", "What is there now (412)."}}},
      {"needs", {{"type", "string"}}}}},
    {"required",
     {"type", "title", "status", "detail", "code", "errors", "request_id",
      "retryable"}},
  };
}

// -- paths --------------------------------------------------------------------

/// "get_tasks_id_comments"
std::string operation_id(const route& x) {
  auto id = lower(to_string(x.method));
  for (auto each : x.path)
    if (each == '/' || each == '-')
      id += '_';
    else if (each != '{' && each != '}' && each != '.')
      id += each;
  return id;
}

void add_parameter(object& to, std::string_view name, const char* in,
                   object schema, std::string_view about, bool required) {
  auto x = object{{"name", std::string{name}},
                  {"in", in},
                  {"required", required},
                  {"schema", std::move(schema)}};
  if (!about.empty())
    x["description"] = std::string{about};
  to.push_back(std::move(x));
}

object documented_parameters(const route& x) {
  auto list = object::array();
  for (auto part : segments_of(x.path))
    if (part.starts_with('{')) {
      auto name = part.substr(1, part.size() - 2);
      auto is_number = name == "id" || name == "other";
      add_parameter(list, name, "path",
                    schema_of(is_number ? "number" : "text"), {}, true);
    }
  for (const auto& each : x.parameters)
    add_parameter(list, each.name, "query",
                  schema_of(each.name == "limit" ? "number" : "text"),
                  each.about, false);
  if (x.method == verb::get && x.scope != wire::SCOPE_UNSPECIFIED) {
    add_parameter(
      list, "consistency", "query",
      {{"type", "string"}, {"enum", {"linearizable", "session", "stale"}}}, {},
      false);
    add_parameter(list, "Min-Index", "header", schema_of("number"), {}, false);
  }
  if (!is_safe(x.method) && !x.path.starts_with("/auth/"))
    add_parameter(list, "Idempotency-Key", "header", schema_of("text"), {},
                  false);
  if (std::holds_alternative<writing>(x.steps)) {
    add_parameter(list, "If-Match", "header", schema_of("text"), {}, false);
  }
  return list;
}

object body_of(const route& x) {
  if (x.takes == body_kind::raw)
    return {{"required", true},
            {"content", {{"application/octet-stream", object::object()}}}};
  auto schema = object{{"schema", reference(x.body->name)}};
  auto content = object{{"application/json", schema}};
  if (x.method == verb::patch)
    content["application/merge-patch+json"] = schema;
  auto is_needed = std::ranges::any_of(x.body->fields, &body_field::required);
  return {{"required", is_needed}, {"content", std::move(content)}};
}

object operation_of(const route& x) {
  auto first = std::string{segments_of(x.path).front()};
  auto to = object{{"operationId", operation_id(x)},
                   {"summary", std::string{x.about}},
                   {"tags", {first}}};
  if (auto parameters = documented_parameters(x); !parameters.empty())
    to["parameters"] = std::move(parameters);
  if (x.takes != body_kind::none)
    to["requestBody"] = body_of(x);
  to["responses"] = responses_of(x);
  if (x.scope == wire::SCOPE_UNSPECIFIED)
    to["security"] = object::array();
  return to;
}

std::string about_tag(std::string_view tag) {
  static const auto known = std::map<std::string_view, std::string_view>{
    {"attachments", "Files of tasks"},
    {"audit", "Who did or tried what, for administrators"},
    {"auth", "Logging in and out"},
    {"cluster", "The nodes, their log, and how they agree"},
    {"comments", "What users say of tasks"},
    {"events", "Changes as they happen"},
    {"export", "All tasks in one answer"},
    {"info", "What this server is"},
    {"kv", "Keys and values"},
    {"labels", "Words that mark tasks of every project"},
    {"me", "The user who asks"},
    {"notifications", "What the user was told"},
    {"openapi.json", "This description"},
    {"projects", "Projects, their members and boards"},
    {"reports", "What was done, and what is late"},
    {"search", "Words in titles, descriptions, comments and names of files"},
    {"sessions", "The user's logins"},
    {"tasks", "Tasks and what hangs on them"},
    {"tokens", "Keys to the API"},
    {"users", "Who may log in"},
    {"views", "Lists that are kept"},
  };
  auto found = known.find(tag);
  return std::string{found == known.end() ? "" : found->second};
}

object schemas_of(const std::vector<route>& routes) {
  auto schemas = object::object();
  for (const auto& each : answer_schemas())
    schemas[std::string{each.name}] = schema_of(each);
  schemas["Problem"] = problem_schema();
  schemas["OpenApi"] = schema_of("object");
  for (const auto& each : routes) {
    if (each.body != nullptr)
      schemas[std::string{each.body->name}]
        = schema_of(*each.body, each.method == verb::patch);
    for (auto name : {each.answers, each.or_answers})
      if (name.ends_with("List"))
        schemas[std::string{name}] = list_schema(name);
  }
  return schemas;
}

} // namespace

json::object openapi_of(const std::vector<route>& routes,
                        const std::string& version,
                        const std::string& base_path) {
  auto paths = object::object();
  auto tags = std::set<std::string>{};
  for (const auto& each : routes) {
    auto method = lower(to_string(each.method));
    paths[std::string{each.path}][method] = operation_of(each);
    tags.emplace(segments_of(each.path).front());
  }
  auto named = object::array();
  for (const auto& each : tags)
    named.push_back({{"name", each}, {"description", about_tag(each)}});
  return {
    {"openapi", "3.1.0"},
    {"info",
     {{"title", "taskraft"},
      {"version", version},
      {"license", {{"name", "BSD-3-Clause"}, {"identifier", "BSD-3-Clause"}}}}},
    {"servers", {{{"url", base_path + "api/v1"}}}},
    {"security",
     {{{"bearer", object::array()}}, {{"cookie", object::array()}}}},
    {"tags", std::move(named)},
    {"paths", std::move(paths)},
    {"components",
     {{"securitySchemes",
       {{"bearer", {{"type", "http"}, {"scheme", "bearer"}}},
        {"cookie",
         {{"type", "apiKey"}, {"in", "cookie"}, {"name", "taskraft"}}}}},
      {"responses", described_responses()},
      {"headers", described_headers()},
      {"schemas", schemas_of(routes)}}},
  };
}

} // namespace taskraft::http
