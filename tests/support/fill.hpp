// Gives every field of a message or row a value of its own that is not its
// default, so that no field can be lost without a trace.

#pragma once

#include "protocol/raft/log/entry_batch.hpp"
#include "tests/support/print.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace taskraft::tests {

/// Every kind of entry. A kind that is missing here does not compile.
inline std::optional<raft::entry_kind> kind_after(raft::entry_kind x) {
  using enum raft::entry_kind;
  switch (x) {
    case no_op:
      return membership;
    case membership:
      return command;
    case command:
      return level;
    case level:
      return std::nullopt;
  }
  return std::nullopt;
}

/// An inspector that writes, like the one that reads a message off the wire.
/// Views that it fills live as long as it does.
class filler {
public:
  using result_type = void;
  static constexpr bool reads_state = false;
  static constexpr bool writes_state = true;

  template <class... Ts>
  void operator()(Ts&... xs) {
    (fill(xs), ...);
  }

  template <class T>
  void fill(T& x) {
    if constexpr (std::same_as<T, raft::entry_batch>)
      x = entries();
    else if constexpr (std::same_as<T, bool>)
      x = !x;
    else if constexpr (std::is_enum_v<T>)
      x = x == T{1} ? T{2} : T{1};
    else if constexpr (std::integral<T>)
      x = static_cast<T>(++count_);
    else if constexpr (std::same_as<T, std::string>)
      x = text();
    else if constexpr (std::same_as<T, std::string_view>)
      x = texts_.emplace_back(text());
    else if constexpr (requires { x.has_value(); })
      fill(x.emplace());
    else if constexpr (requires { typename T::mapped_type; })
      fill_map(x);
    else if constexpr (requires { x.resize(2); })
      x.resize(2), fill_range(x);
    else if constexpr (requires(filler & f) { inspect(f, x); })
      inspect(*this, x);
    else if constexpr (requires { x.begin(); })
      fill_range(x);
    else
      fill_fields(x);
  }

  /// One of every kind.
  raft::entry_batch entries() {
    auto builder = raft::entry_batch_builder{};
    auto position = raft::log_position{};
    fill(position);
    for (auto kind = std::optional{raft::entry_kind::no_op}; kind;
         kind = kind_after(*kind)) {
      auto payload = text();
      builder.add({.term = position.term,
                   .index = position.index,
                   .kind = *kind,
                   .time_us = ++count_,
                   .payload = payload});
      position.index = position.index.next();
    }
    return builder.build();
  }

private:
  std::string text() {
    return "text " + std::to_string(++count_);
  }

  template <class Range>
  void fill_range(Range& x) {
    for (auto& one : x)
      fill(one);
  }

  /// Fills a struct without `inspect`.
  template <class T>
  void fill_fields(T& x) {
    auto fill_all = [&]<class... Fields>(const Fields&... fields) {
      (fill(const_cast<Fields&>(fields)), ...);
    };
    std::apply(fill_all, printing::fields_of(x));
  }

  template <class Map>
  void fill_map(Map& x) {
    for (auto i = 0; i < 2; ++i) {
      auto key = typename Map::key_type{};
      fill(key);
      fill(x[key]);
    }
  }

  std::uint64_t count_ = 0;
  std::deque<std::string> texts_;
};

template <class T>
T filled() {
  auto x = T{};
  filler{}.fill(x);
  return x;
}

} // namespace taskraft::tests
