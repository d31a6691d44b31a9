#include "protocol/tasks/words.hpp"

#include <algorithm>

namespace taskraft::tasks {

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
