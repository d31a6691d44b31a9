// The applier, when snapshots replace its state and logs are cut.

#include "actors/storage/applier.hpp"
#include "actors/storage/committer.hpp"
#include "persistence/disk/posix_file.hpp"
#include "tests/support/actors/stage.hpp"
#include "tests/support/batches.hpp"
#include "tests/support/boards/scripted_machine.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/unit_test.hpp"

#include <chrono>

namespace applier_snapshot_test {

using namespace taskraft;
using namespace std::chrono_literals;

using lines = std::vector<std::string>;

struct fixture : tests::stage {
  tests::temporary_folder folder;
  persistence::posix_file_system files;
  std::shared_ptr<tests::machine_journal> journal
    = std::make_shared<tests::machine_journal>();
  tests::probe log{system};
  tests::probe gateway{system};
  tests::probe server{system};
  tests::probe receiver{system};

  protocol::applier_actor start(std::uint64_t visible, bool lacks_state) {
    auto actor = watched(system.spawn(
      actors::applier,
      std::make_unique<tests::scripted_machine>(
        journal, raft::log_position{{visible}, {1}}),
      watched(system.spawn(actors::committer)), log.as<protocol::log_actor>(),
      gateway.as<protocol::inner_gateway_actor>(),
      server.as<protocol::server_actor>(), lacks_state));
    drain();
    return actor;
  }

  protocol::shared_snapshot snapshot(std::uint64_t index) {
    auto path = (folder.path() / std::to_string(index)).string();
    auto writer
      = persistence::snapshot_writer::create(files, path, {{{index}, {1}}, {}});
    BOOST_REQUIRE(bool{writer});
    BOOST_REQUIRE(bool{writer->finish()});
    auto file = persistence::snapshot_file::open(files, path);
    BOOST_REQUIRE(bool{file});
    return *file;
  }

  void install(const protocol::applier_actor& applier, std::uint64_t index,
               bool stopped = false) {
    receiver.tell(applier, protocol::install_state{
                             snapshot(index), [stopped] { return stopped; }});
  }

