// Nodes come and go while the cluster works.

#include "tests/support/process_cluster.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <string>

using namespace taskraft;
using namespace std::chrono_literals;

namespace {

constexpr auto identity_refused = 3;
constexpr auto patience = 15s;

struct fixture {
  tests::process_cluster cluster;

  fixture() {
    cluster.start_all();
    cluster.leader();
  }

  tests::program_output run(std::vector<std::string> words) {
    words.insert(words.end(), {"--timeout", "15s"});
    return cluster.client(std::move(words));
  }

  void must(const std::vector<std::string>& words) {
    auto output = run(words);
    BOOST_TEST(output.exit_code == 0, output.err);
  }

  /// A new node, running and waiting.
  std::uint64_t newcomer() {
    auto id = cluster.grow();
    cluster.start(id);
    BOOST_REQUIRE(tests::eventually(
      [&] {
        return cluster.report(id).find("waits_to_be_added")
               != std::string::npos;
      },
      patience));
    return id;
  }

  void add(std::uint64_t id) {
    must(
      {"cluster", "add", std::to_string(id), cluster.place(id).node_address});
  }

  void remove(std::uint64_t id) {
    must({"cluster", "remove", std::to_string(id)});
  }

  /// "voter", "learner", or nothing for who is no member.
  std::string role_of(std::uint64_t id) {
    for (const auto& row : cluster.json({"cluster", "members"}))
      if (row["id"] == id)
        return row["role"];
    return "";
  }

  void becomes_voter(std::uint64_t id) {
    BOOST_TEST(
      tests::eventually([&] { return role_of(id) == "voter"; }, patience),
      cluster.report(id));
  }

  void is_over(std::uint64_t id) {
    auto code = cluster.wait_for_end(id, patience);
    BOOST_TEST_REQUIRE(code.has_value(), cluster.report(id));
    BOOST_TEST(*code == identity_refused);
  }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(the_members_of_a_cluster, fixture)

BOOST_AUTO_TEST_CASE(grow_by_a_node_that_waits_and_shrink_again) {
  must({"kv", "put", "k", "before"});
  auto fourth = newcomer();
  // It founds nothing and serves nothing but stale reads.
  auto alone
    = cluster.client_at(fourth, {"kv", "put", "k", "lost", "--timeout", "1s"});
  BOOST_TEST(alone.exit_code == 6);
  add(fourth);
  becomes_voter(fourth);
  BOOST_TEST(cluster.converged(cluster.ids()));
  BOOST_TEST(cluster.client_at(fourth, {"kv", "get", "k"}).out == "before\n");
  // The same again is done already; anything else about this id is refused.
  add(fourth);
  BOOST_TEST(
    run({"cluster", "add", std::to_string(fourth), "127.0.0.1:1"}).exit_code
    == 5);
  remove(fourth);
  is_over(fourth);
  BOOST_TEST(role_of(fourth) == "");
  remove(fourth);
  BOOST_TEST(run({"cluster", "remove", "99"}).exit_code == 3);
  must({"kv", "put", "k", "after"});
}

BOOST_AUTO_TEST_SUITE_END()
