#include "protocol/raft/log/membership.hpp"

#include "protocol/invariant.hpp"

#include <algorithm>
#include <functional>
#include <limits>

namespace taskraft::raft {

const member* membership::find(node_id id) const {
  auto at = std::find_if(members.begin(), members.end(),
                         [&](const member& x) { return x.id == id; });
  return at == members.end() ? nullptr : &*at;
}

bool membership::has_voter(node_id id) const {
  const auto* found = find(id);
  return found != nullptr && found->voter;
}

bool membership::has_removed(node_id id) const {
  return std::ranges::binary_search(removed, id);
}

std::size_t membership::voter_count() const {
  return static_cast<std::size_t>(std::count_if(
    members.begin(), members.end(), [](const member& x) { return x.voter; }));
}

bool membership::has_quorum(const std::function<bool(node_id)>& agrees) const {
  auto agreeing
    = std::count_if(members.begin(), members.end(),
                    [&](const member& x) { return x.voter && agrees(x.id); });
  return static_cast<std::size_t>(agreeing) * 2 > voter_count();
}

log_index
membership::quorum_index(const std::function<log_index(node_id)>& match) const {
  auto reached = std::vector<log_index>{};
  reached.reserve(members.size());
  for (const auto& x : members)
    if (x.voter)
      reached.push_back(match(x.id));
  if (reached.empty())
    return {};
  auto middle
    = reached.begin() + static_cast<std::ptrdiff_t>(reached.size() / 2);
  std::nth_element(reached.begin(), middle, reached.end(),
                   std::greater<log_index>{});
  return *middle;
}

// Stored format, little-endian: version (1 byte), cluster id, number of
// members (2 bytes); for each member: id (8 bytes), flags (1 byte, bit 0:
// voter), address, disk id; then the number of removed ids (2 bytes) and these
// (8 bytes each). A text is its length (2 bytes) and its bytes.

namespace {

constexpr std::uint8_t format_version = 1;
constexpr std::uint8_t voter_flag = 1;

template <class T>
void write_number(std::string& out, T value) {
  for (auto byte = std::size_t{0}; byte < sizeof value; ++byte)
    out += static_cast<char>((value >> (8 * byte)) & 0xffU);
}

void write_text(std::string& out, const std::string& text) {
  RAFT_INVARIANT(text.size() <= std::numeric_limits<std::uint16_t>::max());
  write_number(out, static_cast<std::uint16_t>(text.size()));
  out += text;
}

/// Reads from the front of `rest`; after the first failure nothing succeeds.
struct source {
  std::string_view rest;
  bool failed = false;

  template <class T>
  T number() {
    auto value = T{0};
    auto bytes = take(sizeof value);
    for (auto byte = bytes.size(); byte > 0; --byte)
      value = static_cast<T>((std::uint64_t{value} << 8U)
                             | static_cast<unsigned char>(bytes[byte - 1]));
    return value;
  }

  std::string text() {
    return std::string{take(number<std::uint16_t>())};
  }

  std::string_view take(std::size_t size) {
    failed = failed || rest.size() < size;
    if (failed)
      return {};
    auto taken = rest.substr(0, size);
    rest.remove_prefix(size);
    return taken;
  }
};

/// False if ids are not in order or flags are unknown.
bool read_members(source& in, membership& out) {
  auto count = in.number<std::uint16_t>();
  auto before = node_id{};
  for (auto i = 0U; i < count && !in.failed; ++i) {
    auto id = node_id{in.number<std::uint64_t>()};
    auto flags = in.number<std::uint8_t>();
    auto address = in.text();
    auto disk_id = in.text();
    if (id <= before || flags > voter_flag)
      return false;
    before = id;
    out.members.push_back({.id = id,
                           .address = std::move(address),
                           .disk_id = std::move(disk_id),
                           .voter = flags == voter_flag});
  }
  return true;
}

/// False if ids are not in order.
bool read_removed(source& in, membership& out) {
  auto count = in.number<std::uint16_t>();
  auto before = node_id{};
  for (auto i = 0U; i < count && !in.failed; ++i) {
    auto id = node_id{in.number<std::uint64_t>()};
    if (id <= before)
      return false;
    before = id;
    out.removed.push_back(id);
  }
  return true;
}

} // namespace

std::string encode(const membership& x) {
  RAFT_INVARIANT(x.members.size() <= std::numeric_limits<std::uint16_t>::max());
  RAFT_INVARIANT(x.removed.size() <= std::numeric_limits<std::uint16_t>::max());
  auto out = std::string{};
  write_number(out, format_version);
  write_text(out, x.cluster_id);
  write_number(out, static_cast<std::uint16_t>(x.members.size()));
  for (const auto& one : x.members) {
    write_number(out, one.id.value);
    write_number(out, one.voter ? voter_flag : std::uint8_t{0});
    write_text(out, one.address);
    write_text(out, one.disk_id);
  }
  write_number(out, static_cast<std::uint16_t>(x.removed.size()));
  for (auto id : x.removed)
    write_number(out, id.value);
  return out;
}

std::optional<membership> decode_membership(std::string_view bytes) {
  auto in = source{bytes};
  if (in.number<std::uint8_t>() != format_version)
    return std::nullopt;
  auto result = membership{.cluster_id = in.text(), .members = {}};
  if (!read_members(in, result) || !read_removed(in, result) || in.failed
      || !in.rest.empty())
    return std::nullopt;
  return result;
}

} // namespace taskraft::raft
