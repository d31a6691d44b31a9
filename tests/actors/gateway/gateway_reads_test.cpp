#include "tests/actors/gateway/gateway_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace gateway_reads_test {

using namespace taskraft;
using protocol::answer_status;
using protocol::consistency;

struct fixture : tests::gateway_fixture {
  void ask(std::uint64_t id, consistency kind, std::uint64_t min_index = 0) {
    client.query(
      gateway,
      {.id = id, .consistency = kind, .min_index = {min_index}, .query = "q"});
    drain();
  }
};

BOOST_FIXTURE_TEST_SUITE(the_gateway_answers_reads, fixture)

BOOST_AUTO_TEST_CASE(that_are_linearizable_after_a_read_index) {
  leads(2, 5);
  visible(7);
  ask(1, consistency::linearizable);
  auto first = round();
  BOOST_REQUIRE(first);
  // Read while the index is asked for, from a state that turns out too old.
  BOOST_TEST(read(7) == 1U);
  grant(*first, 9);
  BOOST_TEST(read(7) == 0U);
  BOOST_TEST(client.replies().empty());
  visible(9);
  BOOST_TEST(read(9) == 1U);
  auto replies = client.replies();
  BOOST_TEST_REQUIRE(replies.size() == 1U);
  BOOST_TEST(replies[0].id == 1U);
  BOOST_TEST(replies[0].status == answer_status::done);
  BOOST_TEST(replies[0].visible == raft::log_index{9});
  BOOST_TEST(replies[0].answer == "answer to q");
}

BOOST_AUTO_TEST_CASE(that_are_linearizable_from_a_state_that_will_do) {
  leads(2, 5);
  visible(7);
  ask(1, consistency::linearizable);
  auto first = round();
  BOOST_TEST(read(7) == 1U);
  BOOST_TEST(client.replies().empty());
  grant(first.value(), 7);
  auto replies = client.replies();
  BOOST_TEST_REQUIRE(replies.size() == 1U);
  BOOST_TEST(replies[0].status == answer_status::done);
  BOOST_TEST(replies[0].visible == raft::log_index{7});
  BOOST_TEST(replies[0].answer == "answer to q");
  // The index comes before the reader's answer.
  ask(2, consistency::linearizable);
  grant(round().value(), 7);
  BOOST_TEST(client.replies().empty());
  BOOST_TEST(read(7) == 1U);
  BOOST_TEST(client.replies().size() == 1U);
}

BOOST_AUTO_TEST_CASE(that_are_linearizable_not_ahead_of_what_is_not_visible) {
  leads(2, 5);
  tell(gateway, protocol::applied{.evaluated = {8}, .visible = {7}});
  ask(1, consistency::linearizable);
  auto first = round();
  BOOST_TEST(read(7) == 0U);
  grant(first.value(), 7);
  BOOST_TEST(read(7) == 1U);
  BOOST_TEST(client.replies().size() == 1U);
}

BOOST_AUTO_TEST_CASE(that_are_linearizable_once_more_when_the_reader_fails) {
  leads(2, 5);
  ask(1, consistency::linearizable);
  auto first = round();
  auto asked = reader.take<protocol::answer_queries>();
  BOOST_TEST_REQUIRE(asked.size() == 1U);
  reader.tell(gateway, protocol::queries_read{asked[0].context, nullptr});
  drain();
  BOOST_TEST(read(1) == 0U);
  grant(first.value(), 0);
  BOOST_TEST(read(1) == 1U);
  BOOST_TEST(client.replies().size() == 1U);
}

BOOST_AUTO_TEST_CASE(that_are_linearizable_many_a_round) {
  leads(2, 5);
  ask(1, consistency::linearizable);
  auto first = round();
  ask(2, consistency::linearizable);
  ask(3, consistency::linearizable);
  BOOST_CHECK(!round());
  grant(*first, 0);
  BOOST_TEST(read(1) == 1U);
  BOOST_TEST(client.replies().size() == 1U);
  auto second = round();
  BOOST_REQUIRE(second);
  BOOST_TEST(read(1) == 2U);
  // HAZARDS 26: a doubled answer of the first round.
  grant(*first, 0);
  BOOST_TEST(client.replies().empty());
  grant(*second, 0);
  BOOST_TEST(client.replies().size() == 2U);
}

BOOST_AUTO_TEST_CASE(not_by_what_a_deposed_leader_granted_late) {
  leads(2, 5);
  ask(1, consistency::linearizable);
  auto old = round();
  leads(3, 6);
  auto fresh = round();
  BOOST_REQUIRE(fresh);
  grant(*old, 0);
  // What was read for the old round ends with it.
  BOOST_TEST(read(1) == 1U);
  BOOST_TEST(read(1) == 1U);
  BOOST_TEST(client.replies().empty());
  grant(*fresh, 0);
  BOOST_TEST(client.replies().size() == 1U);
}

