// Which nodes may join a cluster, and which ones must stop.

#include "tests/support/processes/process_cluster.hpp"
#include "tests/support/unit_test.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

namespace identity_test {

using namespace taskraft;
using namespace std::chrono_literals;

constexpr auto identity_refused = 3;
constexpr auto time_limit = 15s;

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

  int end_of(std::uint64_t id) {
    auto code = cluster.wait_for_end(id, time_limit);
    BOOST_TEST_REQUIRE(code.has_value(), cluster.logged(id));
    return *code;
  }
};

BOOST_FIXTURE_TEST_SUITE(membership_of_a_disk, fixture)

BOOST_AUTO_TEST_CASE(ends_when_the_disk_was_wiped) {
  cluster.kill(1);
  cluster.wipe(1);
  cluster.start(1);
  BOOST_TEST(end_of(1) == identity_refused);
  BOOST_TEST(cluster.logged(1).find("identity_refused") != std::string::npos);
  put("after");
}

BOOST_AUTO_TEST_CASE(is_not_founded_anew_by_two_wiped_disks) {
  for (auto id : {1U, 2U}) {
    cluster.kill(id);
    cluster.wipe(id);
    cluster.start(id);
  }
  BOOST_TEST(end_of(1) == identity_refused);
  BOOST_TEST(end_of(2) == identity_refused);
  auto write
    = cluster.client_at(3, {"kv", "put", "k", "lost", "--timeout", "2s"});
  BOOST_TEST(write.exit_code == 6);
}

BOOST_AUTO_TEST_CASE(is_not_founded_while_the_one_that_knows_is_away) {
  cluster.kill(3);
  for (auto id : {1U, 2U}) {
    cluster.kill(id);
    cluster.wipe(id);
    cluster.start(id);
  }
  auto write = cluster.client({"kv", "put", "k", "lost", "--timeout", "3s"});
  BOOST_TEST(write.exit_code == 6);
  cluster.start(3);
  BOOST_TEST(end_of(1) == identity_refused);
  BOOST_TEST(end_of(2) == identity_refused);
}

BOOST_AUTO_TEST_CASE(is_refused_to_data_of_another_cluster) {
  auto other = tests::process_cluster{};
  other.start_all();
  other.leader();
  BOOST_REQUIRE(other.converged(other.ids()));
  other.kill(3);
  cluster.kill(3);
  cluster.wipe(3);
  std::filesystem::copy(other.place(3).directory, cluster.place(3).directory,
                        std::filesystem::copy_options::recursive);
  cluster.set_store(3, other.place(3).schema);
  cluster.start(3);
  BOOST_TEST(end_of(3) == identity_refused);
  put("after");
}

BOOST_AUTO_TEST_CASE(is_refused_to_data_of_another_node) {
  cluster.kill(2);
  cluster.kill(3);
  cluster.wipe(3);
  std::filesystem::rename(cluster.place(2).directory,
                          cluster.place(3).directory);
  cluster.set_store(3, cluster.place(2).schema);
  cluster.start(3);
  BOOST_TEST(end_of(3) == identity_refused);
}

BOOST_AUTO_TEST_CASE(is_refused_to_a_node_of_another_name) {
  cluster.kill(3);
  auto in = std::ifstream{cluster.place(3).config};
  auto text = std::string{std::istreambuf_iterator<char>{in}, {}};
  auto at = text.find("\"test\"");
  BOOST_TEST_REQUIRE(at != std::string::npos);
  text.replace(at, 6, "\"other\"");
  std::ofstream{cluster.place(3).config} << text;
  cluster.start(3);
  BOOST_TEST(end_of(3) == identity_refused);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace identity_test
