// Every type that crosses a process, taken from the lists of `wire.hpp`.

#pragma once

#include "protocol/messages/wire.hpp"

#include <caf/type_id.hpp>

namespace taskraft::tests {

/// Calls `visit.operator()<T>(name)` for each type T.
template <class Visitor>
void for_each_wire_type(Visitor visit) {
  auto visit_one = [&]<class Listed>(Listed) {
    using type = typename Listed::type;
    visit.template operator()<type>(caf::type_name<type>::value);
  };
  protocol::for_each_message<protocol::node_wire_messages>(visit_one);
  protocol::for_each_message<protocol::client_requests>(visit_one);
  protocol::for_each_message<protocol::client_answers>(visit_one);
}

} // namespace taskraft::tests
