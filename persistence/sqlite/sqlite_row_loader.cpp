#include "persistence/sqlite/sqlite_row_loader.hpp"

#include "persistence/sqlite/sqlite_rows.hpp"
#include "persistence/store/request_rows.hpp"
#include "persistence/store/schema.hpp"

#include <optional>
#include <utility>

namespace taskraft::persistence::sqlite {

namespace {

class sqlite_row_loader final : public row_loader {
public:
  explicit sqlite_row_loader(std::string file)
    : file_(std::move(file)), database_(file_, SQLite::OPEN_READONLY),
      task_(database_, select_statement(table_named("tasks"), "WHERE id = ?")),
      key_(database_, select_statement(table_named("kv"), "WHERE key = ?")),
      requests_(database_, select_statement(table_named("request_ids"),
                                            "WHERE first_index <= ? "
                                            "ORDER BY first_index DESC "
                                            "LIMIT 1")) {
    database_.setBusyTimeout(1000);
    // Each commit of the writer empties the cache of pages: the kernel's will
    // do.
    database_.exec("PRAGMA mmap_size = 268435456");
  }

  result<std::vector<tasks::wire::Task>>
  load_tasks(std::span<const std::uint64_t> ids) override {
    using rows = std::vector<tasks::wire::Task>;
    return guarded(file_, [&]() -> result<rows> {
      auto view = SQLite::Transaction{database_};
      return sqlite::load_tasks(task_, ids);
    });
  }

  result<std::vector<std::optional<tasks::key_row>>>
  load_keys(std::span<const std::string_view> keys) override {
    using rows = std::vector<std::optional<tasks::key_row>>;
    return guarded(file_, [&]() -> result<rows> {
      auto view = SQLite::Transaction{database_};
      return sqlite::load_keys(key_, keys);
    });
  }

  result<std::string> load_result(raft::log_index index) override {
    return guarded(file_, [&]() -> result<std::string> {
      auto using_it = binding{requests_};
      auto found = std::optional<std::string>{};
      if (using_it.number(index.value).step())
        decode_request_rows(bytes_at(requests_, 2), [&](request_row row) {
          if (row.index == index)
            found = std::move(row.result);
          return row.index < index;
        });
      if (!found)
        return failure{errc::corrupted, file_ + ": the request of log index "
                                          + std::to_string(index.value)
                                          + " is missing"};
      return *std::move(found);
    });
  }

private:
  std::string file_;
  SQLite::Database database_;
  SQLite::Statement task_;
  SQLite::Statement key_;
  SQLite::Statement requests_;
};

} // namespace

std::unique_ptr<row_loader> open_loader(const std::string& file) {
  return std::make_unique<sqlite_row_loader>(file);
}

} // namespace taskraft::persistence::sqlite
