// A node that is started without room on its disk.

#include "actors/node/node_data.hpp"
#include "persistence/disk/posix_file.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace node_data_room_test {

using namespace taskraft;
using namespace taskraft::actors;

/// A disk that has no room when one of its calls is made.
class full_files : public persistence::posix_file_system {
public:
  std::uint64_t calls = 0;
  std::uint64_t full_at = 0;

  result<std::unique_ptr<persistence::file>>
  open(const std::string& path, persistence::open_mode mode) override {
    if (mode == persistence::open_mode::create && ++calls == full_at)
      return failure{errc::disk_full, path + ": told to be full"};
    return posix_file_system::open(path, mode);
  }
  status rename(const std::string& from, const std::string& to) override {
    if (++calls == full_at)
      return failure{errc::disk_full, to + ": told to be full"};
    return posix_file_system::rename(from, to);
  }
  status make_directory(const std::string& path) override {
    if (++calls == full_at)
      return failure{errc::disk_full, path + ": told to be full"};
    return posix_file_system::make_directory(path);
  }
};

struct fixture {
  fixture() {
    settings.node.id = {2};
    settings.cluster.name = "demo";
  }

  /// Opens the directory `name`; waits for room, or not.
  result<node_data> open(const std::string& name, bool patient) {
    settings.node.data_dir = (folder.path() / name).string();
    waited = 0;
    files.calls = 0;
    return open_node_data(
      files, settings, [this] { return ++last_random * 0x9e3779b97f4a7c15; },
      [this, patient](const failure& why) {
        BOOST_TEST(why.code == errc::disk_full);
        ++waited;
        return patient;
      });
  }

  tests::temporary_folder folder{"/dev/shm"};
  full_files files;
  config::settings settings;
  std::uint64_t last_random = 0;
  int waited = 0;
};

BOOST_FIXTURE_TEST_SUITE(a_data_directory_on_a_full_disk, fixture)

BOOST_AUTO_TEST_CASE(is_opened_when_there_is_room_whenever_it_was_full) {
  auto points = 0;
  for (files.full_at = 1;; ++files.full_at) {
    auto name = std::to_string(files.full_at);
    auto first = open(name, true);
    BOOST_REQUIRE_MESSAGE(first, "the first start fails");
    if (files.calls < files.full_at)
      break;
    // Where there is no room for a file of the log, a smaller one is made.
    BOOST_TEST(waited <= 1);
    points += waited;
    BOOST_TEST(first->identity.incarnation >= 1U);
  }
  BOOST_TEST(points > 5);
}

BOOST_AUTO_TEST_CASE(is_left_as_it_was_when_no_retry_is_allowed) {
  auto disk_id = std::string{};
  {
    auto first = open("node", true);
    BOOST_REQUIRE(bool{first});
    disk_id = first->identity.disk_id;
  }
  files.full_at = 1;
  auto refused = open("node", false);
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().code == errc::disk_full);
  BOOST_TEST(refused.error().detail.find("told to be full")
             != std::string::npos);
  files.full_at = 0;
  auto again = open("node", true);
  BOOST_REQUIRE(bool{again});
  BOOST_TEST(again->identity.disk_id == disk_id);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace node_data_room_test
