// What nodes have sent to each other since wire version 1, name by name and
// byte by byte: nodes of other versions read it so.

#include "tests/support/actor_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <caf/binary_serializer.hpp>
#include <caf/type_id.hpp>

#include <string>
#include <vector>

namespace frozen_wire_test {

using namespace taskraft;

struct fixture : tests::actor_fixture {
  /// The bytes of `x` as they cross the wire.
  template <class T>
  std::string wire_bytes(T x) {
    auto buffer = std::vector<char>{};
    auto sink = caf::binary_serializer{system, buffer};
    inspect(sink, x);
    static constexpr char digits[] = "0123456789abcdef";
    auto text = std::string{};
    for (auto byte : buffer) {
      text += digits[static_cast<unsigned char>(byte) >> 4U];
      text += digits[static_cast<unsigned char>(byte) & 15U];
    }
    return text;
  }

  template <class T>
  void check(const T& x, const std::string& name, const std::string& bytes) {
    BOOST_TEST(std::string{caf::type_name<T>::value} == name);
    BOOST_TEST(wire_bytes(x) == bytes, name << ": " << wire_bytes(x));
  }
};

raft::entry_batch one_entry() {
  auto builder = raft::entry_batch_builder{};
  builder.add({.term = {3},
               .index = {9},
               .kind = raft::entry_kind::command,
               .time_us = 5,
               .payload = "pay"});
  return builder.build();
}

protocol::hello a_hello() {
  auto x = protocol::hello{};
  x.cluster_name = "demo";
  x.cluster_id = "c1";
  x.node = {2};
  x.disk_id = "d2";
  x.incarnation = 7;
  x.wire_version = 1;
  x.version = "0.1.0";
  x.address = "a:1";
  return x;
}

raft::snapshot_about about() {
  auto members = raft::membership{
    .cluster_id = "c1",
    .members = {{.id = {1}, .address = "a:1", .disk_id = "d1", .voter = true}},
    .removed = {{4}}};
  return {.base = {{{9}, {3}}, {{2}, members}}, .size_bytes = 6, .checksum = 8};
}

protocol::node_status a_status() {
  auto x = protocol::node_status{};
  x.id = {1};
  x.address = "a:1";
  x.version = "0.1.0";
  x.role = "leader";
  x.term = {2};
  x.leader = {3};
  x.first_index = {4};
  x.last_index = {5};
  x.commit_index = {6};
  x.applied_index = {7};
  x.store = "sqlite";
  x.reachable = true;
  return x;
}

BOOST_FIXTURE_TEST_SUITE(what_nodes_say, fixture)

BOOST_AUTO_TEST_CASE(to_introduce_themselves) {
  check(a_hello(), "taskraft::protocol::hello",
        "0464656d6f02633100000000000000020264320000000000"
        "0000070000000105302e312e3003613a31");
  check(protocol::hello_answer{a_hello(), true, false, true, "why"},
        "taskraft::protocol::hello_answer",
        "0464656d6f02633100000000000000020264320000000000"
        "0000070000000105302e312e3003613a3101000103776879");
  // Since wire version 2.
  check(protocol::announcement{{2}, {3}}, "taskraft::protocol::announcement",
        "00000000000000020000000000000003");
}

BOOST_AUTO_TEST_CASE(about_entries_and_votes) {
  check(raft::append_entries{{1}, {2}, {{8}, {3}}, one_entry(), {4}, 5},
        "taskraft::raft::append_entries",
        "000000000000000100000000000000020000000000000008"
        "000000000000000323030000000300000003000000000000"
        "000900000000000000050000000000000070617900000000"
        "000000040000000000000005");
  check(
    raft::appended{
      {1}, {2}, {{8}, {3}}, false, {{4}, {5}}, {6}, 7, 8, true, {9}, true},
    "taskraft::raft::appended",
    "000000000000000100000000000000020000000000000008"
    "000000000000000300000000000000000400000000000000"
    "050000000000000006000000000000000700000000000000"
    "0801000000000000000901");
  check(raft::request_vote{{1}, {2}, {{8}, {3}}, true, false},
        "taskraft::raft::request_vote",
        "000000000000000100000000000000020000000000000008"
        "00000000000000030100");
  check(raft::voted{{1}, {2}, true, false}, "taskraft::raft::voted",
        "000000000000000100000000000000020100");
  check(raft::timeout_now{{1}, {2}}, "taskraft::raft::timeout_now",
        "00000000000000010000000000000002");
}

BOOST_AUTO_TEST_CASE(about_snapshots) {
  check(
    raft::install_snapshot{{1}, {2}, about(), 3, protocol::blob{"bytes"}, 4},
    "taskraft::raft::install_snapshot",
    "000000000000000100000000000000020000000000000009"
    "000000000000000300000000000000020263310100000000"
    "0000000103613a3102643101010000000000000004000000"
    "000000000600000008000000000000000305627974657300"
    "000004");
  check(raft::snapshot_received{{1}, {2}, 3, 4, 2},
        "taskraft::raft::snapshot_received",
        "000000000000000100000000000000020000000300000000"
        "0000000402");
}

BOOST_AUTO_TEST_CASE(about_commands_and_reads) {
  check(protocol::forward_commands{{1}, 2, 3, protocol::blob{"frames"}},
        "taskraft::protocol::forward_commands",
        "000000000000000100000000000000020000000306667261"
        "6d6573");
  check(protocol::commands_refused{{1}, {2}, {3, 4}, true},
        "taskraft::protocol::commands_refused",
        "000000000000000100000000000000020200000000000000"
        "03000000000000000401");
  check(protocol::request_read_index{{1}, 2},
        "taskraft::protocol::request_read_index",
        "00000000000000010000000000000002");
  check(protocol::read_index_answered{1, true, {2}},
        "taskraft::protocol::read_index_answered",
        "0000000000000001010000000000000002");
}

BOOST_AUTO_TEST_CASE(about_leaders_and_members) {
  check(protocol::request_transfer{{1}, 2, {3}},
        "taskraft::protocol::request_transfer",
        "000000000000000100000000000000020000000000000003");
  check(protocol::transfer_answered{1, 2, {3}},
        "taskraft::protocol::transfer_answered",
        "0000000000000001020000000000000003");
  check(protocol::request_members{{1}, 2, 3, {4}, "a:1", "d4"},
        "taskraft::protocol::request_members",
        "000000000000000100000000000000020300000000000000"
        "0403613a31026434");
  check(protocol::members_answered{1, 2, "why", "members"},
        "taskraft::protocol::members_answered",
        "00000000000000010203776879076d656d62657273");
}

BOOST_AUTO_TEST_CASE(about_how_they_are) {
  check(protocol::request_node_status{{1}, 2, true},
        "taskraft::protocol::request_node_status",
        "0000000000000001000000000000000201");
  check(protocol::node_status_answered{1, a_status()},
        "taskraft::protocol::node_status_answered",
        "0000000000000001000000000000000103613a3105302e31"
        "2e30066c6561646572000000000000000200000000000000"
        "030000000000000004000000000000000500000000000000"
        "0600000000000000070673716c69746501");
  check(protocol::request_digest{{1}, 2, {3}},
        "taskraft::protocol::request_digest",
        "000000000000000100000000000000020000000000000003");
  check(protocol::digest_answered{1, {2}, {3}, true, 4, "why"},
        "taskraft::protocol::digest_answered",
        "000000000000000100000000000000020000000000000003"
        "01000000000000000403776879");
  check(protocol::digest_refuted{{1}, {2}, 3},
        "taskraft::protocol::digest_refuted",
        "000000000000000100000000000000020000000000000003");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace frozen_wire_test
