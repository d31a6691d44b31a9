// The bodies of requests that make or change tasks, alone or many at once.

#pragma once

#include "actors/http/route.hpp"

namespace taskraft::http {

const body_schema& new_task_body();
const body_schema& task_patch_body();
/// The same for many tasks: what is wrong in it is wrong once.
const body_schema& bulk_patch_body();

/// From a body that was checked.
void fill_new_task(wire::CreateTask& to, const call& x);
/// Only what the body names; null is a task's default.
void fill_task_patch(wire::UpdateTask& to, const call& x);

} // namespace taskraft::http
