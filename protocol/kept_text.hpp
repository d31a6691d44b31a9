// Text that was written somewhere in full before anybody reads it.

#pragma once

#include "protocol/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace taskraft::protocol {

/// Gone with its last owner. May be read by any thread.
class kept_text {
public:
  virtual ~kept_text() = default;

  virtual std::uint64_t size() const = 0;
  /// The bytes from `offset` on: `most` of them, or fewer at the end.
  virtual result<std::string> read(std::uint64_t offset,
                                   std::size_t most) const = 0;
};

} // namespace taskraft::protocol
