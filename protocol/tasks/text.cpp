#include "protocol/tasks/text.hpp"

#include <boost/locale/utf.hpp>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utf8proc.h>
#include <utility>

namespace taskraft::tasks {

namespace utf = boost::locale::utf;

namespace {

/// Unicode's property White_Space. Part of the rules: never changed for a level
/// that has been released.
bool is_white_space(utf::code_point x) {
  constexpr utf::code_point others[]
    = {0x20, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000};
  return (x >= 0x09 && x <= 0x0d) || (x >= 0x2000 && x <= 0x200a)
         || std::ranges::find(others, x) != std::ranges::end(others);
}

bool is_control(utf::code_point x) {
  return x < 0x20 || (x >= 0x7f && x < 0xa0) || x == 0x2028 || x == 0x2029;
}

/// Of valid UTF-8.
template <class Test>
bool every_point(std::string_view text, Test test) {
  const auto* at = text.data();
  const auto* end = at + text.size();
  while (at != end)
    if (!test(utf::utf_traits<char>::decode(at, end)))
      return false;
  return true;
}

} // namespace

std::optional<std::size_t> count_characters(std::string_view text) {
  const auto* at = text.data();
  const auto* end = at + text.size();
  auto count = std::size_t{0};
  for (; at != end; ++count) {
    auto point = utf::utf_traits<char>::decode(at, end);
    if (point == utf::illegal || point == utf::incomplete)
      return std::nullopt;
  }
  return count;
}

bool is_blank(std::string_view text) {
  return every_point(text, is_white_space);
}

std::string trimmed(std::string_view text) {
  const auto* begin = text.data();
  const auto* end = begin + text.size();
  const auto* last = begin;
  auto begun = false;
  for (const auto* at = begin; at != end;) {
    const auto* point = at;
    if (is_white_space(utf::utf_traits<char>::decode(at, end)))
      continue;
    if (!std::exchange(begun, true))
      begin = point;
    last = at;
  }
  return begun ? std::string{begin, last} : std::string{};
}

bool holds_control(std::string_view text) {
  return !every_point(text, [](utf::code_point x) { return !is_control(x); });
}

bool holds_bidi(std::string_view text) {
  return !every_point(text, [](utf::code_point x) {
    return x != 0x61c && x != 0x200e && x != 0x200f
           && !(x >= 0x202a && x <= 0x202e) && !(x >= 0x2066 && x <= 0x2069);
  });
}

bool holds_white_space(std::string_view text) {
  return !every_point(text,
                      [](utf::code_point x) { return !is_white_space(x); });
}

std::string first_characters(std::string_view text, std::size_t most) {
  const auto* at = text.data();
  const auto* end = at + text.size();
  for (auto i = std::size_t{0}; i < most && at != end; ++i)
    utf::utf_traits<char>::decode(at, end);
  return {text.data(), at};
}

std::string fold(std::string_view text) {
  auto is_ascii = std::ranges::all_of(
    text, [](char x) { return static_cast<unsigned char>(x) < 0x80; });
  auto folded = std::string{text};
  if (is_ascii) {
    for (auto& x : folded)
      if (x >= 'A' && x <= 'Z')
        x = static_cast<char>(x - 'A' + 'a');
    return folded;
  }
  auto* bytes = static_cast<utf8proc_uint8_t*>(nullptr);
  auto size
    = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &bytes,
                   static_cast<utf8proc_option_t>(
                     UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD));
  auto owner = std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)>{
    bytes, &std::free};
  if (size >= 0)
    folded.assign(reinterpret_cast<const char*>(bytes),
                  static_cast<std::size_t>(size));
  return folded;
}

} // namespace taskraft::tasks
