#include "persistence/mysql/mysql_task_reader.hpp"

#include "persistence/mysql/mysql_lookup.hpp"
#include "persistence/mysql/mysql_rows.hpp"
#include "persistence/mysql/mysql_scan.hpp"
#include "persistence/store/list_statement.hpp"
#include "persistence/store/schema.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace taskraft::persistence::mysql {

namespace {

/// In a view, a connection that was lost is not made again: the new one would
/// have another view.
class mysql_task_reader final : public task_reader {
public:
  explicit mysql_task_reader(access to) : session_(std::move(to)) {
  }

  /// One statement sees one moment, and is one way there and back.
  result<found_rows> find(std::span<const std::uint64_t> ids,
                          std::span<const std::string_view> keys) override {
    return again_if_lost([&]() -> result<found_rows> {
      auto is_one_statement
        = ids.empty() != keys.empty()
          && std::max(ids.size(), keys.size()) <= most_names;
      if (!is_one_statement)
        return task_reader::find(ids, keys);
      return session_.run([&](connection& to) {
        return keys.empty() ? find_tasks(to, session_.place(), ids)
                            : find_keys(to, session_.place(), keys);
      });
    });
  }

  result<raft::log_index> begin() override {
    return again_if_lost([this] { return open_view(); });
  }

  void end() override {
    // A view whose end fails ends with its connection.
    static_cast<void>(session_.go_on([](connection& to) -> status {
      to.execute("COMMIT");
      return done{};
    }));
  }

  /// InnoDB checks a page's checksum when it reads it from the disk, so all
  /// rows are read; not from one view, which would keep old rows for long.
  status scrub() override {
    return session_.run([this](connection& to) -> status {
      auto leave = [](const any_row&) { return status{done{}}; };
      auto scanned = scan_leaders(to, leave);
      if (scanned)
        scanned = scan_tasks(to, leave);
      if (scanned)
        scanned = scan_keys(to, "", "", leave);
      if (scanned)
        scanned = scan_requests(to, session_.place(), {}, leave);
      return scanned;
    });
  }

  result<std::vector<tasks::wire::Task>>
  load_tasks(std::span<const std::uint64_t> ids) override {
    using rows = std::vector<tasks::wire::Task>;
    return session_.go_on([&](connection& to) -> result<rows> {
      return mysql::load_tasks(to, ids);
    });
  }

  result<std::vector<std::optional<tasks::key_row>>>
  load_keys(std::span<const std::string_view> keys) override {
    using rows = std::vector<std::optional<tasks::key_row>>;
    return session_.go_on([&](connection& to) -> result<rows> {
      return mysql::load_keys(to, keys);
    });
  }

  status tasks(const task_filter& filter, const task_scanner& scan) override {
    return session_.go_on([&](connection& to) -> status {
      auto list = binding{to.prepared(list_statement(filter, dialect::mysql))};
      bind_filter(list, filter);
      auto row = list.query();
      while (row->next())
        if (!scan(task_at(*row)))
          break;
      return done{};
    });
  }

  status keys(std::string_view prefix, std::string_view after,
              const key_scanner& scan) override {
    auto is_wanted = true;
    auto scanned = session_.go_on([&](connection& to) {
      return scan_keys(to, prefix, after, [&](any_row x) -> status {
        auto& [key, row] = std::get<kv_row>(x);
        is_wanted = scan(std::move(key), std::move(row));
        // Ends the visits; nothing has failed.
        return is_wanted ? status{done{}} : status{failure{errc::conflict, {}}};
      });
    });
    return is_wanted ? scanned : status{done{}};
  }

  status scan_all(raft::log_index forgotten, const row_scanner& scan) override {
    return session_.go_on([&](connection& to) -> status {
      auto meta = load_meta(to, session_.place());
      if (!meta)
        return meta.error();
      auto scanned = scan(std::move(*meta));
      if (scanned)
        scanned = scan_leaders(to, scan);
      if (scanned)
        scanned = scan_tasks(to, scan);
      if (scanned)
        scanned = scan_keys(to, "", "", scan);
      if (scanned)
        scanned = scan_requests(to, session_.place(), forgotten, scan);
      return scanned;
    });
  }

private:
  /// The server may have been restarted since the last view.
  template <class F>
  auto again_if_lost(F f) -> decltype(f()) {
    auto was_connected = session_.is_connected();
    auto outcome = f();
    if (!outcome && was_connected && !session_.is_connected())
      outcome = f();
    return outcome;
  }

  result<raft::log_index> open_view() {
    return session_.run([this](connection& to) -> result<raft::log_index> {
      to.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
      auto row = to.ask("SELECT applied_index, installing FROM meta");
      if (!row->next())
        return failure{errc::corrupted,
                       session_.place() + ": the meta row is missing"};
      return visible_at(*row, 0, session_.place());
    });
  }

  session session_;
};

} // namespace

std::unique_ptr<task_reader> open_reader(const access& to) {
  return std::make_unique<mysql_task_reader>(to);
}

} // namespace taskraft::persistence::mysql
