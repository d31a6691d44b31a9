#include "persistence/sqlite/sqlite_task_reader.hpp"

#include "persistence/sqlite/sqlite_rows.hpp"
#include "persistence/store/listing.hpp"
#include "persistence/store/meta_row.hpp"

#include <memory>
#include <utility>

namespace taskraft::persistence::sqlite {

namespace {

class sqlite_task_reader final : public task_reader {
public:
  sqlite_task_reader(std::string file, const schema& tables)
    : file_(std::move(file)), tables_(tables),
      database_(file_, SQLite::OPEN_READONLY | one_thread_at_a_time),
      begin_(database_, "BEGIN"), end_(database_, "COMMIT"),
      applied_(database_, std::string{select_visible}), statements_(database_) {
    database_.setBusyTimeout(1000);
  }

  result<raft::log_index> find(const wanted_rows& x,
                               const row_visitor& visit) override {
    auto visible = begin();
    if (!visible)
      return visible;
    auto outcome = guarded(file_, [&]() -> status {
      sqlite::visit_keys(statements_, tables_.table_of(*x.type), x.keys, visit);
      return done{};
    });
    end();
    if (!outcome)
      return outcome.error();
    return visible;
  }

  result<raft::log_index> begin() override {
    return guarded(file_, [this]() -> result<raft::log_index> {
      binding{begin_}.run();
      auto use = binding{applied_};
      if (!use.step())
        return no_meta(file_);
      auto visible = read_visible(source{applied_}, 0, file_);
      if (!visible)
        end();
      return visible;
    });
  }

  void end() override {
    end_.tryReset();
    end_.tryExecuteStep();
    end_.tryReset();
  }

  status scrub() override {
    return guarded(file_, [this]() -> status {
      auto statement = SQLite::Statement{database_, "PRAGMA quick_check(1)"};
      auto said = std::string{"nothing"};
      if (statement.executeStep())
        said = source{statement}.bytes(0);
      if (said != "ok")
        return failure{errc::corrupted, file_ + ": " + said};
      return done{};
    });
  }

  result<loaded_rows> load(const wanted_rows& x) override {
    return guarded(file_, [&]() -> result<loaded_rows> {
      return sqlite::load(statements_, tables_.table_of(*x.type), x);
    });
  }

  status list(const listing& x, const row_visitor& visit) override {
    return guarded(file_, [&]() -> status {
      auto& statement = statements_[list_statement(x, dialect::sqlite)];
      auto use = binding{statement};
      auto kept = kept_cells{};
      bind_listing(use, x, kept);
      auto row = std::unique_ptr<tasks::row_message>{x.of->row->blank->New()};
      while (use.step()) {
        row->Clear();
        read_row(*x.of, source{statement}, *row);
        if (!visit(*row))
          break;
      }
      return done{};
    });
  }

  status list_cells(const listing& x, std::span<const column* const> wanted,
                    const cell_visitor& visit) override {
    return guarded(file_, [&]() -> status {
      auto& statement = statements_[list_statement(x, wanted, dialect::sqlite)];
      auto use = binding{statement};
      auto kept = kept_cells{};
      bind_listing(use, x, kept);
      auto cells = std::vector<cell>(wanted.size());
      while (use.step()) {
        for (auto i = 0U; i < wanted.size(); ++i)
          cells[i] = read_cell(*wanted[i], source{statement}, i);
        if (!visit(cells))
          break;
      }
      return done{};
    });
  }

  result<std::uint64_t> count(const listing& x) override {
    return guarded(file_, [&]() -> result<std::uint64_t> {
      auto& statement = statements_[count_statement(x, dialect::sqlite)];
      auto use = binding{statement};
      bind_conditions(use, x.all);
      use.step();
      return static_cast<std::uint64_t>(source{statement}.number(0));
    });
  }

  status scan(const tasks::row_type& of, const key_range& range,
              const row_visitor& visit) override {
    return guarded(file_, [&]() -> status {
      sqlite::scan(statements_, tables_.table_of(of), range, visit);
      return done{};
    });
  }

  const schema& tables() const override {
    return tables_;
  }

  result<store_meta> load_meta() override {
    return guarded(file_,
                   [this] { return sqlite::load_meta(statements_, file_); });
  }

private:
  std::string file_;
  const schema& tables_;
  SQLite::Database database_;
  SQLite::Statement begin_;
  SQLite::Statement end_;
  SQLite::Statement applied_;
  prepared_statements statements_;
};

} // namespace

std::unique_ptr<task_reader> open_reader(const std::string& file,
                                         const schema& tables) {
  return std::make_unique<sqlite_task_reader>(file, tables);
}

} // namespace taskraft::persistence::sqlite
