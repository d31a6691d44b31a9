#include "bin/client/doctor/machine.hpp"

#include "bin/client/doctor/trials.hpp"
#include "bin/client/text/time_text.hpp"
#include "config/address.hpp"
#include "config/secrets.hpp"
#include "config/settings.hpp"
#include "persistence/disk/disk_room.hpp"
#include "persistence/disk/posix_file.hpp"
#include "persistence/disk/refusal.hpp"
#include "persistence/mysql/mysql_connection.hpp"
#include "tls/context.hpp"

#include <filesystem>
#include <sys/timex.h>
#include <unistd.h>

namespace taskraft::client {

namespace {

namespace fs = std::filesystem;

constexpr auto database_timeout_s = 3;

disk_facts look_at_disk(const std::string& path) {
  auto facts = disk_facts{.path = path};
  auto problem = std::error_code{};
  facts.exists = fs::exists(path, problem);
  if (problem) {
    facts.exists = true;
    facts.trouble = problem.message();
  }
  if (!facts.exists)
    return facts;
  auto room = persistence::room_at(path);
  facts.free_bytes = room.free_bytes;
  facts.total_bytes = room.total_bytes;
  facts.unusual_kind = unusual_disk(path);
  if (facts.trouble.empty())
    try_writes(path, facts.sync_us, facts.trouble);
  return facts;
}

/// A node holds this lock as long as it runs.
bool is_held(const std::string& data_dir) {
  auto files = persistence::posix_file_system{};
  auto path = data_dir + "/lock";
  auto there = files.exists(path);
  if (!there || !*there)
    return false;
  auto lock = files.lock(path);
  return !lock && lock.error().code == errc::identity_refused;
}

std::string refusal_of(const std::string& data_dir) {
  auto files = persistence::posix_file_system{};
  auto found = persistence::last_refusal(files, data_dir);
  return found ? found->value_or("") : std::string{};
}

door_facts look_at_door(const std::string& key, const std::string& address,
                        bool plaintext) {
  auto door
    = door_facts{.key = key, .address = address, .plaintext = plaintext};
  auto parsed = config::parse_address(address);
  if (!parsed) {
    door.is = door_facts::state::unusable;
    door.trouble = parsed.error().detail;
    return door;
  }
  door.loopback = config::is_loopback(*parsed);
  try_to_listen(*parsed, door);
  return door;
}

/// A port with a certificate takes plain text beside TLS only if it is told to.
bool takes_plaintext(bool plaintext, const tls::certificate_files& files) {
  return plaintext || files.certificate.empty();
}

std::uint64_t in_us(std::int64_t seconds) {
  return static_cast<std::uint64_t>(seconds) * 1'000'000;
}

void look_at_certificate(const std::string& port, tls::use use,
                         const tls::certificate_files& files,
                         machine_facts& facts) {
  if (files.certificate.empty())
    return;
  auto& found = facts.certificates.emplace_back();
  found.key = "tls." + port + "_certificate";
  found.path = files.certificate;
  auto loaded = tls::load_context(use, files);
  if (loaded.problem)
    found.trouble = loaded.problem->expected;
  else
    found.expires_us = in_us(loaded.made->ends_at);
  if (loaded.problem)
    return;
  found.is_revoked = loaded.made->own_is_revoked;
  if (loaded.made->lists_end_at != 0)
    facts.certificates.push_back(
      {.key = "tls." + port + "_crl",
       .path = files.crl,
       .expires_us = in_us(loaded.made->lists_end_at),
       .is_list = true});
}

void look_at_certificates(const config::tls_settings& x, machine_facts& facts) {
  look_at_certificate("peer", tls::use::nodes, x.peer, facts);
  look_at_certificate("gateway", tls::use::clients, x.gateway, facts);
  look_at_certificate("http", tls::use::browsers, x.http, facts);
}

void look_at_doors(const config::settings& x, machine_facts& facts) {
  facts.doors.push_back(
    look_at_door("node.listen", x.node.listen,
                 takes_plaintext(x.node.plaintext, x.tls.peer)));
  facts.doors.push_back(
    look_at_door("gateway.listen", x.gateway.listen,
                 takes_plaintext(x.gateway.plaintext, x.tls.gateway)));
  if (!x.http.listen.empty())
    facts.doors.push_back(
      look_at_door("http.listen", x.http.listen,
                   takes_plaintext(x.http.plaintext, x.tls.http)));
  for (const auto& member : x.cluster.members) {
    if (member.id == x.node.id)
      continue;
    auto& neighbour = facts.neighbours.emplace_back();
    neighbour.id = member.id.value;
    neighbour.address = member.address;
    if (auto parsed = config::parse_address(member.address))
      neighbour.trouble = try_to_connect(*parsed);
  }
}

/// Asks the server for its version, in the node's own schema.
void look_at_mysql(const config::mysql_settings& x, machine_facts& facts) {
  facts.store = "mysql at " + x.url + ", schema " + x.schema;
  auto password = config::mysql_password(x);
  if (!password) {
    facts.store_trouble = password.error().detail;
    return;
  }
  try {
    auto server
      = persistence::mysql::connection{{.url = x.url,
                                        .schema = x.schema,
                                        .user = x.user,
                                        .password = *password,
                                        .ssl_ca = x.ssl_ca,
                                        .timeout_s = database_timeout_s}};
    auto rows = server.ask("SELECT VERSION()");
    if (rows->next())
      facts.store += ", version " + std::string{rows->getString(1)};
  } catch (const sql::SQLException& problem) {
    facts.store_trouble = problem.what();
  }
}

void look_at_store(const config::settings& x, machine_facts& facts) {
  if (x.store.backend == config::store_backend::mysql)
    return look_at_mysql(x.store.mysql, facts);
  auto problem = std::error_code{};
  auto path = fs::path{x.node.data_dir} / "store.sqlite";
  auto size = fs::file_size(path, problem);
  facts.store = problem ? "sqlite: no store yet"
                        : "sqlite: " + path.string() + " has "
                            + std::to_string(size >> 20U) + " MiB";
}

std::optional<bool> is_clock_kept() {
  auto state = timex{};
  auto answer = ::adjtimex(&state);
  if (answer < 0)
    return std::nullopt;
  return answer != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

} // namespace

machine_facts look_at_machine(const std::string& config) {
  auto facts = machine_facts{.config = config};
  facts.now_us = static_cast<std::uint64_t>(now_us());
  auto settings = config::load_settings(config);
  if (!settings) {
    facts.settings_trouble = settings.error().detail;
    return facts;
  }
  facts.exposed_secrets = config::exposed_secrets(*settings);
  facts.node = settings->node.id.value;
  facts.runs = is_held(settings->node.data_dir);
  if (!facts.runs)
    facts.refusal = refusal_of(settings->node.data_dir);
  facts.election_timeout_us = settings->raft.election_timeout_min_ms * 1000;
  look_at_doors(*settings, facts);
  look_at_certificates(settings->tls, facts);
  facts.data = look_at_disk(settings->node.data_dir);
  if (settings->backup)
    facts.backups = look_at_disk(settings->backup->directory);
  look_at_store(*settings, facts);
  facts.clock_is_kept = is_clock_kept();
  return facts;
}

std::optional<own_node> own_node_of(const std::string& config) {
  auto settings = config::load_settings(config);
  if (!settings)
    return std::nullopt;
  auto endpoint = settings->gateway.listen;
  auto parsed = config::parse_address(endpoint);
  if (parsed && config::is_wildcard(*parsed)) {
    parsed->host = "127.0.0.1";
    endpoint = to_string(*parsed);
  }
  auto token = settings->node.data_dir + "/operator.token";
  auto readable = ::access(token.c_str(), R_OK) == 0;
  return own_node{endpoint, readable ? token : std::string{}};
}

} // namespace taskraft::client
