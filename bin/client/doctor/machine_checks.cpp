#include "bin/client/doctor/checks.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::client {

namespace {

constexpr auto day_us = std::uint64_t{86'400'000'000};
constexpr auto certificate_warning_us = 30 * day_us;
/// Lists of revoked certificates are made anew more often.
constexpr auto list_warning_us = 7 * day_us;

/// Uploads stop below the first; below the second, entries soon do.
constexpr auto low_disk_percent = std::uint64_t{10};
constexpr auto full_disk_percent = std::uint64_t{3};

/// A disk whose writes usually take longer makes every command slow.
constexpr auto slow_sync_us = std::uint64_t{10'000};

std::string named(const disk_facts& x) {
  return x.path + ": " + bytes_text(x.free_bytes) + " of "
         + bytes_text(x.total_bytes) + " free";
}

finding check_room(const disk_facts& x, const char* check) {
  if (!x.exists)
    return {health::skipped, check, x.path + " is not there yet",
            "start the node, which makes it"};
  if (x.total_bytes == 0)
    return {
      health::skipped, check, x.path + ": its size cannot be found out", {}};
  auto percent = x.free_bytes * 100 / x.total_bytes;
  if (percent < full_disk_percent)
    return {health::failure, check, named(x),
            "make room now: without any, the node takes no entries"};
  if (percent < low_disk_percent)
    return {health::warning, check, named(x),
            "make room: below a tenth, uploads stop on all nodes"};
  return {health::ok, check, named(x), {}};
}

findings check_writing(const disk_facts& x, std::uint64_t election_timeout_us) {
  if (!x.exists)
    return {};
  if (!x.trouble.empty())
    return {{health::skipped, "fsync",
             x.path + ": nothing can be written: " + x.trouble,
             "run the doctor as the user that the node runs as"}};
  auto times = x.sync_us;
  if (times.empty())
    return {};
  std::ranges::sort(times);
  auto middle = times[times.size() / 2];
  auto detail = x.path + ": a write is on the disk after "
                + duration_text(middle) + ", at worst "
                + duration_text(times.back());
  if (times.back() * 2 > election_timeout_us)
    return {{health::warning, "fsync", detail,
             "commands stand still that long: use a faster disk, or one that "
             "nobody else keeps busy"}};
  if (middle > slow_sync_us)
    return {{health::warning, "fsync", detail,
             "every command waits that long: use a faster disk"}};
  return {{health::ok, "fsync", detail, {}}};
}

findings check_kind(const disk_facts& x) {
  if (x.unusual_kind.empty())
    return {};
  auto loses_all = x.unusual_kind == "tmpfs";
  return {{health::warning, "disk", x.path + " lies on " + x.unusual_kind,
           loses_all
             ? "put node.data_dir on a disk: this one is empty after a "
               "restart of the machine, and the node must be replaced"
             : "put node.data_dir on a disk of this machine: fsync over "
               "a network may promise too much"}};
}

finding check_door(const door_facts& x, bool node_runs) {
  using state = door_facts::state;
  auto place = x.key + " " + x.address;
  if (x.is == state::unusable)
    return {health::failure, "ports", place + ": " + x.trouble,
            "give " + x.key + " an address of this machine"};
  if (x.is == state::taken && !node_runs)
    return {health::failure, "ports",
            place + " is taken, and the node does not run",
            "stop the program that listens there (ss -ltnp), or choose "
            "another port"};
  if (x.is == state::free && node_runs)
    return {health::warning, "ports",
            place + ": the node runs and does not listen there",
            "start the node anew, if its settings have changed"};
  return {health::ok,
          "ports",
          place + (node_runs ? ": the node listens" : " is free"),
          {}};
}

} // namespace

findings check_settings(const machine_facts& x) {
  if (!x.settings_trouble.empty())
    return {{health::failure, "settings", x.settings_trouble,
             "correct it; `taskraftd --check-config FILE` checks"}};
  auto all = findings{{health::ok, "settings", x.config + " is right", {}}};
  for (const auto& exposed : x.exposed_secrets)
    all.push_back({health::warning, "settings", exposed, "chmod 600 it"});
  for (const auto& door : x.doors)
    if (!door.loopback && door.plaintext)
      all.push_back({health::warning, "tls",
                     door.key + " " + door.address
                       + " is reached from elsewhere without TLS",
                     "use TLS, or make sure that nobody else is in that "
                     "network"});
  return all;
}

findings check_refusal(const machine_facts& x) {
  if (x.refusal.empty())
    return {};
  auto is_removed = x.refusal.find("was removed") != std::string::npos;
  return {{health::failure, "members",
           "node " + std::to_string(x.node)
             + " has ended, refused by its cluster: " + x.refusal,
           is_removed
             ? "do not start it: its id and its data are never used again; "
               "docs/operations.md has how to add another node"
             : "correct its settings, or replace it: docs/operations.md has "
               "how"}};
}

findings check_doors(const machine_facts& x) {
  auto all = findings{};
  for (const auto& door : x.doors)
    all.push_back(check_door(door, x.runs));
  return all;
}

findings check_neighbours(const machine_facts& x) {
  auto all = findings{};
  for (const auto& each : x.neighbours) {
    auto place = "node " + std::to_string(each.id) + " at " + each.address;
    if (each.trouble.empty())
      all.push_back({health::ok, "ports", place + " takes connections", {}});
    else
      all.push_back({health::warning, "ports", place + ": " + each.trouble,
                     "start it, or let firewalls pass its port; if it was "
                     "removed or has moved, that is all right"});
  }
  return all;
}

findings check_disks(const machine_facts& x) {
  auto all = findings{check_room(x.data, "disk")};
  std::ranges::move(check_kind(x.data), std::back_inserter(all));
  std::ranges::move(check_writing(x.data, x.election_timeout_us),
                    std::back_inserter(all));
  if (!x.backups)
    return all;
  all.push_back(check_room(*x.backups, "backup"));
  if (x.backups->exists && !x.backups->trouble.empty())
    all.push_back(
      {health::failure, "backup",
       x.backups->path + ": nothing can be written: " + x.backups->trouble,
       "let the node's user write to backup.directory"});
  return all;
}

findings check_store(const machine_facts& x) {
  if (x.store_trouble.empty())
    return {{health::ok, "store", x.store, {}}};
  return {{health::failure, "store", x.store + ": " + x.store_trouble,
           "start the database, or correct store.mysql"}};
}

findings check_own_clock(const machine_facts& x) {
  if (!x.clock_is_kept)
    return {{health::skipped,
             "clock",
             "whether this machine's clock is kept right is not known",
             {}}};
  if (!*x.clock_is_kept)
    return {{health::warning, "clock",
             "nobody keeps this machine's clock right",
             "run chrony or systemd-timesyncd"}};
  return {{health::ok, "clock", "this machine's clock is kept right", {}}};
}

findings check_certificates(const machine_facts& x) {
  auto all = findings{};
  for (const auto& each : x.certificates) {
    auto place = each.key + " " + each.path;
    const auto* advice = each.is_list
                           ? "make a new one: without it no link is opened"
                           : "make a new one and reload the node";
    auto add = [&](health how, const std::string& what) {
      all.push_back({how, "certificates", place + what,
                     how == health::ok ? std::string{} : advice});
    };
    auto left_us = each.expires_us - std::min(x.now_us, each.expires_us);
    if (!each.trouble.empty())
      all.push_back({health::failure, "certificates",
                     place + ": " + each.trouble, "correct the file"});
    else if (each.is_revoked)
      add(health::failure, " was revoked: tls.peer_crl has it");
    else if (left_us == 0)
      add(health::failure,
          " expired " + duration_text(x.now_us - each.expires_us) + " ago");
    else
      add(left_us < (each.is_list ? list_warning_us : certificate_warning_us)
            ? health::warning
            : health::ok,
          " expires in " + duration_text(left_us));
  }
  return all;
}

findings check_machine(const machine_facts& x) {
  auto all = check_settings(x);
  if (!x.settings_trouble.empty())
    return all;
  for (auto check : {check_refusal, check_doors, check_neighbours, check_disks,
                     check_store, check_own_clock, check_certificates})
    std::ranges::move(check(x), std::back_inserter(all));
  return all;
}

} // namespace taskraft::client
