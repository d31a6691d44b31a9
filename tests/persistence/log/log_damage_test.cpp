// Damaged logs. Only the end of a write that was never acknowledged is dropped;
// any other damage is refused, named and left as it is.

#include "tests/persistence/log/log_fixture.hpp"

namespace log_damage_test {

using namespace taskraft;
using namespace taskraft::tests;

struct located {
  std::string path;
  std::uint64_t offset = 0;
  persistence::batch_header header;

  std::uint64_t size() const {
    return persistence::batch_bytes(header.payload_bytes);
  }
};

using disk_content = std::map<std::string, std::string>;

struct damage_fixture : log_fixture {
  /// The batches with entries in one file, in order.
  std::vector<located> batches_in(const std::string& path) const {
    auto found = std::vector<located>{};
    const auto all = disk.content();
    const auto& bytes = all.at(path);
    for (auto at = persistence::segment_block_bytes;;) {
      auto header
        = persistence::decode_batch_header(std::string_view{bytes}.substr(at));
      if (!header)
        return found;
      if (header->kind == persistence::batch_kind::entries)
        found.push_back({path, at, *header});
      at += persistence::batch_bytes(header->payload_bytes);
    }
  }

  void close() {
    store.reset();
    content = disk.content();
  }

  static void flip(std::string& bytes, std::uint64_t bit) {
    auto& byte = bytes[bit / 8];
    byte
      = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << (bit % 8)));
  }

  /// Checks that opening `damaged` fails, names all of `names` and changes
  /// nothing.
  void must_refuse(const disk_content& damaged,
                   const std::vector<std::string>& names) {
    disk.restore(damaged);
    auto opened = try_open();
    BOOST_TEST_REQUIRE(!opened);
    BOOST_TEST_REQUIRE(opened.error().code == errc::corrupted,
                       opened.error().detail);
    for (const auto& name : names)
      BOOST_TEST_REQUIRE(opened.error().detail.find(name) != std::string::npos,
                         opened.error().detail << " should name " << name);
    auto after = disk.content();
    after.erase(directory + "/lock");
    auto before = damaged;
    before.erase(directory + "/lock");
    BOOST_TEST_REQUIRE(after == before);
  }

  void must_refuse_each_bit(const std::string& path, std::uint64_t offset,
                            std::uint64_t size,
                            const std::vector<std::string>& names) {
    for (auto bit = offset * 8; bit < (offset + size) * 8; ++bit) {
      BOOST_TEST_CONTEXT(path << ", bit " << bit) {
        auto damaged = content;
        flip(damaged.at(path), bit);
        must_refuse(damaged, names);
      }
    }
  }

  /// The log with this content has entries up to `index`, goes on, and can
  /// then be opened again.
  void must_end_at(const disk_content& with, std::uint64_t index) {
    disk.restore(with);
    open();
    BOOST_TEST_REQUIRE(last() == index);
    must_append(entries(index + 1, index + 2, 9));
    open();
    BOOST_TEST_REQUIRE(last() == index + 2);
  }

  disk_content content;
};

BOOST_FIXTURE_TEST_SUITE(a_damaged_log, damage_fixture)

BOOST_AUTO_TEST_CASE(ends_before_a_batch_cut_at_any_byte) {
  open();
  must_append(entries(1, 5));
  must_append(entries(6, 8));
  close();
  auto torn = batches_in(newest_segment()).back();
  for (auto kept = std::uint64_t{0}; kept <= torn.size(); ++kept) {
    BOOST_TEST_CONTEXT(kept << " bytes kept") {
      auto cut = content;
      auto size = torn.size() - kept;
      cut.at(torn.path).replace(torn.offset + kept, size, size, '\0');
      // The last byte is zero because of the padding.
      auto is_whole = cut == content;
      must_end_at(cut, is_whole ? 8 : 5);
    }
  }
}

