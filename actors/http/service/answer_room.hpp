// The memory of answers that clients have not taken yet.

#pragma once

#include <cstddef>
#include <memory>

namespace taskraft::http {

/// Pages of lists and files can be megabytes, and a client may take minutes for
/// one. All of a kind together have so much room; small ones need none.
class answer_room {
public:
  explicit answer_room(std::size_t bytes)
    : left_(std::make_shared<std::size_t>(bytes)) {
  }

  static bool is_small(std::size_t bytes) {
    return bytes <= std::size_t{64} * 1024;
  }

  /// Is given back with the last pointer to it; null if there is not so much.
  std::shared_ptr<void> take(std::size_t bytes) {
    if (bytes > *left_)
      return nullptr;
    *left_ -= bytes;
    return {left_.get(), [left = left_, bytes](void*) { *left += bytes; }};
  }

private:
  std::shared_ptr<std::size_t> left_;
};

} // namespace taskraft::http
