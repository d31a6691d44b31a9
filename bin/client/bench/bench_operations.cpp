#include "bin/client/bench/bench_operations.hpp"

#include <cstring>
#include <string_view>

namespace taskraft::client {

namespace {

constexpr std::size_t pool_bytes = 1U << 20U;
constexpr std::size_t slot_at = 12;

/// Sixteen hex digits, the most significant first.
void append_hex(std::string& out, std::uint64_t number) {
  static constexpr auto digits = std::string_view{"0123456789abcdef"};
  for (auto shift = 64U; shift > 0; shift -= 4)
    out += digits[(number >> (shift - 4)) & 15U];
}

} // namespace

bench_operations::bench_operations(std::uint64_t seed,
                                   std::uint32_t value_bytes, bool random_keys)
  : random_(seed), value_bytes_(value_bytes), random_keys_(random_keys) {
  pool_.resize(pool_bytes + value_bytes);
  for (auto& byte : pool_)
    byte = static_cast<char>(random_());
  append_hex(run_, random_());
}

protocol::request_id bench_operations::make_id(std::uint32_t slot) {
  auto id = protocol::request_id{};
  auto high = random_();
  auto low = random_();
  std::memcpy(id.bytes.data(), &high, sizeof high);
  std::memcpy(id.bytes.data() + sizeof high, &low, slot_at - sizeof high);
  std::memcpy(id.bytes.data() + slot_at, &slot, sizeof slot);
  return id;
}

std::uint32_t bench_operations::slot_of(const protocol::request_id& id) {
  auto slot = std::uint32_t{0};
  std::memcpy(&slot, id.bytes.data() + slot_at, sizeof slot);
  return slot;
}

const std::string& bench_operations::make_put() {
  auto& put = *put_.mutable_put_key();
  auto& key = *put.mutable_key();
  key.clear();
  if (random_keys_)
    append_hex(key, random_());
  else
    key = run_;
  append_hex(key, random_keys_ ? random_() : ++last_number_);
  put.mutable_value()->assign(pool_, random_() % pool_bytes, value_bytes_);
  put_.SerializeToString(&encoded_);
  return encoded_;
}

const std::string&
bench_operations::make_get(const std::vector<std::string>& keys) {
  get_.mutable_get_key()->set_key(keys[random_() % keys.size()]);
  get_.SerializeToString(&encoded_);
  return encoded_;
}

bool bench_operations::chance(double share) {
  constexpr auto scale = 1U << 20U;
  return static_cast<double>(random_() % scale) < share * scale;
}

bool is_change(std::string_view result) {
  auto parsed = tasks::wire::Result{};
  return parsed.ParseFromArray(result.data(), static_cast<int>(result.size()))
         && parsed.has_key();
}

bool is_pair(std::string_view answer) {
  auto parsed = tasks::wire::Answer{};
  return parsed.ParseFromArray(answer.data(), static_cast<int>(answer.size()))
         && parsed.has_pair();
}

} // namespace taskraft::client
