#include "tests/actors/gateway/gateway_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace gateway_commands_test {

using namespace taskraft;
using numbers = std::vector<std::uint64_t>;
using protocol::answer_status;

BOOST_FIXTURE_TEST_SUITE(the_gateway_takes_commands, tests::gateway_fixture)

BOOST_AUTO_TEST_CASE(and_greets_clients_with_what_request_ids_have_seen) {
  visible(42);
  client.messages().tell(gateway, protocol::client_hello{1, "0"});
  drain();
  auto hello = client.messages().take<protocol::gateway_hello>();
  BOOST_TEST_REQUIRE(hello.size() == 1U);
  BOOST_TEST(hello[0].cluster_name == "demo");
  BOOST_TEST(hello[0].version == "1.2.3");
  BOOST_TEST(hello[0].node == raft::node_id{1});
  BOOST_TEST(hello[0].commit_index == raft::log_index{42});
}

BOOST_AUTO_TEST_CASE(and_answers_by_request_id_in_any_order) {
  leads(2, 5);
  client.command(gateway, {1, 2, 3});
  drain();
  BOOST_TEST(forwarded() == (numbers{1, 2, 3}));
  evaluate(3, 10);
  auto answers = client.outcomes();
  BOOST_TEST_REQUIRE(answers.size() == 1U);
  BOOST_TEST(answers[0].id == tests::request_number(3));
  BOOST_TEST(answers[0].status == answer_status::done);
  BOOST_TEST(answers[0].index == raft::log_index{10});
  BOOST_TEST(answers[0].result == "result 3");
  evaluate(1, 11);
  BOOST_TEST(client.outcomes().size() == 1U);
}

BOOST_AUTO_TEST_CASE(and_answers_the_client_that_asked) {
  auto other = tests::gateway_client{system};
  leads(2, 5);
  client.command(gateway, {1});
  other.command(gateway, {2});
  drain();
  evaluate(2, 10);
  BOOST_TEST(client.outcomes().empty());
  BOOST_TEST(other.outcomes().size() == 1U);
}

BOOST_AUTO_TEST_CASE(and_answers_nothing_twice) {
  leads(2, 5);
  client.command(gateway, {1});
  drain();
  evaluate(1, 10);
  evaluate(1, 12);
  BOOST_TEST(client.outcomes().size() == 1U);
}

// Two nodes may have commands with one id, from two users.
BOOST_AUTO_TEST_CASE(and_answers_nobody_with_what_another_is_answered) {
  leads(2, 5);
  client.command(gateway, {1});
  drain();
  evaluate(1, 10, {.kind = protocol::principal_kind::session, .id = 9});
  BOOST_TEST(client.outcomes().empty());
  evaluate(1, 11);
  BOOST_TEST(client.outcomes().size() == 1U);
}

BOOST_AUTO_TEST_CASE(and_keeps_them_until_a_leader_is_known) {
  client.command(gateway, {1});
  drain();
  BOOST_CHECK(forwarded().empty());
  leads(2, 5);
  BOOST_TEST(forwarded() == numbers{1});
}

BOOST_AUTO_TEST_CASE(and_sends_them_to_a_new_leader_under_the_same_id) {
  leads(2, 5);
  client.command(gateway, {1});
  drain();
  BOOST_TEST(forwarded() == numbers{1});
  leads(0, 6);
  BOOST_CHECK(forwarded().empty());
  leads(3, 6);
  BOOST_TEST(forwarded() == numbers{1});
}

BOOST_AUTO_TEST_CASE(and_forwards_a_resubmitted_id_once) {
  leads(2, 5);
  client.command(gateway, {1});
  client.command(gateway, {1, 2});
  drain();
  BOOST_TEST(forwarded() == (numbers{1, 2}));
  evaluate(1, 10);
  BOOST_TEST(client.outcomes().size() == 1U);
}

BOOST_AUTO_TEST_CASE(and_sends_again_what_stays_unanswered) {
  leads(2, 5);
  client.command(gateway, {1});
  pass(10);
  BOOST_TEST(forwarded() == numbers{1});
  pass(9);
  BOOST_CHECK(forwarded().empty());
  pass(11);
  BOOST_TEST(forwarded() == numbers{1});
}

BOOST_AUTO_TEST_CASE(and_sends_again_what_was_refused_but_not_at_once) {
  leads(2, 5);
  client.command(gateway, {1});
  drain();
  BOOST_TEST(forwarded() == numbers{1});
  tell(gateway, protocol::commands_refused{{5}, {}, {last_batch}, false});
  drain();
  BOOST_CHECK(forwarded().empty());
  pass(10);
  BOOST_TEST(forwarded() == numbers{1});
}

