#include "bin/daemon/options.hpp"
#include "bin/manual/pages.hpp"

namespace taskraft::manual {

page daemon_page() {
  auto name = page_name{"taskraftd", 8};
  auto to = roff_page{name, "one node of a replicated task manager"};
  to.section("SYNOPSIS");
  to.paragraph(bold("taskraftd --config") + " FILE");
  to.paragraph(bold("taskraftd --config") + " FILE "
               + bold("--force-new-cluster") + " [" + bold("--yes") + "] ["
               + bold("--keep-tokens") + "]");
  to.paragraph(bold("taskraftd --check-config") + " FILE");
  to.paragraph(bold("taskraftd --print-schema") + " sqlite|mysql");
  to.section("DESCRIPTION");
  to.paragraph(escape(
    "A node keeps a copy of all tasks, users and keys of its cluster. Each "
    "node serves everything, and the cluster works while a majority of its "
    "nodes does. What a node says of itself goes to standard error."));
  to.section("OPTIONS");
  for (const auto& x : daemon::option_table()) {
    auto label = "--" + std::string{x.name};
    if (*x.value != '\0')
      label += " " + std::string{x.value};
    to.item(bold(label), escape(x.summary) + ".");
  }
  to.section("SIGNALS");
  to.item(bold("SIGTERM") + ", " + bold("SIGINT"), "The node stops.");
  to.section("EXIT STATUS");
  for (const auto& [code, meaning] : daemon::exit_statuses())
    to.item(bold(std::to_string(code)), escape(meaning));
  to.section("FILES");
  to.item("data_dir/operator.token",
          escape("New at each start. Who can read it is an administrator on "
                 "this node: taskraft --operator FILE."));
  to.item(escape("data_dir/setup_link"),
          escape("The token that sets the first password of admin, while there "
                 "is none."));
  to.section("SEE ALSO");
  to.paragraph(bold("taskraftd.toml") + "(5), " + bold("taskraft") + "(1)");
  return {name, to.text()};
}

} // namespace taskraft::manual
