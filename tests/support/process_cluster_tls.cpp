#include "tests/support/certificates.hpp"
#include "tests/support/process_cluster.hpp"

#include <cstdlib>
#include <string>

namespace taskraft::tests {

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
  auto files = ca->issue("node" + std::to_string(id), for_node(id));
  auto text = "\n[tls]\npeer_ca = \"" + files.ca + "\"\n";
  for (const std::string group : {"peer", "gateway"})
    text += group + "_certificate = \"" + files.certificate + "\"\n" + group
            + "_key = \"" + files.key + "\"\n";
  return text;
}

} // namespace taskraft::tests
