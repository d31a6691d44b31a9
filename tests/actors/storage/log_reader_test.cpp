#include "actors/storage/log_reader.hpp"
#include "tests/support/actors/stage.hpp"
#include "tests/support/batches.hpp"
#include "tests/support/disks/recording_log_store.hpp"
#include "tests/support/unit_test.hpp"

namespace log_reader_test {

using namespace taskraft;

struct fixture : tests::stage {
  std::shared_ptr<tests::log_journal> journal
    = std::make_shared<tests::log_journal>();
  tests::recording_log_store store{journal};
  tests::probe server{system};
  tests::probe applier{system};
  protocol::log_reader_actor reader = watched(system.spawn(
    actors::log_reader, store.source(), server.as<protocol::server_actor>()));
};

BOOST_FIXTURE_TEST_SUITE(the_log_reader, fixture)

BOOST_AUTO_TEST_CASE(reads_for_a_lagging_peer) {
  journal->readable[{3}] = tests::commands(1, 3, 9);
  tell(reader, raft::entries_wanted{{2}, {3}, 1U << 20U});
  drain();
  auto read = server.take<raft::entries_read>();
  BOOST_TEST_REQUIRE(read.size() == 1U);
  BOOST_TEST(read[0].peer == raft::node_id{2});
  BOOST_TEST(read[0].entries.count() == 7U);
}

BOOST_AUTO_TEST_CASE(reads_no_more_than_the_peer_may_have) {
  journal->readable[{3}] = tests::commands(1, 3, 9);
  tell(reader, raft::entries_wanted{{2}, {3}, 1});
  drain();
  auto read = server.take<raft::entries_read>();
  BOOST_TEST_REQUIRE(read.size() == 1U);
  BOOST_TEST(read[0].entries.count() == 1U);
}

BOOST_AUTO_TEST_CASE(says_when_the_log_does_not_have_them) {
  tell(reader, raft::entries_wanted{{2}, {3}, 1U << 20U});
  drain();
  auto read = server.take<raft::entries_read>();
  BOOST_TEST_REQUIRE(read.size() == 1U);
  BOOST_TEST(read[0].entries.empty());
}

BOOST_AUTO_TEST_CASE(reads_for_the_applier_up_to_what_it_asked_for) {
  journal->readable[{3}] = tests::commands(1, 3, 9);
  applier.tell(reader, protocol::read_committed{{3}, {5}});
  drain();
  auto read = applier.take<protocol::committed_read>();
  BOOST_TEST_REQUIRE(read.size() == 1U);
  BOOST_TEST(read[0].entries.last().index == raft::log_index{5});
}

BOOST_AUTO_TEST_CASE(ends_when_the_log_cannot_be_read_back) {
  journal->refusal = failure{errc::corrupted, "bad checksum"};
  tell(reader, raft::entries_wanted{{2}, {3}, 1U << 20U});
  drain();
  BOOST_TEST_REQUIRE(ends().size() == 1U);
  BOOST_TEST(ends()[0] == caf::make_error(errc::corrupted, "bad checksum"));
  BOOST_TEST(server.inbox().empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace log_reader_test
