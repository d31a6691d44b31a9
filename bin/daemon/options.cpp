#include "bin/daemon/options.hpp"

#include <boost/program_options.hpp>

#include <array>
#include <sstream>

namespace options = boost::program_options;

namespace taskraft::daemon {

namespace {

constexpr auto table = std::to_array<option>({
  {"config", "FILE", "run the node that FILE describes"},
  {"force-new-cluster", "",
   "with --config: make this node, the survivor of a lost quorum, the only "
   "one of a new cluster, and end"},
  {"yes", "", "with --force-new-cluster: do not ask"},
  {"keep-tokens", "",
   "with --force-new-cluster: API tokens go on; logins and set-up links end in "
   "any case"},
  {"check-config", "FILE", "check FILE and do nothing else"},
  {"print-schema", "sqlite|mysql", "print the tables of the task store as SQL"},
  {"version", "", "print the version"},
  {"help", "", "print this"},
});

constexpr auto statuses = std::to_array<exit_status>({
  {0, "stopped as asked"},
  {2, "wrong usage or configuration"},
  {3, "identity refused: another cluster's or node's data, a wiped disk"},
  {4, "the disk or its content cannot be trusted"},
  {5, "an address cannot be bound"},
});

options::options_description known_options() {
  auto known = options::options_description{"Options"};
  auto add = known.add_options();
  for (const auto& x : table)
    if (std::string_view{x.value}.empty())
      add(x.name, x.summary);
    else
      add(x.name, options::value<std::string>()->value_name(x.value),
          x.summary);
  return known;
}

/// The style refuses abbreviated options, and long ones with one dash.
constexpr auto style = options::command_line_style::allow_long
                       | options::command_line_style::long_allow_adjacent
                       | options::command_line_style::long_allow_next;

failure bad_usage(const std::string& why) {
  return {errc::invalid_value, why + "; see taskraftd --help"};
}

result<command> command_of(const options::variables_map& given) {
  auto text = [&](const char* name) { return given[name].as<std::string>(); };
  auto forced = given.contains("force-new-cluster");
  auto yes = given.contains("yes");
  auto keep_tokens = given.contains("keep-tokens");
  auto beside = (yes ? 1U : 0U) + (keep_tokens ? 1U : 0U);
  if (forced && given.contains("config") && given.size() == 2 + beside)
    return command{force_new_cluster{text("config"), yes, keep_tokens}};
  if (forced || beside > 0)
    return bad_usage("expected --config FILE --force-new-cluster [--yes] "
                     "[--keep-tokens] and nothing else");
  if (given.size() != 1)
    return bad_usage("expected one of --config, --check-config, "
                     "--print-schema, --version and --help");
  if (given.contains("config"))
    return command{run_node{text("config")}};
  if (given.contains("check-config"))
    return command{check_config{text("check-config")}};
  if (given.contains("version"))
    return command{print_version{}};
  if (given.contains("help"))
    return command{print_help{}};
  auto dialect = text("print-schema");
  if (dialect == "sqlite")
    return command{print_schema{persistence::dialect::sqlite}};
  if (dialect == "mysql")
    return command{print_schema{persistence::dialect::mysql}};
  return bad_usage("--print-schema: expected sqlite or mysql, found "
                   + dialect);
}

} // namespace

result<command> parse_options(const std::vector<std::string>& arguments) {
  auto known = known_options();
  // An empty list of positional options refuses every positional argument.
  auto positional = options::positional_options_description{};
  auto given = options::variables_map{};
  try {
    auto parsed = options::command_line_parser{arguments}
                    .options(known)
                    .positional(positional)
                    .style(style)
                    .run();
    options::store(parsed, given);
  } catch (const options::error& error) {
    return bad_usage(error.what());
  }
  return command_of(given);
}

std::string help_text() {
  auto text = std::ostringstream{};
  text << "taskraftd: one node of a replicated task manager\n\n"
       << known_options() << "\nExit codes\n";
  for (const auto& [code, meaning] : statuses)
    text << "  " << code << "  " << meaning << "\n";
  return text.str();
}

std::span<const option> option_table() {
  return table;
}

std::span<const exit_status> exit_statuses() {
  return statuses;
}

} // namespace taskraft::daemon
