#include "actors/consensus/known_nodes.hpp"
#include "tests/support/unit_test.hpp"

namespace known_nodes_test {

using namespace taskraft;
using actors::known_nodes;

protocol::hello hello_of(std::uint64_t node, std::string disk,
                         std::string cluster_id = "") {
  auto x = protocol::hello{};
  x.cluster_name = "demo";
  x.cluster_id = std::move(cluster_id);
  x.node = {node};
  x.disk_id = std::move(disk);
  x.incarnation = 1;
  return x;
}

std::vector<raft::member> three() {
  return {{.id = {1}, .address = "one:1", .disk_id = {}},
          {.id = {2}, .address = "two:1", .disk_id = {}},
          {.id = {3}, .address = "three:1", .disk_id = {}}};
}

protocol::hello introduction_of(std::uint64_t node, std::string disk) {
  auto x = hello_of(node, std::move(disk), "c");
  x.wire_version = protocol::wire_version;
  return x;
}

known_nodes fresh(std::uint64_t node = 1) {
  return {hello_of(node, "disk" + std::to_string(node)), three(), {}, "new"};
}

BOOST_AUTO_TEST_SUITE(the_bootstrap_condition)

BOOST_AUTO_TEST_CASE(stays_shut_until_every_member_was_met) {
  auto known = fresh();
  BOOST_TEST(known.missing() == (std::vector<raft::node_id>{{2}, {3}}));
  known.met(hello_of(2, "disk2"));
  BOOST_CHECK(!known.bootstrap_condition());
  known.met(hello_of(3, "disk3"));
  BOOST_TEST(known.missing().empty());
  auto condition = known.bootstrap_condition();
  BOOST_REQUIRE(condition);
  BOOST_TEST(condition->cluster_id == "");
  BOOST_TEST(condition->disk_ids.size() == 3U);
  BOOST_TEST(condition->disk_ids.at({1}) == "disk1");
  BOOST_TEST(condition->disk_ids.at({3}) == "disk3");
}

BOOST_AUTO_TEST_CASE(opens_at_once_for_a_cluster_of_one) {
  auto known = known_nodes{hello_of(1, "disk1"),
                           {{.id = {1}, .address = "one:1", .disk_id = {}}},
                           {},
                           "new"};
  BOOST_CHECK(known.bootstrap_condition());
}

BOOST_AUTO_TEST_CASE(stays_shut_when_a_member_knows_a_cluster) {
  // HAZARDS 15: two wiped nodes must not found a second cluster.
  auto known = fresh();
  known.met(hello_of(2, "disk2"));
  known.met(hello_of(3, "disk3", "old"));
  BOOST_CHECK(!known.bootstrap_condition());
}

BOOST_AUTO_TEST_CASE(stays_shut_for_a_node_that_is_no_founder) {
  auto known = fresh(4);
  for (auto node : {1, 2, 3})
    known.met(hello_of(static_cast<std::uint64_t>(node),
                       "disk" + std::to_string(node)));
  BOOST_TEST(!known.is_founder());
  BOOST_CHECK(!known.bootstrap_condition());
}

BOOST_AUTO_TEST_CASE(is_passed_once_the_disks_are_recorded) {
  auto known = fresh();
  known.met(hello_of(2, "disk2"));
  known.met(hello_of(3, "disk3"));
  BOOST_TEST(!known.may_elect());
  known.recorded(*known.bootstrap_condition());
  BOOST_TEST(known.may_elect());
  BOOST_CHECK(!known.bootstrap_condition());
  auto bootstrap = known.bootstrap();
  BOOST_TEST(bootstrap.cluster_id == "new");
  BOOST_TEST_REQUIRE(bootstrap.members.size() == 3U);
  BOOST_TEST(bootstrap.members[1].disk_id == "disk2");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_refusal)

BOOST_AUTO_TEST_CASE(ends_a_node_without_a_past_when_a_cluster_says_so) {
  auto known = fresh();
  BOOST_TEST(known.refused({{2}, ""}));
}

BOOST_AUTO_TEST_CASE(ends_a_node_with_a_past_only_by_a_majority) {
  auto known = known_nodes{
    hello_of(1, "disk1", "mine"), three(), {{{1}, "disk1"}}, "new"};
  BOOST_TEST(!known.refused({{2}, ""}));
  BOOST_TEST(!known.refused({{2}, ""}));
  BOOST_TEST(!known.refused({{7}, ""}));
  BOOST_TEST(known.refused({{3}, ""}));
}

// A program at a dead member's address could once end all other nodes.
BOOST_AUTO_TEST_CASE(of_a_removed_node_is_final_if_most_others_say_so) {
  auto known = known_nodes{
    hello_of(1, "disk1", "mine"), three(), {{{1}, "disk1"}}, "new"};
  BOOST_TEST(!known.refused({{2}, "", true}));
  BOOST_TEST(!known.refused({{2}, "", true}));
  BOOST_TEST(!known.refused({{7}, "", true}));
  // A refusal for another reason is judged alone.
  BOOST_TEST(!known.refused({{3}, ""}));
  BOOST_TEST(known.refused({{3}, "", true}));
}

BOOST_AUTO_TEST_CASE(of_a_removed_node_needs_the_members_of_its_log) {
  auto known
    = known_nodes{hello_of(1, "disk1", "c"), three(), {{{1}, "disk1"}}, "new"};
  auto now = raft::membership{.cluster_id = "c", .members = three()};
  for (auto id : {4U, 5U})
    now.members.push_back(
      {.id = {id}, .address = "more:" + std::to_string(id), .disk_id = {}});
  known.follow(now, now);
  BOOST_TEST(!known.refused({{2}, "", true}));
  BOOST_TEST(!known.refused({{3}, "", true}));
  BOOST_TEST(known.refused({{5}, "", true}));
}

BOOST_AUTO_TEST_CASE(of_a_removed_node_without_a_log_needs_most_founders) {
  auto known = fresh(4);
  BOOST_TEST(!known.refused({{2}, "", true}));
  BOOST_TEST(known.refused({{1}, "", true}));
}

BOOST_AUTO_TEST_CASE(of_a_removed_node_is_final_from_the_only_other_member) {
  auto known = known_nodes{hello_of(1, "disk1", "mine"),
                           {{.id = {1}, .address = "one:1", .disk_id = {}},
                            {.id = {2}, .address = "two:1", .disk_id = {}}},
                           {{{1}, "disk1"}},
                           "new"};
  BOOST_TEST(known.refused({{2}, "", true}));
}

BOOST_AUTO_TEST_CASE(is_forgotten_when_its_author_is_met_in_peace) {
  auto known = known_nodes{
    hello_of(1, "disk1", "mine"), three(), {{{1}, "disk1"}}, "new"};
  for (auto removed : {false, true}) {
    BOOST_TEST(!known.refused({{2}, "", removed}));
    known.met(hello_of(2, "disk2", "mine"));
    BOOST_TEST(!known.refused({{3}, "", removed}));
    known.met(hello_of(3, "disk3", "mine"));
  }
}

BOOST_AUTO_TEST_SUITE_END()

raft::membership members_of_the_copy() {
  auto result = raft::membership{.cluster_id = "copied", .members = three()};
  for (auto& one : result.members)
    one.address = "there:" + std::to_string(one.id.value);
  return result;
}

BOOST_AUTO_TEST_SUITE(data_of_another_cluster)

// The log leads to the nodes it was copied from, so the settings' members may
// be the only ones that object.
BOOST_AUTO_TEST_CASE(is_noticed_when_most_members_of_the_settings_say_so) {
  auto past = std::map<raft::node_id, std::string>{
    {{1}, "disk1"}, {{2}, "disk2"}, {{3}, "disk3"}};
  auto known
    = known_nodes{hello_of(1, "disk1", "copied"), three(), past, "new"};
  known.follow(members_of_the_copy(), members_of_the_copy());
  auto other = hello_of(2, "disk2", "ours");
  other.address = "two:1";
  BOOST_TEST(!known.is_misplaced(other));
  BOOST_TEST(!known.is_misplaced(other));
  // Another disk under that id, or a node without data, proves nothing.
  auto elsewhere = hello_of(3, "disk3", "ours");
  elsewhere.address = "elsewhere:1";
  BOOST_TEST(!known.is_misplaced(elsewhere));
  auto third = hello_of(3, "disk3");
  third.address = "three:1";
  BOOST_TEST(!known.is_misplaced(third));
  third.cluster_id = "ours";
  BOOST_TEST(known.is_misplaced(third));
}

// Two hellos of one unknown peer, in the names of two members, ended a node.
BOOST_AUTO_TEST_CASE(is_not_believed_of_members_that_this_node_dials_itself) {
  auto past = std::map<raft::node_id, std::string>{
    {{1}, "disk1"}, {{2}, "disk2"}, {{3}, "disk3"}};
  auto known = known_nodes{hello_of(1, "disk1", "c"), three(), past, "new"};
  auto members = raft::membership{.cluster_id = "c", .members = three()};
  known.follow(members, members);
  for (auto [id, address] :
       {std::pair{2U, "two:1"}, std::pair{3U, "three:1"}}) {
    auto other = hello_of(id, "disk", "another");
    other.address = address;
    BOOST_TEST(!known.is_misplaced(other));
  }
}

BOOST_AUTO_TEST_CASE(is_not_believed_of_nodes_that_the_data_has_left) {
  auto known = known_nodes{
    hello_of(1, "disk1", "forced"), three(), {{{1}, "disk1"}}, "new"};
  for (auto [id, address] :
       {std::pair{2U, "two:1"}, std::pair{3U, "three:1"}}) {
    auto other = hello_of(id, "disk", "old");
    other.address = address;
    BOOST_TEST(!known.is_misplaced(other));
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(known_nodes_of_a_log)

// HAZARDS 34: settings and records of the bootstrap count until the log knows
// the members, and not afterwards.
BOOST_AUTO_TEST_CASE(are_those_of_the_log_and_of_nothing_else) {
  auto known = known_nodes{hello_of(1, "disk1", "c"),
                           three(),
                           {{{1}, "disk1"}, {{2}, "disk2"}},
                           "new"};
  auto now = raft::membership{
    .cluster_id = "c",
    .members
    = {{.id = {1}, .address = "one:1", .disk_id = "disk1"},
       {.id = {5}, .address = "five:1", .disk_id = "disk5", .voter = false}},
    .removed = {{2}, {3}}};
  known.follow(now, now);
  BOOST_TEST_REQUIRE(known.partners().size() == 1U);
  BOOST_TEST(known.partners()[0].address == "five:1");
  BOOST_TEST(known.is_member({5}));
  BOOST_TEST(!known.is_member({2}));
  BOOST_TEST(known.is_removed({2}));
  auto verdict = known.judge(introduction_of(2, "disk2"));
  BOOST_TEST(verdict.fatal);
  BOOST_TEST(verdict.removed);
  BOOST_TEST(known.judge(introduction_of(5, "disk5")).accepted);
  BOOST_TEST(known.judge(introduction_of(5, "wiped")).fatal);
}

// HAZARDS 30: an entry that is not committed ends no node.
BOOST_AUTO_TEST_CASE(keep_whom_only_an_uncommitted_entry_removes) {
  auto known
    = known_nodes{hello_of(1, "disk1", "c"), three(), {{{1}, "disk1"}}, "new"};
  auto before = raft::membership{.cluster_id = "c", .members = three()};
  auto after = before;
  after.members.pop_back();
  after.removed = {{3}};
  known.follow(after, before);
  BOOST_TEST(known.is_member({3}));
  BOOST_TEST(!known.is_removed({3}));
  BOOST_TEST(known.judge(introduction_of(3, "disk3")).accepted);
  BOOST_TEST(known.partners().size() == 2U);
}

BOOST_AUTO_TEST_CASE(are_those_of_the_settings_when_the_bootstrap_was_cut) {
  auto known = fresh();
  auto founded = raft::membership{.cluster_id = "c", .members = three()};
  auto settings = raft::membership{.cluster_id = {}, .members = three()};
  known.follow(founded, settings);
  known.follow(settings, settings);
  BOOST_TEST(known.partners().size() == 2U);
  BOOST_TEST(known.judge(introduction_of(2, "disk2")).accepted);
}

BOOST_AUTO_TEST_CASE(are_nobody_for_a_node_that_waits_to_be_added) {
  BOOST_TEST(fresh(4).partners().empty());
}

BOOST_AUTO_TEST_CASE(are_asked_while_a_node_waits_to_be_added) {
  BOOST_TEST(fresh().seed_nodes().empty());
  auto known = fresh(4);
  BOOST_TEST(known.seed_nodes().size() == 3U);
  auto added = raft::membership{.cluster_id = "c", .members = three()};
  known.follow(added, {});
  BOOST_TEST(known.seed_nodes().empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(known_nodes_remember)

BOOST_AUTO_TEST_CASE(the_newest_incarnation_of_a_disk) {
  auto known = fresh();
  auto other = hello_of(2, "disk2");
  other.wire_version = protocol::wire_version;
  other.incarnation = 5;
  known.met(other);
  BOOST_TEST(known.judge(other).accepted);
  other.incarnation = 4;
  BOOST_TEST(!known.judge(other).accepted);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(what_was_seen_of_a_disk)

struct with_known_progress {
  known_nodes known{introduction_of(1, "disk1"),
                    three(),
                    {{{1}, "disk1"}, {{2}, "disk2"}, {{3}, "disk3"}},
                    "new"};
  protocol::hello other = introduction_of(2, "disk2");

  with_known_progress() {
    other.incarnation = 4;
    other.start_id = 5;
    known.met(other);
    known.note_confirmed({{2}, {3}, {{7}, {2}}});
  }
};

BOOST_FIXTURE_TEST_CASE(is_told_to_its_node, with_known_progress) {
  auto words = known.hello_for({2});
  BOOST_TEST(words.disk_id == "disk1");
  BOOST_TEST(words.seen.incarnation == 4U);
  BOOST_TEST(words.seen.start_id == 5U);
  BOOST_TEST(words.seen.term == raft::term{3});
  BOOST_TEST(words.seen.confirmed.index == raft::log_index{7});
  BOOST_CHECK(known.hello_for({3}).seen == protocol::seen_progress{});
  // The seen progress only grows.
  known.note_confirmed({{2}, {2}, {{6}, {2}}});
  BOOST_TEST(known.hello_for({2}).seen.term == raft::term{3});
  BOOST_TEST(known.hello_for({2}).seen.confirmed.index == raft::log_index{7});
}

BOOST_FIXTURE_TEST_CASE(is_known_in_the_next_life, with_known_progress) {
  auto later = known_nodes{introduction_of(1, "disk1"),
                           three(),
                           {{{1}, "disk1"}, {{2}, "disk2"}, {{3}, "disk3"}},
                           "new",
                           known.seen()};
  BOOST_TEST(later.judge(other).accepted);
  other.incarnation = 3;
  auto judged = later.judge(other);
  BOOST_TEST(!judged.accepted);
  BOOST_TEST(judged.fatal);
}

BOOST_FIXTURE_TEST_CASE(is_believed_from_members_alone, with_known_progress) {
  other.seen = {1, 9, {4}, {{8}, {3}}};
  auto seen = known.seen_by(other);
  BOOST_REQUIRE(seen);
  BOOST_TEST(seen->by == raft::node_id{2});
  BOOST_TEST(seen->term == raft::term{4});
  BOOST_TEST(seen->confirmed.index == raft::log_index{8});
  // This node has its first start, under another number.
  BOOST_TEST(seen->newer_start);
  other.seen.start_id = 0;
  BOOST_TEST(!known.seen_by(other)->newer_start);
  other.disk_id = "disk9";
  BOOST_CHECK(!known.seen_by(other));
  other.disk_id = "disk2";
  other.cluster_id = "another";
  BOOST_CHECK(!known.seen_by(other));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace known_nodes_test
