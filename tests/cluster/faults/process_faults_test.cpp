// The surroundings of a node's process: descriptors, signals, limits, modes of
// files, and readers of its messages that end.

#include "tests/support/http/http_client.hpp"
#include "tests/support/processes/notify_socket.hpp"
#include "tests/support/processes/process_cluster.hpp"
#include "tests/support/unit_test.hpp"

#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/io.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace process_faults_test {

using namespace taskraft;
using namespace std::chrono_literals;
namespace bp = boost::process;
namespace fs = std::filesystem;

/// A cluster of one whose node is started by a line of the shell.
struct fixture {
  tests::process_cluster cluster{1};
  std::optional<bp::child> node;

  ~fixture() {
    if (node && node->running()) {
      ::kill(node->id(), SIGKILL);
      node->wait();
    }
  }

  std::string command() const {
    const auto& place = cluster.place(1);
    return "exec " + place.program + " --config " + place.config.string();
  }

  tests::program_output run_in_shell(const std::string& script) const {
    return tests::run_program("/bin/sh", {"-c", script});
  }

  void start_in_shell(const std::string& before, const std::string& after) {
    node.emplace("/bin/sh", bp::args({"-c", before + command() + after}),
                 bp::std_in<bp::null, bp::std_out> bp::null,
                 bp::std_err > cluster.place(1).logging_file.string());
    put("k", "v");
  }

  void put(const std::string& key, const std::string& value) const {
    auto done = cluster.client({"kv", "put", key, value, "--timeout", "20s"});
    BOOST_TEST_REQUIRE(done.exit_code == 0, done.err);
  }

  bool has_logged(const std::string& text) const {
    return tests::eventually(
      [&] { return cluster.logged(1).find(text) != std::string::npos; }, 10s);
  }

  int stop() {
    ::kill(node->id(), SIGTERM);
    node->wait();
    return node->exit_code();
  }
};

