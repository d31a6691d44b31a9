// Real nodes with slow, full or hanging disks and stores, and with wrong
// clocks.

#include "tests/support/http/http_client.hpp"
#include "tests/support/processes/process_load.hpp"
#include "tests/support/unit_test.hpp"

#include <chrono>
#include <future>
#include <string>
#include <thread>

namespace pressure_test {

using namespace taskraft;
using namespace std::chrono_literals;

constexpr auto mebibyte = std::uint64_t{1} << 20U;

struct fixture {
  tests::process_cluster cluster;

  void begin() {
    cluster.start_all();
    cluster.leader();
  }

  tests::program_output put(const std::string& key, const std::string& value) {
    return cluster.client({"kv", "put", key, value, "--timeout", "15s"});
  }

  /// Writes as fast as it can for some seconds.
  tests::program_output load(int seconds, int value_bytes,
                             const std::string& clients = "16") {
    return cluster.client({"bench", "--clients", clients, "--seconds",
                           std::to_string(seconds), "--read-ratio", "0",
                           "--value-bytes", std::to_string(value_bytes)});
  }

  bool has_logged(std::uint64_t id, const std::string& text) {
    return cluster.count_logged(id, text) > 0;
  }
};

BOOST_FIXTURE_TEST_SUITE(nodes_under_pressure, fixture)

// HAZARDS 27: the read waits in the stopped node's socket until it goes on.
BOOST_AUTO_TEST_CASE(read_nothing_old_by_the_lease_of_a_stopped_leader) {
  cluster.use_raft_settings("lease_reads = true\n");
  begin();
  for (auto i = 0; i < 3; ++i) {
    auto stopped = cluster.leader();
    auto other = stopped == 1 ? 2U : 1U;
    auto value = std::to_string(i);
    BOOST_TEST_REQUIRE(put("k", "old" + value).exit_code == 0);
    cluster.pause(stopped);
    auto read = std::async(std::launch::async, [&] {
      return cluster.client_at(stopped, {"kv", "get", "k", "--timeout", "60s"});
    });
    auto written = cluster.client_at(
      other, {"kv", "put", "k", "new" + value, "--timeout", "15s"});
    BOOST_TEST(written.exit_code == 0, written.err);
    cluster.resume(stopped);
    auto answer = read.get();
    BOOST_TEST(answer.exit_code == 0, answer.err);
    BOOST_TEST(answer.out == "new" + value + "\n");
  }
}

// HAZARDS 41.
BOOST_AUTO_TEST_CASE(change_their_leader_when_its_disk_hangs) {
  cluster.preload_faults();
  begin();
  auto sick = cluster.leader();
  auto other = sick == 1 ? 2U : 1U;
  cluster.set_sync_time(sick, "hang");
  auto began = std::chrono::steady_clock::now();
  auto written
    = cluster.client_at(other, {"kv", "put", "k", "value", "--timeout", "15s"});
  BOOST_TEST(written.exit_code == 0, written.err);
  BOOST_TEST(
    tests::eventually([&] { return has_logged(sick, "why=disk_hangs"); }, 5s));
  BOOST_TEST(std::chrono::steady_clock::now() - began < 5s);
  BOOST_TEST(cluster.leader() != sick);
  cluster.set_sync_time(sick, "");
  BOOST_TEST(cluster.converged(cluster.ids()));
}

// HAZARDS 41, LogCabin #200.
BOOST_AUTO_TEST_CASE(keep_their_leader_while_disks_are_slow) {
  cluster.preload_faults();
  begin();
  auto leader = cluster.leader();
  auto term = cluster.json({"cluster", "status"})[0]["term"];
  for (auto id : cluster.ids())
    cluster.set_sync_time(id, id == leader ? "500" : "300");
  auto load_ended = load(6, 100);
  BOOST_TEST(load_ended.exit_code == 0, load_ended.err);
  for (auto id : cluster.ids())
    cluster.set_sync_time(id, "");
  BOOST_TEST(cluster.leader() == leader);
  BOOST_TEST(cluster.json({"cluster", "status"})[0]["term"] == term);
}

// HAZARDS 44, dqlite #589.
BOOST_AUTO_TEST_CASE(lead_on_no_full_disk_and_recover_without_a_restart) {
  begin();
  auto full = cluster.leader();
  // The log makes no file that is smaller than one MiB.
  cluster.limit_files(full, mebibyte / 2);
  for (auto i = 0; i < 20 && !has_logged(full, "why=disk_full"); ++i)
    load(1, 65536);
  BOOST_REQUIRE(has_logged(full, "why=disk_full"));
  // Either the log or the store meets the limit first.
  BOOST_TEST((has_logged(full, "event=disk_full")
              || has_logged(full, "event=store_full")));
  auto other = std::uint64_t{0};
  BOOST_TEST(tests::eventually(
    [&] {
      other = cluster.leader();
      return other != full;
    },
    10s));
  auto written = put("k", "value");
  BOOST_TEST(written.exit_code == 0, written.err);
  BOOST_TEST(cluster.is_running(full));
  cluster.limit_files(full, UINT64_MAX);
  BOOST_TEST(cluster.converged(cluster.ids()));
  BOOST_TEST((has_logged(full, "event=disk_has_room")
              || has_logged(full, "event=store_back")));
  BOOST_TEST(cluster.is_running(full));
}

// Fault 28 of issue 9: the client heard that there was no quorum.
BOOST_AUTO_TEST_CASE(refuse_reads_because_of_a_full_disk_and_say_so) {
  begin();
  auto full = cluster.leader();
  cluster.limit_files(full, mebibyte / 2);
  for (auto i = 0; i < 20 && !has_logged(full, "why=disk_full"); ++i)
    load(1, 65536);
  BOOST_REQUIRE(has_logged(full, "why=disk_full"));
  auto written = put("k", "value");
  BOOST_TEST_REQUIRE(written.exit_code == 0, written.err);
  // The node has no room for the entry that the read must see.
  auto read = cluster.client_at(full, {"kv", "get", "k", "--timeout", "8s"});
  BOOST_TEST(read.exit_code == 6);
  BOOST_TEST(read.err.find("its disk is full") != std::string::npos, read.err);
  BOOST_TEST(read.err.find("quorum") == std::string::npos, read.err);
  auto over_http = tests::http_request(cluster.place(full).http_address, "GET",
                                       "/api/v1/kv/k");
  BOOST_TEST(over_http.status == 503);
  BOOST_TEST(over_http.code() == "disk_full");
  cluster.limit_files(full, UINT64_MAX);
  read = cluster.client_at(full, {"kv", "get", "k", "--timeout", "15s"});
  BOOST_TEST(read.out == "value\n", read.err);
}

BOOST_AUTO_TEST_CASE(refuse_writes_while_no_disk_has_room_and_recover) {
  begin();
  BOOST_TEST_REQUIRE(put("k", "value").exit_code == 0);
  // What no database has yet cannot be read when nothing more has room.
  BOOST_REQUIRE(cluster.converged(cluster.ids()));
  for (auto id : cluster.ids())
    cluster.limit_files(id, mebibyte);
  auto is_refused = [&] {
    return cluster.client({"kv", "put", "k", "value", "--timeout", "2s"})
             .exit_code
           == 6;
  };
  for (auto i = 0; i < 20 && !is_refused(); ++i)
    load(1, 65536);
  BOOST_REQUIRE(is_refused());
  auto stale = cluster.client({"kv", "get", "k", "--consistency", "stale"});
  BOOST_TEST(stale.out == "value\n", stale.err);
  for (auto id : cluster.ids()) {
    BOOST_TEST(cluster.is_running(id));
    cluster.limit_files(id, UINT64_MAX);
  }
  auto written = put("k", "later");
  BOOST_TEST(written.exit_code == 0, written.err);
  BOOST_TEST(cluster.converged(cluster.ids()));
}

// Such a node once ended as if its disk were broken.
BOOST_AUTO_TEST_CASE(wait_for_room_when_they_start_on_a_full_disk) {
  constexpr auto little = 24 * (mebibyte >> 10U);
  begin();
  auto full = cluster.leader() == 3 ? 2U : 3U;
  BOOST_TEST(cluster.stop(full) == 0);
  cluster.start_full(full, little);
  auto waits = [&](std::size_t times) {
    return tests::eventually(
      [&] { return cluster.count_logged(full, "event=disk_full") == times; },
      10s);
  };
  BOOST_REQUIRE(waits(1));
  BOOST_TEST(put("k", "value").exit_code == 0);
  BOOST_TEST(cluster.is_running(full));
  cluster.limit_files(full, UINT64_MAX);
  BOOST_TEST(cluster.converged(cluster.ids()));
  BOOST_TEST(cluster.count_logged(full, "event=disk_has_room") == 1U);
  // A node that waits for room can be stopped.
  BOOST_TEST(cluster.stop(full) == 0);
  cluster.start_full(full, little);
  BOOST_REQUIRE(waits(2));
  BOOST_TEST(cluster.stop(full) == 0);
}

// HAZARDS 44. TASKRAFT_STALL_SECONDS=600 tests the ten minutes that are
// promised.
BOOST_AUTO_TEST_CASE(need_no_memory_for_a_database_that_is_stuck) {
  begin();
  auto leader = cluster.leader();
  auto stuck = leader == 1 ? 2U : 1U;
  load(2, 1024);
  auto before = cluster.memory_bytes(stuck);
  auto seconds = tests::stall_seconds();
  auto file = (cluster.place(stuck).directory / "store.sqlite").string();
  auto holder = std::async(std::launch::async, [&] {
    return tests::run_program(
      "/usr/bin/python3",
      {"-c", "import sqlite3, time\n"
             "x = sqlite3.connect('"
               + file
               + "', timeout=30, isolation_level=None)\n"
                 "x.execute('BEGIN IMMEDIATE')\n"
                 "time.sleep("
               + std::to_string(seconds) + ")\nx.execute('ROLLBACK')\n"});
  });
  auto result = std::async(std::launch::async, [&] {
    return load(seconds - 2, 1024, tests::stall_clients());
  });
  auto most = tests::most_memory(cluster, stuck, result);
  BOOST_TEST(result.get().exit_code == 0);
  BOOST_TEST(has_logged(stuck, "event=store_busy"));
  BOOST_TEST_MESSAGE(before / mebibyte << " MiB before, at most "
                                       << most / mebibyte);
  BOOST_TEST(most < before + 400 * mebibyte);
  BOOST_TEST(holder.get().exit_code == 0);
  BOOST_TEST(
    cluster.converged(cluster.ids(), 120s + std::chrono::seconds{seconds}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace pressure_test
