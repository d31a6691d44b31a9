#include "persistence/sqlite/sqlite_row_loader.hpp"

#include "persistence/sqlite/sqlite_rows.hpp"
#include "persistence/store/request_rows.hpp"

#include <utility>

namespace taskraft::persistence::sqlite {

namespace {

class sqlite_row_loader final : public row_loader {
public:
  sqlite_row_loader(std::string file, const schema& tables)
    : file_(std::move(file)), tables_(tables),
      database_(file_, SQLite::OPEN_READONLY | one_thread_at_a_time),
      statements_(database_) {
    database_.setBusyTimeout(1000);
    // A small cache, because each commit of the writer empties it. The kernel
    // caches the file's pages, too.
    database_.exec("PRAGMA mmap_size = 268435456");
  }

  result<loaded_rows> load(const wanted_rows& x) override {
    return guarded(file_, [&]() -> result<loaded_rows> {
      auto view = SQLite::Transaction{database_};
      return sqlite::load(statements_, tables_.table_of(*x.type), x);
    });
  }

  result<std::string> load_result(raft::log_index index) override {
    return guarded(file_, [&]() -> result<std::string> {
      auto& statement = statements_[select_run(dialect::sqlite)];
      auto use = binding{statement};
      auto run = tasks::wire::RequestRun{};
      if (!use.number(index.value).step())
        return result_in(nullptr, index, file_);
      read_row(tables_.table_of(tasks::row_type_of<tasks::wire::RequestRun>()),
               source{statement}, run);
      return result_in(&run, index, file_);
    });
  }

private:
  std::string file_;
  const schema& tables_;
  SQLite::Database database_;
  prepared_statements statements_;
};

} // namespace

std::unique_ptr<row_loader> open_loader(const std::string& file,
                                        const schema& tables) {
  return std::make_unique<sqlite_row_loader>(file, tables);
}

} // namespace taskraft::persistence::sqlite
