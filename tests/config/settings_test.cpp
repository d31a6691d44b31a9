#include "config/settings.hpp"
#include "tests/config/settings_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace settings_test {

using namespace taskraft;
using config::load_settings;
using tests::least;
using tests::with;

/// Every key that the product promises, with its default where it has one.
constexpr auto whole = R"([node]
id        = 1
data_dir  = "var/node1"
listen    = "127.0.0.1:7101"
advertise = "127.0.0.1:7101"

[cluster]
name = "demo"
members = [
  { id = 1, address = "127.0.0.1:7101" },
]

[raft]
election_timeout_ms  = [150, 300]
heartbeat_ms         = 50
max_batch_bytes      = 1048576
max_inflight_bytes   = 8388608
snapshot_chunk_bytes = 65536
log_retain_entries   = 100000
log_max_bytes        = 4294967296
lease_reads          = false
clock_drift_percent  = 10

[gateway]
listen = "127.0.0.1:7201"

[store]
backend = "sqlite"

[store.mysql]
url           = "tcp://127.0.0.1:3306"
schema        = "taskraft_1"
user          = "taskraft"
password_file = "secrets/mysql"
ssl_ca        = ""

[http]
advertise = ""
hosts     = []
base_path = "/"
trusted_proxies = []
requests_per_minute = 6000
metrics_token_file = ""

[auth]
mode = "open"
admin_password_file = ""
session_days = 30
stale_minutes = 60

[tls]
peer_certificate    = ""
peer_key            = ""
peer_ca             = ""
gateway_certificate = ""
gateway_key         = ""
gateway_client_ca   = ""
http_certificate    = ""
http_key            = ""

[backup]
directory = "var/backups"
every     = "24h"
keep      = 14

[logging]
level  = "info"
format = "text"
)";

BOOST_FIXTURE_TEST_SUITE(the_settings, tests::settings_fixture)

BOOST_AUTO_TEST_CASE(need_only_id_name_members_and_the_open_door) {
  auto loaded = require_loaded(least);
  BOOST_TEST(loaded.node.id == raft::node_id{2});
  BOOST_TEST(loaded.node.data_dir == "var/node2");
  BOOST_TEST(loaded.node.listen == "127.0.0.1:7102");
  BOOST_TEST(loaded.node.advertise == "127.0.0.1:7102");
  BOOST_TEST(loaded.cluster.name == "demo");
  BOOST_TEST(loaded.is_founder());
  BOOST_TEST(loaded.raft.election_timeout_min_ms == 150U);
  BOOST_TEST(loaded.raft.election_timeout_max_ms == 300U);
  BOOST_TEST(loaded.raft.heartbeat_ms == 50U);
  BOOST_TEST(loaded.raft.max_batch_bytes == 1048576U);
  BOOST_TEST(loaded.raft.max_inflight_bytes == 8388608U);
  BOOST_TEST(loaded.gateway.listen == "127.0.0.1:7201");
  BOOST_TEST(loaded.store.backend == config::store_backend::sqlite);
  BOOST_TEST(loaded.store.mysql.schema == "taskraft_2");
  BOOST_TEST(loaded.auth.mode == config::auth_mode::open);
  BOOST_TEST(loaded.logging.level == config::logging_level::info);
  BOOST_TEST(loaded.logging.format == config::logging_format::text);
}

BOOST_AUTO_TEST_CASE(order_the_members_by_id) {
  auto loaded = require_loaded(least);
  auto expected = std::vector<config::member_settings>{{{2}, "127.0.0.1:7102"},
                                                       {{3}, "127.0.0.1:7103"}};
  BOOST_TEST(loaded.cluster.members == expected);
}

BOOST_AUTO_TEST_CASE(know_every_key_of_the_product) {
  auto loaded = require_loaded(whole);
  BOOST_TEST(loaded.store.mysql.password_file == "secrets/mysql");
}

BOOST_AUTO_TEST_CASE(load_from_every_example) {
  auto count = std::uint64_t{0};
  for (const auto& entry :
       std::filesystem::directory_iterator{TASKRAFT_EXAMPLES}) {
    auto loaded = load_settings(entry.path().string());
    if (!loaded)
      BOOST_FAIL(loaded.error().detail);
    auto id = std::to_string(loaded->node.id.value);
    BOOST_TEST(entry.path().filename() == "node" + id + ".toml");
    BOOST_TEST(loaded->node.listen == "127.0.0.1:710" + id);
    BOOST_TEST(loaded->gateway.listen == "127.0.0.1:720" + id);
    BOOST_TEST(loaded->cluster.members.size() == 3U);
    BOOST_TEST(loaded->is_founder());
    ++count;
  }
  BOOST_TEST(count == 3U);
}

