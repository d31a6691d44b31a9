// The certificates of a cluster whose tests run with TLS.

#pragma once

#include "tests/support/processes/process_cluster.hpp"
#include "tls/context.hpp"

#include <cstdint>
#include <optional>

namespace taskraft::tests {

/// What this node shows; nothing without TLS.
std::optional<tls::certificate_files>
certificate_of(const process_cluster& cluster, std::uint64_t id);

} // namespace taskraft::tests
