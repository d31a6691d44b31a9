#include "protocol/messages/client_frames.hpp"
#include "tests/actors/consensus/server_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <random>

namespace server_test {

using namespace taskraft;
using namespace taskraft::tests;

using fixture = server_fixture;

BOOST_FIXTURE_TEST_SUITE(the_server, fixture)

BOOST_AUTO_TEST_CASE(hears_nothing_from_whom_it_does_not_know) {
  start_server(disks());
  other.tell(node, protocol::request_node_status{{1}, 1});
  BOOST_TEST(statuses() == 0U);
  // An anonymous sender looks the same from both sides.
  tell(node, protocol::request_node_status{{1}, 2});
  BOOST_TEST(statuses() == 0U);
  peer.tell(node, protocol::request_node_status{{1}, 3});
  BOOST_TEST(statuses() == 1U);
}

BOOST_AUTO_TEST_CASE(hears_whose_hello_it_accepted) {
  start_server(disks());
  other.tell(node, hello_of(2, "disk2", "c"));
  drain();
  auto answer = other.take<protocol::hello_answer>();
  BOOST_TEST_REQUIRE(answer.size() == 1U);
  BOOST_TEST(answer[0].accepted);
  BOOST_TEST(answer[0].self.disk_id == "disk1");
  other.tell(node, protocol::request_node_status{{1}, 1});
  BOOST_TEST(statuses() == 1U);
  // Another actor of the same node is believed, one of another node is not.
  auto role_there = tests::remote_actor{system, 22};
  auto elsewhere = tests::remote_actor{system, 33};
  role_there.tell(node, protocol::request_node_status{{1}, 2});
  BOOST_TEST(statuses() == 1U);
  elsewhere.tell(node, protocol::request_node_status{{1}, 3});
  BOOST_TEST(statuses() == 0U);
}

BOOST_AUTO_TEST_CASE(takes_no_commands_in_the_name_of_another_node) {
  start_server(disks());
  other.tell(node, hello_of(2, "disk2", "c"));
  drain();
  auto refusals = [&](std::uint64_t from, protocol::principal who) {
    auto frames = std::string{};
    protocol::append_command_frame(
      frames, {.id = {}, .seen_index = {}, .command = "x", .principal = who});
    other.tell(node, protocol::forward_commands{
                       {from}, 1, 1, protocol::blob{std::move(frames)}});
    drain();
    // The role does not lead, and says so of what reaches it.
    return gateway.take<protocol::commands_refused>().size()
           + second.take<protocol::commands_refused>().size();
  };
  using kind = protocol::principal_kind;
  open_link(2, hello_of(2, "disk2", "c"));
  BOOST_TEST(refusals(2, {.kind = kind::session, .id = 1}) == 1U);
  BOOST_TEST(refusals(2, {.kind = kind::node, .id = 2}) == 1U);
  BOOST_TEST(refusals(2, {.kind = kind::operator_token, .id = 2}) == 1U);
  BOOST_TEST(refusals(2, {.kind = kind::node, .id = 3}) == 0U);
  BOOST_TEST(refusals(2, {.kind = kind::operator_token, .id = 1}) == 0U);
  BOOST_TEST(refusals(1, {.kind = kind::session, .id = 1}) == 0U);
}

BOOST_AUTO_TEST_CASE(tells_another_cluster_nothing_but_that_it_is_refused) {
  start_server(disks());
  auto foreign = hello_of(2, "disk2", "another cluster");
  foreign.cluster_name = "another";
  other.tell(node, foreign);
  drain();
  auto answer = other.take<protocol::hello_answer>();
  BOOST_TEST_REQUIRE(answer.size() == 1U);
  BOOST_TEST(!answer[0].accepted);
  BOOST_TEST(answer[0].reason == "refused");
  BOOST_TEST(answer[0].self.node == raft::node_id{});
  for (const auto& text :
       {answer[0].self.cluster_name, answer[0].self.cluster_id,
        answer[0].self.disk_id, answer[0].self.address, answer[0].self.version})
    BOOST_TEST(text == "");
  other.tell(node, protocol::request_node_status{{1}, 1});
  BOOST_TEST(statuses() == 0U);
}

BOOST_AUTO_TEST_CASE(refuses_a_wiped_disk_under_a_known_id) {
  start_server(disks());
  other.tell(node, hello_of(2, "another disk"));
  drain();
  auto answer = other.take<protocol::hello_answer>();
  BOOST_TEST_REQUIRE(answer.size() == 1U);
  BOOST_TEST(!answer[0].accepted);
  BOOST_TEST(answer[0].fatal);
  BOOST_TEST(answer[0].reason == "node 2 is known with another disk");
  BOOST_TEST(answer[0].self.disk_id == "");
}

BOOST_AUTO_TEST_CASE(refuses_a_hello_for_another_node_than_the_certificate) {
  start_server(disks());
  certified = 3;
  // It would have this node believe that its disk is older than it was.
  auto hello = hello_of(2, "disk2", "c");
  hello.seen.incarnation = 9;
  other.tell(node, hello);
  drain();
  auto answer = other.take<protocol::hello_answer>();
  BOOST_TEST_REQUIRE(answer.size() == 1U);
  BOOST_TEST(!answer[0].accepted);
  BOOST_TEST(!answer[0].fatal);
  BOOST_TEST(answer[0].reason == "its certificate is of another node");
  BOOST_TEST(answer[0].self.disk_id == "");
  BOOST_TEST(admitted.empty());
  other.tell(node, protocol::request_node_status{{1}, 1});
  BOOST_TEST(statuses() == 0U);
  certified = 2;
  other.tell(node, hello_of(2, "disk2", "c"));
  drain();
  BOOST_TEST(other.take<protocol::hello_answer>()[0].accepted);
}

BOOST_AUTO_TEST_CASE(hears_only_the_newest_start_of_a_node) {
  join_with_second();
  BOOST_TEST(admitted.size() == 1U);
  auto restarted = tests::remote_actor{system, 44};
  auto hello = hello_of(2, "disk2", "c");
  hello.incarnation = 2;
  restarted.tell(node, hello);
  drain();
  restarted.tell(node, protocol::request_node_status{{1}, 1});
  BOOST_TEST(statuses() == 1U);
  other.tell(node, protocol::request_node_status{{1}, 2});
  BOOST_TEST(statuses() == 0U);
  // The network is told to let the node's messages through.
  BOOST_TEST_REQUIRE(admitted.size() == 1U);
  BOOST_CHECK(
    (admitted[0]
     == caf::make_node_id(44, caf::node_id::default_data::host_id_type{})));
}

BOOST_AUTO_TEST_CASE(lets_nobody_be_elected_before_all_have_met) {
  start_server();
  open_link(2, hello_of(2, "disk2"));
  for (auto i = 0; i < 100; ++i)
    peer.tell(node, raft::tick{});
  drain();
  BOOST_TEST(second.count<raft::request_vote>() == 0U);
  BOOST_TEST(log.count<protocol::save_bootstrap>() == 0U);
  open_link(3, hello_of(3, "disk3"));
  // The disks are written down first.
  auto bootstrap = log.take<protocol::save_bootstrap>();
  BOOST_TEST_REQUIRE(bootstrap.size() == 1U);
  BOOST_TEST(bootstrap[0].disk_ids.size() == 3U);
  for (auto i = 0; i < 100; ++i)
    peer.tell(node, raft::tick{});
  drain();
  BOOST_TEST(second.count<raft::request_vote>() == 0U);
  log.tell(node, protocol::bootstrap_saved{bootstrap[0]});
  for (auto i = 0; i < 100; ++i)
    peer.tell(node, raft::tick{});
  drain();
  BOOST_TEST(second.count<raft::request_vote>() > 0U);
}

BOOST_AUTO_TEST_CASE(tells_its_peers_who_it_is_once_the_cluster_is_known) {
  start_server();
  auto bootstrap = protocol::save_bootstrap{"c", disks()};
  log.tell(node, protocol::bootstrap_saved{bootstrap});
  drain();
  auto words = peers.at({2}).take<protocol::introduce_as>();
  BOOST_TEST_REQUIRE(words.size() == 1U);
  BOOST_TEST(words[0].self.cluster_id == "c");
}

BOOST_AUTO_TEST_CASE(ends_when_its_disk_has_no_place) {
  start_server();
  peer.tell(node, protocol::refused_by_peer{{2}, "wiped"});
  drain();
  BOOST_REQUIRE(!ends().empty());
  BOOST_TEST(ends()[0].category()
             == caf::make_error(errc::identity_refused).category());
}

// Faults from outside, 26.
BOOST_AUTO_TEST_CASE(ends_as_distrusted_when_others_have_seen_a_later_start) {
  start_server(disks());
  open_link(2, hello_of(2, "disk2", "c"));
  for (auto id : {2, 3}) {
    auto accuser = hello_of(static_cast<std::uint64_t>(id),
                            "disk" + std::to_string(id), "c");
    accuser.seen.incarnation = 9;
    peer.tell(node,
              protocol::refused_by_peer{accuser.node, "older", false, accuser});
  }
  drain();
  BOOST_TEST(auditor.take<protocol::mark_distrusted>().size() == 1U);
  BOOST_TEST(ends().empty());
}

BOOST_AUTO_TEST_CASE(keeps_what_it_has_seen_of_disks) {
  start_server(disks());
  auto hello = hello_of(2, "disk2", "c");
  hello.incarnation = 4;
  other.tell(node, hello);
  drain();
  auto kept = auditor.take<protocol::keep_seen>();
  BOOST_REQUIRE(!kept.empty());
  BOOST_TEST(kept.back().seen.at({2}).progress.incarnation == 4U);
}

BOOST_AUTO_TEST_CASE(sends_requests_to_the_leaders_node) {
  join_with_second();
  auto heartbeat = raft::append_entries{};
  heartbeat.term = {1};
  heartbeat.leader = {2};
  heartbeat.previous = {{2}, {1}};
  other.tell(node, heartbeat);
  drain();
  second.take<raft::appended>();
  gateway.tell(node, protocol::forward_commands{{1}, 1, 1, {}});
  gateway.tell(node, protocol::request_read_index{{1}, 5});
  gateway.tell(node, protocol::request_transfer{{1}, 6, {}});
  drain();
  BOOST_TEST(second.count<protocol::forward_commands>() == 1U);
  BOOST_TEST(second.count<protocol::request_read_index>() == 1U);
  BOOST_TEST(second.count<protocol::request_transfer>() == 1U);
  // A request of another node is not forwarded, or it could travel in circles.
  other.tell(node, protocol::forward_commands{{2}, 1, 1, {}});
  drain();
  BOOST_TEST(second.count<protocol::forward_commands>() == 1U);
  BOOST_TEST(second.count<protocol::commands_refused>() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(the_baton, fixture)

/// A follower becomes a candidate, again and again, while questions arrive; in
/// whatever order server and roles run, each gets one answer.
BOOST_AUTO_TEST_CASE(loses_no_message_at_a_change_of_role) {
  for (auto seed = 1U; seed <= 100; ++seed) {
    auto random = std::mt19937_64{seed};
    start_server(disks());
    open_link(2, hello_of(2, "disk2", "c"));
    open_link(3, hello_of(3, "disk3", "c"));
    statuses();
    auto asked = std::size_t{0};
    auto refused = std::size_t{0};
    for (auto i = 0; i < 400; ++i) {
      switch (random() % 8) {
        case 0:
          peer.tell(node, protocol::request_node_status{{1}, ++asked});
          break;
        case 1:
          ++refused;
          gateway.tell(node, protocol::forward_commands{{1}, 1, 1, {}});
          break;
        case 2: {
          // A rival of the next term ends a candidacy.
          auto vote = raft::request_vote{};
          vote.term = {i / 40U + 2U};
          vote.candidate = {3};
          vote.last = {{9}, {i / 40U + 1U}};
          peer.tell(node, vote);
          break;
        }
        default:
          peer.tell(node, raft::tick{random()});
      }
      for (auto steps = random() % 4; steps > 0; --steps) {
        auto& jobs = scheduler.jobs;
        if (jobs.empty())
          break;
        auto at
          = jobs.begin() + static_cast<std::ptrdiff_t>(random() % jobs.size());
        std::rotate(jobs.begin(), at, std::next(at));
        scheduler.run_once();
      }
    }
    BOOST_TEST(statuses() == asked, "seed " << seed);
    BOOST_TEST(gateway.take<protocol::commands_refused>().size() == refused,
               "seed " << seed);
    caf::anon_send_exit(node, caf::exit_reason::kill);
    drain();
  }
}

BOOST_AUTO_TEST_CASE(goes_to_the_next_role_before_the_last_one_retires) {
  start_server(disks());
  for (auto i = 0; i < 35; ++i)
    peer.tell(node, raft::tick{});
  drain();
  // The candidate asks for votes, with the consensus of the follower.
  auto asked = second.take<raft::request_vote>();
  BOOST_REQUIRE(!asked.empty());
  BOOST_TEST(asked[0].term == raft::term{2});
  BOOST_TEST(asked[0].last == (raft::log_position{{2}, {1}}));
  BOOST_TEST(ends().empty());
}

BOOST_AUTO_TEST_CASE(gives_other_nodes_the_digest_of_its_state) {
  join_with_second();
  other.tell(node, protocol::request_digest{{2}, 9, {40}});
  tell(node, protocol::take_digest{{40}, nullptr});
  drain();
  BOOST_TEST(auditor.take<protocol::take_digest>().size() == 1U);
  BOOST_TEST(second.count<protocol::digest_answered>() == 0U);
  tell(node, protocol::digest_taken{{40}, "7", ""});
  drain();
  auto answers = second.take<protocol::digest_answered>();
  BOOST_TEST_REQUIRE(answers.size() == 1U);
  BOOST_TEST(answers[0].context == 9U);
  BOOST_TEST(answers[0].node == raft::node_id{1});
  BOOST_TEST(answers[0].digest == "7");
}

BOOST_AUTO_TEST_CASE(is_condemned_only_by_another_digest_of_its_own_index) {
  join_with_second();
  tell(node, protocol::take_digest{{40}, nullptr});
  tell(node, protocol::digest_taken{{40}, "7", ""});
  other.tell(node, protocol::digest_refuted{{2}, {40}, "7"});
  other.tell(node, protocol::digest_refuted{{2}, {41}, "8"});
  tell(node, protocol::digest_refuted{{2}, {40}, "8"});
  drain();
  BOOST_TEST(auditor.count<protocol::mark_diverged>() == 0U);
  other.tell(node, protocol::digest_refuted{{2}, {40}, "8"});
  drain();
  auto marks = auditor.take<protocol::mark_diverged>();
  BOOST_TEST_REQUIRE(marks.size() == 1U);
  BOOST_TEST(marks[0].own == "7");
  BOOST_TEST(marks[0].majority == "8");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace server_test
