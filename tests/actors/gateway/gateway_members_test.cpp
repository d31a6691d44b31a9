#include "protocol/raft/log/membership.hpp"
#include "tests/actors/gateway/gateway_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace gateway_members_test {

using namespace taskraft;

struct fixture : tests::gateway_fixture {
  void ask(protocol::members_operation request, std::uint64_t node = 4,
           std::uint64_t wait_ms = 100'000) {
    client.messages().tell(gateway, protocol::change_members{
                                      77, request, {node}, "four:1", wait_ms});
    drain();
  }

  /// The requests that went to the server since the last call.
  std::vector<protocol::request_members> requests() {
    return server.take<protocol::request_members>();
  }

  void answer(std::uint64_t context, errc code, const std::string& reason = "",
              const raft::membership& members = {}) {
    auto x = protocol::members_answered{};
    x.context = context;
    x.code = code;
    x.reason = reason;
    x.members = raft::encode(members);
    tell(gateway, x);
    drain();
  }

  std::optional<protocol::members_listed> listed() {
    auto all = client.messages().take<protocol::members_listed>();
    BOOST_TEST(all.size() <= 1U);
    if (all.empty())
      return std::nullopt;
    BOOST_TEST(all[0].id == 77U);
    return all[0];
  }

  static raft::membership two() {
    return {.cluster_id = "c",
            .members = {
              {.id = {1}, .address = "one:1", .disk_id = "d1", .voter = true},
              {.id = {4}, .address = "four:1", .disk_id = "d4", .voter = false},
            }};
  }
};

BOOST_FIXTURE_TEST_SUITE(the_gateway_changes_members, fixture)

BOOST_AUTO_TEST_CASE(and_says_who_they_are_then) {
  leads(2, 5);
  ask(protocol::members_operation::add);
  auto asked = requests();
  BOOST_TEST_REQUIRE(asked.size() == 1U);
  BOOST_TEST(asked[0].from == raft::node_id{1});
  BOOST_TEST(asked[0].node == raft::node_id{4});
  BOOST_TEST(asked[0].address == "four:1");
  BOOST_TEST(asked[0].disk_id == "");
  answer(asked[0].context, errc::none, "", two());
  auto end = listed();
  BOOST_REQUIRE(end);
  BOOST_TEST(end->code == errc::none);
  BOOST_TEST_REQUIRE(end->members.size() == 2U);
  BOOST_TEST(end->members[1].address == "four:1");
  BOOST_TEST(end->members[1].disk_id == "d4");
  BOOST_TEST(!end->members[1].voter);
}

BOOST_AUTO_TEST_CASE(and_says_why_not) {
  leads(2, 5);
  ask(protocol::members_operation::remove);
  answer(requests().at(0).context, errc::not_found, "no such member");
  auto end = listed();
  BOOST_REQUIRE(end);
  BOOST_TEST(end->code == errc::not_found);
  BOOST_TEST(end->reason == "no such member");
}

BOOST_AUTO_TEST_CASE(and_asks_again_what_is_only_not_done_yet) {
  leads(2, 5);
  ask(protocol::members_operation::remove);
  auto context = requests().at(0).context;
  for (auto code :
       {errc::unavailable, errc::not_leader, errc::outcome_unknown}) {
    answer(context, code);
    BOOST_CHECK(!listed());
    pass(code == errc::outcome_unknown ? 60 : 10);
    auto again = requests();
    BOOST_TEST_REQUIRE(again.size() == 1U);
    BOOST_TEST(again[0].context == context);
  }
  // A request that was lost on its way, too.
  pass(60);
  BOOST_TEST(requests().size() == 1U);
  answer(context, errc::none);
  BOOST_CHECK(listed());
  pass(100);
  BOOST_TEST(requests().empty());
}

BOOST_AUTO_TEST_CASE(and_gives_up_in_time_with_the_last_reason) {
  leads(2, 5);
  ask(protocol::members_operation::remove);
  answer(requests().at(0).context, errc::unavailable, "busy");
  leads(0, 6);
  pass(400);
  auto end = listed();
  BOOST_REQUIRE(end);
  BOOST_TEST(end->code == errc::unavailable);
  BOOST_TEST(end->reason == "no leader is known");
}

