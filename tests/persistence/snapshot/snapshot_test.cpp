#include "persistence/disk/crc32c.hpp"
#include "persistence/snapshot/snapshot.hpp"
#include "tests/support/disks/faulty_disk.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace snapshot_test {

using namespace taskraft;
using namespace taskraft::tests;
using persistence::snapshot_file;
using persistence::snapshot_receiver;
using persistence::snapshot_writer;

const auto path = std::string{"d/snapshot"};

raft::snapshot_base base_at(std::uint64_t index) {
  return {.position = {{index}, {3}},
          .members = {{index - 1},
                      {std::string(32, 'c'),
                       {{{1}, "127.0.0.1:7101", std::string(32, 'a'), true},
                        {{2}, "127.0.0.1:7102", "", false}}}}};
}

std::vector<std::string> some_rows() {
  auto rows = std::vector<std::string>{"one", "", std::string(700, 'x')};
  rows.emplace_back("last\0one", 8);
  return rows;
}

result<raft::snapshot_about>
write(persistence::file_system& files, std::uint64_t index = 9,
      const std::vector<std::string>& rows = some_rows()) {
  auto writer = snapshot_writer::create(files, path, base_at(index));
  if (!writer)
    return writer.error();
  for (const auto& row : rows)
    if (auto added = writer->add(row); !added)
      return added.error();
  return writer->finish();
}

/// A disk that may be read only, such as one with old backups.
class read_only_disk : public faulty_disk {
public:
  bool is_read_only = false;

  result<std::unique_ptr<persistence::file>>
  open(const std::string& name, persistence::open_mode mode) override {
    if (is_read_only && mode != persistence::open_mode::readable)
      return failure{errc::storage_failed, name + ": Read-only file system"};
    return faulty_disk::open(name, mode);
  }
};

std::shared_ptr<const snapshot_file> open(persistence::file_system& files,
                                          const std::string& name = path) {
  auto opened = snapshot_file::open(files, name);
  BOOST_REQUIRE_MESSAGE(opened, "the snapshot cannot be opened");
  return *opened;
}

std::vector<std::string> rows_of(const snapshot_file& x) {
  auto rows = std::vector<std::string>{};
  auto scanned = x.scan([&](std::string_view row) {
    rows.emplace_back(row);
    return done{};
  });
  BOOST_REQUIRE_MESSAGE(scanned, "the snapshot cannot be read");
  return rows;
}

/// The first failure of opening and reading everything; nothing if it is whole.
std::optional<failure> check(persistence::file_system& files) {
  auto opened = snapshot_file::open(files, path);
  if (!opened)
    return opened.error();
  if (auto whole = (*opened)->verify(); !whole)
    return whole.error();
  return std::nullopt;
}

void refuse(persistence::file_system& files, const std::string& what) {
  auto why = check(files);
  BOOST_REQUIRE_MESSAGE(why, what << ": not noticed");
  BOOST_TEST(why->code == errc::corrupted, what);
  BOOST_TEST(why->detail.starts_with(path + ": byte "), why->detail);
}

struct on_a_disk {
  on_a_disk() {
    BOOST_REQUIRE(static_cast<bool>(disk.make_directory("d")));
    BOOST_REQUIRE(static_cast<bool>(disk.sync_directory(".")));
  }

  /// Sends `from` in pieces, beginning with the byte that the receiver needs
  /// next.
  void send(const snapshot_file& from, snapshot_receiver& to,
            std::size_t piece) {
    while (!to.complete()) {
      auto chunk = from.read(to.offset(), piece);
      BOOST_REQUIRE(static_cast<bool>(chunk));
      BOOST_REQUIRE(static_cast<bool>(
        to.write(to.offset(), *chunk, persistence::crc32c(*chunk))));
    }
  }

  snapshot_receiver receive(const raft::snapshot_about& about) {
    auto receiver = snapshot_receiver::begin(disk, "d", about);
    BOOST_REQUIRE(static_cast<bool>(receiver));
    return std::move(*receiver);
  }

