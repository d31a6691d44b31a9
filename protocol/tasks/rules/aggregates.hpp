// One function a command or a list; each aggregate has a file of its own.

#pragma once

#include "protocol/tasks/reader.hpp"
#include "protocol/tasks/rules/rules.hpp"

#include <string>

namespace taskraft::tasks {

wire::Result create_task(view& state, const std::string& actor,
                         wire::CreateTask& x, const stamp& at);
wire::Result update_task(view& state, wire::UpdateTask& x, const stamp& at);
wire::Result delete_task(view& state, const wire::DeleteTask& x,
                         const stamp& at);
wire::Result restore_task(view& state, const wire::RestoreTask& x,
                          const stamp& at);

wire::Result put_key(view& state, wire::PutKey& x, const stamp& at);
wire::Result delete_key(view& state, const wire::DeleteKey& x, const stamp& at);
wire::Answer list_keys(reader& state, const wire::ListKeys& x);

wire::Result add_comment(view& state, const std::string& actor,
                         wire::AddComment& x, const stamp& at);
wire::Answer list_comments(reader& state, const wire::ListComments& x);

} // namespace taskraft::tasks