BOOST_AUTO_TEST_CASE(and_says_that_another_change_was_under_way_all_the_time) {
  leads(2, 5);
  ask(protocol::members_operation::remove, 4, 2000);
  auto end = std::optional<protocol::members_listed>{};
  for (auto passed = 0; passed < 300 && !end; passed += 10) {
    for (const auto& x : requests())
      answer(x.context, errc::member_change_pending, "another is under way");
    pass(10);
    end = listed();
  }
  BOOST_REQUIRE(end);
  BOOST_TEST(end->code == errc::member_change_pending);
  BOOST_TEST(end->reason == "another is under way");
}

// Issue 9, fault 23: the last request was still under way when time was up.
BOOST_AUTO_TEST_CASE(and_stays_certain_that_nothing_was_done) {
  leads(2, 5);
  ask(protocol::members_operation::remove, 4, 2000);
  auto end = std::optional<protocol::members_listed>{};
  for (auto passed = 0; passed < 300 && !end; passed += 10) {
    for (const auto& x : requests())
      // The last request stays without an answer.
      if (passed < 190)
        answer(x.context, errc::unavailable, "no quorum");
    pass(10);
    end = listed();
  }
  BOOST_REQUIRE(end);
  BOOST_TEST(end->code == errc::unavailable);
  BOOST_TEST(end->reason == "no quorum");
}

BOOST_AUTO_TEST_CASE(and_does_not_know_what_became_of_an_unanswered_request) {
  leads(2, 5);
  ask(protocol::members_operation::remove);
  pass(400);
  auto end = listed();
  BOOST_REQUIRE(end);
  BOOST_TEST(end->code == errc::outcome_unknown);
  // A list of the members changes nothing.
  ask(protocol::members_operation::list);
  pass(400);
  end = listed();
  BOOST_REQUIRE(end);
  BOOST_TEST(end->code == errc::unavailable);
}

// A request whose client is gone must not come true later.
BOOST_AUTO_TEST_CASE(and_asks_no_leader_for_a_client_that_is_gone) {
  leads(2, 5);
  auto passing = tests::gateway_client{system};
  auto change = protocol::change_members{};
  change.operation = protocol::members_operation::remove;
  change.wait_ms = 4000;
  passing.messages().tell(gateway, change);
  drain();
  BOOST_TEST(requests().size() == 1U);
  caf::anon_send_exit(passing.messages().handle(),
                      caf::exit_reason::user_shutdown);
  drain();
  pass(100);
  BOOST_TEST(requests().empty());
}

BOOST_AUTO_TEST_CASE(and_tells_its_clients_of_which_cluster_they_are) {
  client.messages().tell(gateway, protocol::client_hello{1, "0"});
  drain();
  auto hello = client.messages().take<protocol::gateway_hello>();
  BOOST_REQUIRE(hello.size() == 1U);
  BOOST_TEST(hello[0].cluster_id == "");
  tell(gateway, protocol::members_changed{two(), {}});
  drain();
  hello = client.messages().take<protocol::gateway_hello>();
  BOOST_REQUIRE(hello.size() == 1U);
  BOOST_TEST(hello[0].cluster_id == "c");
  tell(gateway, protocol::members_changed{two(), two()});
  drain();
  BOOST_TEST(client.messages().take<protocol::gateway_hello>().empty());
}

BOOST_AUTO_TEST_CASE(and_shows_rows_for_those_there_are) {
  tell(gateway, protocol::members_changed{two(), two()});
  client.messages().tell(gateway, protocol::request_cluster_status{5});
  pass(40);
  auto status = client.messages().take<protocol::cluster_status_answered>();
  BOOST_TEST_REQUIRE(status.size() == 1U);
  BOOST_TEST_REQUIRE(status[0].nodes.size() == 2U);
  BOOST_TEST(status[0].nodes[1].id == raft::node_id{4});
  BOOST_TEST(status[0].nodes[1].address == "four:1");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace gateway_members_test
