#include "bin/client/commands/cluster/cluster_text.hpp"
#include "tests/support/unit_test.hpp"

namespace cluster_text_test {

using namespace taskraft;
using namespace taskraft::client;

protocol::node_status node(std::uint64_t id, const std::string& role,
                           std::uint64_t commit, std::uint64_t applied) {
  auto x = protocol::node_status{};
  x.id = {id};
  x.address = "127.0.0.1:710" + std::to_string(id);
  x.version = "0.1.0";
  x.role = role;
  x.term = {4};
  x.last_index = {commit + 1};
  x.commit_index = {commit};
  x.applied_index = {applied};
  x.store = "sqlite";
  return x;
}

protocol::node_status dead_node(std::uint64_t id) {
  auto x = protocol::node_status{};
  x.id = {id};
  x.address = "127.0.0.1:710" + std::to_string(id);
  x.role = "unreachable";
  x.reachable = false;
  return x;
}

const std::vector nodes
  = {node(1, "follower", 40, 30), node(2, "leader", 42, 42), dead_node(3)};

const output_style pipe_style;

BOOST_AUTO_TEST_SUITE(the_cluster_status)

BOOST_AUTO_TEST_CASE(has_every_field_of_the_contract_as_json) {
  auto rows = to_json(node_rows{nodes});
  BOOST_TEST(rows.size() == 3U);
  BOOST_TEST(rows[0].dump()
             == R"({"id":1,"address":"127.0.0.1:7101","version":"0.1.0",)"
                R"("role":"follower","term":4,"last_index":41,)"
                R"("commit_index":40,"applied_index":30,"lag":12,)"
                R"("store":"sqlite","reachable":true})");
  BOOST_TEST(rows[2].dump()
             == R"({"id":3,"address":"127.0.0.1:7103","version":null,)"
                R"("role":"unreachable","term":null,"last_index":null,)"
                R"("commit_index":null,"applied_index":null,"lag":null,)"
                R"("store":null,"reachable":false})");
}

BOOST_AUTO_TEST_CASE(is_a_row_for_each_node) {
  BOOST_TEST(status_rows(nodes, pipe_style)
             == "1\t127.0.0.1:7101\t0.1.0\tfollower\t4\t41\t40\t30\t12\t"
                "sqlite\tyes\n"
                "2\t127.0.0.1:7102\t0.1.0\tleader\t4\t43\t42\t42\t0\t"
                "sqlite\tyes\n"
                "3\t127.0.0.1:7103\t\tunreachable\t\t\t\t\t\t\tno\n");
}

// Three nodes on one machine made rows of 90 columns.
BOOST_AUTO_TEST_CASE(fits_a_terminal_of_80_columns) {
  auto terminal = output_style{.terminal = true, .width = 80};
  BOOST_TEST(status_rows(nodes, terminal)
             == "ID  ADDRESS         VERSION  ROLE         TERM  LAST  "
                "COMMIT  APPLIED  LAG\n"
                "1   127.0.0.1:7101  0.1.0    follower     4     41    "
                "40      30       12\n"
                "2   127.0.0.1:7102  0.1.0    leader       4     43    "
                "42      42       0\n"
                "3   127.0.0.1:7103           unreachable\n");
  // The role alone made it too wide.
  auto all_alive = std::vector{nodes[0], nodes[1]};
  BOOST_TEST(status_rows(all_alive, terminal).find("STORE")
             != std::string::npos);
  terminal.width = 200;
  BOOST_TEST(status_rows(nodes, terminal).find("REACHABLE")
             != std::string::npos);
}

BOOST_AUTO_TEST_CASE(keeps_addresses_whole_on_a_narrow_terminal) {
  auto terminal = output_style{.terminal = true, .width = 40};
  BOOST_TEST(status_rows(nodes, terminal)
             == "ID  ADDRESS         ROLE         TERM  APPLIED  LAG\n"
                "1   127.0.0.1:7101  follower     4     30       12\n"
                "2   127.0.0.1:7102  leader       4     42       0\n"
                "3   127.0.0.1:7103  unreachable\n");
}

BOOST_AUTO_TEST_CASE(measures_lag_against_the_newest_leader) {
  auto deposed = node(3, "leader", 50, 50);
  deposed.term = {3};
  auto rows = std::vector{nodes[0], nodes[1], deposed};
  BOOST_TEST(*lag_of(rows[0], rows) == 12U);
  BOOST_TEST(*lag_of(rows[2], rows) == 0U);
}

BOOST_AUTO_TEST_CASE(measures_lag_without_a_leader_too) {
  auto rows = std::vector{nodes[0], node(2, "candidate", 42, 42)};
  BOOST_TEST(*lag_of(rows[0], rows) == 12U);
  BOOST_TEST(!lag_of(dead_node(3), rows));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(the_bench_result)

BOOST_AUTO_TEST_CASE(has_every_field_of_the_contract_as_json) {
  auto plan = bench_plan{};
  plan.clients = 4;
  auto result = bench_result{};
  result.measured = std::chrono::seconds{2};
  for (auto i = 0; i < 100; ++i)
    result.writes.latencies.add(200);
  result.writes.errors = 3;
  BOOST_TEST(to_json(plan, result).dump()
             == R"({"clients":4,"seconds":10,"value_bytes":256,)"
                R"("read_ratio":0.0,"writes":{"per_second":50.0,)"
                R"("p50_ms":0.2,"p99_ms":0.2,"p999_ms":0.2,"errors":3},)"
                R"("reads":{"per_second":0.0,"p50_ms":0.0,"p99_ms":0.0,)"
                R"("p999_ms":0.0,"errors":0}})");
}

BOOST_AUTO_TEST_CASE(shows_only_what_was_measured) {
  auto plan = bench_plan{};
  auto result = bench_result{};
  result.measured = std::chrono::seconds{1};
  BOOST_TEST(bench_rows(plan, result, pipe_style)
             == "put\t0\t0.00\t0.00\t0.00\t0\n");
  plan.read_ratio = 1;
  BOOST_TEST(bench_rows(plan, result, pipe_style)
             == "get\t0\t0.00\t0.00\t0.00\t0\n");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace cluster_text_test
