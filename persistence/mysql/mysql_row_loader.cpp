#include "persistence/mysql/mysql_row_loader.hpp"

#include "persistence/mysql/mysql_rows.hpp"
#include "persistence/store/request_rows.hpp"

#include <utility>

namespace taskraft::persistence::mysql {

namespace {

/// A short limit: while a load waits, evaluated entries gather in memory.
constexpr auto load_timeout_s = 3;

class mysql_row_loader final : public row_loader {
public:
  mysql_row_loader(access to, const schema& tables)
    : tables_(tables), session_(std::move(to)) {
  }

  result<loaded_rows> load(const wanted_rows& x) override {
    return session_.run([&](connection& to) -> result<loaded_rows> {
      return mysql::load(to, tables_.table_of(*x.type), x);
    });
  }

  result<std::string> load_result(raft::log_index index) override {
    return session_.run([&](connection& to) -> result<std::string> {
      auto row = binding{to.prepared(select_run(dialect::mysql))}
                   .number(index.value)
                   .query();
      auto run = tasks::wire::RequestRun{};
      if (!row->next())
        return result_in(nullptr, index, session_.place());
      read_row(tables_.table_of(tasks::row_type_of<tasks::wire::RequestRun>()),
               source{*row}, run);
      return result_in(&run, index, session_.place());
    });
  }

private:
  const schema& tables_;
  session session_;
};

} // namespace

std::unique_ptr<row_loader> open_loader(const access& to,
                                        const schema& tables) {
  auto hasty = to;
  hasty.timeout_s = load_timeout_s;
  return std::make_unique<mysql_row_loader>(std::move(hasty), tables);
}

} // namespace taskraft::persistence::mysql