BOOST_AUTO_TEST_CASE(take_other_values_than_the_defaults) {
  auto text = with(least, "id = 2\n",
                   "id = 2\ndata_dir = \"/srv/tasks\"\n"
                   "listen = \"0.0.0.0:7102\"\nadvertise = \"two:7102\"\n"
                   "plaintext = true\n");
  auto loaded = require_loaded(text + R"([raft]
election_timeout_ms = [1000, 2000]
heartbeat_ms = 500
max_batch_bytes = 600000
max_inflight_bytes = 600000
[gateway]
listen = "[::1]:9000"
[logging]
level = "debug"
format = "json"
)");
  BOOST_TEST(loaded.node.data_dir == "/srv/tasks");
  BOOST_TEST(loaded.node.listen == "0.0.0.0:7102");
  BOOST_TEST(loaded.node.advertise == "two:7102");
  BOOST_TEST(loaded.raft.election_timeout_min_ms == 1000U);
  BOOST_TEST(loaded.raft.election_timeout_max_ms == 2000U);
  BOOST_TEST(loaded.raft.heartbeat_ms == 500U);
  BOOST_TEST(loaded.raft.max_batch_bytes == 600000U);
  BOOST_TEST(loaded.raft.max_inflight_bytes == 600000U);
  BOOST_TEST(loaded.gateway.listen == "[::1]:9000");
  BOOST_TEST(loaded.logging.level == config::logging_level::debug);
  BOOST_TEST(loaded.logging.format == config::logging_format::json);
}

