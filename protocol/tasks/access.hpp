// Who may do what. One function a question, asked by the rules of commands and
// by the answers to queries alike.

#pragma once

#include "protocol/errors.hpp"
#include "protocol/principal.hpp"
#include "protocol/tasks/finder.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace taskraft::tasks {

/// The names that no user has, because they mean something else.
inline constexpr auto first_admin = "admin";
inline constexpr auto system_name = "system";
/// Among the readers of a change: every user. No user has it for a
/// name.
inline constexpr auto every_reader = "*";

/// Who acts, as the state says.
struct actor {
  protocol::principal principal;
  std::string username;
  bool is_admin = false;
  /// What the credential allows, whatever the role.
  wire::Scope scope = wire::SCOPE_UNSPECIFIED;
  /// Null unless it acts with one; valid as the row is.
  const wire::Session* session = nullptr;
  /// Empty if the state knows the actor.
  std::optional<wire::Refusal> refusal;

  /// Whether a node acts, for what nobody asked for or what it has checked.
  bool is_node() const {
    return principal.kind == protocol::principal_kind::node;
  }
  /// Whether it may change what credentials there are: API tokens and handover
  /// tokens may not.
  bool has_logged_in() const {
    return principal.kind != protocol::principal_kind::handover
           && (session == nullptr
               || session->kind() == wire::SESSION_KIND_LOGIN);
  }
};

/// Finds out who acts at `now_us`. A session that has ended, or whose user is
/// disabled, is refused.
actor find_actor(finder& rows, const protocol::principal& who,
                 std::uint64_t now_us);

/// What the text form of a username may be.
bool is_username(std::string_view text);

/// Whether the rows of another user's account are open to the actor.
bool may_manage(const actor& who, std::string_view username);

/// What the actor may do in a project, or with a task of none; unspecified:
/// nothing, it does not exist for them.
wire::ProjectRole role_in(finder& rows, const actor& who,
                          const std::string& project);
wire::ProjectRole role_on(finder& rows, const actor& who,
                          const wire::Task& task);
/// The same without what a share gives: with a share alone, nobody moves the
/// task to the trash or to another project, or hands it on.
wire::ProjectRole own_role_on(finder& rows, const actor& who,
                              const wire::Task& task);

/// Whether a user who is not disabled sees the task.
bool user_sees(finder& rows, const std::string& username, std::uint64_t task);

/// Whether the actor may be told of the change, by what it keeps of itself.
bool sees(finder& rows, const actor& who, const wire::Change& x);

/// Refuses a credential that allows less.
std::optional<wire::Refusal> check_scope(const actor& who, wire::Scope needed);

/// Refuses everybody but administrators.
std::optional<wire::Refusal> check_admin(const actor& who);

/// Refuses everything that no node has made.
std::optional<wire::Refusal> check_made_by_node(const actor& who);

/// Refuses API tokens.
std::optional<wire::Refusal> check_logged_in(const actor& who);

} // namespace taskraft::tasks
