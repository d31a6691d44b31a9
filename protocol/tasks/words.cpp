#include "protocol/tasks/words.hpp"

#include <algorithm>

namespace taskraft::tasks {

std::span<const word>
words_of(const google::protobuf::EnumDescriptor& enumeration) {
  struct words_of_one {
    const google::protobuf::EnumDescriptor* enumeration;
    std::span<const word> words;
  };
  static const auto all = std::to_array<words_of_one>({
    {wire::Status_descriptor(), status_words},
    {wire::Priority_descriptor(), priority_words},
    {wire::SiteRole_descriptor(), role_words},
    {wire::ProjectRole_descriptor(), project_role_words},
    {wire::SessionKind_descriptor(), session_kind_words},
    {wire::Scope_descriptor(), scope_words},
    {wire::Via_descriptor(), via_words},
    {wire::NotificationKind_descriptor(), notification_words},
  });
  for (const auto& each : all)
    if (each.enumeration == &enumeration)
      return each.words;
  return {};
}

std::string_view word_of(std::span<const word> words, int number) {
  auto found = std::ranges::find(words, number, &word::number);
  return found == words.end() ? std::string_view{} : found->text;
}

std::optional<int> number_of(std::span<const word> words,
                             std::string_view text) {
  auto found = std::ranges::find(words, text, &word::text);
  if (found == words.end())
    return std::nullopt;
  return found->number;
}

std::string listed(std::span<const word> words) {
  auto text = std::string{};
  for (const auto& x : words)
    text += (text.empty() ? "" : ", ") + std::string{x.text};
  return text;
}

} // namespace taskraft::tasks
