#include "tests/actors/network/mutation.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace taskraft::tests {

namespace {

constexpr auto header_size = std::size_t{32};
constexpr auto heartbeat = char{6};

/// Where a message's own bytes begin: after its route and a zero of two bytes,
/// at the length of its type names.
constexpr auto type_offset = header_size + 3;

std::uint64_t number_at(const std::string& bytes, std::size_t offset,
                        std::size_t size) {
  auto result = std::uint64_t{0};
  for (auto i = offset; i < offset + size; ++i)
    result = result << 8 | static_cast<unsigned char>(bytes[i]);
  return result;
}

void put_number(std::string& bytes, std::size_t offset, std::size_t size,
                std::uint64_t x) {
  for (auto i = offset + size; i > offset; --i, x >>= 8)
    bytes[i - 1] = static_cast<char>(x & 0xff);
}

void fix_length(std::string& packet) {
  put_number(packet, 4, 4, packet.size() - header_size);
}

/// Whether a packet carries a message, whose type it then names.
bool is_message(const std::string& packet) {
  return packet.size() > type_offset && packet[0] == 2;
}

std::size_t type_size(const std::string& packet) {
  return static_cast<unsigned char>(packet[type_offset]);
}

/// Names that CAF knows and no peer may send.
constexpr auto foreign_types = std::array<std::string_view, 13>{
  "@<>",
  "@<>+@exit_msg",
  "@<>+@down_msg",
  "@<>+@atom+@strong_actor_ptr",
  "@<>+@open_stream_msg",
  "@<>+@upstream_msg",
  "@<>+@downstream_msg",
  "@<>+@group_down_msg",
  "@<>+@message",
  "@<>+@error",
  "@<>+@atom+@str+@message",
  "@<>+@atom+@atom+@str",
  "@<>+taskraft::protocol::hello+taskraft::protocol::hello"};

} // namespace

packets split(const std::string& stream) {
  auto result = packets{};
  for (auto i = std::size_t{0}; i + header_size <= stream.size();) {
    auto size = header_size + number_at(stream, i + 4, 4);
    if (stream[i] != heartbeat)
      result.push_back(stream.substr(i, size));
    i += size;
  }
  return result;
}

std::string& mutator::any_packet(packets& session) {
  return session[pick(session.size())];
}

const std::string& mutator::any_recorded_packet() {
  return any_packet(sessions_[pick(sessions_.size())]);
}

std::string mutator::next() {
  auto session = sessions_[pick(sessions_.size())];
  for (auto count = 1 + pick(3); count > 0; --count)
    damage(session);
  auto result = std::string{};
  for (auto& packet : session)
    result += packet;
  if (pick(8) == 0)
    result.resize(pick(result.size() + 1));
  if (pick(16) == 0)
    for (auto count = pick(200); count > 0; --count)
      result += static_cast<char>(random_());
  return result;
}

void mutator::count(const std::string& packet) {
  if (is_message(packet))
    ++damaged_[packet.substr(type_offset + 1, type_size(packet))];
}

void mutator::damage(packets& session) {
  switch (pick(5)) {
    case 0:
      return damage_header(any_packet(session));
    case 1:
      return damage_type(any_packet(session));
    case 2:
      return reorder(session);
    default:
      // Most often what passes the guard and reaches deserialisation.
      return damage_content(any_packet(session));
  }
}

void mutator::damage_header(std::string& packet) {
  struct field {
    std::size_t offset;
    std::size_t size;
  };
  constexpr auto fields
    = std::array{field{0, 1}, field{1, 1}, field{2, 1},  field{3, 1},
                 field{4, 4}, field{8, 8}, field{16, 8}, field{24, 8}};
  constexpr auto values = std::array<std::uint64_t, 12>{0,
                                                        1,
                                                        2,
                                                        3,
                                                        5,
                                                        7,
                                                        31,
                                                        0x7fffffff,
                                                        0xffffffff,
                                                        0x3000000000000000,
                                                        0x8000000000000001,
                                                        ~std::uint64_t{0}};
  auto where = fields[pick(fields.size())];
  auto old = number_at(packet, where.offset, where.size);
  switch (pick(3)) {
    case 0:
      return put_number(packet, where.offset, where.size,
                        values[pick(values.size())]);
    case 1:
      return put_number(packet, where.offset, where.size, old + 1 - pick(3));
    default:
      return put_number(packet, where.offset, where.size,
                        old ^ std::uint64_t{1} << pick(8 * where.size));
  }
}

void mutator::damage_content(std::string& packet) {
  count(packet);
  auto begin = header_size;
  if (is_message(packet))
    begin = type_offset + 1 + type_size(packet);
  if (packet.size() <= begin)
    return;
  auto anywhere = [&] { return begin + pick(packet.size() - begin); };
  switch (pick(4)) {
    case 0:
      for (auto count = 1 + pick(8); count > 0; --count)
        packet[anywhere()] = static_cast<char>(random_());
      break;
    case 1:
      for (auto count = 1 + pick(8); count > 0; --count)
        packet[anywhere()] = static_cast<char>(pick(2) == 0 ? 0xff : 0);
      break;
    case 2:
      packet.resize(anywhere());
      break;
    default:
      packet.insert(anywhere(), 1 + pick(300), static_cast<char>(random_()));
  }
  fix_length(packet);
}

void mutator::damage_type(std::string& packet) {
  if (!is_message(packet))
    return damage_content(packet);
  auto old = 1 + type_size(packet);
  auto type = foreign_types[pick(foreign_types.size())];
  if (pick(4) == 0) {
    auto& other = any_recorded_packet();
    if (other.size() > type_offset)
      type = std::string_view{other}.substr(type_offset + 1, old);
  }
  packet.replace(type_offset, old,
                 static_cast<char>(type.size()) + std::string{type});
  fix_length(packet);
}

void mutator::reorder(packets& session) {
  auto at = [&] {
    return session.begin() + static_cast<std::ptrdiff_t>(pick(session.size()));
  };
  switch (pick(4)) {
    case 0:
      std::iter_swap(at(), at());
      break;
    case 1:
      session.insert(at(), any_recorded_packet());
      break;
    case 2:
      if (session.size() > 1)
        session.erase(at());
      break;
    default: {
      auto copy = *at();
      session.insert(at(), 1 + pick(20), copy);
    }
  }
}

} // namespace taskraft::tests
