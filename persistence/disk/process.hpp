// What a program prepares before it does anything else: its descriptors are its
// own, a reader that goes away does not end it, and it may open as many files
// as it needs.

#pragma once

#include "protocol/result.hpp"

#include <cstdint>

namespace taskraft::persistence {

/// Opens those of the descriptors 0, 1 and 2 on /dev/null that the caller of
/// this program has left closed: the next file that is opened would otherwise
/// be taken for standard output. Reading from such an input and writing to
/// such an output go on to fail. From now on a pipe whose reader is gone, and a
/// file that may not grow, give an error and no signal.
void prepare_process();

/// Raises this process's limit of open files as far as it may, and gives it.
/// `invalid_value`, with how many are needed, if that is not enough.
result<std::uint64_t> require_open_files(std::uint64_t needed);

} // namespace taskraft::persistence
