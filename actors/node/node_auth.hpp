// What a node's gateway and authenticator know of logins: from the settings,
// and from files in the data directory.

#pragma once

#include "actors/gateway/authenticator.hpp"
#include "actors/gateway/gateway.hpp"
#include "actors/network/link_rules.hpp"
#include "config/settings.hpp"
#include "persistence/disk/file.hpp"
#include "protocol/result.hpp"

#include <memory>

namespace taskraft::actors {

/// With the node's key. Where logins are required, makes a new operator token,
/// too, and writes it into its file.
result<auth_options> auth_of(persistence::file_system& files,
                             const config::settings& settings);

/// How the gateway tells clients apart, and whom it tells of those that have
/// logged in.
void know_clients(gateway_options& to, const auth_options& auth,
                  std::shared_ptr<const network::certified_nodes> certified,
                  std::shared_ptr<network::admitted_nodes> logged_in);

/// `files` must outlive the authenticator.
authenticator_options authenticator_of(persistence::file_system& files,
                                       const config::settings& settings);

} // namespace taskraft::actors
