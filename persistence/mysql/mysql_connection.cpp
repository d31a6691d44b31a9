#include "persistence/mysql/mysql_connection.hpp"

#include <cppconn/statement.h>
#include <mysql_driver.h>

#include <algorithm>
#include <array>
#include <utility>

namespace taskraft::persistence::mysql {

namespace {

/// How long a server may take to greet before it is dialled again.
constexpr auto connect_timeout_s = 5;

/// A connection that was idle this long is checked first: servers close
/// connections that were idle for hours.
constexpr auto idle_time = std::chrono::seconds{10};

/// The most prepared statements of a connection: lists of tasks have many
/// forms.
constexpr auto most_statements = std::size_t{128};

/// The numbers of both servers' documentation. Those of the client, from 2000
/// to 2999, are about the connection.
constexpr auto passing_errors = std::array{
  3,    5,    20, // a temporary file, or the memory, finds no room
  1020,           // a record has changed since it was read
  1021,           // disk full
  1026,           // an error while writing a file
  1028,           // a sort was broken off
  1037, 1038,     // out of memory, or of memory for sorting
  1040,           // too many connections
  1041,           // out of memory
  1053,           // the server is shutting down
  1077,           // the same
  1114,           // a table is full: so is the disk
  1129,           // too many failed connections from this host
  1135,           // no thread for another connection
  1152, 1158, 1159, 1160, 1161, 1184, // the connection broke
  1180,                               // an error during COMMIT
  1203,                               // too many connections of this user
  1205,                               // a lock was waited for too long
  1206,                               // too many locks
  1213,                               // a deadlock
  1223,                               // a lock for a backup of the server
  1226,                               // a limit of this user
  1243, 1615,                         // a prepared statement was given up
  1290,                               // the server is read-only
  1317,                               // interrupted
  1461,                               // too many prepared statements
  1637,                               // too many transactions
  1792,                               // the server is read-only
  1836,                               // the same
  1878,                               // no room for temporary files
  1927,                               // the connection was killed
  1969,                               // the statement took too long
  3024,                               // the same
  4031,                               // the connection was idle too long
};

constexpr auto damage_errors = std::array{
  1033, 1034, 1035, // a damaged table
  1194, 1195, 1712, 1877, 1932,
};

constexpr auto access_errors = std::array{
  1044, 1045, 1049, 1142, 1143, 1227, 1251, 1370, 1698,
};

errc code_of(int error) {
  auto is_one_of = [error](const auto& codes) {
    return std::ranges::find(codes, error) != codes.end();
  };
  if ((error >= 2000 && error < 3000) || is_one_of(passing_errors))
    return errc::store_busy;
  if (is_one_of(damage_errors))
    return errc::corrupted;
  return is_one_of(access_errors) ? errc::not_allowed : errc::storage_failed;
}

/// The settings of the session that every statement needs, whatever the
/// server's defaults are. This part is sent with the connection itself, because
/// the driver's own statements fail under some defaults.
constexpr auto first_settings
  = "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,"
    "NO_ENGINE_SUBSTITUTION', time_zone = '+00:00', autocommit = 1, "
    "completion_type = 'NO_CHAIN', innodb_lock_wait_timeout = 2, "
    "lock_wait_timeout = 30, low_priority_updates = 0, wait_timeout = 28800, "
    "max_sort_length = 4096, group_concat_max_len = 1048576, "
    "foreign_key_checks = 1, unique_checks = 1, sql_auto_is_null = 0, "
    "sql_safe_updates = 0, sql_select_limit = 18446744073709551615, "
    "max_join_size = 18446744073709551615"
    // Variables that only one of the two servers has.
    "/*M!100400 , max_statement_time = 0, check_constraint_checks = 1, "
    "idle_transaction_timeout = 0, idle_readonly_transaction_timeout = 0, "
    "idle_write_transaction_timeout = 0 */"
    "/*!50708 , max_execution_time = 0 */";

/// This part of the session's settings is sent next.
constexpr auto session_settings = std::array{
  "SET NAMES utf8mb4 COLLATE utf8mb4_bin",
  // Setting the size of joins has changed it.
  "SET SESSION sql_big_selects = 1",
  "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
  "SET SESSION TRANSACTION READ WRITE",
};

sql::Driver& driver() {
  static auto* const instance = sql::mysql::get_driver_instance();
  return *instance;
}

std::unique_ptr<sql::Connection> dial(const access& to) {
  auto options = sql::ConnectOptionsMap{};
  options["hostName"] = sql::SQLString{to.url};
  options["userName"] = sql::SQLString{to.user};
  options["password"] = sql::SQLString{to.password};
  options["schema"] = sql::SQLString{to.schema};
  options["OPT_CONNECT_TIMEOUT"] = connect_timeout_s;
  options["OPT_READ_TIMEOUT"] = to.timeout_s;
  options["OPT_WRITE_TIMEOUT"] = to.timeout_s;
  options["OPT_CHARSET_NAME"] = sql::SQLString{"utf8mb4"};
  // A server could ask for any file of this node.
  options["OPT_LOCAL_INFILE"] = 0;
  if (!to.ssl_ca.empty()) {
    options["sslCA"] = sql::SQLString{to.ssl_ca};
    options["sslVerify"] = true;
    options["sslEnforce"] = true;
  }
  options["preInit"] = sql::SQLString{first_settings};
  // An UPDATE that changes nothing has still found its row.
  options["CLIENT_FOUND_ROWS"] = true;
  return std::unique_ptr<sql::Connection>{driver().connect(options)};
}

} // namespace

failure failure_from(const std::string& place, const sql::SQLException& x) {
  return {code_of(x.getErrorCode()), place + ": " + x.what() + " (error "
                                       + std::to_string(x.getErrorCode())
                                       + ")"};
}

connection::connection(const access& to) : connection_(dial(to)) {
  for (const auto* settings : session_settings)
    execute(settings);
  auto statement
    = std::unique_ptr<sql::Statement>{connection_->createStatement()};
  auto row = std::unique_ptr<sql::ResultSet>{
    statement->executeQuery("SELECT @@max_allowed_packet")};
  row->next();
  max_packet_bytes_ = row->getUInt64(1);
}

void connection::execute(const std::string& sql) {
  auto statement
    = std::unique_ptr<sql::Statement>{connection_->createStatement()};
  statement->execute(sql);
}

std::unique_ptr<sql::ResultSet> connection::ask(const std::string& sql) {
  return std::unique_ptr<sql::ResultSet>{prepared(sql).executeQuery()};
}

bool connection::is_alive() {
  try {
    execute("DO 1");
    return true;
  } catch (const sql::SQLException&) {
    return false;
  }
}

sql::PreparedStatement& connection::prepared(const std::string& sql) {
  if (auto kept = prepared_.find(sql); kept != prepared_.end())
    return *kept->second;
  if (prepared_.size() == most_statements)
    prepared_.clear();
  auto fresh = std::unique_ptr<sql::PreparedStatement>{
    connection_->prepareStatement(sql)};
  return *prepared_.emplace(sql, std::move(fresh)).first->second;
}

session::session(access to, greeting greet)
  : to_(std::move(to)), place_(to_.url + "/" + to_.schema),
    greet_(std::move(greet)) {
}

failure session::in_our_case(failure why) const {
  if (*to_.was_let_in
      && (why.code == errc::not_allowed || why.code == errc::invalid_value))
    why.code = errc::store_busy;
  return why;
}

status session::dial() {
  if (to_.read_password) {
    auto password = to_.read_password();
    if (!password)
      return failure{password.error().code,
                     place_ + ": " + password.error().detail};
    to_.password = std::move(*password);
  }
  try {
    connection_.emplace(to_);
    if (!greet_)
      return done{};
    return greet_(*connection_);
  } catch (const sql::SQLException& x) {
    return failure_from(place_, x);
  }
}

status session::connect() {
  auto now = std::chrono::steady_clock::now();
  auto was_idle = now - std::exchange(last_use_, now) > idle_time;
  if (connection_ && (!was_idle || connection_->is_alive()))
    return done{};
  connection_.reset();
  if (auto dialled = dial(); !dialled) {
    connection_.reset();
    return in_our_case(dialled.error());
  }
  *to_.was_let_in = true;
  return done{};
}

} // namespace taskraft::persistence::mysql
