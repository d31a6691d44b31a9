// Every type that crosses a process, taken from the list of `wire.hpp`.

#pragma once

#include "protocol/wire.hpp"

#include <caf/type_id.hpp>

#include <cstddef>
#include <utility>

namespace taskraft::tests {

template <class Visitor, std::size_t... Offsets>
void for_wire_types(Visitor& visit, std::index_sequence<Offsets...>) {
  using block = caf::id_block::taskraft;
  auto visit_one = [&]<class T>(T*) {
    // The others never leave a node.
    if constexpr (!caf::allowed_unsafe_message_type<T>::value)
      visit.template operator()<T>(caf::type_name<T>::value);
  };
  (visit_one(static_cast<typename caf::type_by_id<static_cast<caf::type_id_t>(
               block::begin + Offsets)>::type*>(nullptr)),
   ...);
}

/// Calls `visit.operator()<T>(name)` for each type T.
template <class Visitor>
void for_each_wire_type(Visitor visit) {
  using block = caf::id_block::taskraft;
  for_wire_types(visit, std::make_index_sequence<block::end - block::begin>{});
}

} // namespace taskraft::tests
