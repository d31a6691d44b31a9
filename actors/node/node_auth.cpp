#include "actors/node/node_auth.hpp"

#include "actors/node/node_key.hpp"
#include "actors/node/outside_values.hpp"
#include "config/secrets.hpp"
#include "protocol/crypto/ed25519.hpp"
#include "protocol/operator_token.hpp"

#include <utility>

namespace taskraft::actors {

result<auth_options> auth_of(persistence::file_system& files,
                             const config::settings& settings) {
  constexpr auto day_us = 24ULL * 3600 * 1'000'000;
  constexpr auto minute_ms = 60ULL * 1000;
  auto auth = auth_options{};
  auth.required = settings.auth.mode == config::auth_mode::required;
  auth.session_lifetime_us = settings.auth.session_days * day_us;
  auth.stale_ms = settings.auth.stale_minutes * minute_ms;
  auto key = open_or_create_node_key(files, settings.node.data_dir, entropy);
  if (!key)
    return key.error();
  auth.signing_key = std::move(*key);
  if (!auth.required)
    return auth;
  auto password = config::admin_password(settings.auth);
  if (!password)
    return failure{errc::invalid_value,
                   "auth.admin_password_file: " + password.error().detail};
  auth.admin_password = std::move(*password);
  auth.operator_token
    = protocol::operator_token(settings.node.id, fresh_name() + fresh_name());
  auto kept = persistence::replace_file(
    files, settings.node.data_dir + "/operator.token",
    auth.operator_token + '\n');
  if (!kept)
    return kept.error();
  return auth;
}

void know_clients(gateway_options& to, const auth_options& auth,
                  std::shared_ptr<const network::certified_nodes> certified,
                  std::shared_ptr<network::admitted_nodes> logged_in) {
  to.auth = auth;
  to.public_key = protocol::ed25519_public_key(auth.signing_key);
  to.certified_user = [=](const caf::node_id& who) {
    return network::certified_user(*certified, who);
  };
  if (auth.required)
    to.note_login = [=](const caf::node_id& who, bool is_in) {
      network::note_login(*logged_in, who, is_in);
    };
}

authenticator_options authenticator_of(persistence::file_system& files,
                                       const config::settings& settings) {
  auto options = authenticator_options{};
  options.keep_setup_link
    = [&files, path = settings.node.data_dir
                      + "/setup_link"](const std::string& secret) -> status {
    if (!secret.empty())
      return persistence::replace_file(files, path, secret + '\n');
    auto exists = files.exists(path);
    if (!exists)
      return exists.error();
    return *exists ? files.remove(path) : status{done{}};
  };
  return options;
}

} // namespace taskraft::actors
