// What BASP writes, written by hand here: a test that used CAF's own writer
// would not notice if both understood the format wrongly.

#pragma once

#include <caf/atom.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace taskraft::tests {

inline std::string number(std::uint64_t x, std::size_t size) {
  auto result = std::string(size, '\0');
  for (auto i = size; i > 0; --i, x >>= 8)
    result[i - 1] = static_cast<char>(x & 0xff);
  return result;
}

inline std::string id_of(char kind, char rest) {
  return number(static_cast<std::uint64_t>(caf::atom("default")), 8)
         + number(77, 4) + kind + std::string(19, rest);
}

inline const auto own_id = id_of('N', 'o');
inline const auto other_id = id_of('N', 'x');

enum : char {
  server_handshake,
  client_handshake,
  direct_message,
  routed_message,
  monitor_message,
  down_message,
  heartbeat
};

inline constexpr auto one_way = std::uint64_t{1} << 60;

struct packet {
  char operation = direct_message;
  std::uint64_t flags = 0;
  std::uint64_t data = 0;
  std::uint64_t source = 0;
  std::uint64_t receiver = 0;
  std::string payload = {};

  std::string header(std::uint64_t size) const {
    return operation + number(0, 2) + number(flags, 1) + number(size, 4)
           + number(data, 8) + number(source, 8) + number(receiver, 8);
  }

  std::string bytes() const {
    return header(payload.size()) + payload;
  }
};

inline std::string typed(const std::string& type) {
  return number(0, 2) + static_cast<char>(type.size()) + type;
}

inline packet greeting() {
  auto result = packet{};
  result.operation = client_handshake;
  result.payload = other_id;
  return result;
}

inline packet message(const std::string& type = "@<>+hello") {
  auto result = packet{};
  result.data = one_way;
  result.source = 4;
  result.receiver = 9;
  result.payload = '\0' + typed(type) + "content";
  return result;
}

inline packet monitor() {
  auto result = packet{};
  result.operation = monitor_message;
  result.receiver = 9;
  result.payload = other_id + own_id;
  return result;
}

inline packet down(const std::string& context = "@<>") {
  auto result = packet{};
  result.operation = down_message;
  result.source = 4;
  result.payload
    = other_id + own_id + number(3, 1) + number(0, 8) + typed(context);
  return result;
}

inline packet spawn_server_question() {
  auto result = message("@<>+@atom+@atom+@str");
  result.flags = 1;
  result.receiver = static_cast<std::uint64_t>(caf::atom("SpawnServ"));
  return result;
}

} // namespace taskraft::tests
