// Loads rows of a SQLite file for evaluation, beside the connection that
// writes it.

#pragma once

#include "persistence/store/task_store.hpp"

#include <memory>
#include <string>

namespace taskraft::persistence::sqlite {

/// `tables` must outlive it. Throws SQLite's exceptions if the file cannot be
/// read.
std::unique_ptr<row_loader> open_loader(const std::string& file,
                                        const schema& tables);

} // namespace taskraft::persistence::sqlite
