#include "actors/network/link_rules.hpp"

#include "protocol/wire.hpp"

#include <caf/actor_system.hpp>
#include <caf/binary_serializer.hpp>

#include <algorithm>
#include <type_traits>

namespace taskraft::network {

namespace {

template <class T>
std::string wire_name() {
  return std::string{"@<>+"} + caf::type_name<T>::value;
}

/// Everything that an actor with this interface understands.
template <class... Inputs, class... Outputs>
std::vector<std::string>
wire_names(std::type_identity<caf::typed_actor<
             caf::typed_mpi<caf::detail::type_list<Inputs>, Outputs>...>>) {
  return {wire_name<Inputs>()...};
}

raw_node_id own_id(const caf::actor_system& system) {
  auto buffer = std::vector<char>{};
  auto sink = caf::binary_serializer{nullptr, buffer};
  auto result = raw_node_id{};
  if (!inspect(sink, system.node()) && buffer.size() == result.size())
    std::ranges::copy(buffer, result.begin());
  return result;
}

guard_rules common_rules(const caf::actor_system& system) {
  auto result = guard_rules{};
  result.own_id = own_id(system);
  return result;
}

/// Both ends of a link between nodes may say the same, because one connection
/// serves both directions.
std::vector<std::string> node_messages(std::uint32_t wire_version) {
  auto result = wire_names(std::type_identity<protocol::node_actor>{});
  result.push_back(wire_name<protocol::hello_answer>());
  if (wire_version >= protocol::announcing_wire_version)
    result.push_back(wire_name<protocol::announcement>());
  return result;
}

} // namespace

guard_rules accepted_rules(const caf::actor_system& system, port_kind port,
                           std::uint32_t wire_version) {
  auto result = common_rules(system);
  result.accepted = true;
  if (port == port_kind::nodes) {
    result.types = node_messages(wire_version);
    return result;
  }
  result.remote_kind = program_kind::client;
  result.types = wire_names(std::type_identity<protocol::gateway_actor>{});
  // All actors of one client.
  result.max_senders = 256;
  return result;
}

guard_rules dialled_rules(const caf::actor_system& system, port_kind port,
                          std::uint32_t wire_version) {
  auto result = common_rules(system);
  result.types = port == port_kind::nodes
                   ? node_messages(wire_version)
                   : wire_names(std::type_identity<protocol::client_actor>{});
  return result;
}

} // namespace taskraft::network
