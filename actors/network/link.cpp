#include "actors/network/link.hpp"

#include <caf/io/basp_broker.hpp>
#include <caf/io/middleman.hpp>

namespace taskraft::network {

caf::actor basp_of(caf::actor_system& system) {
  return system.middleman().named_broker<caf::io::basp_broker>(
    caf::atom("BASP"));
}

scribe_ptr make_dialled_scribe(caf::actor_system& system, int descriptor,
                               port_kind port, std::uint32_t wire_version,
                               std::shared_ptr<const admitted_nodes> admitted) {
  auto options = scribe_options{};
  options.rules
    = dialled_rules(system, port, wire_version, std::move(admitted));
  return make_scribe(system, descriptor, std::move(options));
}

void cut(const scribe_ptr& link, std::string reason) {
  link->backend().post(
    [link, reason = std::move(reason)] { link->cut(reason); });
}

} // namespace taskraft::network