BOOST_AUTO_TEST_CASE(after_a_refusal_with_another_round) {
  leads(2, 5);
  ask(1, consistency::linearizable);
  tell(gateway, protocol::read_index_answered{*round(), false, {}});
  drain();
  // Not at once: a refusing leader would be asked without a pause.
  BOOST_CHECK(!round());
  pass(1);
  auto fresh = round();
  BOOST_REQUIRE(fresh);
  grant(*fresh, 0);
  BOOST_TEST(read(1) == 1U);
}

BOOST_AUTO_TEST_CASE(when_a_lost_round_is_asked_again) {
  leads(2, 5);
  ask(1, consistency::linearizable);
  BOOST_REQUIRE(round());
  pass(19);
  BOOST_CHECK(!round());
  pass(1);
  BOOST_CHECK(round());
}

BOOST_AUTO_TEST_CASE(that_are_linearizable_never_without_a_leader) {
  ask(1, consistency::linearizable);
  BOOST_CHECK(!round());
  pass(100);
  auto replies = client.replies();
  BOOST_TEST_REQUIRE(replies.size() == 1U);
  BOOST_TEST(replies[0].status == answer_status::unavailable);
}

BOOST_AUTO_TEST_CASE(of_a_session_once_their_index_is_visible) {
  ask(1, consistency::session, 5);
  BOOST_TEST(read(4) == 0U);
  visible(5);
  BOOST_TEST(read(5) == 1U);
  auto replies = client.replies();
  BOOST_TEST_REQUIRE(replies.size() == 1U);
  BOOST_TEST(replies[0].age_ms == 0U);
}

// Faults from outside, 12.
BOOST_AUTO_TEST_CASE(that_are_stale_at_once_and_says_how_old_they_may_be) {
  leads(2, 5);
  ask(1, consistency::stale);
  BOOST_TEST(read(4) == 1U);
  auto replies = client.replies();
  BOOST_TEST_REQUIRE(replies.size() == 1U);
  // A known leader does not prove that this node's state is usable.
  BOOST_TEST(replies[0].age_ms == protocol::unknown_age_ms);
  tell(gateway, protocol::state_known{1'000'000});
  now_us = 1'250'000;
  ask(2, consistency::stale);
  drain();
  // The age counts from what was known when the reader was asked.
  tell(gateway, protocol::state_known{1'600'000});
  drain();
  now_us = 1'700'000;
  BOOST_TEST(read(4) == 1U);
  replies = client.replies();
  BOOST_TEST_REQUIRE(replies.size() == 1U);
  BOOST_TEST(replies[0].age_ms == 701U);
}

// Faults from outside, 26.
BOOST_AUTO_TEST_CASE(not_before_the_log_is_known_to_agree_with_the_leaders) {
  leads(2, 5, false);
  ask(1, consistency::linearizable);
  pass(50);
  BOOST_CHECK(!round());
  leads(2, 5);
  auto asked = round();
  BOOST_REQUIRE(asked);
  grant(*asked, 4);
  visible(4);
  BOOST_TEST(read(4) == 1U);
}

// Faults from outside, 28.
BOOST_AUTO_TEST_CASE(that_expire_with_the_reason_why_they_waited) {
  leads(2, 5);
  tell(gateway, raft::disk_room_changed{true});
  ask(1, consistency::linearizable);
  auto asked = round();
  BOOST_REQUIRE(asked);
  grant(*asked, 9);
  visible(8);
  pass(100);
  auto replies = client.replies();
  BOOST_TEST_REQUIRE(replies.size() == 1U);
  BOOST_TEST(replies[0].status == answer_status::disk_full);
  // A read of rows that are visible already needs no disk.
  ask(2, consistency::linearizable);
  asked = round();
  BOOST_REQUIRE(asked);
  grant(*asked, 8);
  BOOST_TEST(read(8) == 1U);
}

// A node that lost its database said "not found" until it had another one.
BOOST_AUTO_TEST_CASE(that_are_not_linearizable_only_from_a_state_that_it_has) {
  lack_state();
  ask(1, consistency::stale);
  ask(2, consistency::session);
  BOOST_TEST(read(0) == 0U);
  auto replies = client.replies();
  BOOST_TEST_REQUIRE(replies.size() == 2U);
  for (const auto& reply : replies)
    BOOST_TEST(reply.status == answer_status::unavailable);
  visible(50);
  ask(3, consistency::stale);
  BOOST_TEST(read(50) == 1U);
}

// SECURITY 5: a right that was taken back meanwhile is not known here.
BOOST_AUTO_TEST_CASE(until_nothing_was_heard_of_a_leader_for_too_long) {
  auth.stale_ms = 2000;
  gateway = start();
  auto follower = tests::probe{system};
  follower.tell(gateway, protocol::entered{protocol::door::system, {}, true});
  drain();
  auto is_outdated = [&] {
    auto all = follower.take<protocol::position_changed>();
    return !all.empty() && all.back().outdated;
  };
  tell(gateway, protocol::state_known{1'000'000});
  pass(199);
  // Said by the next role, which has heard nothing new.
  tell(gateway, protocol::state_known{1'000'000});
  ask(1, consistency::stale);
  BOOST_TEST(read(4) == 1U);
  BOOST_TEST(!is_outdated());
  client.replies();
  pass(1);
  BOOST_TEST(is_outdated());
  ask(2, consistency::stale);
  ask(3, consistency::session);
  BOOST_TEST(read(4) == 0U);
  auto replies = client.replies();
  BOOST_TEST_REQUIRE(replies.size() == 2U);
  for (const auto& reply : replies)
    BOOST_TEST(reply.status == answer_status::unavailable);
  tell(gateway, protocol::state_known{1'000'001});
  pass(1);
  BOOST_TEST(!is_outdated());
  ask(4, consistency::stale);
  BOOST_TEST(read(4) == 1U);
}

