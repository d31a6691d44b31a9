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
  from.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
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

namespace {

/// What is read of one node at one time.
struct node_state {
  std::uint64_t id = 0;
  std::string digest;
  std::optional<schema_contents> schema;
};

std::vector<node_state> read_states(const process_cluster& cluster,
                                    const std::vector<std::uint64_t>& ids) {
  auto states = std::vector<node_state>{};
  for (auto id : ids) {
    const auto& place = cluster.place(id);
    auto& state = states.emplace_back(id, digest_of_store(place));
    if (place.schema)
      state.schema = contents_of(*place.schema);
  }
  return states;
}

/// The first of those that are in MySQL, or nothing.
const schema_contents* first_schema(const std::vector<node_state>& states) {
  for (const auto& each : states)
    if (each.schema)
      return &*each.schema;
  return nullptr;
}

bool are_of_one_index(const std::vector<node_state>& states) {
  const auto* first = first_schema(states);
  return std::ranges::all_of(states, [&](const node_state& x) {
    return x.digest == states.front().digest
           && (!x.schema || x.schema->applied == first->applied);
  });
}

void check_rows(const std::vector<std::string>& rows,
                const std::vector<std::string>& others, std::uint64_t id) {
  auto [row, other] = std::ranges::mismatch(rows, others);
  BOOST_TEST((row == rows.end() && other == others.end()),
             "node " << id << " holds the row \""
                     << (row == rows.end() ? "" : *row) << "\" instead of \""
                     << (other == others.end() ? "" : *other) << '"');
}

} // namespace

void check_stores(const process_cluster& cluster,
                  const std::vector<std::uint64_t>& ids) {
  // A new leader may write while they are read, one after the other.
  auto states = std::vector<node_state>{};
  eventually(
    [&] {
      states = read_states(cluster, ids);
      return are_of_one_index(states);
    },
    std::chrono::seconds{20});
  const auto* first = first_schema(states);
  for (const auto& each : states) {
    BOOST_TEST(each.digest == states.front().digest,
               "node " << each.id << " holds something else than node "
                       << states.front().id);
    if (!each.schema)
      continue;
    check_agreement(*each.schema, cluster.place(each.id).schema->schema);
    check_rows(each.schema->rows, first->rows, each.id);
    BOOST_TEST(each.schema->requests == first->requests,
               "the request ids of node " << each.id);
  }
}

} // namespace taskraft::tests
