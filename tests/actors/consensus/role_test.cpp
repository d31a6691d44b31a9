#include "protocol/messages/client_frames.hpp"
#include "protocol/messages/forwarded_frames.hpp"
#include "tests/actors/consensus/role_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace role_test {

using namespace taskraft;
using raft::role_kind;

struct fixture : tests::role_fixture {
  raft::append_entries heartbeat(std::uint64_t term, std::uint64_t leader) {
    auto x = raft::append_entries{};
    x.term = {term};
    x.leader = {leader};
    x.previous = {{2}, {1}};
    x.round = 1;
    return x;
  }

  protocol::forward_commands commands(std::uint64_t from, std::string text) {
    auto frames = std::string{};
    auto size = static_cast<std::uint32_t>(text.size());
    frames.append(reinterpret_cast<const char*>(&size), sizeof size);
    frames += text;
    return {{from}, 7, 1, protocol::blob{frames}};
  }

  /// A follower that has just handed its baton to a candidate.
  protocol::role_actor spent_follower() {
    auto role = begin(role_kind::follower);
    for (auto i = 0; i < 40; ++i)
      say(role, raft::tick{});
    drain();
    auto over = baton();
    BOOST_REQUIRE(over);
    BOOST_TEST(over->next == role_kind::candidate);
    BOOST_REQUIRE(over->state);
    server.take<raft::tick>();
    return role;
  }
};

BOOST_FIXTURE_TEST_SUITE(a_role, fixture)

BOOST_AUTO_TEST_CASE(tells_server_and_gateway_who_leads_once) {
  auto role = begin(role_kind::follower);
  server.take<protocol::leadership_changed>();
  gateway.take<protocol::leadership_changed>();
  say(role, heartbeat(1, 2));
  say(role, heartbeat(1, 2));
  drain();
  for (auto* who : {&server, &gateway}) {
    auto news = who->take<protocol::leadership_changed>();
    BOOST_TEST_REQUIRE(news.size() == 1U);
    BOOST_TEST(news[0].leader == raft::node_id{2});
    BOOST_TEST(news[0].term == raft::term{1});
  }
}

BOOST_AUTO_TEST_CASE(tells_server_and_gateway_who_the_members_are_once) {
  auto role = begin(role_kind::follower);
  for (auto* who : {&server, &gateway}) {
    auto members = who->take<protocol::members_changed>();
    BOOST_TEST_REQUIRE(members.size() == 1U);
    BOOST_TEST(members[0].current.cluster_id == "c");
    BOOST_TEST(members[0].committed == members[0].current);
  }
  say(role, heartbeat(1, 2));
  drain();
  BOOST_CHECK(server.take<protocol::members_changed>().empty());
}

BOOST_AUTO_TEST_CASE(says_how_the_node_is) {
  auto role = begin(role_kind::follower);
  say(role, heartbeat(1, 2));
  say(role, protocol::applied{{2}, {2}});
  say(role, protocol::request_node_status{{1}, 5});
  say(role, protocol::request_node_status{{3}, 6});
  drain();
  auto own = gateway.take<protocol::node_status_answered>();
  BOOST_TEST_REQUIRE(own.size() == 1U);
  BOOST_TEST(own[0].context == 5U);
  BOOST_TEST(own[0].status.role == "follower");
  BOOST_TEST(own[0].status.version == "1.2.3");
  BOOST_TEST(own[0].status.leader == raft::node_id{2});
  BOOST_TEST(own[0].status.last_index == raft::log_index{2});
  BOOST_TEST(own[0].status.applied_index == raft::log_index{2});
  BOOST_TEST(third.take<protocol::node_status_answered>().size() == 1U);
}

BOOST_AUTO_TEST_CASE(sends_nothing_over_a_link_that_is_closed) {
  auto role = begin(role_kind::follower);
  say(role, protocol::link_closed{{3}});
  say(role, protocol::request_node_status{{3}, 6});
  drain();
  BOOST_TEST(third.inbox().empty());
  say(role, protocol::link_opened{
              {3}, third.as<protocol::node_actor>(), protocol::hello{}});
  say(role, protocol::request_node_status{{3}, 7});
  drain();
  BOOST_TEST(third.take<protocol::node_status_answered>().size() == 1U);
}

