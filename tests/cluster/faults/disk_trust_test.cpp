// Disks that lost confirmed entries because an operator put an older copy back.

#include "tests/support/processes/process_cluster.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>

namespace disk_trust_test {

using namespace taskraft;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr auto disk_not_trusted = 4;
constexpr auto time_limit = 20s;

struct fixture {
  tests::process_cluster cluster;

  fixture() {
    cluster.start_all();
    cluster.leader();
    put("before");
    BOOST_REQUIRE(cluster.converged(cluster.ids()));
  }

  void put(const std::string& value) {
    auto output = cluster.client({"kv", "put", "k", value, "--timeout", "15s"});
    BOOST_TEST(output.exit_code == 0, output.err);
  }

  void put_many(int count) {
    for (auto i = 0; i < count; ++i)
      put("value " + std::to_string(i));
  }

  std::uint64_t a_follower() {
    return cluster.leader() % 3 + 1;
  }

  std::uint64_t highest_term() {
    auto highest = std::uint64_t{0};
    for (const auto& row : cluster.json({"cluster", "status"}))
      if (row["reachable"] == true)
        highest = std::max(highest, row["term"].get<std::uint64_t>());
    return highest;
  }

  fs::path copy_of(std::uint64_t id) {
    return cluster.place(id).directory.string() + ".copy";
  }

  void keep_copy(std::uint64_t id) {
    fs::copy(cluster.place(id).directory, copy_of(id),
             fs::copy_options::recursive);
  }

  void put_back(std::uint64_t id) {
    cluster.wipe(id);
    fs::rename(copy_of(id), cluster.place(id).directory);
  }

  /// The log's segments alone; the rows are filled from the log.
  void put_segments_back(std::uint64_t id) {
    cluster.lose_store(id);
    auto log = cluster.place(id).directory / "log";
    for (const auto& file : fs::directory_iterator{copy_of(id) / "log"})
      if (file.path().filename().string().starts_with("segment-"))
        fs::copy(file.path(), log / file.path().filename(),
                 fs::copy_options::overwrite_existing);
  }

  void check_end(std::uint64_t id) {
    auto code = cluster.wait_for_end(id, time_limit);
    BOOST_TEST_REQUIRE(code.has_value(), cluster.logged(id));
    BOOST_TEST(*code == disk_not_trusted, cluster.logged(id));
  }
};

BOOST_FIXTURE_TEST_SUITE(a_disk_that_lies, fixture)

// Faults from outside, 25.
BOOST_AUTO_TEST_CASE(is_found_out_when_it_has_lost_what_it_confirmed) {
  auto liar = a_follower();
  keep_copy(liar);
  put_many(10);
  cluster.kill(liar);
  put_segments_back(liar);
  cluster.start(liar);
  check_end(liar);
  BOOST_TEST(
    cluster.count_logged(liar, "lost entries that it had confirmed up to")
    > 0U);
  // The node never starts again with this disk.
  cluster.start(liar);
  check_end(liar);
  put("after");
}

// Faults from outside, 26.
BOOST_AUTO_TEST_CASE(is_refused_by_those_who_have_seen_more_of_it) {
  auto liar = a_follower();
  BOOST_TEST(cluster.stop(liar) == 0);
  keep_copy(liar);
  cluster.start(liar);
  BOOST_REQUIRE(cluster.converged(cluster.ids()));
  put_many(3);
  cluster.kill(liar);
  put_back(liar);
  // The other nodes still know what they have seen of it after a restart.
  for (auto id : cluster.ids())
    if (id != liar)
      cluster.kill(id);
  for (auto id : cluster.ids())
    if (id != liar)
      cluster.start(id);
  cluster.leader();
  cluster.start(liar);
  check_end(liar);
  auto refusals = std::size_t{0};
  for (auto id : cluster.ids())
    if (id != liar)
      refusals
        += cluster.count_logged(id, "has older data than was seen of it");
  BOOST_TEST(refusals > 0U);
  put("after");
}

BOOST_AUTO_TEST_CASE(makes_no_second_past_that_is_served) {
  // Node 2 is down while nodes 1 and 3 write, and node 3 loses what was
  // written.
  cluster.kill(2);
  BOOST_TEST(cluster.stop(3) == 0);
  keep_copy(3);
  cluster.start(3);
  cluster.leader();
  put_many(30);
  auto forgotten = highest_term();
  cluster.kill(3);
  put_back(3);
  cluster.kill(1);
  cluster.start(2);
  cluster.start(3);
  // A term that node 3 has forgotten may be used again, and two pasts of one
  // term cannot be told apart: go on in a new one.
  BOOST_REQUIRE(tests::eventually(
    [&] {
      cluster.leader();
      if (highest_term() > forgotten)
        return true;
      cluster.client({"cluster", "transfer-leader"});
      return false;
    },
    time_limit));
  auto other = cluster.client({"kv", "put", "k", "other", "--timeout", "15s"});
  BOOST_TEST(other.exit_code == 0, other.err);
  cluster.start(1);
  auto read = cluster.client_at(1, {"kv", "get", "k", "--timeout", "3s"});
  BOOST_TEST(read.out.find("value 29") == std::string::npos);
  check_end(1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace disk_trust_test