BOOST_AUTO_TEST_CASE(ends_before_a_batch_that_lost_any_of_its_sectors) {
  open();
  must_append(entries(1, 5));
  close();
  auto before = content;
  open();
  must_append(entries(6, 45));
  close();
  auto torn = batches_in(newest_segment()).back();
  auto first = torn.offset / faulty_disk::sector_bytes;
  auto count
    = (torn.offset + torn.size()) / faulty_disk::sector_bytes - first + 1;
  BOOST_TEST_REQUIRE(count > 6U);
  auto old = before.at(torn.path);
  for (auto pattern = 1U; pattern < (1U << count) - 1; pattern += 5) {
    auto mixed = content;
    for (auto i = 0U; i < count; ++i)
      if ((pattern >> i & 1U) != 0) {
        auto at = (first + i) * faulty_disk::sector_bytes;
        mixed.at(torn.path).replace(at, faulty_disk::sector_bytes,
                                    old.substr(at, faulty_disk::sector_bytes));
      }
    BOOST_TEST_CONTEXT("pattern " << pattern) {
      must_end_at(mixed, 5);
    }
  }
}

BOOST_AUTO_TEST_CASE(is_refused_for_any_bit_in_the_middle) {
  open();
  must_append(entries(1, 3));
  must_append(entries(4, 5));
  must_append(entries(6, 6));
  close();
  auto middle = batches_in(newest_segment()).at(1);
  must_refuse_each_bit(
    middle.path, middle.offset, middle.size(),
    {middle.path, "byte " + std::to_string(middle.offset) + ":", "entry 4 "});
}

BOOST_AUTO_TEST_CASE(is_refused_for_any_bit_at_the_end_of_an_older_segment) {
  segment_bytes = 8192;
  first_segment_bytes = 8192;
  open();
  auto first = newest_segment();
  while (newest_segment() == first)
    must_append(entries(last() + 1, last() + 2));
  close();
  auto damaged = batches_in(first).back();
  must_refuse_each_bit(
    first, damaged.offset, damaged.size(),
    {first, "byte " + std::to_string(damaged.offset) + ":",
     "entry " + std::to_string(damaged.header.first_index.value) + ' '});
}

BOOST_AUTO_TEST_CASE(is_refused_for_any_bit_of_a_segments_header) {
  segment_bytes = 8192;
  first_segment_bytes = 8192;
  open();
  while (last() < 150)
    must_append(entries(last() + 1, last() + 2));
  close();
  auto used = 0;
  for (const auto& [path, bytes] : content) {
    auto header = persistence::decode_segment_header(bytes);
    if (!header)
      continue;
    ++used;
    for (auto bit = 0U; bit < persistence::segment_header_bytes * 8; ++bit) {
      BOOST_TEST_CONTEXT(path << ", bit " << bit) {
        auto damaged = content;
        flip(damaged.at(path), bit);
        must_refuse(damaged, {directory});
      }
    }
  }
  BOOST_TEST(used >= 3);
}

BOOST_AUTO_TEST_CASE(is_refused_for_a_marked_end) {
  open();
  must_append(entries(1, 3));
  must_append(entries(4, 5));
  must(store->idle());
  close();
  auto marked = batches_in(newest_segment()).back();
  must_refuse_each_bit(marked.path, marked.offset, marked.size(), {"entry 4"});
}

BOOST_AUTO_TEST_CASE(is_refused_for_an_end_that_an_opening_has_found) {
  open();
  must_append(entries(1, 3));
  open();
  close();
  auto found = batches_in(newest_segment()).back();
  must_refuse_each_bit(found.path, found.offset, 8, {"entry 1"});
}

BOOST_AUTO_TEST_CASE(is_refused_without_one_of_its_files) {
  segment_bytes = 8192;
  first_segment_bytes = 8192;
  open();
  must(store->save({.term = {1}, .vote = {1}}));
  while (last() < 150)
    must_append(entries(last() + 1, last() + 2));
  close();
  for (const auto& [path, bytes] : content) {
    if (path == directory + "/lock")
      continue;
    BOOST_TEST_CONTEXT("without " << path) {
      auto damaged = content;
      damaged.erase(path);
      must_refuse(damaged, {directory});
    }
  }
}

