#include "actors/node/node_backups.hpp"
#include "actors/node/reloading.hpp"
#include "tests/support/actors/captured_lines.hpp"
#include "tests/support/unit_test.hpp"

#include <string>
#include <utility>

namespace reloading_test {

using namespace taskraft;

struct fixture : tests::captured_lines {
  config::settings file;
  /// What the node reads instead, if it is not none.
  failure broken;
  actors::reloader reloader{file, [this]() -> result<config::settings> {
                              if (broken.code != errc::none)
                                return broken;
                              return file;
                            }};

  fixture() {
    logging::start("info", 1);
    reloader.add(actors::logging_part());
  }

  std::string said_by_reload() {
    reloader.reload();
    auto text = written();
    logging::start("info", 1);
    return text;
  }
};

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

BOOST_FIXTURE_TEST_SUITE(settings_that_are_read_again, fixture)

BOOST_AUTO_TEST_CASE(are_in_force_at_once) {
  file.logging.level = config::logging_level::debug;
  auto text = said_by_reload();
  BOOST_TEST(contains(text, "event=settings_reloaded changed=logging.level\n"),
             text);
  BOOST_TEST(!contains(text, "restart_needed"), text);
  reloader.reload();
  BOOST_TEST(logging::wanted(logging::severity::debug));
  BOOST_TEST(contains(written(), "event=settings_reloaded changed=\"\"\n"));
}

BOOST_AUTO_TEST_CASE(are_named_if_they_wait_for_the_next_start) {
  file.raft.heartbeat_ms = 40;
  file.http.listen = "127.0.0.1:8109";
  auto waiting = std::string{"warning node=1 event=restart_needed "
                             "keys=raft.heartbeat_ms,http.listen"};
  BOOST_TEST(contains(said_by_reload(), waiting));
  // Each time, until the node is started anew or the file is as before.
  BOOST_TEST(contains(said_by_reload(), waiting));
  file = {};
  BOOST_TEST(!contains(said_by_reload(), "restart_needed"));
}

BOOST_AUTO_TEST_CASE(change_nothing_if_one_of_them_is_wrong) {
  file.logging.level = config::logging_level::debug;
  broken = {errc::invalid_value, "node.toml:3: raft.x: expected no such key"};
  auto text = said_by_reload();
  BOOST_TEST(contains(text, "warning node=1 event=reload_failed detail=\"node."
                            "toml:3: raft.x: expected no such key\""),
             text);
  reloader.reload();
  BOOST_TEST(!logging::wanted(logging::severity::debug));
}

BOOST_AUTO_TEST_CASE(change_nothing_if_one_part_cannot_take_them) {
  auto put_in_force = 0;
  auto refuses = true;
  using change = std::function<void()>;
  reloader.add({{"http."}, [&](const auto&) -> result<change> {
                  return change{[&] { ++put_in_force; }};
                }});
  reloader.add({{"auth.mode"}, [&](const auto&) -> result<change> {
                  if (refuses)
                    return failure{errc::invalid_value, "no such certificate"};
                  return change{[&] { ++put_in_force; }};
                }});
  file.logging.level = config::logging_level::debug;
  file.http.listen = "127.0.0.1:8109";
  BOOST_TEST(contains(said_by_reload(), "detail=\"no such certificate\""));
  BOOST_TEST(put_in_force == 0);
  BOOST_TEST(!logging::wanted(logging::severity::debug));
  refuses = false;
  auto text = said_by_reload();
  BOOST_TEST(contains(text, "changed=http.listen,logging.level"), text);
  BOOST_TEST(put_in_force == 2);
}

BOOST_AUTO_TEST_CASE(tell_whom_they_are_for_what_is_wanted) {
  auto told = protocol::backups_wanted{};
  reloader.add(actors::backups_part([&](const auto& x) { told = x; }));
  file.backup = {"elsewhere", 7, 3};
  auto text = said_by_reload();
  BOOST_TEST(
    contains(text, "changed=backup.directory,backup.every,backup.keep"), text);
  BOOST_TEST(!contains(text, "restart_needed"), text);
  BOOST_TEST(told.every_us == 7'000'000U);
  BOOST_TEST(told.directory == "elsewhere");
  BOOST_TEST(told.keep == 3U);
  file.backup = std::nullopt;
  said_by_reload();
  BOOST_TEST(told.every_us == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace reloading_test
