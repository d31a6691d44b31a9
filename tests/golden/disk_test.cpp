// The files of a node: identity, marks, term and vote, the log and its base,
// and a snapshot with a row of every kind.

#include "persistence/disk/divergence.hpp"
#include "persistence/disk/identity.hpp"
#include "persistence/disk/refusal.hpp"
#include "persistence/disk/seen_file.hpp"
#include "persistence/log/log_base.hpp"
#include "persistence/snapshot/snapshot.hpp"
#include "tasks.pb.h"
#include "tests/golden/golden.hpp"
#include "tests/persistence/log/log_fixture.hpp"
#include "tests/support/fill.hpp"
#include "tests/support/fill_proto.hpp"

#include <string>
#include <utility>
#include <vector>

namespace disk_test {

using namespace taskraft;
using namespace taskraft::persistence;
using namespace taskraft::tests;

const auto directory = std::string{"node"};
const auto log_folder = log_directory(directory);
const auto base_path = std::string{"base"};
const auto snapshot_path = std::string{"snapshot"};

protocol::seen_disks some_seen() {
  return {{{1}, {"disk1", {2, 3, {4}, {{5}, {6}}}}},
          {{7}, {"disk7", {8, 9, {10}, {{11}, {12}}}}}};
}

identity some_identity() {
  auto x = filled<identity>();
  // These have a form.
  x.disk_id = "0123456789abcdef0123456789abcdef";
  x.cluster_id = "fedcba9876543210fedcba9876543210";
  return x;
}

std::vector<std::string> rows() {
  auto made = std::vector<std::string>{};
  for (const auto& one : filled_proto(*tasks::wire::SnapshotRow::descriptor()))
    if (!one.is_newer)
      made.push_back(one.message->SerializeAsString());
  return made;
}

struct fixture {
  std::unique_ptr<segment_log_store> open() {
    auto salt = std::uint64_t{0};
    auto options = segment_log_options{};
    options.first_segment_bytes = 8192;
    options.segment_bytes = 8192;
    options.prepare_in_background = false;
    options.random = [salt]() mutable { return ++salt; };
    auto opened = segment_log_store::open(disk, log_folder, options);
    BOOST_REQUIRE_MESSAGE(opened, (opened ? "" : opened.error().detail));
    return std::move(*opened);
  }

  /// Every kind of entry and every kind of batch.
  void write_log() {
    auto store = open();
    must(store->save({.term = {3}, .vote = {2}}));
    auto builder = raft::entry_batch_builder{};
    auto index = raft::log_index{1};
    for (auto kind = std::optional{raft::entry_kind::no_op}; kind;
         kind = kind_after(*kind), index = index.next())
      builder.add({.term = {3},
                   .index = index,
                   .kind = *kind,
                   .time_us = 5,
                   .payload = *kind == raft::entry_kind::membership
                                ? raft::encode(filled<raft::membership>())
                                : "payload"});
    must(append(*store, builder.build()));
    must(append(*store, entries(5, 6, 3)));
    must(store->truncate_suffix({6}));
    must(store->idle());
  }

  void write_snapshot() {
    auto writer = snapshot_writer::create(disk, snapshot_path,
                                          filled<raft::snapshot_base>());
    BOOST_TEST_REQUIRE(bool{writer});
    for (const auto& row : rows())
      must(writer->add(row));
    BOOST_TEST_REQUIRE(bool{writer->finish()});
  }

  void write_all() {
    must(make_directories(disk, log_folder));
    must(save(disk, directory, some_identity()));
    must(mark_diverged(disk, directory, {1}, "2", "3"));
    must(mark_distrusted(disk, directory, "why"));
    must(note_refusal(disk, directory, "it was removed"));
    must(save_seen(disk, directory, some_seen()));
    must(save(disk, base_path, filled<log_base>()));
    write_log();
    write_snapshot();
  }

  static void must(const status& x) {
    BOOST_REQUIRE_MESSAGE(x, explain(x));
  }

  faulty_disk disk;
};

BOOST_FIXTURE_TEST_SUITE(golden_files, fixture)

BOOST_AUTO_TEST_CASE(are_written_as_ever) {
  write_all();
  auto made = golden::items{};
  for (const auto& [path, content] : disk.content())
    made.push_back({path, {{content, ""}}});
  golden::check("files", made);
}

struct kept_fixture : fixture {
  kept_fixture() {
    must(make_directories(disk, log_folder));
    disk.restore(golden::read("files"));
  }
};

BOOST_FIXTURE_TEST_CASE(say_who_a_directory_is, kept_fixture) {
  auto expected = some_identity();
  auto found = open_or_create_identity(disk, directory, expected.node,
                                       expected.cluster_name, [] { return 0; });
  BOOST_REQUIRE_MESSAGE(found, (found ? "" : found.error().detail));
  ++expected.incarnation;
  BOOST_TEST(*found == expected);
  BOOST_TEST(!check_divergence(disk, directory, {1}));
  BOOST_TEST(!check_distrusted(disk, directory));
  auto refusal = last_refusal(disk, directory);
  BOOST_TEST_REQUIRE(bool{refusal});
  BOOST_TEST(refusal->value_or("") == "it was removed");
  auto seen = load_seen(disk, directory);
  BOOST_TEST_REQUIRE(bool{seen});
  BOOST_TEST((*seen == some_seen()));
}

BOOST_FIXTURE_TEST_CASE(have_a_log, kept_fixture) {
  auto store = open();
  BOOST_TEST(store->recovered().hard == (raft::hard_state{{3}, {2}}));
  BOOST_TEST(store->last() == (raft::log_position{{5}, {3}}));
  BOOST_TEST_REQUIRE(store->recovered().memberships.size() == 1U);
  BOOST_TEST(store->recovered().memberships[0].value
             == filled<raft::membership>());
  auto found = load_log_base(disk, base_path);
  BOOST_TEST_REQUIRE(bool{found});
  BOOST_TEST(*found == filled<log_base>());
}

BOOST_FIXTURE_TEST_CASE(have_a_snapshot, kept_fixture) {
  auto found = snapshot_file::open(disk, snapshot_path);
  BOOST_TEST_REQUIRE(bool{found});
  BOOST_TEST((*found)->about().base == filled<raft::snapshot_base>());
  auto found_rows = std::vector<std::string>{};
  must((*found)->scan([&](std::string_view row) -> status {
    found_rows.emplace_back(row);
    return done{};
  }));
  BOOST_TEST(found_rows == rows());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace disk_test