std::string text_of(const fs::path& file) {
  auto in = std::ifstream{file};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// The reader of a named pipe, which may end and start again.
class fifo_reader {
public:
  explicit fifo_reader(fs::path path) : path_(std::move(path)) {
    BOOST_TEST_REQUIRE(::mkfifo(path_.c_str(), 0600) == 0);
    come();
  }
  ~fifo_reader() {
    leave();
  }

  void come() {
    descriptor_ = ::open(path_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    BOOST_TEST_REQUIRE(descriptor_ >= 0);
  }

  void leave() {
    if (descriptor_ >= 0)
      ::close(std::exchange(descriptor_, -1));
  }

  bool reads(const std::string& text) {
    return tests::eventually(
      [&] {
        auto buffer = std::array<char, 65536>{};
        auto size = ::read(descriptor_, buffer.data(), buffer.size());
        seen_.append(buffer.data(),
                     size > 0 ? static_cast<std::size_t>(size) : 0);
        return seen_.find(text) != std::string::npos;
      },
      10s);
  }

  const std::string& seen() const {
    return seen_;
  }

private:
  fs::path path_;
  int descriptor_ = -1;
  std::string seen_;
};

BOOST_AUTO_TEST_SUITE(the_readers_of_its_lines)

BOOST_AUTO_TEST_CASE(end_no_node_when_they_end) {
  auto cluster = tests::process_cluster{};
  auto readers = std::vector<std::unique_ptr<fifo_reader>>{};
  for (auto id : cluster.ids())
    readers.push_back(
      std::make_unique<fifo_reader>(cluster.place(id).logging_file));
  cluster.start_all();
  cluster.leader();
  for (auto& each : readers)
    each->leave();
  for (auto i = 0; i < 2; ++i) {
    auto moved = cluster.client({"cluster", "transfer-leader"});
    BOOST_TEST(moved.exit_code == 0, moved.err);
    auto put = cluster.client({"kv", "put", "k", "v", "--timeout", "10s"});
    BOOST_TEST(put.exit_code == 0, put.err);
  }
  for (auto id : cluster.ids())
    BOOST_TEST(cluster.is_running(id));
  for (auto& each : readers)
    each->come();
  cluster.client({"cluster", "transfer-leader"});
  auto told = std::ranges::count_if(readers, [](auto& each) {
    return each->reads("event=lines_dropped count=");
  });
  BOOST_TEST(told >= 2);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(the_process_of_a_node, fixture)

BOOST_AUTO_TEST_CASE(borrows_no_file_of_its_own_as_its_output) {
  for (auto closed : {" 1>&- 2>&-", " 0<&- 1>&- 2>&-"}) {
    start_in_shell("", closed);
    for (auto number : {"0", "1", "2"}) {
      auto link
        = fs::path{"/proc"} / std::to_string(node->id()) / "fd" / number;
      BOOST_TEST(fs::read_symlink(link) == "/dev/null");
    }
    for (const auto* lock : {"lock", "log/lock"})
      BOOST_TEST(fs::file_size(cluster.place(1).directory / lock) == 0U);
    BOOST_TEST(stop() == 0);
  }
}

BOOST_AUTO_TEST_CASE(lives_on_after_signals_that_ask_for_something_else) {
  start_in_shell("", "");
  for (auto signal : {SIGHUP, SIGUSR1, SIGUSR2, SIGPIPE})
    ::kill(node->id(), signal);
  BOOST_TEST(has_logged("event=settings_reloaded changed=\"\""));
  put("k", "w");
  BOOST_TEST(stop() == 0);
}

BOOST_AUTO_TEST_CASE(reads_its_settings_again_when_asked_to) {
  start_in_shell("", "");
  auto file = cluster.place(1).config;
  auto before = text_of(file);
  auto reload = [&](const std::string& more) {
    std::ofstream{file} << before << more;
    ::kill(node->id(), SIGHUP);
  };
  reload("heartbeat_ms = 7000\n");
  BOOST_TEST(has_logged("event=reload_failed detail=\"" + file.string()));
  // Part of the table [raft], with which the file ends.
  reload("log_retain_entries = 5\n[logging]\nlevel = \"debug\"\n"
         "format = \"json\"\n");
  BOOST_TEST(has_logged(R"("event":"settings_reloaded","changed":)"
                        R"("logging.level,logging.format")"));
  BOOST_TEST(
    has_logged(R"("event":"restart_needed","keys":"raft.log_retain_entries")"));
  put("k", "w");
  reload("");
  BOOST_TEST(
    has_logged("event=settings_reloaded changed=logging.level,logging.format"));
  BOOST_TEST(stop() == 0);
}

BOOST_AUTO_TEST_CASE(asks_for_the_token_of_its_newest_settings) {
  start_in_shell("", "");
  const auto& place = cluster.place(1);
  auto metrics = [&](const tests::http_headers& headers) {
    return tests::http_request(place.http_address, "GET", "/metrics", headers)
      .status;
  };
  BOOST_TEST(metrics({}) == 200);
  auto secret = (place.directory / "metrics_token").string();
  std::ofstream{secret} << "a-token-of-enough-bytes\n";
  auto text = text_of(place.config);
  auto http = text.find("[http]\n") + 7;
  std::ofstream{place.config}
    << text.insert(http, "metrics_token_file = \"" + secret + "\"\n");
  ::kill(node->id(), SIGHUP);
  BOOST_TEST(
    has_logged("event=settings_reloaded changed=http.metrics_token_file"));
  BOOST_TEST(tests::eventually([&] { return metrics({}) == 401; }, 5s));
  BOOST_TEST(metrics({{"Authorization", "Bearer a-token-of-enough-bytes"}})
             == 200);
  BOOST_TEST(stop() == 0);
}

BOOST_AUTO_TEST_CASE(says_how_many_files_it_needs) {
  for (auto limit : {12, 16, 20, 26, 64, 127}) {
    auto output
      = run_in_shell("ulimit -n " + std::to_string(limit) + "; " + command());
    BOOST_TEST(output.exit_code == 2, limit << ": " << output.err);
    BOOST_TEST(std::ranges::count(output.err, '\n') == 1, output.err);
    BOOST_TEST(output.err.find("needs 128: raise the limit")
                 != std::string::npos,
               output.err);
  }
}

BOOST_AUTO_TEST_CASE(is_content_with_the_least_number_of_files) {
  start_in_shell("ulimit -n 128; ", "");
  BOOST_TEST(stop() == 0);
  // The hard limit counts, not the soft one.
  start_in_shell("ulimit -S -n 20; ", "");
  BOOST_TEST(stop() == 0);
}

// The folder existed before, and everybody may read it.
BOOST_AUTO_TEST_CASE(makes_no_file_that_others_can_read) {
  for (auto mask : {"0000", "0022", "0777"}) {
    const auto& directory = cluster.place(1).directory;
    fs::remove_all(directory);
    fs::create_directory(directory);
    fs::permissions(directory, fs::perms{0755});
    start_in_shell(std::string{"umask "} + mask + "; ", "");
    auto files = 0;
    for (const auto& each : fs::recursive_directory_iterator{directory}) {
      auto mode = static_cast<unsigned>(each.status().permissions());
      BOOST_TEST(mode == (each.is_directory() ? 0700U : 0600U), each.path());
      ++files;
    }
    BOOST_TEST(files > 8);
    BOOST_TEST(stop() == 0);
  }
}

BOOST_AUTO_TEST_CASE(tells_its_service_manager_how_it_is) {
  auto path = (cluster.place(1).directory.parent_path() / "notify").string();
  auto manager = tests::notify_socket{path};
  start_in_shell("NOTIFY_SOCKET=" + path + " WATCHDOG_USEC=3000000 ", "");
  auto heard = std::string{};
  auto hears = [&](const std::string& text) {
    for (const auto& each : manager.take())
      heard += each + "\n";
    return heard.find(text) != std::string::npos;
  };
  BOOST_TEST(tests::eventually(
    [&] { return hears("READY=1\nSTATUS=ready; node 1 leads\n"); }, 20s));
  heard.clear();
  BOOST_TEST(tests::eventually([&] { return hears("WATCHDOG=1\n"); }, 20s));
  BOOST_TEST(stop() == 0);
  BOOST_TEST(hears("STOPPING=1\n"));
}

BOOST_AUTO_TEST_CASE(says_all_in_json_if_asked_to) {
  cluster.add_settings("\n[logging]\nformat = \"json\"\n");
  start_in_shell("", "");
  BOOST_TEST(stop() == 0);
  auto lines = std::ifstream{cluster.place(1).logging_file};
  auto events = std::vector<std::string>{};
  for (auto line = std::string{}; std::getline(lines, line);) {
    auto object = nlohmann::json::parse(line, nullptr, false);
    BOOST_TEST_REQUIRE(object.is_object(), line);
    BOOST_TEST(object["node"] == 1);
    BOOST_TEST(object["level"].is_string());
    BOOST_TEST(object["time"].is_string());
    events.push_back(object["event"]);
  }
  for (auto event : {"ready", "stopping"})
    BOOST_TEST(std::ranges::count(events, event) == 1, event);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(the_process_of_a_client, fixture)

BOOST_AUTO_TEST_CASE(ends_in_order_when_nobody_takes_its_output) {
  start_in_shell("", "");
  auto list = std::string{TASKRAFT_PROGRAM} + " kv list --endpoints "
              + cluster.place(1).client_address;
  // The shell's exit code for a program that SIGPIPE ended is 141.
  auto piped = run_in_shell("(" + list + "; echo $? >&2) | true");
  BOOST_TEST(piped.err == "0\n");
  auto closed = run_in_shell(list + " >&-");
  BOOST_TEST(closed.exit_code == 1, closed.err);
  BOOST_TEST(stop() == 0);
}

BOOST_AUTO_TEST_CASE(borrows_no_file_of_its_own_as_its_output) {
  start_in_shell("", "");
  auto copy = [&](const std::string& name, const std::string& redirections) {
    auto file = (cluster.place(1).directory / name).string();
    auto code = run_in_shell(std::string{TASKRAFT_PROGRAM} + " backup " + file
                             + " --endpoints " + cluster.place(1).client_address
                             + redirections)
                  .exit_code;
    auto in = std::ifstream{file, std::ios::binary};
    return std::pair{code, std::string{std::istreambuf_iterator<char>{in}, {}}};
  };
  auto [code, content] = copy("first", "");
  BOOST_TEST(code == 0);
  auto [blind_code, blind_content] = copy("second", " <&- >&- 2>&-");
  // The output of the program was not written.
  BOOST_TEST(blind_code == 1);
  // That the first one was taken is in the second one's state.
  BOOST_TEST(blind_content.size() >= content.size());
  auto check = std::string{TASKRAFT_PROGRAM} + " restore --check "
               + (cluster.place(1).directory / "second").string();
  BOOST_TEST(run_in_shell(check).exit_code == 0);
  BOOST_TEST(stop() == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace process_faults_test
