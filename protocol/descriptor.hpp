// Owns an open file or socket, and closes it.

#pragma once

#include <unistd.h>
#include <utility>

namespace taskraft {

class descriptor {
public:
  descriptor() = default;
  explicit descriptor(int value) : value_(value) {
  }
  descriptor(descriptor&& other) noexcept
    : value_(std::exchange(other.value_, -1)) {
  }
  descriptor& operator=(descriptor&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~descriptor() {
    if (value_ >= 0)
      ::close(value_);
  }

  explicit operator bool() const {
    return value_ >= 0;
  }
  int get() const {
    return value_;
  }
  int release() {
    return std::exchange(value_, -1);
  }

private:
  int value_ = -1;
};

} // namespace taskraft
