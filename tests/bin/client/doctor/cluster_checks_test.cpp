#include "tests/bin/client/doctor/findings_check.hpp"

#include <string>

namespace cluster_checks_test {

using namespace taskraft;
using namespace taskraft::client;
using namespace taskraft::tests;

/// Three nodes on three hosts that work well.
struct cluster_fixture {
  cluster_facts x;

  cluster_fixture() {
    x.client_version = "1.2.3";
    x.now_us = 20'000 * day;
    for (auto id : {1U, 2U, 3U}) {
      auto address = "10.0.0." + std::to_string(id);
      auto node = protocol::node_status{};
      node.id = {id};
      node.address = address + ":7101";
      node.version = "1.2.3";
      node.role = id == 1 ? "leader" : "follower";
      node.commit_index = {50'000};
      node.applied_index = {50'000};
      node.disk_free = 100 * gib;
      x.nodes.push_back(node);
      x.members.push_back({{id}, node.address, "d", true});
      x.endpoints.push_back({address + ":7201", {}, 0, 1000});
    }
    x.health.emplace();
    auto& row = *x.health->add_backups();
    row.set_node(1);
    row.set_every_us(day);
    row.set_taken_at_us(x.now_us - day);
  }

  void lose(std::size_t place) {
    x.nodes.at(place).reachable = false;
    x.nodes.at(place).role = "unreachable";
  }

  tasks::wire::NodeBackups& backups() {
    return *x.health->mutable_backups(0);
  }
};

BOOST_FIXTURE_TEST_SUITE(the_doctor_of_a_cluster, cluster_fixture)

BOOST_AUTO_TEST_CASE(finds_nothing_where_nothing_is_wrong) {
  auto all = check_cluster(x);
  BOOST_TEST(worst(all) == health::ok, findings_text(all, {}));
}

BOOST_AUTO_TEST_CASE(has_an_exit_code_of_its_own_for_a_cluster_that_is_away) {
  x.trouble = "no node answers";
  auto all = check_cluster(x);
  require(all, health::failure, "no node answers");
  BOOST_TEST(exit_code_of(all) == exit_code::unavailable);
  x.refused = true;
  BOOST_TEST(exit_code_of(check_cluster(x)) == exit_code::not_allowed);
  all.push_back({health::failure, "ports", "taken", "free it"});
  BOOST_TEST(exit_code_of(all) == exit_code::failure);
}

BOOST_AUTO_TEST_CASE(names_the_nodes_that_do_not_answer) {
  lose(2);
  x.endpoints[2].trouble = "no answer";
  require(check_reach(x), health::failure,
          "node 3 at 10.0.0.3:7101 does not answer");
  BOOST_TEST(check_reach(x).front().detail == "10.0.0.3:7201: no answer");
  x.endpoints[2].trouble = "10.0.0.3:7201: Connection refused";
  BOOST_TEST(check_reach(x).front().detail
             == "10.0.0.3:7201: Connection refused");
  require(check_voters(x), health::warning, "one more that is lost");
  lose(1);
  require(check_voters(x), health::failure, "no majority");
  // It said that 0 of 0 voters answer, and that their number is even.
  x.members.clear();
  require(check_voters(x), health::failure, "no leader says who votes");
  BOOST_TEST(check_voters(x).size() == 1U);
}

// A node whose database hung or was gone was only to be started.
BOOST_AUTO_TEST_CASE(looks_at_the_database_of_a_node_that_runs) {
  for (const auto* trouble :
       {"no answer", "the database of this node has not answered"}) {
    x.endpoints[1].trouble = trouble;
    BOOST_TEST(check_reach(x).front().advice.find("its database")
               != std::string::npos);
  }
  x.endpoints[1].trouble = "Connection refused";
  BOOST_TEST(check_reach(x).front().advice
             == "start that node, or correct --endpoints");
}

// A node that hung was only to be started, where no node answered.
BOOST_AUTO_TEST_CASE(looks_at_the_databases_where_no_node_answers) {
  x.trouble = "127.0.0.1:7201: no answer; 127.0.0.1:7202: Connection refused";
  BOOST_TEST(check_reach(x).front().advice.find("its database")
             != std::string::npos);
  x.trouble = "127.0.0.1:7201: Connection refused";
  BOOST_TEST(check_reach(x).front().advice
             == "start a node, or correct --endpoints");
}

// It said that the members were to be started, and that nobody led.
BOOST_AUTO_TEST_CASE(knows_a_node_that_waits) {
  lose(0);
  lose(1);
  lose(2);
  auto added = protocol::node_status{};
  added.id = {4};
  added.address = "10.0.0.4:7101";
  added.role = "learner";
  x.nodes.push_back(added);
  x.members.clear();
  auto all = check_cluster(x);
  require(all, health::failure, "node 4 is no member yet");
  BOOST_TEST(all.size() == 1U);
  BOOST_TEST(all.front().advice.find("`taskraft cluster add 4 10.0.0.4:7101`")
             == 0U);
  x.nodes.back().role = "follower";
  require(check_cluster(x), health::failure, "waits for the other founders");
  // One that has lost its leader does not wait for either.
  x.nodes.back().term = {3};
  require(check_cluster(x), health::failure, "no node leads");
}

BOOST_AUTO_TEST_CASE(says_that_the_node_of_the_settings_is_no_member) {
  x.own_node = 3;
  BOOST_TEST(check_membership(x).empty());
  x.own_node = 4;
  require(check_cluster(x), health::failure,
          "node 4 of these settings is no member");
}

BOOST_AUTO_TEST_CASE(misses_a_leader) {
  x.nodes[0].role = "follower";
  require(check_leader(x), health::failure, "no node leads");
}

BOOST_AUTO_TEST_CASE(counts_the_voters) {
  x.members.push_back({{4}, "10.0.0.4:7101", "d", false});
  require(check_voters(x), health::warning, "node 4 has no vote yet");
  x.members[3].voter = true;
  auto fourth = x.nodes[2];
  fourth.id = {4};
  x.nodes.push_back(fourth);
  require(check_voters(x), health::warning, "even: 4");
  x.members.resize(1);
  require(check_voters(x), health::warning, "there is one voter");
}

BOOST_AUTO_TEST_CASE(warns_of_nodes_that_fail_together) {
  for (auto& member : x.members)
    member.address = "10.0.0.1:" + std::to_string(7100 + member.id.value);
  require(check_places(x), health::warning, "on one host: 10.0.0.1");
  x.members[0].address = "127.0.0.1:1";
  x.members[1].address = "[::1]:2";
  x.members[2].address = "localhost:3";
  require(check_places(x), health::warning, "on one host: loopback");
}

BOOST_AUTO_TEST_CASE(warns_of_mixed_versions) {
  x.nodes[1].version = "1.3.0";
  require(check_versions(x), health::warning,
          "nodes 1, 3 run 1.2.3, nodes 2 run 1.3.0");
  for (auto& node : x.nodes)
    node.version = "2.0.0";
  require(check_versions(x), health::warning, "this client is 1.2.3");
}

BOOST_AUTO_TEST_CASE(warns_of_nodes_that_lag) {
  x.nodes[1].applied_index = {39'999};
  require(check_lag(x), health::warning, "node 2 lags by 10001 entries");
}

BOOST_AUTO_TEST_CASE(warns_of_disks_that_are_nearly_full) {
  x.nodes[1].disk_free = gib / 2;
  require(check_rooms(x), health::warning, "node 2 has 512 MiB left");
  x.nodes[1].disk_free = 100 * gib;
  x.health->add_low_disks(3);
  require(check_rooms(x), health::warning,
          "node 3 has less than a tenth of its disk free");
}

// Zero was taken for not known, and all was well with two of three disks full.
BOOST_AUTO_TEST_CASE(finds_disks_that_are_full) {
  x.nodes[1].disk_free = 0;
  require(check_rooms(x), health::failure, "the disk of node 2 is full");
  x.nodes[1].reachable = false;
  BOOST_TEST(check_rooms(x).empty());
}

BOOST_AUTO_TEST_CASE(compares_clocks_with_the_one_in_the_middle) {
  x.endpoints[1].ahead_us = 900'000;
  BOOST_TEST(worst(check_clocks(x)) == health::ok);
  x.endpoints[1].ahead_us = 3'000'000;
  require(check_clocks(x), health::warning,
          "the clock of 10.0.0.2:7201 is ahead by 3 seconds");
  x.endpoints[1].ahead_us = -90'000'000;
  require(check_clocks(x), health::failure, "is late by 90 seconds");
  // All of them: then it is this machine.
  for (auto& each : x.endpoints)
    each.ahead_us = 5'000'000;
  require(check_clocks(x), health::warning, "the clock here is late by 5");
  // A slow answer says little.
  x.endpoints[0].uncertainty_us = 6'000'000;
  BOOST_TEST(worst(check_clocks(x)) == health::ok);
}

BOOST_AUTO_TEST_CASE(warns_of_old_backups_and_of_none) {
  backups().set_taken_at_us(x.now_us - 3 * day);
  require(check_backups(x), health::failure, "the newest is 3 days old");
  backups().clear_taken_at_us();
  require(check_backups(x), health::warning, "there is none yet");
  backups().set_taken_at_us(x.now_us - 1);
  backups().set_failures(2);
  backups().set_failed_at_us(x.now_us);
  backups().set_reason("no room");
  require(check_backups(x), health::warning, "node 1 cannot take one: no room");
  x.health->clear_backups();
  require(check_backups(x), health::warning, "no node takes backups");
  x.health.reset();
  x.health_trouble = "only administrators may do that";
  BOOST_TEST(worst(check_backups(x)) == health::skipped);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(the_findings)

BOOST_AUTO_TEST_CASE(are_lines_for_people_and_objects_for_scripts) {
  auto all = findings{{health::ok, "disk", "free", {}},
                      {health::failure, "ports", "taken\tby x", "free it"}};
  BOOST_TEST(findings_text(all, {})
             == "ok\tdisk\tfree\t\nfailure\tports\ttaken\\tby x\tfree it\n");
  BOOST_TEST(findings_json(all, {})
             == R"([{"check":"disk","state":"ok","detail":"free",)"
                R"("advice":null},{"check":"ports","state":"failure",)"
                R"("detail":"taken\tby x","advice":"free it"}])"
                "\n");
}

BOOST_AUTO_TEST_CASE(have_sizes_and_times_that_people_read) {
  BOOST_TEST(bytes_text(0) == "0 bytes");
  BOOST_TEST(bytes_text(1536) == "1.5 KiB");
  BOOST_TEST(bytes_text(100 * gib) == "100 GiB");
  BOOST_TEST(duration_text(0) == "0 us");
  BOOST_TEST(duration_text(1500) == "1500 us");
  BOOST_TEST(duration_text(90 * second) == "90 seconds");
  BOOST_TEST(duration_text(3 * day) == "3 days");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace cluster_checks_test
