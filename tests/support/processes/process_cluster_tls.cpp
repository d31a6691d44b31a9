#include "tests/support/processes/cluster_certificates.hpp"
#include "tests/support/processes/process_cluster.hpp"
#include "tests/support/tls/certificates.hpp"

#include <cstdlib>
#include <string>

namespace taskraft::tests {

namespace {

std::string node_name(std::uint64_t id) {
  return "node" + std::to_string(id);
}

} // namespace

bool tests_run_with_tls() {
  return std::getenv("TASKRAFT_TEST_TLS") != nullptr;
}

std::shared_ptr<authority>
cluster_authority(const std::filesystem::path& folder) {
  if (!tests_run_with_tls())
    return nullptr;
  auto made = std::make_shared<authority>(folder);
  // For all clients that are started later.
  ::setenv("TASKRAFT_CA", made->file().c_str(), 1);
  return made;
}

std::string tls_settings(const authority* ca, std::uint64_t id) {
  if (ca == nullptr)
    return {};
  auto files = ca->issue(node_name(id), for_node(id));
  auto text = "\n[tls]\npeer_ca = \"" + files.ca + "\"\n";
  for (const std::string group : {"peer", "gateway"})
    text += group + "_certificate = \"" + files.certificate + "\"\n" + group
            + "_key = \"" + files.key + "\"\n";
  return text;
}

std::optional<tls::certificate_files>
certificate_of(const process_cluster& cluster, std::uint64_t id) {
  if (!tests_run_with_tls())
    return std::nullopt;
  // Where `tls_settings` has put it.
  auto base = cluster.place(id).config.parent_path() / node_name(id);
  auto files = tls::certificate_files{};
  files.certificate = base.string() + ".crt";
  files.key = base.string() + ".key";
  files.ca = std::getenv("TASKRAFT_CA");
  return files;
}

} // namespace taskraft::tests
