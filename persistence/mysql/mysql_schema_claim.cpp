#include "persistence/mysql/mysql_schema_claim.hpp"

#include "persistence/mysql/mysql_rows.hpp"
#include "persistence/mysql/mysql_schema.hpp"

#include <map>
#include <optional>
#include <string_view>

namespace taskraft::persistence::mysql {

namespace {

/// How long the connection that held the lock may take to end.
constexpr auto claim_timeout_s = 3;

/// The least packet limit: the largest row, one with a request's result, must
/// fit.
constexpr auto least_packet_bytes = std::size_t{2} << 20U;

failure refused(errc code, const std::string& place, const std::string& what) {
  return {code, place + ": " + what};
}

/// The owner in the meta row; nothing without a meta row.
std::optional<owner> owner_of(connection& to) {
  auto row = to.ask("SELECT owner_node, owner_disk FROM meta");
  if (!row->next())
    return std::nullopt;
  return owner{{static_cast<std::uint64_t>(source{*row}.number(0))},
               source{*row}.bytes(1)};
}

bool is_free(const owner& x) {
  return x.node.value == 0;
}

status check_owner(const owner& found, const std::string& place,
                   const owner& self) {
  if (found.node != self.node)
    return refused(errc::identity_refused, place,
                   "the schema belongs to node "
                     + std::to_string(found.node.value) + ", and this is node "
                     + std::to_string(self.node.value));
  if (found.disk_id != self.disk_id)
    return refused(errc::identity_refused, place,
                   "the schema belongs to another data directory of this "
                   "node; an empty schema can begin again");
  return done{};
}

/// The name of the schema's lock, which is the same on every node.
constexpr std::string_view lock_name = "SHA1(CONCAT('taskraft ', DATABASE()))";

bool take_lock(connection& to, int seconds) {
  auto row = to.ask("SELECT GET_LOCK(" + std::string{lock_name} + ", "
                    + std::to_string(seconds) + ")");
  return row->next() && row->getInt(1) == 1;
}

/// Ends the connection that holds the lock. It may be that of a node that was
/// killed, which the server may not notice for hours.
void end_holder(connection& to) {
  auto row = to.ask("SELECT IS_USED_LOCK(" + std::string{lock_name} + ")");
  if (!row->next() || row->isNull(1))
    return;
  try {
    to.execute("KILL " + std::to_string(row->getUInt64(1)));
  } catch (const sql::SQLException&) {
    // The connection has just ended or belongs to another user. Taking the lock
    // will tell which.
  }
}

status lock_schema(connection& to, const std::string& place, bool is_ours) {
  if (take_lock(to, 0))
    return done{};
  if (is_ours)
    end_holder(to);
  if (take_lock(to, claim_timeout_s))
    return done{};
  if (is_ours)
    return refused(errc::store_busy, place,
                   "an older connection still holds the schema's lock");
  return refused(errc::identity_refused, place,
                 "another node holds the schema's lock");
}

} // namespace

status check_durability(connection& to, const std::string& place) {
  auto row = to.ask("SHOW GLOBAL VARIABLES WHERE Variable_name IN "
                    "('innodb_flush_log_at_trx_commit', "
                    "'innodb_flush_method', 'log_bin', 'sync_binlog')");
  auto found = std::map<std::string, std::string>{};
  while (row->next())
    found[source{*row}.bytes(0)] = source{*row}.bytes(1);
  auto expected = [&](const std::string& name, const std::string& value) {
    return refused(errc::storage_failed, place,
                   name + " is " + found[name] + " and must be " + value
                     + ", or a power cut takes what was committed");
  };
  // MariaDB's value 3 means the same as 1, done as older versions did it.
  auto flush = found["innodb_flush_log_at_trx_commit"];
  if (flush != "1" && flush != "3")
    return expected("innodb_flush_log_at_trx_commit", "1");
  auto method = found["innodb_flush_method"];
  if (method == "nosync" || method == "littlesync")
    return expected("innodb_flush_method", "one that syncs");
  // After a crash the server takes from the binary log what was committed.
  if (found["log_bin"] == "ON" && found["sync_binlog"] != "1")
    return expected("sync_binlog", "1 while log_bin is ON");
  return done{};
}

status claim_schema(connection& to, const schema& tables,
                    const std::string& place, const owner& self) {
  if (auto durable = check_durability(to, place); !durable)
    return durable;
  if (to.max_packet_bytes() < least_packet_bytes)
    return refused(errc::storage_failed, place,
                   "max_allowed_packet is less than 2 MiB");
  auto before = has_table(to, "meta") ? owner_of(to) : std::optional<owner>{};
  auto is_ours = before && !is_free(*before);
  if (is_ours)
    if (auto agreed = check_owner(*before, place, self); !agreed)
      return agreed;
  if (auto locked = lock_schema(to, place, is_ours); !locked)
    return locked;
  if (auto migrated = migrate(to, tables, place); !migrated)
    return migrated;
  auto now = owner_of(to);
  if (!now)
    return refused(errc::corrupted, place, "the meta row is missing");
  if (!is_free(*now))
    return check_owner(*now, place, self);
  binding{to.prepared("UPDATE meta SET owner_node = ?, owner_disk = ?")}
    .number(self.node.value)
    .text(self.disk_id)
    .run();
  return done{};
}

status reclaim_schema(connection& to, const std::string& place,
                      const owner& self) {
  auto found = owner_of(to);
  if (!found)
    return refused(errc::corrupted, place, "the meta row is missing");
  if (auto agreed = check_owner(*found, place, self); !agreed)
    return agreed;
  return lock_schema(to, place, true);
}

} // namespace taskraft::persistence::mysql
