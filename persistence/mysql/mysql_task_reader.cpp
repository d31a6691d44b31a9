#include "persistence/mysql/mysql_task_reader.hpp"

#include "persistence/mysql/mysql_rows.hpp"
#include "persistence/store/listing.hpp"

#include <memory>
#include <utility>

namespace taskraft::persistence::mysql {

namespace {

/// While a view is open, a lost connection is not made again, because a new
/// connection would have another view.
class mysql_task_reader final : public task_reader {
public:
  mysql_task_reader(access to, const schema& tables)
    : tables_(tables), session_(std::move(to)) {
  }

  /// One statement sees one view and costs one round trip.
  result<raft::log_index> find(const wanted_rows& x,
                               const row_visitor& visit) override {
    return again_if_lost([&]() -> result<raft::log_index> {
      if (!is_one_statement(x.keys))
        return find_in_view(x, visit);
      return session_.run([&](connection& to) {
        return mysql::find(to, tables_.table_of(*x.type), x.keys, visit,
                           session_.place());
      });
    });
  }

  result<raft::log_index> begin() override {
    return again_if_lost([this] { return open_view(); });
  }

  void end() override {
    // If the statement that ends the view fails, closing the connection ends
    // it.
    static_cast<void>(session_.go_on([](connection& to) -> status {
      to.execute("COMMIT");
      return done{};
    }));
  }

  /// InnoDB checks a page's checksum when it reads it from the disk, so all
  /// rows are read; not from one view, which would keep old rows for long.
  status scrub() override {
    return session_.run([this](connection& to) -> status {
      for (const auto& each : tables_.tables())
        if (each.row != nullptr)
          mysql::scan(to, each, {},
                      [](const tasks::row_message&) { return true; });
      return done{};
    });
  }

  result<loaded_rows> load(const wanted_rows& x) override {
    return session_.go_on([&](connection& to) -> result<loaded_rows> {
      return mysql::load(to, tables_.table_of(*x.type), x);
    });
  }

  status list(const listing& x, const row_visitor& visit) override {
    return session_.go_on([&](connection& to) -> status {
      auto use = binding{to.prepared(list_statement(x, dialect::mysql))};
      auto kept = kept_cells{};
      bind_listing(use, x, kept);
      auto found = use.query();
      auto row = std::unique_ptr<tasks::row_message>{x.of->row->blank->New()};
      while (found->next()) {
        row->Clear();
        read_row(*x.of, source{*found}, *row);
        if (!visit(*row))
          break;
      }
      return done{};
    });
  }

  status list_cells(const listing& x, std::span<const column* const> wanted,
                    const cell_visitor& visit) override {
    return session_.go_on([&](connection& to) -> status {
      auto use
        = binding{to.prepared(list_statement(x, wanted, dialect::mysql))};
      auto kept = kept_cells{};
      bind_listing(use, x, kept);
      auto found = use.query();
      auto cells = std::vector<cell>(wanted.size());
      while (found->next()) {
        for (auto i = 0U; i < wanted.size(); ++i)
          cells[i] = read_cell(*wanted[i], source{*found}, i);
        if (!visit(cells))
          break;
      }
      return done{};
    });
  }

  result<std::uint64_t> count(const listing& x) override {
    return session_.go_on([&](connection& to) -> result<std::uint64_t> {
      auto use = binding{to.prepared(count_statement(x, dialect::mysql))};
      bind_conditions(use, x.all);
      auto found = use.query();
      found->next();
      return static_cast<std::uint64_t>(source{*found}.number(0));
    });
  }

  status scan(const tasks::row_type& of, const key_range& range,
              const row_visitor& visit) override {
    return session_.go_on([&](connection& to) -> status {
      mysql::scan(to, tables_.table_of(of), range, visit);
      return done{};
    });
  }

  const schema& tables() const override {
    return tables_;
  }

  result<store_meta> load_meta() override {
    return session_.go_on([this](connection& to) {
      return mysql::load_meta(to, session_.place());
    });
  }

private:
  /// The server may have restarted since the last view.
  template <class F>
  auto again_if_lost(F f) -> decltype(f()) {
    auto was_connected = session_.is_connected();
    auto outcome = f();
    if (!outcome && was_connected && !session_.is_connected())
      outcome = f();
    return outcome;
  }

  result<raft::log_index> find_in_view(const wanted_rows& x,
                                       const row_visitor& visit) {
    auto visible = open_view();
    auto found = visible ? load(x) : result<loaded_rows>{visible.error()};
    end();
    if (!found)
      return found.error();
    for (const auto& each : *found) {
      auto copy = std::unique_ptr<tasks::row_message>{each->New()};
      copy->CopyFrom(*each);
      if (!visit(*copy))
        break;
    }
    return visible;
  }

  result<raft::log_index> open_view() {
    return session_.run([this](connection& to) -> result<raft::log_index> {
      to.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
      return load_visible(to, session_.place());
    });
  }

  const schema& tables_;
  session session_;
};

} // namespace

std::unique_ptr<task_reader> open_reader(const access& to,
                                         const schema& tables) {
  return std::make_unique<mysql_task_reader>(to, tables);
}

} // namespace taskraft::persistence::mysql
