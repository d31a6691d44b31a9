#include "actors/network/link.hpp"

#include <caf/io/basp_broker.hpp>
#include <caf/io/middleman.hpp>
#include <caf/sec.hpp>

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

std::string handshake_problem(const caf::error& x) {
  if (x == caf::sec::request_timeout)
    return "takes connections, but does not answer";
  return "has closed the connection";
}

void cut(const scribe_ptr& link, std::string reason) {
  link->backend().post(
    [link, reason = std::move(reason)] { link->cut(reason); });
}

} // namespace taskraft::network
