#include "actors/http/body.hpp"

#include "protocol/json/read_instants.hpp"
#include "protocol/tasks/text.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace taskraft::http {

namespace {

using event = json::object::parse_event_t;

/// What a parse has found besides syntax.
struct parse_findings {
  std::vector<std::set<std::string>> open;
  std::optional<std::string> twice;
  bool too_deep = false;
};

bool is_texts(const json::object& x) {
  return x.is_array()
         && std::ranges::all_of(x, [](const auto& y) { return y.is_string(); });
}

bool is_number(const json::object& x) {
  return x.is_number_unsigned() && x.get<std::uint64_t>() > 0;
}

std::string expected(const body_field& field) {
  switch (field.type) {
    case field_type::text:
      return "must be a text";
    case field_type::line:
      return "must be a text of one line, without control characters";
    case field_type::word:
    case field_type::rules_word:
      return "must be one of " + tasks::listed(field.words);
    case field_type::number:
      return "must be a number, 1 or more";
    case field_type::count:
      return "must be a number, 0 or more";
    case field_type::boolean:
      return "must be true or false";
    case field_type::due:
      return "must be a date like 2026-12-01 or a moment like "
             "2026-12-01T15:00:00Z";
    case field_type::moment:
      return "must be a moment like 2026-12-01T15:00:00Z";
    case field_type::texts:
      return "must be a list of texts";
    case field_type::words:
      return "must be a list of " + tasks::listed(field.words);
    case field_type::numbers:
      return "must be a list of numbers";
    case field_type::objects:
      return "must be a list of objects";
    default:
      return "must be an object";
  }
}

bool is_word(const json::object& x, const body_field& field) {
  return x.is_string()
         && tasks::number_of(field.words, x.get_ref<const std::string&>());
}

bool fits(const json::object& x, const body_field& field) {
  switch (field.type) {
    case field_type::text:
      return x.is_string();
    case field_type::line:
      return x.is_string()
             && !tasks::holds_control(
               tasks::trimmed(x.get_ref<const std::string&>()));
    case field_type::word:
    case field_type::rules_word:
      return is_word(x, field);
    case field_type::number:
      return is_number(x);
    case field_type::count:
      return x.is_number_unsigned();
    case field_type::boolean:
      return x.is_boolean();
    case field_type::due:
      return x.is_string()
             && json::due_from(x.get_ref<const std::string&>()).has_value();
    case field_type::moment: {
      auto due = x.is_string() ? json::due_from(x.get_ref<const std::string&>())
                               : std::nullopt;
      return due && due->has_instant_us();
    }
    case field_type::texts:
      return is_texts(x);
    case field_type::words:
      return x.is_array() && std::ranges::all_of(x, [&](const auto& y) {
               return is_word(y, field);
             });
    case field_type::numbers:
      return x.is_array() && std::ranges::all_of(x, is_number);
    case field_type::objects:
      return x.is_array() && std::ranges::all_of(x, [](const auto& y) {
               return y.is_object();
             });
    default:
      return x.is_object();
  }
}

} // namespace

const body_field* body_schema::find(std::string_view field) const {
  auto found = std::ranges::find(fields, field, &body_field::name);
  return found == fields.end() ? nullptr : &*found;
}

outcome<json::object> parse_body(const std::string& text) {
  auto found = parse_findings{};
  auto look = [&](int depth, event what, json::object& x) {
    if (depth > static_cast<int>(max_json_depth))
      found.too_deep = true;
    if (what == event::object_start)
      found.open.emplace_back();
    if (what == event::object_end && !found.open.empty())
      found.open.pop_back();
    if (what == event::key && !found.open.empty()) {
      const auto& name = x.get_ref<const std::string&>();
      if (!found.open.back().insert(name).second && !found.twice)
        found.twice = name;
    }
    return !found.too_deep;
  };
  auto body = json::object::parse(text, look, false);
  if (found.too_deep)
    return problem_of(errc::malformed, "the JSON is more than 32 levels deep");
  if (body.is_discarded())
    return problem_of(errc::malformed, "the body is no JSON in UTF-8");
  if (found.twice)
    return problem_at(422, {field_error::place::body, '/' + *found.twice,
                            "unknown_field", "stands twice"});
  if (!body.is_object())
    return problem_of(errc::malformed, "the body is no JSON object");
  return body;
}

std::vector<field_error> check_body(const json::object& body,
                                    const body_schema& schema, bool is_patch) {
  auto errors = std::vector<field_error>{};
  auto for_rules = std::size_t{0};
  auto add = [&](std::string_view name, std::string code, std::string text) {
    errors.push_back({field_error::place::body, '/' + std::string{name},
                      std::move(code), std::move(text)});
  };
  for (const auto& [name, value] : body.items()) {
    const auto* field = schema.find(name);
    if (field == nullptr)
      add(name, "unknown_field", "there is no such field");
    else if (value.is_null() && field->required)
      add(name, "required", "must not be null");
    else if (!value.is_null() && !fits(value, *field)) {
      add(name, "invalid_value", expected(*field));
      if (field->type == field_type::rules_word && value.is_string())
        ++for_rules;
    }
  }
  if (!is_patch)
    for (const auto& field : schema.fields)
      if (field.required && !body.contains(std::string{field.name}))
        add(field.name, "required", "is missing");
  if (errors.size() == for_rules)
    errors.clear();
  return errors;
}

problem problem_of(std::vector<field_error> errors) {
  auto first = errors.front();
  auto x = problem_at(422, std::move(first));
  x.errors = std::move(errors);
  return x;
}

} // namespace taskraft::http
