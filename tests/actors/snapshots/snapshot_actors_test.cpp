// The actors that make, send and receive snapshots, each alone and all
// together.

#include "actors/snapshots/snapshot_receiver.hpp"
#include "actors/snapshots/snapshot_sender.hpp"
#include "actors/snapshots/snapshotter.hpp"
#include "persistence/disk/posix_file.hpp"
#include "tests/support/actors/stage.hpp"
#include "tests/support/boards/counter_machine.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/unit_test.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

namespace snapshot_actors_test {

using namespace taskraft;
using namespace std::chrono_literals;

constexpr auto wanted = raft::snapshot_outcome::wanted;

/// Writes what it is told as rows, and counts how often it is asked.
class row_reader final : public persistence::state_reader {
public:
  explicit row_reader(std::shared_ptr<int> asked) : asked_(std::move(asked)) {
  }
  result<std::vector<protocol::query_answer>>
  answer(const std::vector<persistence::query_view>&, std::uint64_t) override {
    return failure{errc::storage_failed, "it only writes"};
  }
  result<raft::snapshot_about>
  write_snapshot(persistence::file_system& files, const std::string& path,
                 const persistence::stop_check& stop) override {
    if (stop && stop())
      return failure{errc::unavailable, "stopped half-way"};
    ++*asked_;
    auto index = static_cast<std::uint64_t>(10 * *asked_);
    auto writer = persistence::snapshot_writer::create(
      files, path, {{{index}, {2}}, {{1}, {}}});
    if (!writer)
      return writer.error();
    for (auto i = 0; i < 100; ++i)
      if (auto added = writer->add(std::string(100, static_cast<char>(i)));
          !added)
        return added.error();
    return writer->finish();
  }
  result<persistence::state_digest> digest() override {
    return failure{errc::storage_failed, "it only writes"};
  }

private:
  std::shared_ptr<int> asked_;
};

/// Outlives the actors.
struct disks {
  tests::temporary_folder leader_folder;
  tests::temporary_folder peer_folder;
  persistence::posix_file_system files;
};

struct fixture : disks, tests::stage {
  /// Whether the node is about to end.
  bool ending = false;
  std::shared_ptr<int> written = std::make_shared<int>(0);
  tests::probe server{system};
  tests::probe peer{system};
  tests::probe other{system};
  tests::probe applier{system};
  tests::probe peer_server{system};
  protocol::snapshot_sender_actor sender = make_sender();
  protocol::snapshot_receiver_actor receiver = make_receiver();

  fixture() {
    for (auto [id, link] : {std::pair{2U, &peer}, std::pair{3U, &other}})
      server.tell(sender, protocol::link_opened{
                            {id}, link->as<protocol::node_actor>(), {}});
    drain();
  }

  protocol::snapshot_sender_actor make_sender() {
    auto options = actors::snapshot_options{};
    options.self = {1};
    options.chunk_bytes = 1000;
    auto maker = watched(
      system.spawn(actors::snapshotter,
                   actors::snapshot_place{&files, leader_folder.path().string(),
                                          [this] { return ending; }},
                   std::make_unique<row_reader>(written)));
    return watched(system.spawn(actors::snapshot_sender, options, maker,
                                server.as<protocol::server_actor>()));
  }

  protocol::snapshot_receiver_actor make_receiver() {
    return watched(
      system.spawn(actors::snapshot_receiver,
                   actors::snapshot_place{&files, peer_folder.path().string()},
                   applier.as<protocol::applier_actor>(),
                   peer_server.as<protocol::server_actor>()));
  }

  void want(std::uint64_t id, std::uint64_t term = 2,
            std::uint64_t at_least = 0) {
    server.tell(sender, raft::snapshot_wanted{{id}, {term}, {at_least}});
    drain();
  }

  std::vector<raft::install_snapshot> pieces() {
    drain();
    return peer.take<raft::install_snapshot>();
  }

  void answer(const raft::install_snapshot& piece, std::uint64_t offset,
              raft::snapshot_outcome outcome = wanted, std::uint64_t id = 2) {
    server.tell(sender,
                raft::snapshot_received{.term = piece.term,
                                        .from = {id},
                                        .file_checksum = piece.about.checksum,
                                        .offset = offset,
                                        .outcome = outcome});
    drain();
  }

  /// Carries pieces to the receiver and answers to the sender, until there are
  /// no more or `most` pieces were carried.
  std::size_t pass_on(std::size_t most = 1000) {
    auto count = std::size_t{0};
    for (auto busy = true; busy && count < most;) {
      busy = false;
      for (const auto& piece : pieces()) {
        if (count++ >= most)
          break;
        busy = true;
        peer_server.tell(receiver, piece);
        drain();
        for (const auto& x : peer_server.take<raft::snapshot_gathered>())
          answer(piece, x.offset, x.outcome);
      }
    }
    return count;
  }

