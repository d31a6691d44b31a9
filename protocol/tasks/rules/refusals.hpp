// How the rules refuse, and the checks that several aggregates share.

#pragma once

#include "protocol/errors.hpp"
#include "protocol/tasks/rules/rules.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace taskraft::tasks {

using maybe_refusal = std::optional<wire::Refusal>;

wire::Refusal refusal(errc code, std::string pointer, std::string message);

wire::Result refused(wire::Refusal why);

/// Text is UTF-8 without NUL, of at most `max_bytes` bytes.
maybe_refusal check_text(const std::string& pointer, std::string_view text,
                         std::size_t max_bytes);

/// Text of one line, without control characters; it may be empty.
maybe_refusal check_line(const std::string& pointer, std::string_view text,
                         std::size_t max_characters);

/// "#" and six digits.
inline constexpr auto default_color = "#4c6ef5";
maybe_refusal check_color(const std::string& color);

/// Bytes of any kind.
maybe_refusal check_size(const std::string& pointer, std::string_view bytes,
                         std::size_t least, std::size_t most);

maybe_refusal check_rev(const std::string& what, std::uint64_t rev,
                        std::uint64_t expected);

/// How many rows a list may give at once.
maybe_refusal check_limit(std::uint32_t limit);

wire::Answer refused_answer(wire::Refusal why);

/// "task 7"
std::string name_of_task(std::uint64_t id);

maybe_refusal no_such_task(const std::string& pointer, std::uint64_t id);

/// Refuses a task that does not exist or lies in the trash. `pointer` names the
/// field that holds its id.
maybe_refusal check_live(const wire::Task* row, const std::string& pointer,
                         std::uint64_t id);

} // namespace taskraft::tasks
