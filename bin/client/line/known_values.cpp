#include "bin/client/line/known_values.hpp"

#include <array>

namespace taskraft::client {

const command& completion_query() {
  static const auto query = command{
    .words = "__complete",
    .summary = "Print values that the cluster knows, for completion",
    .arguments = {{.name = "KIND"}, {.name = "BEGINNING", .required = false}}};
  return query;
}

std::span<const known_values_word> known_values_words() {
  static constexpr auto words = std::to_array<known_values_word>({
    {"tasks", known_values::tasks},
    {"deleted-tasks", known_values::deleted_tasks},
    {"users", known_values::users},
    {"labels", known_values::labels},
    {"projects", known_values::projects},
  });
  return words;
}

known_values known_values_of(const flag& x) {
  auto name = x.value.substr(0, x.value.find(','));
  if (name == "ID")
    return known_values::tasks;
  if (name == "USER")
    return known_values::users;
  if (name == "LABEL")
    return known_values::labels;
  return name == "KEY" ? known_values::projects : known_values::none;
}

} // namespace taskraft::client