BOOST_AUTO_TEST_CASE(and_says_when_its_store_stands_still) {
  auto follower = tests::probe{system};
  follower.tell(gateway, protocol::entered{protocol::door::system, {}, true});
  drain();
  auto stands_still = false;
  auto follow = [&] {
    for (const auto& each : follower.take<protocol::position_changed>())
      stands_still = each.store_stands_still;
    return stands_still;
  };
  // All that was committed until then is visible.
  tell(gateway, protocol::state_known{1'000'000});
  now_us = 5'999'999;
  leads(2, 5);
  pass(500);
  BOOST_TEST(!follow());
  // It lags, and goes on.
  visible(7);
  now_us = 6'000'000;
  pass(499);
  BOOST_TEST(!follow());
  pass(1);
  BOOST_TEST(follow());
  tell(gateway, protocol::state_known{1'000'001});
  pass(1);
  BOOST_TEST(!follow());
  // Without a leader nobody knows.
  now_us = 20'000'000;
  leads(0, 6);
  pass(1);
  BOOST_TEST(!follow());
  // But its applier may, however little is written.
  tell(gateway, protocol::applied{{7}, {7}, {}, false, {1}, true});
  pass(1);
  BOOST_TEST(follow());
}

// With a hung database each of them waited until its client had no patience.
BOOST_AUTO_TEST_CASE(as_unavailable_while_the_store_stands_still) {
  leads(2, 5);
  tell(gateway, protocol::state_known{1'000'000});
  now_us = 5'999'999;
  ask(1, consistency::stale);
  ask(2, consistency::stale);
  // Slow is not away.
  pass(400);
  BOOST_TEST(client.replies().empty());
  now_us = 6'000'000;
  pass(100);
  auto replies = client.replies();
  BOOST_TEST_REQUIRE(replies.size() == 2U);
  for (const auto& reply : replies)
    BOOST_TEST(reply.status == answer_status::unavailable);
  // The reader's answer to the first comes late.
  BOOST_TEST(read(7) == 1U);
  BOOST_TEST(client.replies().empty());
  ask(3, consistency::stale);
  BOOST_TEST(read(7) == 1U);
  BOOST_TEST(client.replies().size() == 1U);
}

BOOST_AUTO_TEST_CASE(with_each_reader_busy_once) {
  ask(1, consistency::stale);
  ask(2, consistency::stale);
  ask(3, consistency::stale);
  BOOST_TEST(reader.count<protocol::answer_queries>() == 1U);
  BOOST_TEST(read(1) == 1U);
  BOOST_TEST(read(1) == 2U);
  BOOST_TEST(client.replies().size() == 3U);
}

BOOST_AUTO_TEST_CASE(in_messages_that_a_link_can_carry) {
  auto text = std::string(700, 'x');
  for (auto id = std::uint64_t{1}; id <= 5; ++id)
    client.query(gateway, {.id = id,
                           .consistency = consistency::stale,
                           .min_index = {},
                           .query = text});
  drain();
  read(1);
  read(1);
  auto longest = std::size_t{0};
  for (const auto& message : client.messages().inbox())
    longest = std::max(
      longest,
      message.get_as<protocol::queries_answered>(0).frames.view().size());
  BOOST_TEST(longest > 1000U);
  BOOST_TEST(longest < 2100U);
  BOOST_TEST(client.replies().size() == 5U);
}

BOOST_AUTO_TEST_CASE(as_unavailable_when_the_reader_fails) {
  ask(1, consistency::stale);
  auto asked = reader.take<protocol::answer_queries>();
  BOOST_TEST_REQUIRE(asked.size() == 1U);
  reader.tell(gateway, protocol::queries_read{asked[0].context, nullptr});
  drain();
  auto replies = client.replies();
  BOOST_TEST_REQUIRE(replies.size() == 1U);
  BOOST_TEST(replies[0].status == answer_status::unavailable);
  // The reader is asked again.
  ask(2, consistency::stale);
  BOOST_TEST(read(1) == 1U);
}

BOOST_AUTO_TEST_CASE(for_nobody_when_the_client_is_gone) {
  leads(2, 5);
  ask(1, consistency::linearizable);
  auto first = round();
  ask(2, consistency::session, 3);
  caf::anon_send_exit(client.messages().handle(),
                      caf::exit_reason::user_shutdown);
  drain();
  grant(*first, 0);
  visible(3);
  // The first has been with the reader since before.
  BOOST_TEST(read(3) == 1U);
  BOOST_TEST(read(3) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace gateway_reads_test
