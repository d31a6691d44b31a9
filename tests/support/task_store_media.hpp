// The databases that every test of stores runs on.

#pragma once

#include "persistence/mysql/mysql_task_store.hpp"
#include "persistence/sqlite/sqlite_task_store.hpp"
#include "tests/support/mariadb_server.hpp"
#include "tests/support/memory_task_store.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/unit_test.hpp"

#include <memory>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace taskraft::tests {

/// Each gives one store; opened again, the same content.
class sqlite_medium {
public:
  std::unique_ptr<persistence::task_store> open() {
    auto store
      = persistence::open_sqlite_task_store(folder_.path() / "store.sqlite");
    BOOST_REQUIRE_MESSAGE(store, "the SQLite store cannot be opened");
    return std::move(*store);
  }

private:
  temporary_folder folder_;
};

class mysql_medium {
public:
  std::unique_ptr<persistence::task_store> open() {
    auto store
      = persistence::open_mysql_task_store(access_, {{1}, "0123456789abcdef"});
    BOOST_REQUIRE_MESSAGE(store, (store ? "" : store.error().detail));
    return std::move(*store);
  }

private:
  persistence::mysql::access access_ = shared_mariadb().fresh_schema();
};

class memory_medium {
public:
  std::unique_ptr<persistence::task_store> open() {
    return std::make_unique<memory_task_store>(disk_);
  }

private:
  std::shared_ptr<memory_disk> disk_ = std::make_shared<memory_disk>();
};

/// The row of one key, if there is one.
inline std::optional<tasks::key_row> find_key(persistence::row_finder& in,
                                              std::string_view key) {
  auto rows = in.load_keys(std::vector{key});
  BOOST_REQUIRE(static_cast<bool>(rows));
  return rows->at(0);
}

using all_media = std::tuple<sqlite_medium, mysql_medium, memory_medium>;

} // namespace taskraft::tests
