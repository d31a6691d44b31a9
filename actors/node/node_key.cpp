#include "actors/node/node_key.hpp"

#include "actors/logging/logging.hpp"
#include "protocol/crypto/ed25519.hpp"
#include "protocol/crypto/sha256.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace taskraft::actors {

namespace {

constexpr std::size_t digits_of_key = 2 * protocol::ed25519_key_bytes;

std::optional<std::string> key_in(std::string_view line) {
  constexpr auto digits = std::string_view{"0123456789abcdef"};
  if (line.ends_with('\n'))
    line.remove_suffix(1);
  if (line.size() != digits_of_key
      || line.find_first_not_of(digits) != std::string_view::npos)
    return std::nullopt;
  auto key = std::string{};
  for (auto i = std::size_t{0}; i < line.size(); i += 2)
    key += static_cast<char>(digits.find(line[i]) * 16
                             + digits.find(line[i + 1]));
  return key;
}

} // namespace

result<std::string>
open_or_create_node_key(persistence::file_system& files,
                        const std::string& data_directory,
                        const std::function<std::uint64_t()>& random) {
  auto path = data_directory + "/node_key";
  auto found = persistence::read_file(files, path);
  if (!found)
    return found.error();
  if (*found) {
    if (auto key = key_in(**found))
      return *key;
    logging::warn("node_key_unreadable", "path", path, "so",
                  "the node makes a new one");
  }
  auto key = std::string{};
  while (key.size() < protocol::ed25519_key_bytes) {
    auto drawn = random();
    key.append(reinterpret_cast<const char*>(&drawn), sizeof drawn);
  }
  auto kept = persistence::replace_file(files, path, protocol::hex(key) + '\n');
  if (!kept)
    return kept.error();
  return key;
}

} // namespace taskraft::actors
