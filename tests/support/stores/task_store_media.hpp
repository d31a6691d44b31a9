// The databases that every test of stores runs on.

#pragma once

#include "persistence/mysql/mysql_task_store.hpp"
#include "persistence/sqlite/sqlite_task_store.hpp"
#include "tests/support/processes/mariadb_server.hpp"
#include "tests/support/stores/memory_task_store.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/unit_test.hpp"

#include <memory>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace taskraft::tests {

using opened_store = result<std::unique_ptr<persistence::task_store>>;

inline std::unique_ptr<persistence::task_store> opened(opened_store x) {
  BOOST_REQUIRE_MESSAGE(x, (x ? "" : x.error().detail));
  return std::move(*x);
}

/// Each gives one store; opened again, the same content.
class sqlite_medium {
public:
  opened_store try_open(const persistence::schema& tables) {
    return persistence::open_sqlite_task_store(folder_.path() / "store.sqlite",
                                               tables);
  }
  std::unique_ptr<persistence::task_store>
  open(const persistence::schema& tables = persistence::own_schema()) {
    return opened(try_open(tables));
  }

private:
  temporary_folder folder_;
};

class mysql_medium {
public:
  opened_store try_open(const persistence::schema& tables) {
    return persistence::open_mysql_task_store(
      access_, {{1}, "0123456789abcdef"}, tables);
  }
  std::unique_ptr<persistence::task_store>
  open(const persistence::schema& tables = persistence::own_schema()) {
    return opened(try_open(tables));
  }
  const persistence::mysql::access& access() const {
    return access_;
  }

private:
  persistence::mysql::access access_ = shared_mariadb().fresh_schema();
};

class memory_medium {
public:
  opened_store try_open(const persistence::schema& tables) {
    return open_memory_task_store(disk_, tables);
  }
  std::unique_ptr<persistence::task_store>
  open(const persistence::schema& tables = persistence::own_schema()) {
    return opened(try_open(tables));
  }

private:
  std::shared_ptr<memory_disk> disk_ = std::make_shared<memory_disk>();
};

/// The row with this key, if there is one.
template <class Row, class... Key>
std::optional<Row> find_row(persistence::row_finder& in, const Key&... key) {
  const auto& type = tasks::row_type_of<Row>();
  auto rows = in.load({&type, {tasks::key_from(type, key...)}, {}});
  BOOST_REQUIRE(static_cast<bool>(rows));
  if (rows->empty())
    return std::nullopt;
  return static_cast<const Row&>(*rows->front());
}

inline std::optional<tasks::wire::KeyValue>
find_key(persistence::row_finder& in, std::string_view key) {
  return find_row<tasks::wire::KeyValue>(in, key);
}

inline tasks::wire::KeyValue
key_row(const std::string& key, const std::string& value, std::uint64_t rev) {
  auto row = tasks::wire::KeyValue{};
  row.set_key(key);
  row.set_value(value);
  row.set_rev(rev);
  return row;
}

using all_media = std::tuple<sqlite_medium, mysql_medium, memory_medium>;

} // namespace taskraft::tests
