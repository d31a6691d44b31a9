// Assignees, labels and parents of a task: what may be, and what is.

#pragma once

#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/refusals.hpp"

#include <google/protobuf/repeated_field.h>
#include <string>
#include <vector>

namespace taskraft::tasks {

/// The task as the actor sees it: with what hangs on it.
wire::Task seen_by(finder& state, const actor& who, wire::Task row);

wire::Result task_result(const command_context& c, wire::Task row);

/// Refuses a task that does not exist for the actor, or with which they may not
/// do what `needed` may. `pointer` names the field that holds its id.
maybe_refusal check_access(finder& state, const actor& who,
                           const wire::Task* row, const std::string& pointer,
                           std::uint64_t id, wire::ProjectRole needed);

/// Refuses those who may edit the task by a share alone.
maybe_refusal check_own_access(finder& state, const actor& who,
                               const wire::Task& row);

/// What changing a link of a task asks for first.
maybe_refusal check_link(const command_context& c, std::uint64_t task,
                         wire::ProjectRole needed,
                         const std::string& pointer = "/task");

/// Refuses to change what belongs to an archived project.
maybe_refusal check_open(finder& state, const std::string& project);

/// Refuses a project that the actor does not see, or may add nothing to.
maybe_refusal check_target_project(finder& state, const actor& who,
                                   const std::string& project);

/// Refuses a parent that the task cannot have. `height` is how many levels the
/// task's own subtree has.
maybe_refusal check_parent(const command_context& c, std::uint64_t parent,
                           const wire::Task& task, std::size_t height);

/// A task with all of its subtasks, parents first.
struct subtree {
  std::vector<std::uint64_t> tasks;
  /// How many levels they have.
  std::size_t height = 0;
};

/// Nothing if there are more than apply has time for.
std::optional<subtree> find_subtree(finder& state, std::uint64_t root);

using bytes_list = google::protobuf::RepeatedPtrField<std::string>;

/// Whether these may be all assignees of the task, whose row is as it will be.
maybe_refusal check_assignees(finder& state, const wire::Task& task,
                              const bytes_list& wanted);
/// Whether the user may be one more of them.
maybe_refusal check_assignee(finder& state, const wire::Task& task,
                             const std::string& username);
/// Makes these, and no others, the assignees.
void put_assignees(view& state, std::uint64_t task, const bytes_list& wanted);

/// Gives a task that is new its assignees and labels: nothing need be looked
/// up that hangs on it already. The task with them.
wire::Task with_new_links(view& state, wire::Task task,
                          const bytes_list& assignees,
                          const bytes_list& labels);

maybe_refusal check_labels(finder& state, const bytes_list& wanted);
void put_labels(view& state, std::uint64_t task, const bytes_list& wanted);

/// Refuses if somebody who is assigned would not see the task any more.
maybe_refusal check_assignees_see(finder& state, const wire::Task& task);

std::vector<std::string> assignees_of(finder& state, std::uint64_t task);
std::vector<std::string> labels_of(finder& state, std::uint64_t task);

} // namespace taskraft::tasks
