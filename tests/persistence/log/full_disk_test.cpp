#include "tests/persistence/log/log_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace full_disk_test {

using namespace taskraft;
using namespace taskraft::tests;

struct fixture : log_fixture {
  fixture() {
    open();
  }

  std::uint64_t used() const {
    auto total = std::uint64_t{0};
    for (const auto& [path, content] : disk.content())
      total += content.size();
    return total;
  }

  /// Appends one entry after the other until there is no room.
  void fill() {
    disk.limit(used());
    auto appended = status{done{}};
    for (auto i = 0; i < 10'000 && appended; ++i)
      appended = append(*store, entries(last() + 1, last() + 1));
    BOOST_REQUIRE(!appended);
    BOOST_TEST(appended.error().code == errc::disk_full, explain(appended));
  }
};

BOOST_FIXTURE_TEST_SUITE(a_log_on_a_full_disk, fixture)

BOOST_AUTO_TEST_CASE(takes_what_still_fits) {
  fill();
  BOOST_TEST(last() > 50U);
  BOOST_TEST(read_all(*store, {1}).size() == last());
}

BOOST_AUTO_TEST_CASE(goes_on_when_there_is_room_again) {
  fill();
  auto before = last();
  for (auto i = 0; i < 10; ++i)
    BOOST_TEST(!append(*store, entries(last() + 1, last() + 1)));
  disk.limit(UINT64_MAX);
  must_append(entries(last() + 1, last() + 500));
  BOOST_TEST(last() == before + 500);
  open();
  BOOST_TEST(last() == before + 500);
  BOOST_TEST(read_all(*store, {1}).size() == last());
}

BOOST_AUTO_TEST_CASE(keeps_no_part_of_a_segment_that_did_not_fit) {
  fill();
  auto before = disk.content().size();
  disk.limit(used() + segment_bytes / 2);
  BOOST_TEST(!append(*store, entries(last() + 1, last() + 1)));
  BOOST_TEST(disk.content().size() == before);
}

// A disk of 80 MB was full with 47 MB left, and only a restart went on.
BOOST_AUTO_TEST_CASE(uses_what_is_left_in_smaller_segments) {
  segment_bytes = 256 * 1024;
  least_segment_bytes = 16 * 1024;
  open();
  auto files = [this] {
    auto sizes = std::vector<std::uint64_t>{};
    for (const auto& [path, content] : disk.content())
      if (persistence::decode_segment_header(content))
        sizes.push_back(content.size());
    return sizes;
  };
  auto before = files().size();
  auto had = used();
  constexpr auto left = std::uint64_t{200 * 1024};
  disk.limit(had + left);
  auto appended = status{done{}};
  while (appended)
    appended = append(*store, entries(last() + 1, last() + 1));
  BOOST_TEST(appended.error().code == errc::disk_full);
  // Files of 128, 64 KiB and so on fill all but the smallest that may be.
  BOOST_TEST(files().size() > before + 1);
  BOOST_TEST(used() > had + left - least_segment_bytes);
  disk.limit(UINT64_MAX);
  must_append(entries(last() + 1, last() + 500));
  BOOST_TEST(std::ranges::max(files()) == segment_bytes);
  auto written = last();
  open();
  BOOST_TEST(last() == written);
  BOOST_TEST(read_all(*store, {1}).size() == last());
}

// Small segments must not stay in use after there is room again.
BOOST_AUTO_TEST_CASE(does_not_use_small_segments_again) {
  segment_bytes = 256 * 1024;
  least_segment_bytes = 16 * 1024;
  open();
  disk.limit(used() + 40 * 1024);
  while (append(*store, entries(last() + 1, last() + 1))) {
  }
  disk.limit(UINT64_MAX);
  must_append(entries(last() + 1, last() + 500));
  must(store->truncate_prefix({{last()}, {1}}, {}));
  for (const auto& [path, content] : disk.content())
    if (persistence::decode_segment_header(content))
      BOOST_TEST(content.size() >= segment_bytes);
}

BOOST_AUTO_TEST_CASE(still_saves_term_and_vote) {
  fill();
  must(store->save({.term = {9}, .vote = {2}}));
  open();
  BOOST_TEST(store->recovered().hard == (raft::hard_state{{9}, {2}}));
}

// Some file systems take room for every write, also for one into a file that
// has its size already.
BOOST_AUTO_TEST_CASE(ends_if_its_new_segment_could_not_be_noted) {
  disk.before_call = [&](disk_call call, const std::string& path) {
    return call == disk_call::write && path.ends_with("hard_state")
             ? std::optional{failure{errc::disk_full, "no room"}}
             : std::nullopt;
  };
  auto appended = status{done{}};
  for (auto i = 0; i < 10'000 && appended; ++i)
    appended = append(*store, entries(last() + 1, last() + 1));
  disk.before_call = nullptr;
  BOOST_REQUIRE(!appended);
  BOOST_TEST(appended.error().code == errc::storage_failed);
  BOOST_TEST(!append(*store, entries(last() + 1, last() + 1)));
  auto before = last();
  open();
  BOOST_TEST(last() == before);
  must_append(entries(last() + 1, last() + 500));
}

BOOST_AUTO_TEST_CASE(says_how_far_it_got_with_a_long_append) {
  disk.limit(used());
  auto batches = std::vector<raft::entry_batch>{};
  for (auto i = std::uint64_t{0}; i < 100; ++i)
    batches.push_back(entries(i * 10 + 1, i * 10 + 10));
  auto appended = store->append(batches);
  BOOST_REQUIRE(!appended);
  BOOST_TEST(appended.error().code == errc::disk_full);
  auto got = last();
  BOOST_TEST(got > 0U);
  BOOST_TEST(got < 1000U);
  disk.limit(UINT64_MAX);
  must_append(entries(got + 1, 1000));
  BOOST_TEST(read_all(*store, {1}).size() == 1000U);
}

BOOST_AUTO_TEST_CASE(loses_nothing_in_a_power_cut) {
  fill();
  auto before = last();
  disk.crash(tests::crash_kind::lose_all, 1);
  disk.limit(UINT64_MAX);
  open();
  BOOST_TEST(last() == before);
}

// HAZARDS 4: bytes whose sync failed are lost, also if there was no room.
BOOST_AUTO_TEST_CASE(trusts_no_disk_whose_sync_failed) {
  disk.before_call = [](disk_call call, const std::string&) {
    return call == disk_call::sync
             ? std::optional{failure{errc::storage_failed, "ENOSPC"}}
             : std::nullopt;
  };
  BOOST_TEST(!append(*store, entries(1, 1)));
  disk.before_call = nullptr;
  auto again = append(*store, entries(1, 1));
  BOOST_REQUIRE(!again);
  BOOST_TEST(again.error().code == errc::storage_failed);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_scrubbed_log, log_fixture)

BOOST_AUTO_TEST_CASE(is_read_from_its_first_entry_to_its_last) {
  open();
  must_append(entries(1, 1000));
  auto source = store->source();
  auto next = source->first();
  BOOST_TEST(next.value == 1U);
  while (true) {
    auto found = source->scrub(next);
    BOOST_REQUIRE(bool{found});
    if (found->empty())
      break;
    BOOST_TEST(found->first().index == next);
    next = found->last().index.next();
  }
  BOOST_TEST(next.value == 1001U);
  must(store->truncate_prefix({{700}, {1}}, {}));
  BOOST_TEST(source->first().value == 701U);
}

// HAZARDS 8.
BOOST_AUTO_TEST_CASE(names_what_was_damaged_since_it_was_opened) {
  open();
  must_append(entries(1, 100));
  auto source = store->source();
  BOOST_REQUIRE(bool{source->scrub({1})});
  auto content = disk.content().at(newest_segment());
  auto place = content.find(payload_of({{50}, {1}}, 40));
  BOOST_TEST_REQUIRE(place != std::string::npos);
  disk.overwrite(newest_segment(), place, "X");
  auto found = source->scrub({1});
  BOOST_REQUIRE(!found);
  BOOST_TEST(found.error().code == errc::corrupted);
  BOOST_TEST(found.error().detail.find(newest_segment()) == 0U);
  BOOST_TEST(found.error().detail.find("byte ") != std::string::npos);
  BOOST_TEST(found.error().detail.find("entry ") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace full_disk_test
