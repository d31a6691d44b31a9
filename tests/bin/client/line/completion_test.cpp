#include "bin/client/line/commands.hpp"
#include "bin/client/line/completion.hpp"
#include "bin/client/text/cli_error.hpp"
#include "tests/support/unit_test.hpp"

#include <boost/filesystem.hpp>
#include <boost/process.hpp>

#include <fstream>

namespace completion_test {

using namespace taskraft::client;
namespace process = boost::process;

struct fixture {
  ~fixture() {
    boost::filesystem::remove(script);
  }

  /// What bash answers to `commands` after reading the completion script.
  std::string in_bash(const std::string& commands) const {
    std::ofstream{script.string()} << completion_script("bash") << commands;
    auto output = process::ipstream{};
    auto child = process::child{process::search_path("bash"), script.string(),
                                process::std_out > output};
    auto text = std::string{};
    for (auto line = std::string{}; std::getline(output, line);)
      text += line + "\n";
    child.wait();
    BOOST_TEST(child.exit_code() == 0);
    return text;
  }

  /// What pressing Tab offers after `words`, the last one unfinished.
  std::string offered(const std::string& words) const {
    return in_bash("COMP_WORDS=(taskraft " + words
                   + ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_taskraft\n"
                     "echo \"${COMPREPLY[*]}\"\n");
  }

  boost::filesystem::path script
    = boost::filesystem::temp_directory_path()
      / boost::filesystem::unique_path("taskraft-%%%%-%%%%");
};

BOOST_FIXTURE_TEST_SUITE(completion, fixture)

BOOST_AUTO_TEST_CASE(offers_commands_then_their_words) {
  BOOST_TEST(offered("ta") == "task\n");
  BOOST_TEST(offered("task re") == "relations reopen restore\n");
  BOOST_TEST(offered("completion ''") == "bash zsh fish\n");
}

BOOST_AUTO_TEST_CASE(offers_flags_and_their_values) {
  BOOST_TEST(offered("task list --st") == "--status\n");
  BOOST_TEST(offered("task list --status c") == "completed cancelled\n");
  BOOST_TEST(offered("task list --due o") == "overdue\n");
  BOOST_TEST(offered("add x --due o") == "\n");
  BOOST_TEST(offered("add x --ti") == "--timeout\n");
}

// Issue 9, fault 22. Bash breaks words at `=`.
BOOST_AUTO_TEST_CASE(offers_values_after_an_equals_sign) {
  BOOST_TEST(offered("task list --status =")
             == "todo in_progress completed cancelled\n");
  BOOST_TEST(offered("task list --status = to") == "todo\n");
  BOOST_TEST(offered("task list --status todo,c")
             == "todo,completed todo,cancelled\n");
}

BOOST_AUTO_TEST_CASE(offers_commands_to_be_explained) {
  BOOST_TEST(offered("help ta") == "task\n");
  BOOST_TEST(offered("help task re") == "relations reopen restore\n");
}

BOOST_AUTO_TEST_CASE(names_every_command_in_every_shell) {
  for (auto shell : {"bash", "zsh", "fish"}) {
    auto script_text = completion_script(shell);
    for (const auto& command : command_table())
      BOOST_TEST(script_text.find("' " + std::string{command.words} + "'")
                   != std::string::npos,
                 shell << " " << command.words);
  }
  BOOST_CHECK_THROW(completion_script("tcsh"), cli_error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace completion_test