BOOST_AUTO_TEST_CASE(and_says_overloaded_when_the_leader_does) {
  leads(2, 5);
  client.command(gateway, {1});
  drain();
  BOOST_TEST(forwarded() == numbers{1});
  tell(gateway, protocol::commands_refused{{5}, {2}, {last_batch}, true});
  drain();
  auto answers = client.outcomes();
  BOOST_TEST_REQUIRE(answers.size() == 1U);
  BOOST_TEST(answers[0].status == answer_status::overloaded);
  pass(30);
  BOOST_CHECK(forwarded().empty());
}

BOOST_AUTO_TEST_CASE(and_says_unavailable_when_no_leader_is_found) {
  client.command(gateway, {1});
  pass(30);
  auto answers = client.outcomes();
  BOOST_TEST_REQUIRE(answers.size() == 1U);
  BOOST_TEST(answers[0].status == answer_status::unavailable);
  // The command is gone: no leader gets it later.
  leads(2, 5);
  BOOST_CHECK(forwarded().empty());
}

BOOST_AUTO_TEST_CASE(and_says_unknown_of_what_a_leader_may_have_taken) {
  leads(2, 5);
  client.command(gateway, {1});
  drain();
  leads(0, 6);
  pass(99);
  BOOST_TEST(client.outcomes().empty());
  pass(1);
  auto answers = client.outcomes();
  BOOST_TEST_REQUIRE(answers.size() == 1U);
  BOOST_TEST(answers[0].status == answer_status::outcome_unknown);
}

BOOST_AUTO_TEST_CASE(and_refuses_what_would_not_fit) {
  leads(2, 5);
  auto text = std::string(900, 'x');
  for (auto number : {1, 2, 3, 4, 5})
    client.command(gateway, {static_cast<std::uint64_t>(number)}, text);
  drain();
  auto answers = client.outcomes();
  BOOST_TEST_REQUIRE(answers.size() == 1U);
  BOOST_TEST(answers[0].id == tests::request_number(5));
  BOOST_TEST(answers[0].status == answer_status::overloaded);
  BOOST_TEST(forwarded() == (numbers{1, 2, 3, 4}));
}

BOOST_AUTO_TEST_CASE(and_sends_the_leader_no_message_that_is_too_long) {
  leads(2, 5);
  client.command(gateway, {1, 2, 3}, std::string(900, 'x'));
  drain();
  BOOST_TEST(server.count<protocol::forward_commands>() == 3U);
  auto sent = forwarded();
  std::ranges::sort(sent);
  BOOST_TEST(sent == (numbers{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(and_refuses_one_that_is_longer_than_allowed) {
  leads(2, 5);
  client.command(gateway, {1},
                 std::string(protocol::max_command_bytes + 1, 'x'));
  drain();
  auto answers = client.outcomes();
  BOOST_TEST_REQUIRE(answers.size() == 1U);
  BOOST_TEST(answers[0].status == answer_status::malformed);
  BOOST_CHECK(forwarded().empty());
}

BOOST_AUTO_TEST_CASE(and_hands_on_nothing_that_is_no_frame) {
  leads(2, 5);
  auto frames = std::string{};
  protocol::append_command_frame(frames,
                                 {tests::request_number(1), {}, "good"});
  frames += "\x07";
  client.messages().tell(
    gateway, protocol::submit_commands{2, protocol::blob{std::move(frames)}});
  drain();
  BOOST_TEST(forwarded() == numbers{1});
}

BOOST_AUTO_TEST_CASE(and_forgets_those_of_a_client_that_is_gone) {
  leads(2, 5);
  {
    auto other = tests::gateway_client{system};
    other.command(gateway, {1});
    drain();
    BOOST_TEST(forwarded() == numbers{1});
    caf::anon_send_exit(other.messages().handle(),
                        caf::exit_reason::user_shutdown);
    drain();
  }
  leads(3, 6);
  BOOST_CHECK(forwarded().empty());
  evaluate(1, 10);
}

BOOST_AUTO_TEST_CASE(and_takes_none_from_a_sender_that_can_take_no_answer) {
  leads(2, 5);
  auto frames = std::string{};
  protocol::append_command_frame(frames,
                                 {tests::request_number(1), {}, "good"});
  tell(gateway, protocol::submit_commands{1, protocol::blob{frames}});
  drain();
  BOOST_CHECK(forwarded().empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace gateway_commands_test
