// The gateway compares states and hands out copies of them.

#include "protocol/raft/log/membership.hpp"
#include "tests/actors/gateway/gateway_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace gateway_copies_test {

using namespace taskraft;

struct fixture : tests::gateway_fixture {
  template <class Message>
  std::vector<Message> heard() {
    drain();
    return client.messages().take<Message>();
  }

  void ask_for_digests(std::uint64_t wait_ms = 100'000) {
    client.messages().tell(gateway,
                           protocol::compare_digests{7, {40}, wait_ms});
    drain();
  }

  std::uint64_t digest_context() {
    auto asked = server.take<protocol::request_digest>();
    BOOST_TEST_REQUIRE(asked.size() == 1U);
    BOOST_TEST(asked[0].index == raft::log_index{40});
    return asked[0].context;
  }

  void answer_digest(std::uint64_t context, std::uint64_t node,
                     const std::string& digest) {
    tell(gateway,
         protocol::digest_answered{context, {node}, {40}, true, digest, ""});
    drain();
  }

  protocol::digests_compared comparison() {
    auto answers = heard<protocol::digests_compared>();
    BOOST_TEST_REQUIRE(answers.size() == 1U);
    BOOST_TEST(answers[0].id == 7U);
    BOOST_TEST_REQUIRE(answers[0].nodes.size() == 3U);
    return answers[0];
  }

  void begin_backup(bool linearizable = true) {
    client.messages().tell(gateway, protocol::begin_backup{8, linearizable});
    drain();
  }

  void disconnect(std::uint64_t node) {
    tell(gateway, protocol::link_closed{{node}});
    drain();
  }

  std::optional<std::uint64_t> written_context() {
    auto asked = backup_writer.take<protocol::write_backup>();
    return asked.empty() ? std::nullopt : std::optional{asked[0].context};
  }
};

BOOST_FIXTURE_TEST_SUITE(the_gateway_compares_states, fixture)

BOOST_AUTO_TEST_CASE(of_all_nodes_that_it_reaches) {
  auto& second = connect(2);
  auto& third = connect(3);
  ask_for_digests();
  auto context = digest_context();
  BOOST_TEST(second.count<protocol::request_digest>() == 1U);
  BOOST_TEST(third.count<protocol::request_digest>() == 1U);
  for (auto node : {1U, 2U, 3U}) {
    BOOST_TEST(heard<protocol::digests_compared>().empty());
    answer_digest(context, node, "5");
  }
  for (const auto& row : comparison().nodes) {
    BOOST_TEST(row.taken);
    BOOST_TEST(!row.differs);
    BOOST_TEST(row.digest == "5");
  }
  BOOST_TEST(second.count<protocol::digest_refuted>() == 0U);
}

BOOST_AUTO_TEST_CASE(and_tells_the_one_that_is_wrong) {
  auto& second = connect(2);
  auto& third = connect(3);
  ask_for_digests();
  auto context = digest_context();
  answer_digest(context, 1, "5");
  answer_digest(context, 2, "6");
  answer_digest(context, 3, "5");
  auto rows = comparison().nodes;
  BOOST_TEST(!rows[0].differs);
  BOOST_TEST(rows[1].differs);
  auto news = second.take<protocol::digest_refuted>();
  BOOST_TEST_REQUIRE(news.size() == 1U);
  BOOST_TEST(news[0].digest == "5");
  BOOST_TEST(third.count<protocol::digest_refuted>() == 0U);
  BOOST_TEST(server.count<protocol::digest_refuted>() == 0U);
}

BOOST_AUTO_TEST_CASE(and_tells_its_own_node_that_it_is_wrong) {
  connect(2);
  connect(3);
  ask_for_digests();
  auto context = digest_context();
  answer_digest(context, 1, "4");
  answer_digest(context, 2, "5");
  answer_digest(context, 3, "5");
  BOOST_TEST(comparison().nodes[0].differs);
  BOOST_TEST(server.count<protocol::digest_refuted>() == 1U);
}

