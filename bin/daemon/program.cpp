#include "bin/daemon/program.hpp"

#include "bin/daemon/options.hpp"
#include "config/one_line.hpp"
#include "config/secrets.hpp"

#include <variant>

namespace taskraft::daemon {

namespace {

std::string question_about(const config::settings& settings) {
  auto node = std::to_string(settings.node.id.value);
  return "\nWARNING: node " + node + " of cluster \"" + settings.cluster.name
         + "\" becomes a cluster of its own.\n\n"
           "  - What only the other nodes have is LOST, even if it was "
           "acknowledged.\n"
           "  - The other nodes must never run again on their old data: "
           "stop them,\n"
           "    and wipe their disks before they are added to the new "
           "cluster.\n"
           "  - If a majority of the old nodes can still be started, do "
           "that instead.\n\n"
           "Type the cluster's name to go on: ";
}

exit_code code_of(errc x) {
  switch (x) {
    case errc::identity_refused:
      return identity_refused;
    case errc::corrupted:
    case errc::storage_failed:
    case errc::outdated:
      return disk_not_trusted;
    case errc::not_found:
    case errc::conflict:
    case errc::invalid_value:
      return wrong_usage;
    default:
      return failed;
  }
}

struct program {
  const node_programs& nodes;
  std::ostream& out;
  std::ostream& errors;

  int print_error(const failure& why, exit_code code = wrong_usage) const {
    errors << "taskraftd: " << config::one_line(why.detail) << std::endl;
    return code;
  }

  /// Output that could not be written, for example to a full disk, is a
  /// failure.
  int print(const std::string& text) const {
    out << text << std::flush;
    if (out)
      return stopped;
    return print_error(
      {errc::storage_failed, "standard output is not writable"}, failed);
  }

  int operator()(const run_node& x) const {
    auto settings = config::load_settings(x.config);
    return settings ? nodes.run(*settings, x.config)
                    : print_error(settings.error());
  }

  int operator()(const force_new_cluster& x) const {
    auto settings = config::load_settings(x.config);
    if (!settings)
      return print_error(settings.error());
    if (!x.yes) {
      auto answer = nodes.ask(question_about(*settings));
      if (!answer)
        return print_error({errc::invalid_value,
                            "--force-new-cluster asks a question: run it on a "
                            "terminal, or answer with --yes"});
      if (*answer != settings->cluster.name)
        return print_error({errc::invalid_value, "nothing was done"}, failed);
    }
    auto forced = nodes.force_new_cluster(*settings, x.keep_tokens);
    if (!forced)
      return print_error(forced.error(), code_of(forced.error().code));
    return print("node " + std::to_string(settings->node.id.value)
                 + " is the only node of the new cluster " + *forced
                 + "; start it as usual\n");
  }

  int operator()(const check_config& x) const {
    auto settings = config::load_settings(x.config);
    if (!settings)
      return print_error(settings.error());
    for (const auto& exposed : config::exposed_secrets(*settings))
      errors << "taskraftd: warning: " << exposed << std::endl;
    return print("ok\n");
  }

  int operator()(const print_schema& x) const {
    return print(persistence::print_schema(x.dialect));
  }

  int operator()(const print_version& /*x*/) const {
    return print("taskraftd " TASKRAFT_VERSION "\n");
  }

  int operator()(const print_help& /*x*/) const {
    return print(help_text());
  }
};

} // namespace

int run(const std::vector<std::string>& arguments, const node_programs& nodes,
        std::ostream& out, std::ostream& errors) {
  auto self = program{nodes, out, errors};
  auto asked = parse_options(arguments);
  return asked ? std::visit(self, *asked) : self.print_error(asked.error());
}

} // namespace taskraft::daemon
