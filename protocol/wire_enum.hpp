// Enumerations in messages: one byte on the wire. A byte that stands for no
// enumerator is refused while the message is read, and with it the message.

#pragma once

#include "protocol/errors.hpp"

#include <type_traits>

namespace taskraft::protocol {

/// Inspects `fields`, of which `checked` is an enumeration. `last_of` gives its
/// last enumerator: they are numbered from zero without gaps. A new enumerator
/// is like a new message, because an older node refuses it.
template <class Inspector, class Enum, class... Fields>
typename Inspector::result_type
inspect_with_enum(Inspector& f, const Enum& checked, Fields&... fields) {
  using result = typename Inspector::result_type;
  if constexpr (Inspector::reads_state || std::is_void_v<result>) {
    return f(fields...);
  } else {
    auto error = f(fields...);
    if (!error && checked > last_of(Enum{}))
      return errc::malformed;
    return error;
  }
}

} // namespace taskraft::protocol
