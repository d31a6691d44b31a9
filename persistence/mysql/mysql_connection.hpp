// One connection to a MySQL or MariaDB server through Connector/C++, and the
// server's errors as ours.

#pragma once

#include "persistence/store/task_store.hpp"
#include "protocol/result.hpp"

#include <cppconn/connection.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace taskraft::persistence::mysql {

/// The address of a schema, and the account that uses it.
struct access {
  /// `tcp://host:port` or `unix://path`.
  std::string url;
  std::string schema;
  std::string user;
  std::string password;
  /// Returns the password for each new connection, if it may change. If this is
  /// empty, `password` counts.
  std::function<result<std::string>()> read_password = nullptr;
  /// Whose certificate a server must show, for the name in `url`; empty: plain
  /// text.
  std::string ssl_ca = {};
  /// A connection is given up if the server is silent this long.
  int timeout_s = 30;
  /// Whether the server has accepted this account before. Then a later refusal
  /// counts as passing.
  std::shared_ptr<std::atomic<bool>> was_let_in
    = std::make_shared<std::atomic<bool>>(false);
};

/// The server's error as ours.
failure failure_from(const std::string& place, const sql::SQLException& x);

/// Everything here throws the driver's exceptions.
class connection {
public:
  explicit connection(const access& to);

  void execute(const std::string& sql);

  /// The rows of a statement without parameters.
  std::unique_ptr<sql::ResultSet> ask(const std::string& sql);

  /// Whether the connection is still alive.
  bool is_alive();

  /// The statement is kept, and prepared only once.
  sql::PreparedStatement& prepared(const std::string& sql);

  /// The largest packet that the server takes.
  std::size_t max_packet_bytes() const {
    return max_packet_bytes_;
  }

private:
  std::unique_ptr<sql::Connection> connection_;
  std::unordered_map<std::string, std::unique_ptr<sql::PreparedStatement>>
    prepared_;
  std::size_t max_packet_bytes_ = 0;
};

/// A connection that is made when it is needed, and given up after any failure:
/// whatever it was doing is rolled back, or lands if it was a COMMIT.
class session {
public:
  /// Runs first on each new connection. If it fails, the connection is closed.
  using greeting = std::function<status(connection&)>;

  explicit session(access to, greeting greet = {});

  /// The schema's address, for the text of failures.
  const std::string& place() const {
    return place_;
  }

  bool is_connected() const {
    return connection_.has_value();
  }

  /// Calls `f`, which gives a result, with the connection.
  template <class F>
  auto run(F f) -> decltype(f(std::declval<connection&>())) {
    if (auto there = connect(); !there)
      return there.error();
    return go_on(std::move(f));
  }

  /// The same with the current connection: a lost one is not made again.
  template <class F>
  auto go_on(F f) -> decltype(f(std::declval<connection&>())) {
    if (!connection_)
      return failure{errc::store_busy, place_ + ": the connection was lost"};
    try {
      auto outcome = f(*connection_);
      // After a conflict the transaction was rolled back; the connection is
      // good.
      if (!outcome && outcome.error().code != errc::conflict)
        connection_.reset();
      return outcome;
    } catch (const sql::SQLException& x) {
      connection_.reset();
      return in_our_case(failure_from(place_, x));
    }
  }

private:
  status connect();
  status dial();
  /// What an error of the server means to the caller. A refused login counts as
  /// passing after the first login succeeded: an operator will mend it.
  failure in_our_case(failure why) const;

  access to_;
  std::string place_;
  greeting greet_;
  std::optional<connection> connection_;
  std::chrono::steady_clock::time_point last_use_;
};

} // namespace taskraft::persistence::mysql
