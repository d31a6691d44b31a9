// Whether what clients did with one value, and heard of it, can have happened
// one after the other (Herlihy and Wing): the search of Wing and Gong, which
// remembers where it has been (Lowe).

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

/// A write, or a read and what it found. Moments are numbers that rise.
struct register_operation {
  static constexpr auto unknown = std::numeric_limits<std::uint64_t>::max();

  std::uint64_t begin = 0;
  /// When the client heard the answer; a write of which it heard none may have
  /// happened at any time, or never.
  std::uint64_t end = 0;
  bool writes = false;
  /// Nothing: there is no value.
  std::optional<std::string> value;
};

class register_search {
public:
  explicit register_search(std::vector<register_operation> operations)
    : operations_(std::move(operations)), done_(operations_.size()) {
    // A lost write that nobody has read need not have happened.
    std::erase_if(operations_, [this](const register_operation& x) {
      return x.end == register_operation::unknown && !is_read(x.value);
    });
    std::ranges::sort(operations_, {}, &register_operation::begin);
    done_.assign(operations_.size(), false);
  }

  bool succeeds() {
    return go_on(std::nullopt);
  }

private:
  bool is_read(const std::optional<std::string>& value) const {
    return std::ranges::any_of(operations_, [&](const register_operation& x) {
      return !x.writes && x.value == value;
    });
  }

  /// Those that may be next: they began before any other one ended.
  std::vector<std::size_t> next() const {
    auto first_end = register_operation::unknown;
    auto found = std::vector<std::size_t>{};
    for (auto i = std::size_t{0}; i < operations_.size(); ++i) {
      if (done_[i])
        continue;
      if (operations_[i].begin > first_end)
        break;
      found.push_back(i);
      first_end = std::min(first_end, operations_[i].end);
    }
    std::erase_if(
      found, [&](std::size_t i) { return operations_[i].begin > first_end; });
    return found;
  }

  bool is_over() const {
    for (auto i = std::size_t{0}; i < operations_.size(); ++i)
      if (!done_[i] && operations_[i].end != register_operation::unknown)
        return false;
    return true;
  }

  bool go_on(const std::optional<std::string>& value) {
    if (is_over())
      return true;
    if (!seen_.emplace(done_, value).second)
      return false;
    auto candidates = next();
    // A read that fits now can only fit worse later.
    for (auto i : candidates)
      if (!operations_[i].writes && operations_[i].value == value)
        return take(i, value);
    return std::ranges::any_of(candidates, [&](std::size_t i) {
      return operations_[i].writes && take(i, operations_[i].value);
    });
  }

  bool take(std::size_t i, const std::optional<std::string>& value) {
    done_[i] = true;
    auto succeeds = go_on(value);
    done_[i] = false;
    return succeeds;
  }

  std::vector<register_operation> operations_;
  std::vector<bool> done_;
  std::set<std::pair<std::vector<bool>, std::optional<std::string>>> seen_;
};

/// In the beginning there is no value.
inline bool is_linearizable(std::vector<register_operation> operations) {
  return register_search{std::move(operations)}.succeeds();
}

} // namespace taskraft::tests