// A node that differs must stop, though no client hears of it.
BOOST_AUTO_TEST_CASE(and_tells_it_when_the_client_is_gone) {
  auto& second = connect(2);
  connect(3);
  auto passing = tests::gateway_client{system};
  passing.messages().tell(gateway, protocol::compare_digests{7, {40}, 100'000});
  drain();
  auto context = digest_context();
  caf::anon_send_exit(passing.messages().handle(),
                      caf::exit_reason::user_shutdown);
  drain();
  answer_digest(context, 1, "5");
  answer_digest(context, 2, "6");
  answer_digest(context, 3, "5");
  BOOST_TEST(second.count<protocol::digest_refuted>() == 1U);
}

BOOST_AUTO_TEST_CASE(and_refutes_no_node_without_a_majority) {
  auto& second = connect(2);
  ask_for_digests();
  auto context = digest_context();
  answer_digest(context, 1, "5");
  answer_digest(context, 2, "6");
  BOOST_TEST(heard<protocol::digests_compared>().empty());
  pass(320);
  auto rows = comparison().nodes;
  BOOST_TEST(!rows[0].differs);
  BOOST_TEST(!rows[1].differs);
  BOOST_TEST(!rows[2].taken);
  BOOST_TEST(!rows[2].reason.empty());
  BOOST_TEST(second.count<protocol::digest_refuted>() == 0U);
}

BOOST_AUTO_TEST_CASE(and_waits_for_no_node_for_ever) {
  connect(2);
  ask_for_digests();
  answer_digest(digest_context(), 1, "5");
  pass(5'000);
  BOOST_TEST(heard<protocol::digests_compared>().empty());
  pass(1'010);
  BOOST_TEST(!comparison().nodes[1].taken);
}

// Issue 9, fault 27: `--timeout` was ignored.
BOOST_AUTO_TEST_CASE(and_waits_no_longer_than_the_client) {
  connect(2);
  ask_for_digests(1000);
  answer_digest(digest_context(), 1, "5");
  pass(90);
  BOOST_TEST(heard<protocol::digests_compared>().empty());
  pass(20);
  BOOST_TEST(!comparison().nodes[1].taken);
}

// An answer that was lost with a link was never asked for again.
BOOST_AUTO_TEST_CASE(and_asks_again_when_a_link_opens_again) {
  connect(2);
  ask_for_digests();
  auto context = digest_context();
  answer_digest(context, 1, "5");
  // Another link, as when one is replaced or heals.
  auto& second = connect(2);
  BOOST_TEST(second.take<protocol::request_digest>().back().context == context);
  disconnect(2);
  pass(100);
  auto& third = connect(3);
  BOOST_TEST(third.count<protocol::request_digest>() == 1U);
  answer_digest(context, 3, "5");
  BOOST_TEST(heard<protocol::digests_compared>().empty());
  BOOST_TEST(connect(2).take<protocol::request_digest>().size() == 1U);
  answer_digest(context, 2, "5");
  for (const auto& row : comparison().nodes)
    BOOST_TEST(row.taken);
  // A node whose digest is known is not asked again.
  connect(2);
  BOOST_TEST(second.count<protocol::request_digest>() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(the_gateway_hands_out_copies, fixture)

BOOST_AUTO_TEST_CASE(once_everything_acknowledged_is_in_them) {
  begin_backup();
  auto index = round();
  BOOST_REQUIRE(index);
  BOOST_TEST(!written_context().has_value());
  grant(*index, 30);
  visible(29);
  BOOST_TEST(!written_context().has_value());
  visible(30);
  auto context = written_context();
  BOOST_REQUIRE(context);
  visible(31);
  BOOST_TEST(!written_context().has_value());
  auto about = raft::snapshot_about{};
  about.base.position = {{31}, {2}};
  about.base.members = {{1}, {"c", {{{1}, "a:1", "d"}}}};
  about.size_bytes = 900;
  about.checksum = 17;
  tell(gateway, protocol::backup_written{*context, 55, "", about});
  auto begun = heard<protocol::backup_begun>();
  BOOST_TEST_REQUIRE(begun.size() == 1U);
  BOOST_TEST(begun[0].id == 8U);
  BOOST_TEST(begun[0].backup == 55U);
  BOOST_TEST(begun[0].size_bytes == 900U);
  BOOST_TEST(begun[0].position == about.base.position);
  BOOST_TEST(*raft::decode_membership(begun[0].membership)
             == about.base.members.value);
}

BOOST_AUTO_TEST_CASE(at_once_if_what_it_has_is_enough) {
  begin_backup(false);
  BOOST_TEST(written_context().has_value());
  BOOST_TEST(!round().has_value());
}

BOOST_AUTO_TEST_CASE(or_says_that_it_has_no_state_to_copy) {
  lack_state();
  begin_backup(false);
  BOOST_TEST(!written_context().has_value());
  auto begun = heard<protocol::backup_begun>();
  BOOST_TEST_REQUIRE(begun.size() == 1U);
  BOOST_TEST(begun[0].reason == "this node waits for its state");
}

BOOST_AUTO_TEST_CASE(or_says_that_no_leader_answers) {
  begin_backup();
  BOOST_REQUIRE(round());
  pass(400);
  auto begun = heard<protocol::backup_begun>();
  BOOST_TEST_REQUIRE(begun.size() == 1U);
  BOOST_TEST(begun[0].backup == 0U);
  BOOST_TEST(!begun[0].reason.empty());
}

BOOST_AUTO_TEST_CASE(and_says_that_it_goes_on) {
  begin_backup(false);
  auto context = written_context();
  BOOST_REQUIRE(context);
  tell(gateway, protocol::backup_advanced{*context});
  auto news = heard<protocol::backup_progressed>();
  BOOST_REQUIRE(news.size() == 1U);
  BOOST_TEST(news[0].id == 8U);
  tell(gateway, protocol::backup_written{*context, 55, "", {}});
  tell(gateway, protocol::backup_advanced{*context + 1});
  BOOST_TEST(heard<protocol::backup_progressed>().empty());
}

// Issue 9, fault 18.
BOOST_AUTO_TEST_CASE(to_no_client_that_is_gone) {
  auto passing = tests::gateway_client{system};
  passing.messages().tell(gateway, protocol::begin_backup{8, false});
  drain();
  auto asked = backup_writer.take<protocol::write_backup>();
  BOOST_REQUIRE(asked.size() == 1U);
  BOOST_TEST(!asked[0].client.expired());
  caf::anon_send_exit(passing.messages().handle(),
                      caf::exit_reason::user_shutdown);
  drain();
  BOOST_TEST(asked[0].client.expired());
  // A file that is written all the same is nobody's.
  tell(gateway, protocol::backup_written{asked[0].context, 55, "", {}});
  drain();
  BOOST_TEST(heard<protocol::backup_begun>().empty());
}

BOOST_AUTO_TEST_CASE(piece_by_piece) {
  client.messages().tell(gateway, protocol::read_backup{9, 55, 512});
  drain();
  auto asked = backup_writer.take<protocol::read_chunk>();
  BOOST_TEST_REQUIRE(asked.size() == 1U);
  BOOST_TEST(asked[0].backup == 55U);
  BOOST_TEST(asked[0].offset == 512U);
  tell(gateway,
       protocol::chunk_read{asked[0].context, "", 3, protocol::blob{"bytes"}});
  auto read = heard<protocol::backup_read>();
  BOOST_TEST_REQUIRE(read.size() == 1U);
  BOOST_TEST(read[0].id == 9U);
  BOOST_TEST(read[0].checksum == 3U);
  BOOST_TEST(read[0].bytes.view() == "bytes");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace gateway_copies_test
