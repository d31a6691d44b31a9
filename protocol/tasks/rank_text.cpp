#include "protocol/tasks/rank_text.hpp"

#include "protocol/invariant.hpp"

#include <algorithm>

namespace taskraft::tasks {

namespace {

/// In the order of their bytes. A rank is a fraction in these digits; none ends
/// with the least one, or there would be nothing before it.
constexpr std::string_view rank_digits
  = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t rank_base = rank_digits.size();
constexpr char middle_digit = rank_digits[rank_base / 2];
constexpr std::size_t most_rank_digits = 10;

/// Of a place that the text does not reach, it is the least digit.
std::size_t digit_at(std::string_view rank, std::size_t place) {
  return place < rank.size() ? rank_digits.find(rank[place]) : 0;
}

void fill_between(std::string_view low, std::string_view high,
                  std::size_t count, std::vector<std::string>& to) {
  if (count == 0)
    return;
  auto mid = rank_between(low, high);
  auto before = count / 2;
  fill_between(low, mid, before, to);
  to.push_back(mid);
  fill_between(mid, high, count - before - 1, to);
}

} // namespace

/// A letter says how many digits follow, so that longer numbers come after
/// shorter ones: from `a` on for those from zero on, and down from `Z` for
/// negative ones.
std::string rank_of_place(std::int64_t place) {
  auto is_negative = place < 0;
  auto rest = static_cast<std::uint64_t>(is_negative ? -(place + 1) : place);
  auto digits = std::size_t{1};
  auto numbers = std::uint64_t{rank_base};
  for (; rest >= numbers; numbers *= rank_base, ++digits) {
    rest -= numbers;
    RAFT_INVARIANT(digits < most_rank_digits);
  }
  if (is_negative)
    rest = numbers - 1 - rest;
  auto text = std::string(digits, rank_digits.front());
  for (auto at = text.rbegin(); at != text.rend(); ++at, rest /= rank_base)
    *at = rank_digits[rest % rank_base];
  auto length = static_cast<int>(digits) - 1;
  return static_cast<char>(is_negative ? 'Z' - length : 'a' + length) + text
         + middle_digit;
}

std::string rank_between(std::string_view low, std::string_view high) {
  RAFT_INVARIANT(low < high && !high.ends_with(rank_digits.front()));
  auto rank = std::string{};
  auto place = std::size_t{0};
  for (; digit_at(low, place) == digit_at(high, place); ++place)
    rank += high[place];
  auto from = digit_at(low, place);
  auto to = digit_at(high, place);
  if (to - from == 1 && place + 1 < high.size())
    return rank + high[place];
  // What follows is greater than the rest of `low`; nothing limits it above.
  for (; to - from == 1; to = rank_base) {
    rank += rank_digits[from];
    from = digit_at(low, ++place);
  }
  return rank + rank_digits[(from + to) / 2];
}

std::vector<std::string>
ranks_between(std::string_view low, std::string_view high, std::size_t count) {
  auto ranks = std::vector<std::string>{};
  ranks.reserve(count);
  fill_between(low, high, count, ranks);
  return ranks;
}

} // namespace taskraft::tasks
