// A MariaDB server of a test's own: in a temporary folder, reached by a socket
// in it, and gone with the test.

#pragma once

#include "persistence/mysql/mysql_connection.hpp"
#include "tests/support/temporary_folder.hpp"

#include <boost/process/child.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace taskraft::tests {

class mariadb_server {
public:
  /// Installed and running, with `options` of mariadbd's.
  explicit mariadb_server(std::vector<std::string> options = {});
  mariadb_server(const mariadb_server&) = delete;
  mariadb_server& operator=(const mariadb_server&) = delete;
  ~mariadb_server();

  /// Returns when the server accepts connections.
  void start();
  /// kill -9.
  void kill();
  /// Stops the server as an administrator does: all data is in its files.
  void stop();
  /// SIGSTOP and SIGCONT.
  void pause();
  void resume();

  /// Runs a statement as the administrator.
  persistence::mysql::access access(const std::string& schema = "") const;
  void execute(const std::string& sql);
  /// The first column of the first row.
  std::string ask(const std::string& sql);

  /// One of the server's counters, as it is now.
  std::string status(const std::string& counter);

  /// An empty schema that no other test has.
  persistence::mysql::access fresh_schema();

  /// The file of an InnoDB table.
  std::filesystem::path file_of(const persistence::mysql::access& schema,
                                const std::string& table) const;

  /// For scripts of the server's own shell; gives its exit code.
  int import(const std::string& schema, const std::string& script);

private:
  temporary_folder folder_;
  std::vector<std::string> options_;
  std::optional<boost::process::child> child_;
  int schemas_ = 0;
};

/// The server for all tests of a program that do not break it.
mariadb_server& shared_mariadb();

} // namespace taskraft::tests
