#include "bin/daemon/program.hpp"

#include "bin/daemon/options.hpp"

#include <variant>

namespace taskraft::daemon {

namespace {

struct program {
  const node_runner& run_the_node;
  std::ostream& out;
  std::ostream& complaints;

  int complain(const failure& why, exit_code code = wrong_usage) const {
    complaints << "taskraftd: " << why.detail << std::endl;
    return code;
  }

  /// Data that did not arrive is a failure, on a full disk for example.
  int print(const std::string& text) const {
    out << text << std::flush;
    if (out)
      return stopped;
    return complain({errc::storage_failed, "standard output is not writable"},
                    failed);
  }

  int operator()(const run_node& x) const {
    auto settings = config::load_settings(x.config);
    return settings ? run_the_node(*settings) : complain(settings.error());
  }

  int operator()(const check_config& x) const {
    auto settings = config::load_settings(x.config);
    return settings ? print("ok\n") : complain(settings.error());
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

int run(const std::vector<std::string>& arguments, const node_runner& run_node,
        std::ostream& out, std::ostream& complaints) {
  auto self = program{run_node, out, complaints};
  auto asked = parse_options(arguments);
  return asked ? std::visit(self, *asked) : self.complain(asked.error());
}

} // namespace taskraft::daemon
