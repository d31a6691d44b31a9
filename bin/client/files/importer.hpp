// Turns the rows of a file into commands: parents before their parts, and so
// that a run that was killed goes on where it was.

#pragma once

#include "bin/client/files/import_row.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace taskraft::client {

class importer {
public:
  /// Sends the chunk with this number, from 1 on. The same file makes the same
  /// chunks, as long as the answers are the same.
  using sender = std::function<tasks::wire::CreatedTasks(
    std::size_t chunk, const tasks::wire::CreateTasks& tasks)>;
  using failed_taker = std::function<void(const import_row&)>;

  importer(sender send, failed_taker failed)
    : send_(std::move(send)), failed_(std::move(failed)) {
  }

  void add(import_row row);
  /// Sends what is left.
  void finish();

  std::uint64_t imported() const {
    return imported_;
  }
  std::uint64_t failed() const {
    return refused_;
  }

private:
  enum class parent_state { none, known, lost, waits };

  parent_state find_parent(import_row& row);
  void take(import_row row);
  void refuse(import_row row, const std::string& why);
  void flush();
  void retry_waiting();

  sender send_;
  failed_taker failed_;
  std::size_t chunks_ = 0;
  std::size_t bytes_ = 0;
  std::vector<import_row> chunk_;
  /// Rows whose parents have not come yet.
  std::vector<import_row> waiting_;
  /// What tasks are called by the file, and by the cluster.
  std::map<std::string, std::uint64_t> ids_;
  std::set<std::string> lost_;
  std::uint64_t imported_ = 0;
  std::uint64_t refused_ = 0;
};

} // namespace taskraft::client
