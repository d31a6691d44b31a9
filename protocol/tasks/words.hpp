// What the numbers of enumerations are called: in databases, in messages, and
// by clients.

#pragma once

#include "tasks.pb.h"

#include <array>
#include <google/protobuf/descriptor.h>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace taskraft::tasks {

/// A number and its word.
struct word {
  int number = 0;
  std::string_view text;
};

inline constexpr auto status_words = std::to_array<word>({
  {wire::STATUS_TODO, "todo"},
  {wire::STATUS_IN_PROGRESS, "in_progress"},
  {wire::STATUS_COMPLETED, "completed"},
  {wire::STATUS_CANCELLED, "cancelled"},
});

inline constexpr auto priority_words = std::to_array<word>({
  {wire::PRIORITY_NONE, "none"},
  {wire::PRIORITY_LOW, "low"},
  {wire::PRIORITY_MEDIUM, "medium"},
  {wire::PRIORITY_HIGH, "high"},
  {wire::PRIORITY_URGENT, "urgent"},
});

inline constexpr auto role_words = std::to_array<word>({
  {wire::SITE_ROLE_MEMBER, "member"},
  {wire::SITE_ROLE_ADMIN, "admin"},
});

inline constexpr auto project_role_words = std::to_array<word>({
  {wire::PROJECT_ROLE_VIEWER, "viewer"},
  {wire::PROJECT_ROLE_MEMBER, "member"},
  {wire::PROJECT_ROLE_MANAGER, "manager"},
});

inline constexpr auto session_kind_words = std::to_array<word>({
  {wire::SESSION_KIND_LOGIN, "login"},
  {wire::SESSION_KIND_TOKEN, "token"},
});

inline constexpr auto scope_words = std::to_array<word>({
  {wire::SCOPE_READ, "read"},
  {wire::SCOPE_WRITE, "write"},
  {wire::SCOPE_ADMIN, "admin"},
});

inline constexpr auto via_words = std::to_array<word>({
  {wire::VIA_COMMAND_LINE, "cli"},
  {wire::VIA_REST, "rest"},
  {wire::VIA_PAGE, "page"},
  {wire::VIA_SYSTEM, "system"},
});

inline constexpr auto notification_words = std::to_array<word>({
  {wire::NOTIFICATION_KIND_ASSIGNED, "assigned"},
  {wire::NOTIFICATION_KIND_UNASSIGNED, "unassigned"},
  {wire::NOTIFICATION_KIND_MENTIONED, "mentioned"},
  {wire::NOTIFICATION_KIND_SHARED, "shared"},
  {wire::NOTIFICATION_KIND_COMMENTED, "commented"},
  {wire::NOTIFICATION_KIND_DELETED, "deleted"},
  {wire::NOTIFICATION_KIND_STATUS_CHANGED, "status_changed"},
  {wire::NOTIFICATION_KIND_DUE_CHANGED, "due_changed"},
  {wire::NOTIFICATION_KIND_UNBLOCKED, "unblocked"},
  {wire::NOTIFICATION_KIND_DUE_TOMORROW, "due_tomorrow"},
  {wire::NOTIFICATION_KIND_OVERDUE, "overdue"},
});

/// The words of an enumeration whose values rows hold; none if it has none.
std::span<const word>
words_of(const google::protobuf::EnumDescriptor& enumeration);

/// Empty if the number has no word.
std::string_view word_of(std::span<const word> words, int number);

/// Nothing if it is none of these.
std::optional<int> number_of(std::span<const word> words,
                             std::string_view text);

/// "todo, in_progress, ..."
std::string listed(std::span<const word> words);

} // namespace taskraft::tasks
