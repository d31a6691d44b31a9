// One connection to a MySQL or MariaDB server through Connector/C++, and what
// the server says, in our words.

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

/// Where a schema is, and as whom.
struct access {
  /// `tcp://host:port` or `unix://path`.
  std::string url;
  std::string schema;
  std::string user;
  std::string password;
  /// Gives the password for each new connection, if it may change; otherwise it
  /// is `password`.
  std::function<result<std::string>()> read_password = nullptr;
  /// A server that says nothing for so long is given up.
  int timeout_s = 30;
  /// Whether the server has ever let us in: a later refusal will pass.
  std::shared_ptr<std::atomic<bool>> was_let_in
    = std::make_shared<std::atomic<bool>>(false);
};

/// What the server said, in our words.
failure failure_from(const std::string& place, const sql::SQLException& x);

/// Everything here throws the driver's exceptions.
class connection {
public:
  explicit connection(const access& to);

  void execute(const std::string& sql);

  /// Rows of a statement without parameters.
  std::unique_ptr<sql::ResultSet> ask(const std::string& sql);

  /// Whether the server still knows of us.
  bool is_alive();

  /// The statement is kept, and prepared only once.
  sql::PreparedStatement& prepared(const std::string& sql);

  /// How large a packet the server takes.
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
  /// Runs first on each new connection; a failure gives it up again.
  using greeting = std::function<status(connection&)>;

  explicit session(access to, greeting greet = {});

  /// The schema's address, for reports.
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

  /// The same with the connection that there is, and no other.
  template <class F>
  auto go_on(F f) -> decltype(f(std::declval<connection&>())) {
    if (!connection_)
      return failure{errc::store_busy, place_ + ": the connection was lost"};
    try {
      auto outcome = f(*connection_);
      // A conflict was rolled back properly.
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
  /// What a failure of the server or of its password means for us: once we were
  /// let in, somebody will put right that we are not any more.
  failure in_our_case(failure why) const;

  access to_;
  std::string place_;
  greeting greet_;
  std::optional<connection> connection_;
  std::chrono::steady_clock::time_point last_use_;
};

} // namespace taskraft::persistence::mysql