BOOST_AUTO_TEST_CASE(is_refused_when_a_segment_is_shorter_than_it_was) {
  open();
  must_append(entries(1, 3));
  close();
  auto path = newest_segment();
  auto damaged = content;
  damaged.at(path).resize(damaged.at(path).size() - 1);
  must_refuse(damaged, {path, "byte " + std::to_string(segment_bytes - 1)});
}

BOOST_AUTO_TEST_CASE(is_refused_when_it_ends_before_its_base) {
  open();
  must_append(entries(1, 3));
  close();
  auto path = newest_segment();
  auto older = content.at(path);
  open();
  must_append(entries(4, 10));
  must(store->truncate_prefix({{20}, {3}}, members_of("c")));
  close();
  auto damaged = content;
  damaged.at(path) = older;
  must_refuse(damaged, {path});
}

BOOST_AUTO_TEST_CASE(is_refused_for_any_bit_of_its_base) {
  open();
  must_append(entries(1, 3));
  must(store->truncate_prefix({{2}, {1}}, members_of("c")));
  close();
  auto path = directory + "/base";
  must_refuse_each_bit(path, 0, content.at(path).size(), {path});
}

BOOST_AUTO_TEST_CASE(is_refused_when_the_whole_of_it_is_gone) {
  auto opened = persistence::segment_log_store::open(
    disk, directory,
    {.must_exist = true, .prepare_in_background = false, .random = random});
  BOOST_TEST_REQUIRE(!opened);
  BOOST_TEST(opened.error().code == errc::corrupted);
}

BOOST_AUTO_TEST_CASE(never_takes_old_batches_of_a_recycled_file_for_its_own) {
  segment_bytes = 8192;
  first_segment_bytes = 8192;
  open();
  for (auto round = 0; round < 6; ++round) {
    auto before = newest_segment();
    while (newest_segment() == before)
      must_append(entries(last() + 1, last() + 1));
    must(store->truncate_prefix(store->last(), members_of("c")));
    auto at = last();
    open();
    BOOST_TEST(last() == at);
  }
}

BOOST_AUTO_TEST_CASE(is_not_fooled_by_a_payload_that_looks_like_a_batch) {
  open();
  must_append(entries(1, 3));
  close();
  auto genuine = batches_in(newest_segment()).back();
  auto image = content.at(genuine.path).substr(genuine.offset, genuine.size());
  auto forged = genuine.header;
  forged.salt += 1;
  forged.sequence += 1000;
  auto payload
    = std::string_view{image}.substr(persistence::batch_header_bytes);
  image = persistence::encode(forged, {&payload, 1}) + std::string{payload};
  open();
  auto builder = raft::entry_batch_builder{};
  builder.add({.term = {1},
               .index = {4},
               .kind = raft::entry_kind::command,
               .time_us = 0,
               .payload = image});
  must_append(builder.build());
  close();
  auto torn = batches_in(newest_segment()).back();
  auto damaged = content;
  flip(damaged.at(torn.path), torn.offset * 8);
  must_end_at(damaged, 3);
}

BOOST_AUTO_TEST_CASE(does_not_care_for_the_names_of_segments) {
  segment_bytes = 8192;
  first_segment_bytes = 8192;
  open();
  while (last() < 150)
    must_append(entries(last() + 1, last() + 2));
  auto end = last();
  close();
  auto first = directory + "/segment-00000001";
  auto second = directory + "/segment-00000002";
  std::swap(content.at(first), content.at(second));
  must_end_at(content, end);
}

BOOST_AUTO_TEST_CASE(tells_a_reader_which_entry_is_damaged) {
  open();
  must_append(entries(1, 3));
  must_append(entries(4, 5));
  auto damaged = batches_in(newest_segment()).back();
  disk.overwrite(damaged.path, damaged.offset + 60, "!");
  auto read = store->source()->read({4}, 1000);
  BOOST_TEST_REQUIRE(!read);
  BOOST_TEST(read.error().code == errc::corrupted);
  BOOST_TEST(read.error().detail.find("entry 4 ") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace log_damage_test
