#include "persistence/mysql/mysql_row_loader.hpp"

#include "persistence/mysql/mysql_lookup.hpp"
#include "persistence/mysql/mysql_rows.hpp"
#include "persistence/store/request_rows.hpp"
#include "persistence/store/schema.hpp"

#include <optional>
#include <utility>

namespace taskraft::persistence::mysql {

namespace {

/// What is committed meanwhile gathers in memory, and a load takes moments.
constexpr auto load_timeout_s = 3;

class mysql_row_loader final : public row_loader {
public:
  explicit mysql_row_loader(access to) : session_(std::move(to)) {
  }

  result<std::vector<tasks::wire::Task>>
  load_tasks(std::span<const std::uint64_t> ids) override {
    using rows = std::vector<tasks::wire::Task>;
    return session_.run([&](connection& to) -> result<rows> {
      return mysql::load_tasks(to, ids);
    });
  }

  result<std::vector<std::optional<tasks::key_row>>>
  load_keys(std::span<const std::string_view> keys) override {
    using rows = std::vector<std::optional<tasks::key_row>>;
    return session_.run([&](connection& to) -> result<rows> {
      return mysql::load_keys(to, keys);
    });
  }

  result<std::string> load_result(raft::log_index index) override {
    return session_.run([&](connection& to) -> result<std::string> {
      static const auto sql = select_statement(
        table_named("request_ids"),
        "WHERE first_index <= ? ORDER BY first_index DESC LIMIT 1",
        dialect::mysql);
      auto row = binding{to.prepared(sql)}.number(index.value).query();
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
  hasty.timeout_s = load_timeout_s;
  return std::make_unique<mysql_row_loader>(std::move(hasty));
}

} // namespace taskraft::persistence::mysql
