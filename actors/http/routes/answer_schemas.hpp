// What answers look like: their objects, field by field, for OpenAPI.

#pragma once

#include <string_view>
#include <vector>

namespace taskraft::http {

/// `type` is "text", "number", "flag", "moment", "day", "due", "object", "any",
/// or another schema's name. "?" after it: or null. In brackets: a list of it.
struct answer_field {
  std::string_view name;
  std::string_view type;
  /// May be left out.
  bool is_optional = false;
};

struct answer_schema {
  std::string_view name;
  std::vector<answer_field> fields;
};

/// All of them; that of a list of things is not here, but made: "TaskList".
const std::vector<answer_schema>& answer_schemas();

} // namespace taskraft::http
