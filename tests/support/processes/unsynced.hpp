// Notes that what was written to a file is durable.

#pragma once

namespace taskraft::tests {

void note_synced(int descriptor);

} // namespace taskraft::tests
