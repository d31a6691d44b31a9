// Which files browsers may show within a page: only what is what its media
// type says, of types that run nothing.

#pragma once

#include <string>
#include <string_view>

namespace taskraft::http {

/// Looks at the bytes of a file, piece by piece.
class inline_content {
public:
  explicit inline_content(std::string_view media_type);

  void add(std::string_view bytes);

  /// Once all bytes were added.
  bool may_be_shown() const;

private:
  void add_text(std::string_view bytes);

  /// Empty: nothing of this type is shown.
  std::string_view type_;
  /// The first bytes of an image.
  std::string head_;
  /// Of a text, the beginning of a character that goes on in the next piece.
  std::string rest_;
  bool is_text_ = true;
};

} // namespace taskraft::http
