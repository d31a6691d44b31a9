// What two states of a row differ in, field by field, as users know them.

#pragma once

#include "protocol/tasks/row_type.hpp"

#include <string>
#include <vector>

namespace taskraft::tasks {

/// The fields that users change and that differ. Both rows have one type.
wire::FieldChanges fields_between(const row_message& before,
                                  const row_message& after);

/// Adds the change of a list of names.
void add_names(wire::FieldChanges& to, const std::string& field,
               const std::vector<std::string>& before,
               const std::vector<std::string>& after);

} // namespace taskraft::tasks
