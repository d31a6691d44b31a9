// Lines about connections that are refused.

#pragma once

#include <string_view>

namespace taskraft::network {

/// Whether one more line may be written: who was refused can come back at
/// once, as often as it likes. The same of the same machine is said once a
/// minute, and ten lines a second at most. From any thread.
bool may_log_refusal(std::string_view event, std::string_view host,
                     std::string_view reason);

} // namespace taskraft::network
