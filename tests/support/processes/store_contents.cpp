#include "tests/support/processes/store_contents.hpp"

#include "persistence/board/state_digest.hpp"
#include "persistence/mysql/mysql_task_reader.hpp"
#include "persistence/sqlite/sqlite_task_reader.hpp"
#include "persistence/store/request_rows.hpp"
#include "persistence/store/schema.hpp"
#include "protocol/crypto/sha256.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <set>
#include <string_view>

namespace taskraft::tests {

namespace {

using persistence::mysql::connection;

bool is_replicated(std::string_view column) {
  constexpr auto own = std::array<std::string_view, 4>{
    "installing", "flushes", "owner_node", "owner_disk"};
  return std::ranges::find(own, column) == own.end();
}

/// The row as one text, for columns of all types.
std::string as_text(const persistence::table& x) {
  auto sql = "CONCAT_WS('|', '" + std::string{x.name} + "'";
  for (const auto& column : x.columns)
    if (is_replicated(column.name))
      sql += ", IFNULL(HEX(CAST(`" + std::string{column.name}
             + "` AS BINARY)), 'NULL')";
  return sql + ")";
}

void read_rows(connection& from, schema_contents& to) {
  for (const auto& each : persistence::own_schema().tables()) {
    // Each node divides request ids into rows in its own way.
    if (each.name == "request_ids")
      continue;
    auto row
      = from.ask("SELECT " + as_text(each) + " FROM `" + std::string{each.name}
                 + "` ORDER BY "
                 + persistence::key_names(each, persistence::dialect::mysql));
    while (row->next())
      to.rows.push_back(row->getString(1).asStdString());
    if (std::ranges::find(each.columns, "rev", &persistence::column::name)
        == each.columns.end())
      continue;
    auto revision
      = from.ask("SELECT rev FROM `" + std::string{each.name} + "`");
    while (revision->next())
      to.revisions.push_back(revision->getUInt64(1));
  }
}

void read_requests(connection& from, schema_contents& to) {
  auto row = from.ask("SELECT first_index, last_index, content "
                      "FROM request_ids ORDER BY first_index");
  while (row->next()) {
    auto begin = to.requests.size();
    auto run = tasks::wire::RequestRun{};
    run.set_content(row->getString(3).asStdString());
    auto whole
      = persistence::scan_run(run, {}, [&](persistence::request_row x) {
          to.requests.push_back(std::move(x));
          return done{};
        });
    BOOST_REQUIRE(static_cast<bool>(whole));
    BOOST_REQUIRE(to.requests.size() > begin);
    BOOST_TEST(to.requests[begin].index.value == row->getUInt64(1));
    BOOST_TEST(to.requests.back().index.value == row->getUInt64(2));
  }
}

void check_agreement(const schema_contents& x, const std::string& name) {
  auto indexes = std::set<std::uint64_t>{};
  auto ids = std::set<protocol::request_id>{};
  for (const auto& request : x.requests) {
    indexes.insert(request.index.value);
    ids.insert(request.id);
  }
  BOOST_TEST(!x.requests.empty(), name);
  BOOST_TEST(indexes.size() == x.requests.size(),
             name << " holds two requests of one log index");
  BOOST_TEST(ids.size() == x.requests.size(),
             name << " holds a request id twice");
  if (!indexes.empty())
    BOOST_TEST(*indexes.rbegin() <= x.applied, name);
  for (auto revision : x.revisions)
    BOOST_TEST(indexes.contains(revision), name << " holds a row of log index "
                                                << revision
                                                << " without its request");
}

} // namespace

schema_contents contents_of(const persistence::mysql::access& schema) {
  auto from = connection{schema};
  auto contents = schema_contents{};
  auto meta = from.ask("SELECT applied_index FROM meta");
  BOOST_REQUIRE(meta->next());
  contents.applied = meta->getUInt64(1);
  read_rows(from, contents);
  read_requests(from, contents);
  return contents;
}

std::string digest_of_store(const node_place& place) {
  auto rows = place.schema ? persistence::mysql::open_reader(*place.schema)
                           : persistence::sqlite::open_reader(
                             (place.directory / "store.sqlite").string());
  auto applied = rows->begin();
  BOOST_REQUIRE(static_cast<bool>(applied));
  auto digest = persistence::digest_of_view(*rows, {});
  rows->end();
  BOOST_REQUIRE(static_cast<bool>(digest));
  return protocol::hex(*digest);
}

void check_stores(const process_cluster& cluster,
                  const std::vector<std::uint64_t>& ids) {
  // A new leader may write while they are read, one after the other.
  eventually(
    [&] {
      auto first = digest_of_store(cluster.place(ids[0]));
      return std::ranges::all_of(ids, [&](auto id) {
        return digest_of_store(cluster.place(id)) == first;
      });
    },
    std::chrono::seconds{10});
  auto first = std::optional<schema_contents>{};
  for (auto id : ids) {
    const auto& place = cluster.place(id);
    BOOST_TEST(digest_of_store(place) == digest_of_store(cluster.place(ids[0])),
               "node " << id << " holds something else than node " << ids[0]);
    if (!place.schema)
      continue;
    auto contents = contents_of(*place.schema);
    check_agreement(contents, place.schema->schema);
    if (!first)
      first = contents;
    BOOST_TEST(contents.rows == first->rows, "the rows of node " << id);
    BOOST_TEST(contents.requests == first->requests,
               "the request ids of node " << id);
  }
}

} // namespace taskraft::tests
