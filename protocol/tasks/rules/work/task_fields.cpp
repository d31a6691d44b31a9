#include "protocol/tasks/rules/work/task_fields.hpp"

#include "protocol/tasks/repetition.hpp"
#include "protocol/tasks/text.hpp"
#include "protocol/tasks/words.hpp"

namespace taskraft::tasks {

namespace {

maybe_refusal check_title(std::string_view title) {
  if (auto why = check_text("/title", title, max_command_bytes))
    return why;
  auto characters = *count_characters(title);
  if (characters == 0)
    return refusal(errc::invalid_value, "/title", "must not be empty");
  if (characters > max_title_characters)
    return refusal(errc::invalid_value, "/title",
                   "has " + std::to_string(characters)
                     + " characters; at most 255 are allowed");
  if (is_blank(title))
    return refusal(errc::invalid_value, "/title",
                   "must hold more than white space");
  return std::nullopt;
}

maybe_refusal check_task_description(std::string_view description) {
  return check_text("/description", description, max_description_bytes);
}

/// Of a field whose values have words.
maybe_refusal check_word(const char* pointer, std::span<const word> words,
                         int number) {
  if (!word_of(words, number).empty())
    return std::nullopt;
  return refusal(errc::invalid_value, pointer, "is none of " + listed(words));
}

maybe_refusal check_status(wire::Status status) {
  return check_word("/status", status_words, status);
}

maybe_refusal check_priority(wire::Priority priority) {
  return check_word("/priority", priority_words, priority);
}

maybe_refusal check_repeat(const std::string& text) {
  if (text.empty())
    return std::nullopt;
  auto rule = parse_repetition(text);
  const auto* why = std::get_if<std::string>(&rule);
  return why == nullptr
           ? std::nullopt
           : maybe_refusal{refusal(errc::invalid_value, "/repeat", *why)};
}

} // namespace

maybe_refusal check_due(const wire::Due& due) {
  auto allowed = true;
  if (due.has_date())
    allowed = due.date() >= first_due_date && due.date() <= last_due_date;
  else if (due.has_instant_us())
    allowed = due.instant_us() >= first_due_instant_us
              && due.instant_us() <= last_due_instant_us;
  if (allowed)
    return std::nullopt;
  return refusal(errc::invalid_value, "/due",
                 "must lie in the years 0001 to 9999");
}

void check_fields(const wire::CreateTask& x, objections& against) {
  against.add(check_title(x.title()));
  against.add(check_task_description(x.description()));
  if (x.status() != wire::STATUS_UNSPECIFIED)
    against.add(check_status(x.status()));
  if (x.priority() != wire::PRIORITY_UNSPECIFIED)
    against.add(check_priority(x.priority()));
  against.add(check_repeat(x.repeat()));
  against.add(check_due(x.due()));
}

void check_fields(const wire::UpdateTask& x, objections& against) {
  if (x.has_title())
    against.add(check_title(x.title()));
  if (x.has_description())
    against.add(check_task_description(x.description()));
  if (x.has_status())
    against.add(check_status(x.status()));
  if (x.has_priority())
    against.add(check_priority(x.priority()));
  against.add(check_repeat(x.repeat()));
  against.add(check_due(x.due()));
}

} // namespace taskraft::tasks
