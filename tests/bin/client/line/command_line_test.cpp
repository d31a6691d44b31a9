#include "bin/client/line/command_line.hpp"
#include "bin/client/text/cli_error.hpp"
#include "tests/support/unit_test.hpp"

namespace command_line_test {

using namespace taskraft::client;

invocation parse(const std::vector<std::string>& words) {
  return parse_command_line(words);
}

bool is_wrong_usage(const cli_error& x) {
  return x.code() == exit_code::usage;
}

void refuses(const std::vector<std::string>& words, const std::string& text) {
  BOOST_TEST_CONTEXT("taskraft " << (words.empty() ? "" : words[0])) {
    BOOST_CHECK_EXCEPTION(parse(words), cli_error, [&](const cli_error& x) {
      BOOST_TEST(std::string{x.what()}.find(text) != std::string::npos,
                 x.what());
      return is_wrong_usage(x);
    });
  }
}

BOOST_AUTO_TEST_SUITE(the_command_line)

BOOST_AUTO_TEST_CASE(takes_every_documented_command) {
  for (auto words : std::vector<std::vector<std::string>>{
         {"add", "Buy milk", "--description", "two", "--priority", "low",
          "--due", "2026-12-01T15:00"},
         {"task", "create", "x"},
         {"task", "list", "--status", "todo,in_progress", "--priority", "high",
          "--due", "7d", "--text", "milk", "--sort", "due", "--limit", "3"},
         {"task", "list", "--all"},
         {"task", "show", "#42", "--json"},
         {"task", "edit", "42", "--title", "y", "--status", "todo", "--rev",
          "7"},
         {"task", "start", "1"},
         {"task", "done", "1"},
         {"task", "reopen", "1"},
         {"task", "delete", "1"},
         {"task", "restore", "1"},
         {"kv", "put", "k", "v"},
         {"kv", "get", "k"},
         {"kv", "delete", "k"},
         {"kv", "list"},
         {"kv", "list", "prefix"},
         {"--action", "add", "--key", "k", "--value", "v"},
         {"--action", "get", "--key", "k"},
         {"cluster", "status", "--watch"},
         {"cluster", "transfer-leader"},
         {"cluster", "transfer-leader", "2"},
         {"bench", "--clients", "4", "--seconds", "1", "--read-ratio", "0.5",
          "--value-bytes", "16", "--json"},
         {"completion", "zsh"},
         {"version"},
       }) {
    auto parsed = parse(words);
    BOOST_TEST(parsed.what != nullptr);
    BOOST_TEST(!parsed.help_topic);
  }
}

BOOST_AUTO_TEST_CASE(takes_common_flags_before_and_after_the_command) {
  auto parsed = parse({"--timeout", "2s", "task", "--json", "list",
                       "--endpoints=a:1,b:2", "--consistency", "stale"});
  BOOST_TEST(parsed.what->words == "task list");
  BOOST_TEST(*parsed.value("timeout") == "2s");
  BOOST_TEST(*parsed.value("endpoints") == "a:1,b:2");
  BOOST_TEST(*parsed.value("consistency") == "stale");
  BOOST_TEST(parsed.has("json"));
}

BOOST_AUTO_TEST_CASE(takes_an_empty_value) {
  auto parsed = parse({"task", "edit", "1", "--description", ""});
  BOOST_TEST(*parsed.value("description") == "");
  parsed = parse({"task", "edit", "1", "--description="});
  BOOST_TEST(*parsed.value("description") == "");
}

BOOST_AUTO_TEST_CASE(takes_a_value_that_begins_with_a_dash) {
  BOOST_TEST(*parse({"task", "list", "--sort", "-due"}).value("sort")
             == "-due");
  BOOST_TEST(parse({"kv", "put", "k", "-5"}).arguments[1] == "-5");
  BOOST_TEST(parse({"kv", "put", "k", "-"}).arguments[1] == "-");
}

BOOST_AUTO_TEST_CASE(takes_arguments_only_after_two_dashes) {
  auto parsed = parse({"add", "--json", "--", "--help me"});
  BOOST_TEST(parsed.arguments[0] == "--help me");
  BOOST_TEST(!parsed.help_topic);
}

BOOST_AUTO_TEST_CASE(refuses_flags_whose_feature_is_not_built) {
  refuses({"task", "list", "--columns"}, "unknown flag --columns");
}

BOOST_AUTO_TEST_CASE(refuses_unknown_words) {
  refuses({"frobnicate"}, "unknown command `frobnicate`");
  refuses({"task", "frobnicate"}, "unknown command `task frobnicate`");
  refuses({"add", "x", "-x"}, "unknown flag -x");
  refuses({"kv", "get", "k", "--value", "v"}, "unknown flag --value");
}

BOOST_AUTO_TEST_CASE(names_what_groups_have_for_unknown_words) {
  refuses({"status"},
          "unknown command `status`; there is `cluster status`; see");
  refuses({"archive"}, "`archive`; there is `project archive`; see");
  refuses({"frobnicate"}, "`frobnicate`; see");
  refuses({"task", "status"}, "`task status`; see");
}

BOOST_AUTO_TEST_CASE(refuses_too_few_and_too_many_arguments) {
  refuses({"add"}, "TITLE is missing");
  refuses({"kv", "put", "k"}, "VALUE is missing");
  refuses({"add", "Buy", "milk"}, "unexpected argument `milk`");
  refuses({"version", "2"}, "unexpected argument `2`");
  // No quotes help where one number is wanted.
  refuses({"add", "Buy", "milk"}, "needs quotes");
  refuses({"task", "show", "3", "4"}, "unexpected argument `4`; see");
  refuses({"comment", "add", "3", "two", "words"}, "needs quotes");
}

BOOST_AUTO_TEST_CASE(refuses_malformed_flags) {
  refuses({"add", "x", "--due"}, "--due needs a value");
  refuses({"task", "list", "--all=yes"}, "--all takes no value");
  refuses({"add", "x", "--due", "a", "--due", "b"}, "--due is given twice");
  refuses({"--action", "add", "task", "list"}, "take no command");
}

BOOST_AUTO_TEST_CASE(joins_the_names_of_flags_that_are_repeated) {
  auto words = std::vector<std::vector<std::string>>{
    {"add", "x"}, {"task", "create", "x"}, {"task", "edit", "1"}};
  for (auto& each : words) {
    each.insert(each.end(), {"--label", "a", "--assign", "ann", "--label",
                             "b,c", "--assign", "bob"});
    auto parsed = parse_command_line(each);
    BOOST_TEST(*parsed.value("label") == "a,b,c");
    BOOST_TEST(*parsed.value("assign") == "ann,bob");
  }
}

BOOST_AUTO_TEST_CASE(finds_out_what_help_is_wanted_about) {
  BOOST_TEST(*parse({}).help_topic == "");
  BOOST_TEST(*parse({"--help"}).help_topic == "");
  BOOST_TEST(*parse({"task"}).help_topic == "task");
  BOOST_TEST(*parse({"task", "-h"}).help_topic == "task");
  BOOST_TEST(*parse({"task", "show", "--help"}).help_topic == "task show");
  BOOST_TEST(parse({"--version"}).what->words == "version");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace command_line_test