BOOST_AUTO_TEST_CASE(that_does_not_lead_refuses_clients_requests) {
  for (auto kind : {role_kind::follower, role_kind::candidate}) {
    auto role = begin(kind);
    say(role, commands(3, "x"));
    say(role, protocol::request_read_index{{3}, 8});
    say(role, protocol::request_transfer{{3}, 9, {2}});
    drain();
    BOOST_TEST(third.take<protocol::commands_refused>().size() == 1U);
    auto read = third.take<protocol::read_index_answered>();
    BOOST_TEST_REQUIRE(read.size() == 1U);
    BOOST_TEST(read[0].context == 8U);
    BOOST_TEST(!read[0].granted);
    auto transfer = third.take<protocol::transfer_answered>();
    BOOST_TEST_REQUIRE(transfer.size() == 1U);
    BOOST_TEST(transfer[0].context == 9U);
    BOOST_TEST(transfer[0].outcome == raft::transfer_outcome::not_leader);
  }
}

BOOST_AUTO_TEST_CASE(saves_its_vote_before_it_asks_for_others) {
  auto role = begin(role_kind::candidate);
  say(role, raft::voted{{2}, {2}, true, true});
  drain();
  auto saved = log.take<protocol::save_hard_state>();
  BOOST_TEST_REQUIRE(saved.size() == 1U);
  BOOST_TEST(saved[0].state == (raft::hard_state{{2}, {1}}));
  second.take<raft::request_vote>();
  say(role, raft::hard_state_saved{saved[0].state});
  drain();
  auto asked = second.take<raft::request_vote>();
  BOOST_TEST_REQUIRE(asked.size() == 1U);
  BOOST_TEST(!asked[0].pre_vote);
}

// Faults from outside, 25.
BOOST_AUTO_TEST_CASE(has_a_disk_that_lies_marked_and_says_nothing_more) {
  auto role = begin(role_kind::follower);
  auto word = heartbeat(1, 2);
  word.confirmed = {{3}, {1}};
  say(role, raft::event{word});
  drain();
  auto marks = auditor.take<protocol::mark_distrusted>();
  BOOST_REQUIRE(marks.size() == 1U);
  BOOST_TEST(marks[0].why
             == "this disk lost entries that it had confirmed up to 3; it has "
                "2");
  auto told = second.take<raft::appended>();
  BOOST_REQUIRE(told.size() == 1U);
  BOOST_TEST(told[0].distrusts_disk);
  say(role, raft::event{raft::request_vote{
              .term = {2}, .candidate = {3}, .last = {{9}, {1}}}});
  for (auto i = 0; i < 100; ++i)
    say(role, raft::event{raft::tick{}});
  drain();
  BOOST_TEST(second.inbox().empty());
  BOOST_TEST(third.inbox().empty());
  BOOST_TEST(log.take<protocol::save_hard_state>().empty());
}

BOOST_AUTO_TEST_CASE(tells_whether_its_log_agrees_with_the_leaders) {
  auto role = begin(role_kind::follower);
  gateway.take<protocol::leadership_changed>();
  auto word = heartbeat(1, 2);
  word.commit_index = {2};
  say(role, raft::event{word});
  drain();
  auto news = gateway.take<protocol::leadership_changed>();
  BOOST_REQUIRE(news.size() == 1U);
  BOOST_TEST(news[0].agrees);
  // Of the next leader it is not known yet.
  word = heartbeat(2, 3);
  word.previous = {{5}, {2}};
  say(role, raft::event{word});
  drain();
  news = gateway.take<protocol::leadership_changed>();
  BOOST_REQUIRE(!news.empty());
  BOOST_TEST(news.back().leader == raft::node_id{3});
  BOOST_TEST(!news.back().agrees);
  word = heartbeat(2, 3);
  say(role, raft::event{word});
  drain();
  news = gateway.take<protocol::leadership_changed>();
  BOOST_REQUIRE(news.size() == 1U);
  BOOST_TEST(news[0].agrees);
}

