#include "protocol/tasks/rules/refusals.hpp"

#include "protocol/tasks/text.hpp"

#include <utility>

namespace taskraft::tasks {

wire::Refusal refusal(errc code, std::string pointer, std::string message) {
  auto x = wire::Refusal{};
  x.set_code(static_cast<std::uint32_t>(code));
  x.set_pointer(std::move(pointer));
  x.set_message(std::move(message));
  return x;
}

wire::Result refused(wire::Refusal why) {
  auto x = wire::Result{};
  *x.mutable_refusal() = std::move(why);
  return x;
}

maybe_refusal check_text(const std::string& pointer, std::string_view text,
                         std::size_t max_bytes) {
  if (auto why = check_size(pointer, text, 0, max_bytes))
    return why;
  if (!count_characters(text))
    return refusal(errc::invalid_value, pointer, "is not valid UTF-8");
  if (text.find('\0') != std::string_view::npos)
    return refusal(errc::invalid_value, pointer, "must not hold a NUL");
  return std::nullopt;
}

maybe_refusal check_line(const std::string& pointer, std::string_view text,
                         std::size_t max_characters) {
  if (auto why = check_text(pointer, text, max_command_bytes))
    return why;
  if (*count_characters(text) > max_characters)
    return refusal(errc::invalid_value, pointer,
                   "has more than " + std::to_string(max_characters)
                     + " characters");
  if (holds_control(text))
    return refusal(errc::invalid_value, pointer,
                   "must be one line without control characters");
  return std::nullopt;
}

maybe_refusal check_color(const std::string& color) {
  if (color.size() == 7 && color.front() == '#'
      && color.find_first_not_of("0123456789abcdef", 1) == std::string::npos)
    return std::nullopt;
  return refusal(errc::invalid_value, "/color",
                 "is no color like #4c6ef5, in lower case");
}

maybe_refusal check_size(const std::string& pointer, std::string_view bytes,
                         std::size_t least, std::size_t most) {
  if (bytes.size() >= least && bytes.size() <= most)
    return std::nullopt;
  auto allowed = (least == 0 ? "at most " : std::to_string(least) + " to ")
                 + std::to_string(most);
  return refusal(errc::invalid_value, pointer,
                 "has " + std::to_string(bytes.size()) + " bytes; " + allowed
                   + " are allowed");
}

maybe_refusal check_rev(const std::string& what, std::uint64_t rev,
                        std::uint64_t expected) {
  if (rev == expected)
    return std::nullopt;
  return refusal(errc::stale_revision, "/expected_rev",
                 what + " is at revision " + std::to_string(rev) + ", not "
                   + std::to_string(expected));
}

maybe_refusal check_limit(std::uint32_t limit) {
  if (limit <= max_page_rows)
    return std::nullopt;
  return refusal(errc::invalid_value, "/limit", "must not be above 200");
}

wire::Answer refused_answer(wire::Refusal why) {
  auto x = wire::Answer{};
  *x.mutable_refusal() = std::move(why);
  return x;
}

std::string name_of_task(std::uint64_t id) {
  return "task " + std::to_string(id);
}

maybe_refusal no_such_task(const std::string& pointer, std::uint64_t id) {
  return refusal(errc::not_found, pointer,
                 name_of_task(id) + " does not exist");
}

maybe_refusal check_live(const wire::Task* row, const std::string& pointer,
                         std::uint64_t id) {
  if (row == nullptr)
    return no_such_task(pointer, id);
  if (row->deleted_at_us() != 0)
    return refusal(errc::in_trash, pointer,
                   name_of_task(id) + " is in the trash; restore it first");
  return std::nullopt;
}

} // namespace taskraft::tasks
