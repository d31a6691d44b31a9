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

bench_operations::bench_operations(std::uint64_t seed, const bench_kind& kind)
  : random_(seed), kind_(kind) {
  pool_.resize(pool_bytes + kind.value_bytes);
  // Descriptions are text.
  for (auto& byte : pool_)
    byte = static_cast<char>(kind.tasks ? 'a' + random_() % 26 : random_());
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
  if (kind_.random_keys)
    append_hex(key, random_());
  else
    key = run_;
  append_hex(key, kind_.random_keys ? random_() : ++last_number_);
  put.mutable_value()->assign(pool_, random_() % pool_bytes, kind_.value_bytes);
  put_.SerializeToString(&encoded_);
  return encoded_;
}

const std::string&
bench_operations::make_task(const std::vector<std::string>& known) {
  auto title = "Task " + std::to_string(++last_number_);
  if (!known.empty() && chance(kind_.update_ratio)) {
    auto& update = *put_.mutable_update_task();
    update.set_id(std::stoull(one_of(known)));
    update.set_title(title);
    update.set_status(chance(0.5) ? tasks::wire::STATUS_IN_PROGRESS
                                  : tasks::wire::STATUS_TODO);
  } else {
    auto& create = *put_.mutable_create_task();
    create.set_title(title);
    create.mutable_description()->assign(pool_, random_() % pool_bytes,
                                         kind_.value_bytes);
  }
  put_.SerializeToString(&encoded_);
  return encoded_;
}

const std::string&
bench_operations::make_write(const std::vector<std::string>& known) {
  return kind_.tasks ? make_task(known) : make_put();
}

const std::string&
bench_operations::make_read(const std::vector<std::string>& known) {
  if (kind_.tasks)
    get_.mutable_get_task()->set_id(std::stoull(one_of(known)));
  else
    get_.mutable_get_key()->set_key(one_of(known));
  get_.SerializeToString(&encoded_);
  return encoded_;
}

bool bench_operations::chance(double share) {
  constexpr auto scale = 1U << 20U;
  return static_cast<double>(random_() % scale) < share * scale;
}

std::optional<std::string> changed_in(std::string_view result) {
  auto parsed = tasks::wire::Result{};
  if (!parsed.ParseFromArray(result.data(), static_cast<int>(result.size())))
    return std::nullopt;
  if (parsed.has_task())
    return std::to_string(parsed.task().id());
  return parsed.has_key() ? std::optional{std::string{}} : std::nullopt;
}

bool is_found(std::string_view answer) {
  auto parsed = tasks::wire::Answer{};
  return parsed.ParseFromArray(answer.data(), static_cast<int>(answer.size()))
         && (parsed.has_pair() || parsed.has_task());
}

} // namespace taskraft::client
