// Bytes that local actors share and that cross the wire as one string.

#pragma once

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace taskraft::protocol {

struct blob {
  std::shared_ptr<const std::string> bytes;

  blob() = default;
  explicit blob(std::string content)
    : bytes(std::make_shared<const std::string>(std::move(content))) {
  }

  const std::string& view() const {
    static const std::string nothing;
    return bytes ? *bytes : nothing;
  }

  template <class Inspector>
  friend typename Inspector::result_type inspect(Inspector& f, blob& x) {
    if constexpr (Inspector::reads_state) {
      return f(const_cast<std::string&>(x.view()));
    } else {
      auto fresh = std::make_shared<std::string>();
      x.bytes = fresh;
      return f(*fresh);
    }
  }
};

} // namespace taskraft::protocol
