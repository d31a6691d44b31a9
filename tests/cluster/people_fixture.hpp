// A cluster where clients log in, and the people who do.

#pragma once

#include "tests/support/processes/process_cluster.hpp"
#include "tests/support/unit_test.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/stat.h>
#include <vector>

namespace taskraft::people_test {

using namespace std::chrono_literals;

using words = std::vector<std::string>;

constexpr auto not_allowed = 4;
constexpr auto conflict = 5;
constexpr auto invalid_value = 7;
constexpr auto time_limit = 20s;

inline std::string content(const std::filesystem::path& path) {
  auto in = std::ifstream{path};
  return {std::istreambuf_iterator<char>{in}, {}};
}

inline unsigned mode_of(const std::filesystem::path& path) {
  struct stat status = {};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0U;
}

struct bare_fixture {
  tests::process_cluster cluster;

  /// A file beside the nodes' directories.
  std::filesystem::path path(const std::string& name) const {
    return cluster.place(1).directory.parent_path() / name;
  }

  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream{path(name)} << text << '\n';
    return path(name).string();
  }

  /// Runs a command as the person whose logins are kept in the folder `who`,
  /// at all nodes or at one.
  tests::program_output as(const std::string& who, words command,
                           std::uint64_t node = 0) const {
    command.insert(command.end(),
                   {"--endpoints", node == 0
                                     ? cluster.endpoints()
                                     : cluster.place(node).client_address});
    return tests::run_program(
      TASKRAFT_PROGRAM, command,
      {{"XDG_STATE_HOME", path(who).string()}, {"TASKRAFT_TOKEN", ""}});
  }

  std::string must(const std::string& who, const words& command,
                   std::uint64_t node = 0) const {
    auto output = as(who, command, node);
    BOOST_TEST(output.exit_code == 0, command[0] + ": " + output.err);
    return output.out;
  }

  int code(const std::string& who, const words& command,
           std::uint64_t node = 0) const {
    return as(who, command, node).exit_code;
  }

  /// The exit code of a script that has a token and nothing else.
  int with_token(const std::string& token, words command,
                 std::uint64_t node = 0) const {
    command.insert(command.end(),
                   {"--endpoints", node == 0
                                     ? cluster.endpoints()
                                     : cluster.place(node).client_address});
    return tests::run_program(TASKRAFT_PROGRAM, command,
                              {{"XDG_STATE_HOME", path("script").string()},
                               {"TASKRAFT_TOKEN", token}})
      .exit_code;
  }

  int log_in(const std::string& who, const std::string& name,
             const std::string& password) const {
    return code(who, {"login", name, "--password-file",
                      file("password of " + who, password)});
  }

  std::filesystem::path link_of(std::uint64_t node) const {
    return cluster.place(node).directory / "setup_link";
  }

  /// Waits for the set-up link of the first administrator.
  std::uint64_t node_with_link() const {
    auto found = std::uint64_t{0};
    auto look = [&] {
      for (auto id : cluster.ids())
        if (std::filesystem::exists(link_of(id)))
          found = id;
      return found != 0;
    };
    BOOST_REQUIRE_MESSAGE(tests::eventually(look, time_limit), "no link");
    return found;
  }
};

/// The administrator has a password and has logged in.
struct fixture : bare_fixture {
  fixture() {
    auto password = file("admin_password", "the first password");
    cluster.require_logins("admin_password_file = \"" + password + "\"\n");
    cluster.start_all();
    cluster.leader();
    BOOST_TEST_REQUIRE(tests::eventually(
      [&] { return log_in("admin", "admin", "the first password") == 0; },
      time_limit));
  }

  /// A user who has logged in.
  void hire(const std::string& name) const {
    must("admin", {"user", "create", name, "--password-file",
                   file("first of " + name, "password of " + name)});
    BOOST_TEST(log_in(name, name, "password of " + name) == 0);
  }

  std::string token_of(const std::string& who, const std::string& scope) const {
    auto made = must(who, {"token", "create", "script", "--scope", scope});
    return made.substr(0, made.find('\n'));
  }
};

} // namespace taskraft::people_test