BOOST_AUTO_TEST_CASE(want_backups_if_they_have_a_table_for_them) {
  BOOST_TEST(!require_loaded(least).backup);
  auto usual = require_loaded(least + std::string{"[backup]\n"}).backup;
  BOOST_REQUIRE(usual);
  BOOST_TEST(usual->directory == "var/backups");
  BOOST_TEST(usual->every_seconds == 86'400U);
  BOOST_TEST(usual->keep == 14U);
  auto own = require_loaded(least
                            + std::string{"[backup]\ndirectory = \"/srv/b\"\n"
                                          "every = \"90m\"\nkeep = 3\n"})
               .backup;
  BOOST_REQUIRE(own);
  BOOST_TEST(own->directory == "/srv/b");
  BOOST_TEST(own->every_seconds == 5400U);
  BOOST_TEST(own->keep == 3U);
}

BOOST_AUTO_TEST_CASE(refuse_backups_that_cannot_be_taken) {
  for (auto every : {"24", "h", "", "0s", "-1h", "1.5h", "1w", "367d",
                     "9999999999s", "1h30m", " 1h"})
    require_extra_refused("[backup]\nevery = \"" + std::string{every} + "\"\n",
                          "12: backup.every: expected a time such as \"90s\", "
                          "\"15m\", \"24h\" or \"7d\", from 1s to 366d");
  require_extra_refused(
    "[backup]\nevery = 24\n",
    "12: backup.every: expected a string, found an integer");
  require_extra_refused("[backup]\nkeep = 0\n",
                        "12: backup.keep: expected an integer from 1");
  for (auto own : {"backups", "backups/x", "log", "../node2/snapshots"})
    require_extra_refused("[backup]\ndirectory = \"var/node2/"
                            + std::string{own} + "\"\n",
                          "12: backup.directory: expected another directory");
  require_loaded(least
                 + std::string{"[backup]\ndirectory = \"var/node2/b\"\n"});
}

BOOST_AUTO_TEST_CASE(name_logging_levels_as_the_file_does) {
  for (auto level : {"debug", "info", "warn", "error"}) {
    auto group = "[logging]\nlevel = \"" + std::string{level} + "\"\n";
    BOOST_TEST(to_string(require_loaded(least + group).logging.level) == level);
  }
}

BOOST_AUTO_TEST_CASE(refuse_a_file_that_cannot_be_read) {
  for (auto name : {path + ".none", folder.string()}) {
    auto loaded = load_settings(name);
    BOOST_REQUIRE(!loaded);
    BOOST_TEST(loaded.error().detail.find(name + ": expected a readable file: ")
               == 0U);
  }
}

BOOST_AUTO_TEST_CASE(refuse_what_is_no_toml) {
  require_refused("[node]\nid = \n", "2: expected TOML: ");
  require_refused("[node]\nid = 1\nid = 2\n", "3: expected TOML: ");
}

BOOST_AUTO_TEST_CASE(refuse_unknown_keys_at_every_depth) {
  auto unknown = std::string{": expected no such key"};
  require_extra_refused("[rafft]\n", "11: rafft" + unknown);
  require_refused("colour = 1\n" + std::string{least}, "1: colour" + unknown);
  require_refused(with(least, "id = 2\n", "id = 2\nname = \"x\"\n"),
                  "3: node.name" + unknown);
  require_refused(with(least, "\"demo\"", "\"demo\"\nsize = 3"),
                  "5: cluster.size" + unknown);
  require_refused(with(least, "7102\" }", "7102\", voter = true }"),
                  "7: cluster.members[2].voter" + unknown);
  for (std::string group : {"raft", "gateway", "store", "store.mysql", "http",
                            "tls", "logging", "backup"})
    require_extra_refused('[' + group + "]\nelection_time = 1\n",
                          "12: " + group + ".election_time" + unknown);
  require_refused(least + std::string{"user = 1\n"}, "11: auth.user" + unknown);
}

BOOST_AUTO_TEST_CASE(refuse_wrong_types) {
  require_refused(with(least, "id = 2", "id = \"2\""),
                  "2: node.id: expected an integer, found a string");
  require_refused(with(least, "\"demo\"", "7"),
                  "4: cluster.name: expected a string, found an integer");
  require_refused(with(least, "id = 3", "id = 3.5"),
                  "6: cluster.members[1].id: expected an integer, found a "
                  "fraction");
  require_refused(with(least, "{ id = 2, address = \"127.0.0.1:7102\" }", "2"),
                  "7: cluster.members[2]: expected a table, found an integer");
  require_extra_refused("[raft]\nlease_reads = 1\n",
                        "12: raft.lease_reads: expected true or false, found "
                        "an integer");
  require_extra_refused("[raft]\nelection_timeout_ms = 150\n",
                        "12: raft.election_timeout_ms: expected two integers");
  require_extra_refused("[raft]\nelection_timeout_ms = [150, 200, 300]\n",
                        "12: raft.election_timeout_ms: expected two integers");
  require_extra_refused("[raft]\nelection_timeout_ms = [150, true]\n",
                        "12: raft.election_timeout_ms: expected an integer, "
                        "found a boolean");
  require_extra_refused(
    "[logging]\nlevel = 3\n",
    "12: logging.level: expected one of \"debug\", \"info\"");
  require_refused("gateway = 7201\n" + std::string{least},
                  "1: gateway: expected a table, found an integer");
}

// The system would cut a path there: the data would be elsewhere.
BOOST_AUTO_TEST_CASE(refuse_texts_with_a_nul_character) {
  require_refused(with(least, "id = 2\n", "id = 2\ndata_dir = \"a\\u0000b\"\n"),
                  "3: node.data_dir: expected a text without NUL characters");
  require_refused(with(least, "demo", "de\\u0000mo"),
                  "4: cluster.name: expected a text without NUL characters");
  require_extra_refused("[store.mysql]\npassword_file = \"p\\u0000\"\n",
                        "12: store.mysql.password_file: expected a text "
                        "without NUL");
}

// `require_refused` expects one line.
BOOST_AUTO_TEST_CASE(fail_with_one_line_whatever_the_file_says) {
  require_refused("\"a\\nb\" = 1\n" + std::string{least},
                  "1: \"a\\nb\": expected no such key");
  require_refused(with(least, "id = 2\n", "id = 2\n\"x \\\"\\u001b\" = 1\n"),
                  "3: node.\"x \\\"\\u001b\": expected no such key");
  require_refused("gateway = 1\n\"", "2: expected TOML: ");
  auto missing = load_settings("no\nfile");
  BOOST_REQUIRE(!missing);
  BOOST_TEST(missing.error().detail.find('\n') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(name_the_first_line_that_is_wrong) {
  require_refused("[logging]\nlevel = \"loud\"\n[raft]\nheartbeat_ms = 0\n",
                  "1: node.id: expected this node's number");
  require_refused(with(least, "\"demo\"", "7") + "[raft]\nx = 1\n",
                  "4: cluster.name: ");
}

BOOST_AUTO_TEST_CASE(refuse_to_be_without_what_has_no_default) {
  require_refused("", "1: node.id: expected this node's number");
  require_refused(with(least, "id = 2\n[", "["),
                  "1: node.id: expected this node's number");
  require_refused(with(least, "name = \"demo\"\n", ""),
                  "3: cluster.name: expected the cluster's name");
  require_refused("[node]\nid = 1\n[cluster]\nname = \"x\"\n",
                  "3: cluster.members: expected who founds the cluster");
  require_refused(with(least, "id = 3, ", ""),
                  "6: cluster.members[1].id: expected");
  require_refused(with(least, ", address = \"127.0.0.1:7103\"", ""),
                  "6: cluster.members[1].address: expected");
}

BOOST_AUTO_TEST_CASE(refuse_empty_texts) {
  auto empty = std::string{": expected a text that is not empty"};
  require_refused(with(least, "id = 2\n", "id = 2\ndata_dir = \"\"\n"),
                  "3: node.data_dir" + empty);
  require_refused(with(least, "id = 2\n", "id = 2\nlisten = \"\"\n"),
                  "3: node.listen" + empty);
  require_refused(with(least, "demo", ""), "4: cluster.name" + empty);
  require_extra_refused("[http]\nlisten = \"\"\n", "12: http.listen" + empty);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace settings_test
