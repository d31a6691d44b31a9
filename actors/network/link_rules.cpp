#include "actors/network/link_rules.hpp"

#include "protocol/actors/gateway_actor.hpp"
#include "protocol/actors/node_actor.hpp"
#include "protocol/actors/peer_actor.hpp"
#include "protocol/messages/wire.hpp"

#include <caf/actor_system.hpp>
#include <caf/binary_serializer.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace taskraft::network {

namespace {

template <class Interface, class Message>
inline constexpr bool hears
  = caf::detail::tl_contains<typename Interface::signatures,
                             caf::reacts_to<Message>>::value;

/// Whether each message of `List` is heard by one of `Interfaces`.
template <class List, class... Interfaces>
constexpr bool all_heard() {
  auto result = true;
  protocol::for_each_message<List>([&]<class Listed>(Listed) {
    result = result && (hears<Interfaces, typename Listed::type> || ...);
  });
  return result;
}

/// Whether `Interface` hears what `List` has, and nothing else.
template <class List, class Interface>
constexpr bool is_all_of() {
  return all_heard<List, Interface>()
         && std::tuple_size_v<
              List> == caf::detail::tl_size<typename Interface::signatures>::value;
}

// What an interface between processes hears must be listed as wire format.
static_assert(is_all_of<protocol::client_requests, protocol::gateway_actor>());
static_assert(is_all_of<protocol::client_answers, protocol::client_actor>());
// What is not for the server of a node is for the peer that has said hello.
static_assert(all_heard<protocol::node_wire_messages, protocol::node_actor,
                        protocol::peer_actor>());
static_assert(
  std::tuple_size_v<
    protocol::
      node_wire_messages> == caf::detail::tl_size<protocol::node_actor::signatures>::value + hears<protocol::peer_actor, protocol::hello_answer> + hears<protocol::peer_actor, protocol::announcement>);

template <class Message>
std::string wire_name() {
  return std::string{"@<>+"} + caf::type_name<Message>::value;
}

/// Names of the messages of a list that a program of `wire_version` knows.
template <class List>
std::vector<std::string> wire_names(std::uint32_t wire_version) {
  auto result = std::vector<std::string>{};
  protocol::for_each_message<List>([&]<class Listed>(Listed) {
    if (Listed::since <= wire_version)
      result.push_back(wire_name<typename Listed::type>());
  });
  return result;
}

raw_node_id raw(caf::node_id node) {
  auto buffer = std::vector<char>{};
  auto sink = caf::binary_serializer{nullptr, buffer};
  auto result = raw_node_id{};
  if (!inspect(sink, node) && buffer.size() == result.size())
    std::ranges::copy(buffer, result.begin());
  return result;
}

guard_rules common_rules(const caf::actor_system& system,
                         std::shared_ptr<const admitted_nodes> admitted) {
  auto result = guard_rules{};
  result.own_id = raw(system.node());
  result.admitted = std::move(admitted);
  result.first_types
    = {wire_name<protocol::hello>(), wire_name<protocol::hello_answer>(),
       wire_name<protocol::announcement>()};
  return result;
}

} // namespace

void admit(admitted_nodes& to, const std::vector<caf::node_id>& nodes) {
  auto all = std::set<raw_node_id>{};
  for (const auto& node : nodes)
    all.insert(raw(node));
  to.replace(std::move(all));
}

void note_login(admitted_nodes& to, const caf::node_id& client, bool is_in) {
  to.set(raw(client), is_in);
}

bool speaks_for(const port_security& security, const caf::node_id& who,
                raft::node_id node) {
  if (!security.tls || !security.certified)
    return true;
  auto shown = security.certified->identity_of(raw(who));
  if (!shown)
    return security.takes_plaintext;
  return shown->kind == tls::holder::node && shown->node == node.value;
}

std::string end_of_link(const port_security& security,
                        const caf::node_id& who) {
  return security.ends ? security.ends->take(raw(who)) : std::string{};
}

std::string certified_user(const certified_nodes& known,
                           const caf::node_id& who) {
  auto shown = known.identity_of(raw(who));
  return shown ? shown->user : std::string{};
}

guard_rules without_operator(guard_rules rules) {
  std::erase(rules.types, wire_name<protocol::prove_operator>());
  return rules;
}

// Both ends of a link between nodes may say the same, because one connection
// serves both directions.
guard_rules accepted_rules(const caf::actor_system& system, port_kind port,
                           std::uint32_t wire_version,
                           std::shared_ptr<const admitted_nodes> admitted) {
  auto result = common_rules(system, std::move(admitted));
  result.accepted = true;
  if (port == port_kind::nodes) {
    result.types = wire_names<protocol::node_wire_messages>(wire_version);
    return result;
  }
  result.remote_kind = program_kind::client;
  result.types = wire_names<protocol::client_requests>(wire_version);
  // All actors of one client.
  result.max_senders = 256;
  return result;
}

guard_rules dialled_rules(const caf::actor_system& system, port_kind port,
                          std::uint32_t wire_version,
                          std::shared_ptr<const admitted_nodes> admitted) {
  auto result = common_rules(system, std::move(admitted));
  result.types = port == port_kind::nodes
                   ? wire_names<protocol::node_wire_messages>(wire_version)
                   : wire_names<protocol::client_answers>(wire_version);
  return result;
}

} // namespace taskraft::network
