#include "actors/http/routes/files/inline_content.hpp"

#include "actors/http/rules.hpp"

#include <boost/locale/utf.hpp>

#include <algorithm>
#include <array>

namespace taskraft::http {

namespace {

namespace utf = boost::locale::utf;

constexpr auto text = std::string_view{"text/plain"};
constexpr auto webp = std::string_view{"image/webp"};
/// A file of WebP has its size between the two words.
constexpr std::size_t webp_word = 8;
constexpr std::size_t longest_head = 12;

struct signature {
  std::string_view type;
  std::string_view begin;
};

using namespace std::string_view_literals;

constexpr auto signatures = std::to_array<signature>({
  {"image/png", "\x89PNG\r\n\x1a\n"sv},
  {"image/jpeg", "\xff\xd8\xff"sv},
  {"image/gif", "GIF87a"sv},
  {"image/gif", "GIF89a"sv},
  {webp, "RIFF"sv},
});

} // namespace

inline_content::inline_content(std::string_view media_type) {
  if (is_media_type(media_type, text))
    type_ = text;
  for (const auto& each : signatures)
    if (is_media_type(media_type, each.type))
      type_ = each.type;
}

void inline_content::add(std::string_view bytes) {
  if (type_ == text)
    add_text(bytes);
  else
    head_
      += bytes.substr(0, longest_head - std::min(longest_head, head_.size()));
}

void inline_content::add_text(std::string_view bytes) {
  auto all = rest_ + std::string{bytes};
  const auto* at = all.data();
  const auto* end = at + all.size();
  while (is_text_ && at != end) {
    const auto* begin = at;
    auto point = utf::utf_traits<char>::decode(at, end);
    if (point == utf::incomplete) {
      rest_ = {begin, end};
      return;
    }
    is_text_ = point != utf::illegal;
  }
  rest_.clear();
}

bool inline_content::may_be_shown() const {
  if (type_ == text)
    return is_text_ && rest_.empty();
  auto begins = std::ranges::any_of(signatures, [&](const signature& each) {
    return each.type == type_ && head_.starts_with(each.begin);
  });
  return begins
         && (type_ != webp
             || std::string_view{head_}.substr(webp_word) == "WEBP");
}

} // namespace taskraft::http
