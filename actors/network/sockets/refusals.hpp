// Lines about connections that are refused.

#pragma once

namespace taskraft::network {

/// Whether one more line may be written: who was refused can come back at
/// once, as often as it likes. From any thread.
bool may_log_refusal();

} // namespace taskraft::network
