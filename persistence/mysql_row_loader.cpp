#include "persistence/mysql_row_loader.hpp"

#include "persistence/mysql_rows.hpp"
#include "persistence/request_rows.hpp"
#include "persistence/schema.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <optional>
#include <utility>

namespace taskraft::persistence::mysql {

namespace {

/// What is committed meanwhile gathers in memory, and a load takes moments.
constexpr auto patience_s = 3;

/// Of ids or keys in one statement.
constexpr auto most_names = std::size_t{256};

/// Some of `names`, with the last one repeated until there are a power of two,
/// so that there are few statements.
template <class Name>
std::vector<Name> padded(std::span<const Name> names) {
  auto some = std::vector<Name>(names.begin(), names.end());
  some.resize(std::bit_ceil(some.size()), names.back());
  return some;
}

std::string select_some(std::string_view from, const std::string& key,
                        std::size_t count) {
  return select_statement(table_named(from),
                          "WHERE " + key + " IN (" + placeholders(count) + ")",
                          dialect::mysql);
}

class mysql_row_loader final : public row_loader {
public:
  explicit mysql_row_loader(access to) : session_(std::move(to)) {
  }

  result<std::vector<tasks::wire::Task>>
  load_tasks(std::span<const std::uint64_t> ids) override {
    using rows = std::vector<tasks::wire::Task>;
    return session_.run([&](connection& to) -> result<rows> {
      auto found = rows{};
      while (!ids.empty()) {
        auto some = padded(ids.first(std::min(ids.size(), most_names)));
        ids = ids.subspan(std::min(ids.size(), most_names));
        auto load = use{to.prepared(select_some("tasks", "`id`", some.size()))};
        for (auto id : some)
          load.number(id);
        auto row = load.query();
        while (row->next())
          found.push_back(task_at(*row));
      }
      return found;
    });
  }

  result<std::vector<std::optional<tasks::key_row>>>
  load_keys(std::span<const std::string_view> keys) override {
    using rows = std::vector<std::optional<tasks::key_row>>;
    return session_.run([&](connection& to) -> result<rows> {
      auto found = std::map<std::string, tasks::key_row, std::less<>>{};
      for (auto rest = keys; !rest.empty();) {
        auto some = padded(rest.first(std::min(rest.size(), most_names)));
        rest = rest.subspan(std::min(rest.size(), most_names));
        auto load = use{to.prepared(select_some("kv", "`key`", some.size()))};
        for (auto key : some)
          load.bytes(key);
        auto row = load.query();
        while (row->next())
          found.insert_or_assign(bytes_at(*row, 0), key_at(*row));
      }
      auto in_order = rows(keys.size());
      for (auto i = std::size_t{0}; i < keys.size(); ++i)
        if (auto row = found.find(keys[i]); row != found.end())
          in_order[i] = row->second;
      return in_order;
    });
  }

  result<std::string> load_result(raft::log_index index) override {
    return session_.run([&](connection& to) -> result<std::string> {
      static const auto sql = select_statement(
        table_named("request_ids"),
        "WHERE first_index <= ? ORDER BY first_index DESC LIMIT 1",
        dialect::mysql);
      auto row = use{to.prepared(sql)}.number(index.value).query();
      auto found = std::optional<std::string>{};
      if (row->next())
        decode_request_rows(bytes_at(*row, 2), [&](request_row x) {
          if (x.index == index)
            found = std::move(x.result);
          return x.index < index;
        });
      if (!found)
        return failure{errc::corrupted,
                       session_.place() + ": the request of log index "
                         + std::to_string(index.value) + " is missing"};
      return *std::move(found);
    });
  }

private:
  session session_;
};

} // namespace

std::unique_ptr<row_loader> open_loader(const access& to) {
  auto hasty = to;
  hasty.patience_s = patience_s;
  return std::make_unique<mysql_row_loader>(std::move(hasty));
}

} // namespace taskraft::persistence::mysql