  faulty_disk disk;
};

BOOST_FIXTURE_TEST_SUITE(a_snapshot, on_a_disk)

BOOST_AUTO_TEST_CASE(gives_back_what_was_written) {
  auto about = write(disk);
  BOOST_REQUIRE(static_cast<bool>(about));
  auto file = open(disk);
  BOOST_TEST(file->about() == *about);
  BOOST_TEST(file->about().base == base_at(9));
  BOOST_TEST(file->rows() == 4U);
  BOOST_TEST(rows_of(*file) == some_rows());
}

// Such a backup was neither checked nor restored.
BOOST_AUTO_TEST_CASE(is_read_where_nothing_can_be_written) {
  auto archive = read_only_disk{};
  BOOST_REQUIRE(static_cast<bool>(archive.make_directory("d")));
  BOOST_REQUIRE(static_cast<bool>(write(archive)));
  archive.is_read_only = true;
  BOOST_TEST(!check(archive).has_value());
}

BOOST_AUTO_TEST_CASE(of_an_unfounded_cluster_has_no_members) {
  auto writer = snapshot_writer::create(disk, path, {});
  BOOST_REQUIRE(static_cast<bool>(writer));
  BOOST_REQUIRE(static_cast<bool>(writer->finish()));
  BOOST_TEST(open(disk)->about().base == raft::snapshot_base{});
  BOOST_TEST(rows_of(*open(disk)).empty());
}

