#include "actors/network/link.hpp"

#include "protocol/descriptor.hpp"

#include <caf/io/basp_broker.hpp>
#include <caf/io/middleman.hpp>
#include <caf/sec.hpp>

namespace taskraft::network {

caf::actor basp_of(caf::actor_system& system) {
  return system.middleman().named_broker<caf::io::basp_broker>(
    caf::atom("BASP"));
}

scribe_ptr make_dialled_scribe(caf::actor_system& system,
                               const protocol::dialled& connection,
                               port_kind port, const link_options& options) {
  auto made = scribe_options{};
  made.rules
    = dialled_rules(system, port, options.wire_version, options.admitted);
  made.rules.certified = options.certified;
  made.rules.ends = options.ends;
  made.remote = remote_endpoint(connection.socket->get());
  if (auto dialled = config::parse_address(options.address);
      dialled && !made.remote)
    made.remote = *dialled;
  if (connection.session && port == port_kind::nodes)
    made.rules.certificate = connection.session->peer();
  made.tls = connection.session;
  return make_scribe(system, connection.socket->release(), std::move(made));
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
