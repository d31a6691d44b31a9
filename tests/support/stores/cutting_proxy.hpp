// A socket between a database's client and its server that can lose the
// connection at a chosen statement.

#pragma once

#include "tests/support/temporary_folder.hpp"

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace taskraft::tests {

class cutting_proxy {
public:
  /// Which side of the statement the connection is lost on.
  enum class side : bool { before, after };

  /// `server` is the path of the server's socket.
  explicit cutting_proxy(std::string server);
  cutting_proxy(const cutting_proxy&) = delete;
  cutting_proxy& operator=(const cutting_proxy&) = delete;
  ~cutting_proxy();

  /// `unix://…`, where clients connect.
  std::string url() const;

  /// Loses the connection once: the next statement that holds `text` does not
  /// reach the server, or is carried out and its answer lost.
  void cut(std::string text, side where);

  /// Whether all connections, now and later, end at once.
  void refuse(bool all) {
    refusing_ = all;
  }

  bool has_cut() const {
    return cuts_ != 0;
  }

private:
  void accept_all();
  void carry(int client, int server);
  /// Whether to go on after these bytes of a client.
  bool forward(const std::string& bytes, int server);

  temporary_folder folder_;
  std::string server_;
  int listener_ = -1;
  std::atomic<bool> closing_ = false;
  std::atomic<bool> refusing_ = false;
  std::atomic<int> cuts_ = 0;
  std::mutex mutex_;
  std::string text_;
  side where_ = side::before;
  std::vector<std::thread> threads_;
};

} // namespace taskraft::tests