  std::vector<raft::snapshot_outcome> outcomes() {
    drain();
    auto all = std::vector<raft::snapshot_outcome>{};
    for (const auto& x : receiver.take<protocol::state_installed>())
      all.push_back(x.outcome);
    return all;
  }
};

using outcome_list = std::vector<raft::snapshot_outcome>;

BOOST_FIXTURE_TEST_SUITE(the_applier_and_snapshots, fixture)

BOOST_AUTO_TEST_CASE(goes_on_after_the_snapshot) {
  auto applier = start(0, false);
  tell(applier, raft::committed{{2}, {tests::commands(1, 1, 2)}});
  drain();
  install(applier, 9);
  BOOST_TEST(outcomes() == outcome_list{raft::snapshot_outcome::complete});
  auto told = server.take<raft::snapshot_installed>();
  BOOST_TEST_REQUIRE(told.size() == 1U);
  BOOST_TEST(told[0].base.position.index == raft::log_index{9});
  auto progress = server.take<protocol::applied>();
  BOOST_TEST(progress.back().visible == raft::log_index{9});
  BOOST_TEST(progress.back().durable == raft::log_index{9});
  tell(applier, raft::committed{{11}, {tests::commands(1, 8, 11)}});
  drain();
  BOOST_TEST(journal->calls.back() == "evaluate 10-11");
}

BOOST_AUTO_TEST_CASE(are_said_to_be_missing_until_there_is_one) {
  auto applier = start(0, true);
  BOOST_TEST(gateway.take<protocol::applied>().back().lacks_state);
  install(applier, 9);
  drain();
  BOOST_TEST(!gateway.take<protocol::applied>().back().lacks_state);
}

BOOST_AUTO_TEST_CASE(are_given_up_half_way_by_a_node_that_ends) {
  auto applier = start(0, false);
  install(applier, 9, true);
  drain();
  BOOST_TEST_REQUIRE(ends().size() == 1U);
  BOOST_TEST(ends()[0] == caf::exit_reason::normal);
  BOOST_TEST(server.count<raft::snapshot_installed>() == 0U);
}

BOOST_AUTO_TEST_CASE(never_go_back) {
  // HAZARDS 37.
  auto applier = start(5, false);
  tell(applier, raft::committed{{7}, {tests::commands(1, 6, 7)}});
  drain();
  for (auto index : {4U, 5U, 7U}) {
    install(applier, index);
    BOOST_TEST(outcomes() == outcome_list{raft::snapshot_outcome::not_needed});
  }
  BOOST_TEST(server.count<raft::snapshot_installed>() == 0U);
}

BOOST_AUTO_TEST_CASE(wait_for_the_commit_that_is_under_way) {
  auto committer = tests::probe{system};
  auto applier = watched(system.spawn(
    actors::applier,
    std::make_unique<tests::scripted_machine>(journal,
                                              raft::log_position{{0}, {0}}),
    committer.as<protocol::committer_actor>(), log.as<protocol::log_actor>(),
    gateway.as<protocol::inner_gateway_actor>(),
    server.as<protocol::server_actor>(), false));
  tell(applier, raft::committed{{2}, {tests::commands(1, 1, 2)}});
  tell(applier, protocol::make_visible{{2}});
  drain();
  auto commit = committer.take<protocol::carry_out>();
  BOOST_TEST_REQUIRE(commit.size() == 1U);
  install(applier, 9);
  drain();
  BOOST_TEST(committer.count<protocol::carry_out>() == 0U);
  BOOST_TEST(bool{commit[0].run()});
  committer.tell(applier, protocol::carried_out{});
  drain();
  auto work = committer.take<protocol::carry_out>();
  BOOST_TEST_REQUIRE(work.size() == 1U);
  // Nothing is evaluated meanwhile.
  tell(applier, raft::committed{{3}, {tests::commands(1, 3, 3)}});
  drain();
  BOOST_TEST(bool{work[0].run()});
  committer.tell(applier, protocol::carried_out{});
  drain();
  BOOST_TEST(journal->calls
             == (lines{"evaluate 1-2", "commit 2", "install 9"}));
}

BOOST_AUTO_TEST_CASE(help_a_state_that_ends_before_its_log) {
  auto applier = start(0, true);
  // The log has lost the next entries: the applier does not ask it, and waits.
  tell(applier, raft::committed{{12}, {tests::commands(1, 12, 12)}});
  drain();
  BOOST_TEST(log.count<protocol::read_committed>() == 0U);
  BOOST_TEST(ends().empty());
  install(applier, 9);
  BOOST_TEST(outcomes() == outcome_list{raft::snapshot_outcome::complete});
  auto asked = log.take<protocol::read_committed>();
  BOOST_TEST_REQUIRE(asked.size() == 1U);
  BOOST_TEST(asked[0].from == raft::log_index{10});
  BOOST_TEST(asked[0].to == raft::log_index{12});
}

BOOST_AUTO_TEST_CASE(make_an_answer_of_the_log_old) {
  // The log was asked, a snapshot came, the log was reset and had nothing.
  auto applier = start(0, false);
  tell(applier, raft::committed{{12}, {}});
  drain();
  BOOST_TEST(log.take<protocol::read_committed>().size() == 1U);
  install(applier, 9);
  drain();
  log.tell(applier, protocol::committed_read{});
  drain();
  BOOST_TEST(ends().empty());
  auto asked = log.take<protocol::read_committed>();
  BOOST_TEST_REQUIRE(asked.size() == 1U);
  BOOST_TEST(asked[0].from == raft::log_index{10});
}

BOOST_AUTO_TEST_CASE(let_the_state_be_made_durable_for_them) {
  auto applier = start(5, false);
  server.take<protocol::applied>();
  tell(applier, protocol::make_state_durable{});
  drain();
  // Nothing to do is an answer, too: the log waits for it.
  auto told = server.take<protocol::applied>();
  BOOST_TEST_REQUIRE(told.size() == 1U);
  BOOST_TEST(told[0].durable == raft::log_index{5});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace applier_snapshot_test
