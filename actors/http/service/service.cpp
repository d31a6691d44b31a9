#include "actors/http/service/service.hpp"

#include "protocol/crypto/sha256.hpp"

#include <cstring>
#include <utility>

namespace taskraft::http {

/// Many answers a second have the same.
const std::string& service::date() {
  auto now_s = static_cast<std::int64_t>(options.now_us() / 1'000'000);
  if (std::exchange(date_s_, now_s) != now_s)
    date_ = date_text(now_s);
  return date_;
}

std::string service::fresh_id() const {
  auto drawn = options.random();
  return protocol::hex({reinterpret_cast<const char*>(&drawn), sizeof drawn});
}

protocol::request_id service::fresh_request_id() const {
  auto id = protocol::request_id{};
  for (auto part = std::size_t{0}; part < 2; ++part) {
    auto drawn = options.random();
    std::memcpy(id.bytes.data() + 8 * part, &drawn, sizeof drawn);
  }
  return id;
}

} // namespace taskraft::http
