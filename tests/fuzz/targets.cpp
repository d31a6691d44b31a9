#include "tests/fuzz/targets.hpp"

#include <array>

namespace taskraft::tests {

std::span<const fuzz_target> fuzz_targets() {
  static constexpr auto all
    = std::array{fuzz_target{"guard", fuzz_guard},
                 fuzz_target{"messages", fuzz_messages},
                 fuzz_target{"requests", fuzz_requests},
                 fuzz_target{"commands", fuzz_commands},
                 fuzz_target{"rows", fuzz_rows},
                 fuzz_target{"log", fuzz_log},
                 fuzz_target{"snapshots", fuzz_snapshots},
                 fuzz_target{"settings", fuzz_settings},
                 fuzz_target{"http", fuzz_http},
                 fuzz_target{"repetitions", fuzz_repetitions},
                 fuzz_target{"imports", fuzz_imports}};
  return all;
}

} // namespace taskraft::tests