BOOST_AUTO_TEST_CASE(larger_than_every_buffer_is_read_whole) {
  auto rows = std::vector<std::string>{};
  for (auto i = std::size_t{0}; i < 40; ++i)
    rows.emplace_back(i * 9'973, static_cast<char>('a' + i % 26));
  rows.emplace_back(persistence::max_snapshot_row_bytes, 'z');
  rows.emplace_back("end");
  BOOST_REQUIRE(static_cast<bool>(write(disk, 9, rows)));
  BOOST_TEST(rows_of(*open(disk)) == rows);
}

BOOST_AUTO_TEST_CASE(has_no_name_until_it_is_finished) {
  {
    auto writer = snapshot_writer::create(disk, path, base_at(9));
    BOOST_REQUIRE(static_cast<bool>(writer->add("row")));
    auto opened = snapshot_file::open(disk, path);
    BOOST_REQUIRE(!opened);
    BOOST_TEST(opened.error().code == errc::not_found);
  }
  BOOST_TEST(disk.list("d")->empty());
}

BOOST_AUTO_TEST_CASE(damaged_at_any_byte_is_refused) {
  BOOST_REQUIRE(static_cast<bool>(write(disk)));
  auto whole = disk.content().at(path);
  for (auto at = std::size_t{0}; at < whole.size(); ++at) {
    auto damaged = std::string(1, static_cast<char>(whole[at] ^ 0x10));
    disk.overwrite(path, at, damaged);
    refuse(disk, "byte " + std::to_string(at));
    disk.overwrite(path, at, whole.substr(at, 1));
  }
  BOOST_TEST(!check(disk).has_value());
}

BOOST_AUTO_TEST_CASE(cut_at_any_byte_is_refused) {
  BOOST_REQUIRE(static_cast<bool>(write(disk)));
  auto whole = disk.content();
  for (auto size = std::size_t{0}; size < whole.at(path).size(); ++size) {
    auto cut = whole;
    cut[path].resize(size);
    disk.restore(cut);
    refuse(disk, "cut to " + std::to_string(size));
  }
}

BOOST_AUTO_TEST_CASE(without_one_of_its_rows_is_refused) {
  BOOST_REQUIRE(static_cast<bool>(write(disk, 9, {"one", "two", "ten"})));
  auto content = disk.content();
  auto& bytes = content[path];
  bytes.erase(bytes.find("two") - 12, 15);
  disk.restore(content);
  refuse(disk, "a row is gone");
}

BOOST_AUTO_TEST_CASE(with_rows_in_another_order_is_refused) {
  BOOST_REQUIRE(static_cast<bool>(write(disk, 9, {"one", "two"})));
  auto content = disk.content();
  auto& bytes = content[path];
  auto first = bytes.find("one") - 12;
  std::rotate(bytes.begin() + static_cast<std::ptrdiff_t>(first),
              bytes.begin() + static_cast<std::ptrdiff_t>(first + 15),
              bytes.begin() + static_cast<std::ptrdiff_t>(first + 30));
  disk.restore(content);
  refuse(disk, "two rows changed places");
}

BOOST_AUTO_TEST_CASE(is_the_old_one_or_the_new_one_after_a_power_cut) {
  for (auto call = std::uint64_t{1};; ++call)
    for (auto seed = std::uint64_t{0}; seed < 6; ++seed) {
      auto fresh = faulty_disk{};
      BOOST_REQUIRE(static_cast<bool>(fresh.make_directory("d")));
      BOOST_REQUIRE(static_cast<bool>(fresh.sync_directory(".")));
      BOOST_REQUIRE(static_cast<bool>(write(fresh, 5, {"old"})));
      fresh.cut_power_at(call);
      auto written = static_cast<bool>(write(fresh, 9));
      fresh.crash(seed);
      BOOST_TEST(!check(fresh).has_value());
      auto index = open(fresh)->about().base.position.index.value;
      BOOST_TEST((index == 9 || (index == 5 && !written)));
      if (written) {
        BOOST_TEST(call > 4U);
        return;
      }
    }
}

BOOST_AUTO_TEST_CASE(that_cannot_be_written_says_so) {
  disk.before_call = [](disk_call call, const std::string&) {
    return call == disk_call::sync
             ? std::optional{failure{errc::storage_failed, "no space"}}
             : std::nullopt;
  };
  auto outcome = write(disk);
  disk.before_call = nullptr;
  BOOST_REQUIRE(!outcome);
  BOOST_TEST(outcome.error().code == errc::storage_failed);
  BOOST_TEST(disk.list("d")->empty());
}

BOOST_AUTO_TEST_CASE(arrives_in_chunks_of_any_size) {
  auto about = *write(disk);
  auto source = open(disk);
  for (auto piece : {1U, 7U, 64U, 65536U}) {
    auto receiver = receive(about);
    BOOST_TEST(receiver.offset() == 0U);
    send(*source, receiver, piece);
    auto received = receiver.finish("d/received");
    BOOST_REQUIRE(static_cast<bool>(received));
    BOOST_TEST((*received)->about() == about);
    BOOST_TEST(disk.content().at("d/received") == disk.content().at(path));
    BOOST_TEST(disk.list("d")->size() == 2U);
  }
}

BOOST_AUTO_TEST_CASE(refuses_chunks_that_are_damaged_or_do_not_follow) {
  auto about = *write(disk);
  auto source = open(disk);
  auto receiver = receive(about);
  auto chunk = *source->read(0, 100);
  auto checksum = persistence::crc32c(chunk);
  BOOST_TEST(receiver.write(1, chunk, checksum).error().code
             == errc::malformed);
  BOOST_TEST(receiver.write(0, chunk, checksum + 1).error().code
             == errc::malformed);
  BOOST_TEST(receiver.offset() == 0U);
  BOOST_REQUIRE(static_cast<bool>(receiver.write(0, chunk, checksum)));
  BOOST_TEST(receiver.offset() == 100U);
  // A piece that is sent again changes nothing.
  BOOST_REQUIRE(static_cast<bool>(receiver.write(0, chunk, checksum)));
  BOOST_TEST(receiver.offset() == 100U);
  auto huge = std::string(about.size_bytes, 'x');
  BOOST_TEST(receiver.write(100, huge, persistence::crc32c(huge)).error().code
             == errc::malformed);
  // Of a piece that overlaps only the new bytes count.
  auto overlapping = *source->read(50, 100);
  BOOST_REQUIRE(static_cast<bool>(
    receiver.write(50, overlapping, persistence::crc32c(overlapping))));
  BOOST_TEST(receiver.offset() == 150U);
  send(*source, receiver, 100);
  BOOST_TEST(static_cast<bool>(receiver.finish("d/received")));
}

BOOST_AUTO_TEST_CASE(goes_on_arriving_after_a_restart) {
  auto about = *write(disk);
  auto source = open(disk);
  {
    auto receiver = receive(about);
    auto chunk = *source->read(0, 400);
    BOOST_REQUIRE(
      static_cast<bool>(receiver.write(0, chunk, persistence::crc32c(chunk))));
  }
  disk.kill();
  source = open(disk);
  auto receiver = receive(about);
  // Bytes after the last whole record must be sent again.
  BOOST_TEST(receiver.offset() > 100U);
  BOOST_TEST(receiver.offset() <= 400U);
  send(*source, receiver, 64);
  BOOST_REQUIRE(static_cast<bool>(receiver.finish("d/received")));
  BOOST_TEST(disk.content().at("d/received") == disk.content().at(path));
}

BOOST_AUTO_TEST_CASE(starts_over_when_another_one_is_sent) {
  auto first = *write(disk);
  auto source = open(disk);
  {
    auto receiver = receive(first);
    auto chunk = *source->read(0, 200);
    BOOST_REQUIRE(
      static_cast<bool>(receiver.write(0, chunk, persistence::crc32c(chunk))));
  }
  auto second = *write(disk, 10);
  source = open(disk);
  auto receiver = receive(second);
  BOOST_TEST(receiver.offset() == 0U);
  BOOST_TEST(disk.list("d")->size() == 2U);
  send(*source, receiver, 100);
  BOOST_TEST(static_cast<bool>(receiver.finish("d/received")));
}

BOOST_AUTO_TEST_CASE(that_is_not_what_was_announced_is_thrown_away) {
  auto about = *write(disk);
  auto other = about;
  other.checksum += 1;
  auto source = open(disk);
  auto receiver = receive(other);
  send(*source, receiver, 100);
  auto outcome = receiver.finish("d/received");
  BOOST_REQUIRE(!outcome);
  BOOST_TEST(outcome.error().code == errc::corrupted);
  BOOST_TEST(disk.list("d")->size() == 1U);
}

BOOST_AUTO_TEST_CASE(arrives_whatever_a_power_cut_left_of_its_beginning) {
  auto about = *write(disk);
  for (auto seed = std::uint64_t{0}; seed < 60; ++seed) {
    {
      auto source = open(disk);
      auto receiver = receive(about);
      for (auto offset = receiver.offset(); offset < about.size_bytes / 2;
           offset = receiver.offset()) {
        auto chunk = *source->read(offset, 90);
        BOOST_REQUIRE(static_cast<bool>(
          receiver.write(offset, chunk, persistence::crc32c(chunk))));
      }
      BOOST_REQUIRE(static_cast<bool>(disk.sync_directory("d")));
    }
    disk.crash(seed);
    auto source = open(disk);
    auto receiver = receive(about);
    send(*source, receiver, 128);
    auto received = receiver.finish("d/received");
    BOOST_REQUIRE(static_cast<bool>(received));
    BOOST_TEST(rows_of(**received) == some_rows());
  }
}

BOOST_AUTO_TEST_CASE(leaves_nothing_behind_when_told_to_clean_up) {
  auto about = *write(disk);
  auto receiver = receive(about);
  BOOST_TEST(disk.list("d")->size() == 2U);
  BOOST_REQUIRE(
    static_cast<bool>(persistence::remove_unfinished_snapshots(disk, "d")));
  BOOST_TEST(disk.list("d")->size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace snapshot_test