  void wait(std::chrono::milliseconds duration = 250ms) {
    scheduler.advance_time(duration);
    drain();
  }

  static std::size_t files_in(const tests::temporary_folder& folder) {
    return static_cast<std::size_t>(
      std::distance(std::filesystem::directory_iterator{folder.path()},
                    std::filesystem::directory_iterator{}));
  }
};

BOOST_FIXTURE_TEST_SUITE(the_snapshot_sender, fixture)

BOOST_AUTO_TEST_CASE(asks_first_and_has_a_few_pieces_under_way) {
  want(2);
  auto begun = server.take<raft::snapshot_begun>();
  BOOST_TEST_REQUIRE(begun.size() == 1U);
  BOOST_TEST(begun[0].peer == raft::node_id{2});
  BOOST_TEST(begun[0].last == (raft::log_position{{10}, {2}}));
  auto question = pieces();
  BOOST_TEST_REQUIRE(question.size() == 1U);
  BOOST_TEST(question[0].bytes.view().empty());
  BOOST_TEST(question[0].term == raft::term{2});
  BOOST_TEST(question[0].leader == raft::node_id{1});
  answer(question[0], 0);
  auto first = pieces();
  BOOST_TEST_REQUIRE(first.size() == 4U);
  BOOST_TEST(first[3].offset == 3000U);
  // Nothing more before an answer; then as much as was answered.
  answer(question[0], 2000);
  auto next = pieces();
  BOOST_TEST_REQUIRE(next.size() == 2U);
  BOOST_TEST(next[0].offset == 4000U);
}

BOOST_AUTO_TEST_CASE(gets_no_file_of_a_node_that_is_about_to_end) {
  ending = true;
  want(2);
  BOOST_TEST(server.count<raft::snapshot_failed>() == 1U);
  BOOST_TEST(files_in(leader_folder) == 0U);
}

BOOST_AUTO_TEST_CASE(begins_where_the_peer_says) {
  want(2);
  answer(pieces().at(0), 5000);
  BOOST_TEST(pieces().at(0).offset == 5000U);
}

BOOST_AUTO_TEST_CASE(goes_back_when_pieces_were_lost) {
  want(2);
  auto question = pieces().at(0);
  answer(question, 0);
  BOOST_TEST(pieces().size() == 4U);
  answer(question, 1000);
  BOOST_TEST(pieces().size() == 1U);
  wait();
  wait();
  auto asked = pieces();
  BOOST_REQUIRE(!asked.empty());
  BOOST_TEST(asked[0].bytes.view().empty());
  answer(question, 1000);
  auto again = pieces();
  BOOST_TEST_REQUIRE(again.size() == 4U);
  BOOST_TEST(again[0].offset == 1000U);
}

BOOST_AUTO_TEST_CASE(gives_up_a_peer_that_says_nothing) {
  want(2);
  for (auto i = 0; i < 41; ++i)
    wait();
  BOOST_TEST(server.take<raft::snapshot_failed>().size() == 1U);
  // The file is removed when no transfer needs it any more.
  drain();
  BOOST_TEST(files_in(leader_folder) == 0U);
}

BOOST_AUTO_TEST_CASE(shares_one_file_among_peers) {
  want(2);
  want(3);
  BOOST_TEST(*written == 1);
  BOOST_TEST(files_in(leader_folder) == 1U);
  auto one = pieces().at(0);
  auto two = other.take<raft::install_snapshot>().at(0);
  BOOST_TEST(one.about == two.about);
  answer(one, 0, raft::snapshot_outcome::not_needed, 2);
  BOOST_TEST(files_in(leader_folder) == 1U);
  answer(two, 0, raft::snapshot_outcome::not_needed, 3);
  BOOST_TEST(files_in(leader_folder) == 0U);
  want(2);
  BOOST_TEST(*written == 2);
}

BOOST_AUTO_TEST_CASE(makes_another_when_the_log_has_gone_on) {
  want(2);
  want(2, 2, 15);
  BOOST_TEST(*written == 2);
  BOOST_TEST(server.take<raft::snapshot_begun>().back().last.index
             == raft::log_index{20});
}

BOOST_AUTO_TEST_CASE(takes_on_a_new_term_and_stops_when_it_is_over) {
  want(2);
  pieces();
  want(2, 5);
  BOOST_TEST(*written == 1);
  BOOST_TEST(pieces().at(0).term == raft::term{5});
  server.tell(
    sender, protocol::leadership_changed{raft::role_kind::follower, {6}, {2}});
  wait();
  BOOST_TEST(pieces().empty());
  BOOST_TEST(files_in(leader_folder) == 0U);
}

BOOST_AUTO_TEST_CASE(says_when_no_file_can_be_made) {
  std::filesystem::remove_all(leader_folder.path());
  want(2);
  BOOST_TEST(server.take<raft::snapshot_failed>().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_snapshot_on_its_way, fixture)

BOOST_AUTO_TEST_CASE(arrives_whole_and_is_handed_to_the_applier) {
  want(2);
  pass_on();
  auto handed = applier.take<protocol::install_state>();
  BOOST_TEST_REQUIRE(handed.size() == 1U);
  BOOST_TEST(handed[0].file->rows() == 100U);
  BOOST_TEST(bool{handed[0].file->verify()});
  handed.clear();
  applier.tell(receiver, protocol::state_installed{});
  drain();
  BOOST_TEST(files_in(peer_folder) == 0U);
}

BOOST_AUTO_TEST_CASE(goes_on_where_a_broken_link_has_stopped_it) {
  want(2);
  pass_on(6);
  server.tell(sender, protocol::link_closed{{2}});
  drain();
  // What was under way is lost.
  pieces();
  wait();
  BOOST_TEST(pieces().empty());
  server.tell(sender,
              protocol::link_opened{{2}, peer.as<protocol::node_actor>(), {}});
  wait();
  // A question, and what was not there yet.
  auto count = pass_on();
  BOOST_TEST(count < 10U);
  BOOST_TEST(applier.count<protocol::install_state>() == 1U);
}

BOOST_AUTO_TEST_CASE(is_one_piece_after_the_other_whatever_comes) {
  want(2);
  auto question = pieces().at(0);
  answer(question, 0);
  auto some = pieces();
  auto damaged = some[0];
  damaged.checksum ^= 1U;
  for (const auto& piece : {some[2], damaged, some[0], some[0], some[1]})
    peer_server.tell(receiver, piece);
  drain();
  auto answers = peer_server.take<raft::snapshot_gathered>();
  auto offsets = std::vector<std::uint64_t>{};
  for (const auto& x : answers)
    offsets.push_back(x.offset);
  BOOST_TEST(offsets == (std::vector<std::uint64_t>{0, 0, 1000, 1000, 2000}));
}

BOOST_AUTO_TEST_CASE(is_not_displaced_by_an_older_one) {
  // HAZARDS 37: a late piece of an earlier snapshot.
  want(2);
  auto old = pieces().at(0);
  want(2, 2, 15);
  auto fresh = pieces().at(0);
  answer(fresh, 0);
  auto piece = pieces().at(0);
  peer_server.tell(receiver, piece);
  peer_server.tell(receiver, old);
  peer_server.tell(receiver, fresh);
  drain();
  auto answers = peer_server.take<raft::snapshot_gathered>();
  BOOST_TEST_REQUIRE(answers.size() == 2U);
  BOOST_TEST(answers[1].offset == piece.bytes.view().size());
  // A newer leader's counts, whatever its index is.
  old.term = {9};
  peer_server.tell(receiver, old);
  drain();
  BOOST_TEST(peer_server.take<raft::snapshot_gathered>().at(0).offset == 0U);
}

BOOST_AUTO_TEST_CASE(waits_for_the_one_that_is_being_installed) {
  want(2);
  pass_on();
  want(2, 2, 15);
  auto next = pieces().back();
  peer_server.tell(receiver, next);
  drain();
  auto answers = peer_server.take<raft::snapshot_gathered>();
  BOOST_TEST_REQUIRE(answers.size() == 1U);
  BOOST_TEST(answers[0].outcome == raft::snapshot_outcome::complete);
  applier.take<protocol::install_state>();
  applier.tell(receiver,
               protocol::state_installed{raft::snapshot_outcome::not_needed});
  drain();
  answers = peer_server.take<raft::snapshot_gathered>();
  BOOST_TEST_REQUIRE(answers.size() == 1U);
  BOOST_TEST(answers[0].outcome == raft::snapshot_outcome::not_needed);
  peer_server.tell(receiver, next);
  drain();
  answers = peer_server.take<raft::snapshot_gathered>();
  BOOST_TEST_REQUIRE(answers.size() == 1U);
  BOOST_TEST(answers[0].outcome == wanted);
}

BOOST_AUTO_TEST_CASE(is_refused_where_there_is_no_room) {
  std::filesystem::remove_all(peer_folder.path());
  want(2);
  pass_on();
  BOOST_TEST(server.take<raft::snapshot_failed>().size() == 1U);
  BOOST_TEST(applier.count<protocol::install_state>() == 0U);
  BOOST_TEST(ends().empty());
}

BOOST_AUTO_TEST_CASE(leaves_nothing_behind_from_an_earlier_life) {
  for (const auto* name : {"outgoing-7", "outgoing-8.part"})
    std::ofstream{leader_folder.path() / name} << "x";
  std::ofstream{peer_folder.path() / "incoming"} << "x";
  make_sender();
  make_receiver();
  drain();
  BOOST_TEST(files_in(leader_folder) == 0U);
  BOOST_TEST(files_in(peer_folder) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace snapshot_actors_test
