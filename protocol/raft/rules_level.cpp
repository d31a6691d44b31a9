#include "protocol/raft/rules_level.hpp"

#include "protocol/invariant.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace taskraft::raft {

std::string encode(rules_level x) {
  RAFT_INVARIANT(x.value <= std::numeric_limits<std::uint32_t>::max());
  auto out = std::string{};
  for (auto shift = 0U; shift < 32U; shift += 8U)
    out += static_cast<char>((x.value >> shift) & 0xffU);
  return out;
}

std::optional<rules_level> decode_rules_level(std::string_view bytes) {
  if (bytes.size() != sizeof(std::uint32_t))
    return std::nullopt;
  auto level = rules_level{};
  for (auto at = bytes.size(); at > 0; --at)
    level.value
      = (level.value << 8U) | static_cast<unsigned char>(bytes[at - 1]);
  if (level < first_rules_level)
    return std::nullopt;
  return level;
}

bool all_know(const membership& members, const announced_levels& announced,
              rules_level wanted) {
  return std::ranges::all_of(members.members, [&](const member& one) {
    auto said = announced.find(one.id);
    return said != announced.end() && said->second >= wanted;
  });
}

} // namespace taskraft::raft
