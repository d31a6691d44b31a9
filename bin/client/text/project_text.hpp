// Projects, members and labels as people and machines read them.

#pragma once

#include "bin/client/text/output.hpp"
#include "bin/client/text/task_text.hpp"
#include "tasks.pb.h"

#include <span>
#include <string>
#include <string_view>

namespace taskraft::client {

std::string project_rows(std::span<const tasks::wire::Project> projects,
                         const output_style& style);
std::string project_page(const tasks::wire::Project& x,
                         const output_style& style);
std::string role_rows(const tasks::wire::RoleList& x,
                      const output_style& style);
json roles_to_json(const tasks::wire::RoleList& x);
/// The one of this user; null if there is none.
json role_to_json(const tasks::wire::RoleList& x, std::string_view username);
std::string label_rows(std::span<const tasks::wire::Label> labels,
                       const output_style& style);

} // namespace taskraft::client