// Faults from outside, 12.
BOOST_AUTO_TEST_CASE(tells_the_gateway_how_new_the_state_is) {
  uptime_us = 5'000'000;
  auto role = begin(role_kind::follower);
  say(role, protocol::applied{{2}, {2}});
  auto word = heartbeat(1, 2);
  word.commit_index = {2};
  word.heard_us = 4'900'000;
  word.sure_us = 0;
  say(role, raft::event{word});
  say(role, raft::event{raft::tick{}});
  say(role, raft::event{raft::tick{}});
  drain();
  auto told = gateway.take<protocol::state_known>();
  BOOST_REQUIRE(told.size() == 1U);
  BOOST_TEST(told[0].known_us <= 4'900'000);
  BOOST_TEST(told[0].known_us >= 4'899'000);
}

BOOST_AUTO_TEST_CASE(tells_the_server_what_is_on_disks) {
  auto role = begin(role_kind::follower);
  for (auto i = 0; i < 50; ++i) {
    say(role, raft::event{heartbeat(1, 2)});
    say(role, raft::event{raft::tick{}});
  }
  drain();
  auto told = server.take<protocol::disks_confirmed>();
  BOOST_REQUIRE(!told.empty());
  BOOST_REQUIRE(told[0].all.size() == 2U);
  BOOST_TEST(told[0].all[0].node == raft::node_id{1});
  BOOST_TEST(told[0].all[0].term == raft::term{1});
  BOOST_TEST(told[0].all[1].node == raft::node_id{2});
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(the_leader, fixture)

BOOST_AUTO_TEST_CASE(proposes_together_what_has_gathered) {
  auto role = begin(role_kind::leader);
  log.take<protocol::write_log>();
  say(role, commands(1, "one"));
  say(role, commands(2, "two"));
  drain();
  auto written = log.take<protocol::write_log>();
  BOOST_TEST_REQUIRE(written.size() == 1U);
  BOOST_TEST_REQUIRE(written[0].writes.size() == 1U);
  BOOST_TEST(written[0].writes[0].entries.count() == 2U);
  BOOST_TEST((*written[0].writes[0].entries.begin()).time_us == 1000U);
}

BOOST_AUTO_TEST_CASE(says_of_each_command_which_node_forwarded_it) {
  auto role = begin(role_kind::leader);
  log.take<protocol::write_log>();
  auto forwarded_by = [&](std::uint64_t node) {
    auto frames = std::string{};
    protocol::append_command_frame(
      frames, {.id = {}, .seen_index = {}, .command = "x"});
    say(role, protocol::forward_commands{{node}, 7, 1, protocol::blob{frames}});
    drain();
    auto written = log.take<protocol::write_log>();
    BOOST_TEST_REQUIRE(written.size() == 1U);
    auto entry = *written[0].writes[0].entries.begin();
    auto request = protocol::parse_request(entry.payload);
    BOOST_TEST_REQUIRE(request.has_value());
    BOOST_TEST(request->command == "x");
    return request->principal.forwarder;
  };
  // Before all know the form, entries keep the old one.
  BOOST_TEST(forwarded_by(2) == 0U);
  say(role, protocol::applied{.evaluated = {2},
                              .visible = {2},
                              .level = protocol::forwarder_level});
  drain();
  BOOST_TEST(forwarded_by(2) == 2U);
  BOOST_TEST(forwarded_by(3) == 3U);
  BOOST_TEST(forwarded_by(1) == 0U);
}

BOOST_AUTO_TEST_CASE(hands_the_same_bytes_to_log_and_peers) {
  auto role = begin(role_kind::leader);
  auto follower_has_it = raft::appended{};
  follower_has_it.term = {1};
  follower_has_it.from = {2};
  follower_has_it.match = {{3}, {1}};
  follower_has_it.round = 1;
  say(role, follower_has_it);
  drain();
  log.take<protocol::write_log>();
  second.take<raft::append_entries>();
  say(role, commands(1, "one"));
  drain();
  auto written = log.take<protocol::write_log>();
  auto sent = second.take<raft::append_entries>();
  BOOST_TEST_REQUIRE(written.size() == 1U);
  BOOST_REQUIRE(!sent.empty());
  BOOST_CHECK(written[0].writes[0].entries.records().data()
              == sent.back().entries.records().data());
}

BOOST_AUTO_TEST_CASE(refuses_what_has_gathered_when_it_is_over) {
  auto role = begin(role_kind::leader);
  say(role, commands(1, "one"));
  say(role, commands(3, "two"));
  // Another leads a later term, before the gathered commands are proposed.
  say(role, heartbeat(2, 2));
  drain();
  auto over = baton();
  BOOST_REQUIRE(over);
  BOOST_TEST(over->next == role_kind::follower);
  BOOST_TEST(gateway.take<protocol::commands_refused>().size() == 1U);
  BOOST_TEST(third.take<protocol::commands_refused>().size() == 1U);
  // The new role must see what ended this one.
  BOOST_REQUIRE(over->redeliver);
  BOOST_TEST(std::holds_alternative<raft::append_entries>(*over->redeliver));
}

BOOST_AUTO_TEST_CASE(refuses_open_reads_when_it_is_over) {
  auto role = begin(role_kind::leader);
  say(role, protocol::request_read_index{{3}, 8});
  drain();
  BOOST_CHECK(third.take<protocol::read_index_answered>().empty());
  say(role, heartbeat(2, 2));
  drain();
  auto read = third.take<protocol::read_index_answered>();
  BOOST_TEST_REQUIRE(read.size() == 1U);
  BOOST_TEST(read[0].context == 8U);
  BOOST_TEST(!read[0].granted);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_role_that_is_over, fixture)

BOOST_AUTO_TEST_CASE(answers_who_waits_for_a_shorter_log_when_it_is_over) {
  auto role = begin(role_kind::candidate);
  say(role, protocol::applied{{2}, {2}});
  say(role, protocol::request_node_status{{3}, 6, true});
  drain();
  BOOST_TEST(third.take<protocol::node_status_answered>().empty());
  say(role, raft::event{heartbeat(2, 2)});
  drain();
  BOOST_REQUIRE(baton());
  BOOST_TEST(third.take<protocol::node_status_answered>().size() == 1U);
}

BOOST_AUTO_TEST_CASE(gives_back_every_message_once) {
  auto role = spent_follower();
  say(role, heartbeat(1, 2));
  say(role, raft::appended{});
  say(role, raft::request_vote{});
  say(role, raft::voted{});
  say(role, raft::timeout_now{});
  say(role, raft::hard_state_saved{});
  say(role, raft::log_written{});
  say(role, raft::entries_read{});
  say(role, raft::tick{7});
  say(role, raft::elections_allowed{});
  say(role, commands(1, "x"));
  say(role, protocol::request_read_index{{1}, 2});
  say(role, protocol::request_transfer{{1}, 3, {}});
  say(role, protocol::request_node_status{{1}, 4});
  drain();
  BOOST_TEST(server.count<raft::append_entries>() == 1U);
  BOOST_TEST(server.count<raft::appended>() == 1U);
  BOOST_TEST(server.count<raft::request_vote>() == 1U);
  BOOST_TEST(server.count<raft::voted>() == 1U);
  BOOST_TEST(server.count<raft::timeout_now>() == 1U);
  BOOST_TEST(server.count<raft::hard_state_saved>() == 1U);
  BOOST_TEST(server.count<raft::log_written>() == 1U);
  BOOST_TEST(server.count<raft::entries_read>() == 1U);
  BOOST_TEST(server.count<raft::tick>() == 1U);
  BOOST_TEST(server.count<raft::elections_allowed>() == 1U);
  BOOST_TEST(server.count<protocol::forward_commands>() == 1U);
  BOOST_TEST(server.count<protocol::request_read_index>() == 1U);
  BOOST_TEST(server.count<protocol::request_transfer>() == 1U);
  BOOST_TEST(server.count<protocol::request_node_status>() == 1U);
}

BOOST_AUTO_TEST_CASE(gives_back_commands_as_the_leader_too) {
  auto role = begin(role_kind::leader);
  say(role, heartbeat(2, 2));
  say(role, commands(3, "late"));
  drain();
  BOOST_REQUIRE(baton());
  BOOST_TEST(server.count<protocol::forward_commands>() == 1U);
  BOOST_TEST(third.count<protocol::commands_refused>() == 0U);
}

BOOST_AUTO_TEST_CASE(hands_on_its_baton_only_once) {
  auto role = spent_follower();
  for (auto i = 0; i < 40; ++i)
    say(role, raft::tick{});
  drain();
  BOOST_CHECK(!baton());
}

BOOST_AUTO_TEST_CASE(lives_until_it_is_told_to_retire) {
  auto role = spent_follower();
  BOOST_TEST(ends().empty());
  say(role, protocol::retire{});
  drain();
  BOOST_TEST(ends().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace role_test
