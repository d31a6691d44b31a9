// A value, or why there is none.

#pragma once

#include "protocol/errors.hpp"
#include "protocol/invariant.hpp"

#include <string>
#include <utility>
#include <variant>

namespace taskraft {

struct failure {
  errc code = errc::none;
  /// For a human: what, where, and what the system said.
  std::string detail;
};

template <class T>
class [[nodiscard]] result {
public:
  result(T value) : content_(std::move(value)) {
  }
  result(failure why) : content_(std::move(why)) {
  }

  explicit operator bool() const {
    return std::holds_alternative<T>(content_);
  }
  T& operator*() {
    RAFT_INVARIANT(*this);
    return std::get<T>(content_);
  }
  const T& operator*() const {
    RAFT_INVARIANT(*this);
    return std::get<T>(content_);
  }
  T* operator->() {
    return &**this;
  }
  const T* operator->() const {
    return &**this;
  }
  const failure& error() const {
    RAFT_INVARIANT(!*this);
    return std::get<failure>(content_);
  }

private:
  std::variant<T, failure> content_;
};

/// Success without a value.
struct done {};

using status = result<done>;

} // namespace taskraft
