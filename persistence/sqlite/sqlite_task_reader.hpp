// Answers from a SQLite file, beside the connection that writes it.

#pragma once

#include "persistence/store/task_store.hpp"

#include <memory>
#include <string>

namespace taskraft::persistence::sqlite {

/// `tables` must outlive it. Throws SQLite's exceptions if the file cannot be
/// read.
std::unique_ptr<task_reader> open_reader(const std::string& file,
                                         const schema& tables = own_schema());

} // namespace taskraft::persistence::sqlite
