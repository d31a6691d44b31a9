#include "protocol/tasks/rules/objections.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string_view>
#include <utility>

namespace taskraft::tasks {

namespace {

enum class turn : std::uint8_t { missing, forbidden, stale, value, conflict };

turn turn_of(const wire::Refusal& why) {
  switch (static_cast<errc>(why.code())) {
    case errc::not_found:
      return turn::missing;
    case errc::not_allowed:
    case errc::scope_missing:
      return turn::forbidden;
    case errc::stale_revision:
      return turn::stale;
    case errc::malformed:
    case errc::invalid_value:
    case errc::required:
    case errc::unknown_reference:
    case errc::no_access:
      return turn::value;
    default:
      return turn::conflict;
  }
}

} // namespace

void objections::add(maybe_refusal why) {
  if (why)
    found_.push_back(std::move(*why));
}

maybe_refusal objections::first() const {
  if (found_.empty())
    return std::nullopt;
  if (!in_order_)
    return found_.front();
  auto at = std::ranges::min_element(found_, {}, turn_of);
  auto answer = *at;
  if (turn_of(answer) != turn::value)
    return answer;
  // A field is told once: what is no rule gives no days, either.
  auto told = std::set<std::string_view>{at->pointer()};
  for (const auto& each : found_)
    if (turn_of(each) == turn::value && told.insert(each.pointer()).second)
      *answer.add_more() = each;
  return answer;
}

} // namespace taskraft::tasks
