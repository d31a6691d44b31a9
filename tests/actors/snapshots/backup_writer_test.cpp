#include "actors/snapshots/backup_writer.hpp"
#include "protocol/actors/gateway_actor.hpp"
#include "tests/support/actors/stage.hpp"
#include "tests/support/boards/counter_machine.hpp"
#include "tests/support/disks/faulty_disk.hpp"
#include "tests/support/unit_test.hpp"

#include <chrono>

namespace backup_writer_test {

using namespace taskraft;
using namespace std::chrono_literals;

struct fixture : tests::stage {
  std::shared_ptr<const char> client = std::make_shared<const char>();
  /// Called while a copy is written.
  std::function<void()> between_rows;
  tests::faulty_disk disk;
  tests::probe gateway{system};
  protocol::backup_writer_actor backup_writer = start();

  protocol::backup_writer_actor start() {
    BOOST_REQUIRE(static_cast<bool>(disk.make_directory("d")));
    auto left = disk.open("d/99.part", persistence::open_mode::create);
    BOOST_REQUIRE(static_cast<bool>(left));
    auto about = std::make_shared<actors::archive>();
    about->files = &disk;
    about->directory = "d";
    about->reader = std::move(*tests::counter_machine{}.open_reader());
    about->stop = [this] {
      if (between_rows)
        between_rows();
      return false;
    };
    about->progress_interval = 0ms;
    about->first_number = 500;
    auto actor = watched(system.spawn(actors::backup_writer, std::move(about)));
    drain();
    return actor;
  }

  protocol::backup_written begin() {
    gateway.tell(backup_writer, protocol::write_backup{4, client});
    drain();
    auto written = gateway.take<protocol::backup_written>();
    BOOST_TEST_REQUIRE(written.size() == 1U);
    BOOST_TEST(written[0].context == 4U);
    return written[0];
  }

  protocol::chunk_read read(std::uint64_t backup, std::uint64_t offset) {
    gateway.tell(backup_writer, protocol::read_chunk{5, backup, offset});
    drain();
    auto chunks = gateway.take<protocol::chunk_read>();
    BOOST_TEST_REQUIRE(chunks.size() == 1U);
    return chunks[0];
  }

  std::size_t files() {
    return disk.list("d")->size();
  }
};

BOOST_FIXTURE_TEST_SUITE(the_backup_writer, fixture)

BOOST_AUTO_TEST_CASE(removes_what_an_earlier_start_has_left) {
  BOOST_TEST(files() == 0U);
}

BOOST_AUTO_TEST_CASE(keeps_a_copy_until_it_was_read_to_its_end) {
  auto written = begin();
  BOOST_TEST(written.backup > 500U);
  BOOST_TEST(files() == 1U);
  auto chunk = read(written.backup, 0);
  BOOST_TEST(chunk.reason == "");
  BOOST_TEST(chunk.bytes.view().size() == written.about.size_bytes);
  BOOST_TEST(chunk.checksum == persistence::checksum_of(chunk.bytes.view()));
  BOOST_TEST(read(written.backup, 10).bytes.view()
             == chunk.bytes.view().substr(10));
  BOOST_TEST(read(written.backup, written.about.size_bytes).reason == "");
  BOOST_TEST(files() == 0U);
  BOOST_TEST(read(written.backup, 0).reason != "");
}

BOOST_AUTO_TEST_CASE(keeps_two_at_most_and_none_for_long) {
  auto first = begin();
  auto second = begin();
  BOOST_TEST(first.backup != second.backup);
  auto third = begin();
  BOOST_TEST(third.backup == 0U);
  BOOST_TEST(third.reason != "");
  for (auto i = 0; i < 5; ++i) {
    scheduler.advance_time(60s);
    drain();
    read(second.backup, 0);
  }
  scheduler.advance_time(60s);
  drain();
  BOOST_TEST(files() == 1U);
  BOOST_TEST(read(first.backup, 0).reason != "");
  BOOST_TEST(begin().backup != 0U);
}

// Issue 9, fault 18: two interrupted backups were "under way" for minutes.
BOOST_AUTO_TEST_CASE(gives_a_client_up_that_is_gone) {
  BOOST_TEST(begin().backup != 0U);
  BOOST_TEST(begin().backup != 0U);
  client = std::make_shared<const char>();
  BOOST_TEST(begin().backup != 0U);
  BOOST_TEST(files() == 1U);
  client.reset();
  scheduler.advance_time(60s);
  drain();
  BOOST_TEST(files() == 0U);
  BOOST_TEST(begin().reason == "the client is gone");
  BOOST_TEST(files() == 0U);
}

BOOST_AUTO_TEST_CASE(stops_writing_for_a_client_that_goes) {
  between_rows = [this] { client.reset(); };
  auto written = begin();
  BOOST_TEST(written.backup == 0U);
  BOOST_TEST(files() == 0U);
}

BOOST_AUTO_TEST_CASE(says_that_it_goes_on) {
  begin();
  auto news = gateway.take<protocol::backup_advanced>();
  BOOST_REQUIRE(!news.empty());
  BOOST_TEST(news[0].context == 4U);
}

BOOST_AUTO_TEST_CASE(says_why_it_cannot_write) {
  disk.before_call = [](tests::disk_call call, const std::string&) {
    return call == tests::disk_call::sync
             ? std::optional{failure{errc::storage_failed, "no space"}}
             : std::nullopt;
  };
  auto written = begin();
  disk.before_call = nullptr;
  BOOST_TEST(written.backup == 0U);
  BOOST_TEST(written.reason.find("no space") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace backup_writer_test
