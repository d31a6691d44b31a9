#include "actors/storage/log.hpp"
#include "tests/support/actors/stage.hpp"
#include "tests/support/batches.hpp"
#include "tests/support/disks/recording_log_store.hpp"
#include "tests/support/unit_test.hpp"

#include <chrono>

namespace log_test {

using namespace taskraft;
using namespace std::chrono_literals;

using lines = std::vector<std::string>;

struct fixture : tests::stage {
  std::shared_ptr<tests::log_journal> journal
    = std::make_shared<tests::log_journal>();
  std::vector<protocol::save_bootstrap> founded;
  tests::probe server{system};
  tests::probe log_reader{system};
  protocol::log_actor log = watched(system.spawn(
    actors::log, std::make_unique<tests::recording_log_store>(journal),
    actors::bootstrap_writer{
      [this](const protocol::save_bootstrap& x) -> status {
        if (journal->refusal)
          return *journal->refusal;
        founded.push_back(x);
        return done{};
      }},
    log_reader.as<protocol::log_reader_actor>(),
    server.as<protocol::server_actor>()));

  void write(std::uint64_t sequence, raft::entry_batch entries,
             std::optional<raft::log_index> truncate_from = {}) {
    auto one = raft::log_write{};
    one.sequence = sequence;
    one.truncate_from = truncate_from;
    one.entries = std::move(entries);
    tell(log, protocol::write_log{{one}});
  }
};

BOOST_FIXTURE_TEST_SUITE(the_log, fixture)

BOOST_AUTO_TEST_CASE(shares_one_sync_among_what_queued_before) {
  write(1, tests::commands(1, 1, 2));
  write(2, tests::commands(1, 3, 3));
  write(3, tests::commands(1, 4, 9));
  drain();
  BOOST_TEST(journal->calls == lines{"append 1-2 3-3 4-9"});
  auto acknowledged = server.take<raft::log_written>();
  BOOST_TEST_REQUIRE(acknowledged.size() == 1U);
  BOOST_TEST(acknowledged[0].sequence == 3U);
  BOOST_TEST(acknowledged[0].last == (raft::log_position{{9}, {1}}));
}

BOOST_AUTO_TEST_CASE(acknowledges_nothing_before_the_disk_has_it) {
  write(1, tests::commands(1, 1, 2));
  // The log takes the write; the flush waits for it.
  scheduler.run_once();
  BOOST_CHECK(journal->calls.empty());
  BOOST_TEST(server.inbox().empty());
}

BOOST_AUTO_TEST_CASE(saves_term_and_vote_before_entries) {
  write(1, tests::commands(1, 1, 2));
  tell(log, protocol::save_hard_state{{{2}, {1}}});
  drain();
  BOOST_TEST(journal->calls == (lines{"save 2/1", "append 1-2"}));
  auto saved = server.take<raft::hard_state_saved>();
  BOOST_TEST_REQUIRE(saved.size() == 1U);
  BOOST_TEST(saved[0].saved == (raft::hard_state{{2}, {1}}));
}

BOOST_AUTO_TEST_CASE(saves_only_the_newest_term_and_vote) {
  tell(log, protocol::save_hard_state{{{2}, {1}}});
  tell(log, protocol::save_hard_state{{{3}, {}}});
  drain();
  BOOST_TEST(journal->calls == lines{"save 3/0"});
}

BOOST_AUTO_TEST_CASE(truncates_where_its_turn_is) {
  write(1, tests::commands(1, 1, 3));
  write(2, tests::commands(2, 2, 4), raft::log_index{2});
  write(3, tests::commands(2, 5, 5));
  write(4, {}, raft::log_index{4});
  drain();
  BOOST_TEST(
    journal->calls
    == (lines{"append 1-3", "truncate 2", "append 2-4 5-5", "truncate 4"}));
  auto acknowledged = server.take<raft::log_written>();
  BOOST_TEST_REQUIRE(acknowledged.size() == 1U);
  BOOST_TEST(acknowledged[0].sequence == 4U);
  BOOST_TEST(acknowledged[0].last.index == raft::log_index{3});
}

BOOST_AUTO_TEST_CASE(keeps_the_order_of_messages_that_come_apart) {
  write(1, tests::commands(1, 1, 1));
  drain();
  write(2, tests::commands(1, 2, 2));
  drain();
  BOOST_TEST(journal->calls == (lines{"append 1-1", "append 2-2"}));
  auto acknowledged = server.take<raft::log_written>();
  BOOST_TEST_REQUIRE(acknowledged.size() == 2U);
  BOOST_TEST(acknowledged[0].sequence == 1U);
  BOOST_TEST(acknowledged[1].sequence == 2U);
}

BOOST_AUTO_TEST_CASE(writes_what_came_before_ahead_of_every_read) {
  // A restarted follower's disk still had a suffix that was replaced in memory
  // and committed: the applier read back the old entries.
  auto applier = tests::probe{system};
  write(1, tests::commands(1, 1, 3));
  drain();
  write(2, tests::commands(2, 2, 4), raft::log_index{2});
  applier.tell(log, protocol::read_committed{{1}, {4}});
  scheduler.run_once();
  scheduler.run_once();
  BOOST_TEST(journal->calls
             == (lines{"append 1-3", "truncate 2", "append 2-4"}));
  drain();
  auto handed_on = log_reader.take<protocol::read_committed>();
  BOOST_TEST_REQUIRE(handed_on.size() == 1U);
  BOOST_TEST(handed_on[0].to == raft::log_index{4});
}

BOOST_AUTO_TEST_CASE(hands_on_no_read_when_the_write_before_it_fails) {
  auto applier = tests::probe{system};
  journal->refusal = failure{errc::storage_failed, "EIO"};
  write(1, tests::commands(1, 1, 3));
  applier.tell(log, protocol::read_committed{{1}, {3}});
  drain();
  BOOST_TEST(ends().size() == 1U);
  BOOST_TEST(log_reader.inbox().empty());
}

BOOST_AUTO_TEST_CASE(makes_the_bootstrap_durable) {
  auto bootstrap = protocol::save_bootstrap{"name", {{{1}, "disk"}}};
  tell(log, bootstrap);
  drain();
  BOOST_TEST_REQUIRE(founded.size() == 1U);
  BOOST_TEST(founded[0].cluster_id == "name");
  auto saved = server.take<protocol::bootstrap_saved>();
  BOOST_TEST_REQUIRE(saved.size() == 1U);
  BOOST_TEST(saved[0].saved.disk_ids.at({1}) == "disk");
}

BOOST_AUTO_TEST_CASE(ends_with_the_error_when_an_append_fails) {
  journal->refusal = failure{errc::storage_failed, "EIO"};
  write(1, tests::commands(1, 1, 1));
  drain();
  BOOST_TEST_REQUIRE(ends().size() == 1U);
  BOOST_TEST(ends()[0] == caf::make_error(errc::storage_failed, "EIO"));
  BOOST_TEST(server.inbox().empty());
}

BOOST_AUTO_TEST_CASE(ends_with_the_error_when_term_and_vote_cannot_be_saved) {
  journal->refusal = failure{errc::storage_failed, "EIO"};
  tell(log, protocol::save_hard_state{{{2}, {1}}});
  write(1, tests::commands(1, 1, 1));
  drain();
  BOOST_TEST_REQUIRE(ends().size() == 1U);
  // HAZARDS 4: the disk is not asked again.
  BOOST_CHECK(journal->calls.empty());
  BOOST_TEST(server.inbox().empty());
}

BOOST_AUTO_TEST_CASE(ends_with_the_error_when_the_bootstrap_cannot_be_saved) {
  journal->refusal = failure{errc::storage_failed, "EIO"};
  tell(log, protocol::save_bootstrap{});
  drain();
  BOOST_TEST_REQUIRE(ends().size() == 1U);
  BOOST_TEST(server.inbox().empty());
}

// HAZARDS 44: a full disk is no reason to end, nor to lose anything.
BOOST_AUTO_TEST_CASE(waits_for_room_on_a_full_disk) {
  journal->refusal = failure{errc::disk_full, "ENOSPC"};
  write(1, tests::commands(1, 1, 3));
  drain();
  BOOST_TEST(ends().empty());
  auto told = server.take<raft::disk_room_changed>();
  BOOST_TEST_REQUIRE(told.size() == 1U);
  BOOST_TEST(told[0].full);
  scheduler.advance_time(250ms);
  drain();
  BOOST_TEST(server.inbox().empty());
  journal->refusal.reset();
  scheduler.advance_time(250ms);
  drain();
  BOOST_TEST(journal->calls == lines{"append 1-3"});
  told = server.take<raft::disk_room_changed>();
  BOOST_TEST_REQUIRE(told.size() == 1U);
  BOOST_TEST(!told[0].full);
  BOOST_TEST(server.take<raft::log_written>().at(0).sequence == 1U);
}

BOOST_AUTO_TEST_CASE(goes_on_where_the_disk_became_full) {
  write(1, tests::commands(1, 1, 3));
  drain();
  journal->calls.clear();
  journal->refusal = failure{errc::disk_full, "ENOSPC"};
  journal->room = 1;
  write(2, tests::commands(1, 4, 5));
  write(3, tests::commands(1, 6, 8));
  write(4, tests::commands(2, 7, 9), raft::log_index{7});
  drain();
  journal->refusal.reset();
  scheduler.advance_time(250ms);
  drain();
  BOOST_TEST(journal->calls
             == (lines{"append 6-8", "truncate 7", "append 7-9"}));
  BOOST_TEST(server.take<raft::log_written>().back().sequence == 4U);
}

BOOST_AUTO_TEST_CASE(saves_term_and_vote_on_a_full_disk) {
  journal->refusal = failure{errc::disk_full, "ENOSPC"};
  write(1, tests::commands(1, 1, 3));
  drain();
  // These writes need no room.
  journal->refusal.reset();
  tell(log, protocol::save_hard_state{{{2}, {1}}});
  drain();
  BOOST_TEST(journal->calls == lines{"save 2/1"});
  BOOST_TEST(server.count<raft::hard_state_saved>() == 1U);
}

// Each vote that it could not save began another series of attempts.
BOOST_AUTO_TEST_CASE(tries_a_full_disk_once_in_a_while_whatever_waits) {
  journal->refusal = failure{errc::disk_full, "ENOSPC"};
  write(1, tests::commands(1, 1, 3));
  drain();
  for (auto term = std::uint64_t{2}; term < 10; ++term) {
    tell(log, protocol::save_hard_state{{{term}, {1}}});
    drain();
  }
  journal->refused = 0;
  scheduler.advance_time(250ms);
  drain();
  BOOST_TEST(journal->refused == 1U);
}

BOOST_AUTO_TEST_CASE(hands_on_a_read_once_there_is_room_for_what_is_before) {
  auto applier = tests::probe{system};
  journal->refusal = failure{errc::disk_full, "ENOSPC"};
  write(1, tests::commands(1, 1, 3));
  drain();
  applier.tell(log, protocol::read_committed{{1}, {3}});
  drain();
  BOOST_TEST(log_reader.inbox().empty());
  journal->refusal.reset();
  scheduler.advance_time(250ms);
  drain();
  BOOST_TEST(log_reader.count<protocol::read_committed>() == 1U);
}

BOOST_AUTO_TEST_CASE(marks_the_last_batch_after_an_idle_second_once) {
  write(1, tests::commands(1, 1, 1));
  drain();
  journal->calls.clear();
  scheduler.advance_time(999ms);
  drain();
  BOOST_CHECK(journal->calls.empty());
  scheduler.advance_time(1ms);
  drain();
  BOOST_TEST(journal->calls == lines{"idle"});
  scheduler.advance_time(5s);
  drain();
  BOOST_TEST(journal->calls == lines{"idle"});
}

BOOST_AUTO_TEST_CASE(marks_nothing_while_writes_come) {
  for (auto index = std::uint64_t{1}; index <= 5; ++index) {
    write(index, tests::commands(1, index, index));
    drain();
    scheduler.advance_time(600ms);
    drain();
  }
  auto marks = std::ranges::count(journal->calls, "idle");
  BOOST_TEST(marks == 0);
  scheduler.advance_time(1s);
  drain();
  scheduler.advance_time(1s);
  drain();
  BOOST_TEST(std::ranges::count(journal->calls, "idle") == 1);
}

BOOST_AUTO_TEST_CASE(ends_with_the_error_when_the_mark_fails) {
  write(1, tests::commands(1, 1, 1));
  drain();
  journal->refusal = failure{errc::storage_failed, "EIO"};
  scheduler.advance_time(1s);
  drain();
  BOOST_TEST(ends().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace log_test
