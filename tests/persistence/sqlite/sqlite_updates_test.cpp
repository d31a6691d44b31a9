// Tasks that change in SQLite: each is compared with what is stored, and no
// column is set that stays the same.

#include "persistence/sqlite/sqlite_task_store.hpp"
#include "tests/support/dice.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/unit_test.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace sqlite_updates_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

/// A store and, beside it, a connection of somebody who looks.
struct looked_at_store {
  explicit looked_at_store(std::string name)
    : file(folder.path() / std::move(name)) {
    auto opened = persistence::open_sqlite_task_store(file);
    BOOST_REQUIRE(static_cast<bool>(opened));
    store = std::move(*opened);
  }

  status commit(const std::vector<wire::Task>& rows) {
    auto x = persistence::change_set{};
    x.before = applied;
    x.after.applied = {applied.next(), {1}};
    for (const auto& row : rows)
      x.rows.put(row);
    auto outcome = store->commit(x);
    if (outcome)
      applied = applied.next();
    return outcome;
  }

  void run(const std::string& sql) {
    SQLite::Database{file.string(), SQLite::OPEN_READWRITE}.exec(sql);
  }

  /// All columns of all tasks, those that are derived as well.
  std::vector<std::string> content() {
    auto database = SQLite::Database{file.string()};
    auto query = SQLite::Statement{database, "SELECT * FROM tasks ORDER BY id"};
    auto lines = std::vector<std::string>{};
    while (query.executeStep()) {
      auto& line = lines.emplace_back();
      for (auto i = 0; i < query.getColumnCount(); ++i) {
        auto value = query.getColumn(i);
        line += std::string{query.getColumnName(i)} + "="
                + (value.isNull() ? "null" : "'" + value.getString() + "'")
                + " ";
      }
    }
    return lines;
  }

  temporary_folder folder;
  std::filesystem::path file;
  std::unique_ptr<persistence::task_store> store;
  raft::log_index applied;
};

wire::Task task_numbered(std::uint64_t id) {
  auto x = wire::Task{};
  x.set_id(id);
  x.set_title("Title");
  x.set_status(wire::STATUS_TODO);
  x.set_priority(wire::PRIORITY_NONE);
  x.set_project("OPS");
  return x;
}

/// Sets each field to one of a few values, or to none.
wire::Task random_task(dice& random, std::uint64_t id) {
  using google::protobuf::FieldDescriptor;
  auto x = task_numbered(id);
  const auto& reflection = *x.GetReflection();
  for (auto i = 0; i < x.GetDescriptor()->field_count(); ++i) {
    const auto* field = x.GetDescriptor()->field(i);
    auto number = random.below(4);
    if (field->name() == "id" || field->is_repeated())
      continue;
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_UINT64:
        reflection.SetUInt64(&x, field, number);
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        reflection.SetInt64(&x, field, static_cast<std::int64_t>(number));
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        reflection.SetString(&x, field,
                             number == 0 ? "" : "T" + std::to_string(number));
        break;
      default:
        break;
    }
  }
  x.set_status(random.percent(50) ? wire::STATUS_TODO : wire::STATUS_COMPLETED);
  if (random.percent(30))
    x.mutable_due()->set_instant_us(7);
  else if (random.percent(50))
    x.mutable_due()->set_date(20'000);
  return x;
}

BOOST_AUTO_TEST_SUITE(a_task_that_changes)

BOOST_AUTO_TEST_CASE(sets_no_column_that_stays_the_same) {
  auto tasks = looked_at_store{"store.sqlite"};
  auto row = task_numbered(1);
  BOOST_REQUIRE(static_cast<bool>(tasks.commit({row, task_numbered(2)})));
  // SQLite would write each index of a column that is set.
  tasks.run("CREATE TRIGGER guard BEFORE UPDATE OF title, folded_title, "
            "title_order, project ON tasks BEGIN SELECT RAISE(ABORT, 'set'); "
            "END");
  row.set_status(wire::STATUS_COMPLETED);
  BOOST_TEST(static_cast<bool>(tasks.commit({row})));
  BOOST_TEST(static_cast<bool>(tasks.commit({row, task_numbered(3)})));
  row.set_title("Another");
  BOOST_TEST(!tasks.commit({row}));
}

BOOST_AUTO_TEST_CASE(is_what_it_would_be_if_it_were_new) {
  auto random = dice{1};
  auto changed = looked_at_store{"changed.sqlite"};
  auto newest = std::map<std::uint64_t, wire::Task>{};
  for (auto i = 0; i < 200; ++i) {
    auto rows = std::vector<wire::Task>{};
    for (auto left = random.between(1, 4); left > 0; --left) {
      // Some ids are taken later than greater ones.
      auto id = random.between(1, 20);
      newest[id] = rows.emplace_back(random_task(random, id));
    }
    BOOST_REQUIRE(static_cast<bool>(changed.commit(rows)));
  }
  auto fresh = looked_at_store{"fresh.sqlite"};
  auto rows = std::vector<wire::Task>{};
  for (const auto& [id, row] : newest)
    rows.push_back(row);
  BOOST_REQUIRE(static_cast<bool>(fresh.commit(rows)));
  auto found = changed.content();
  auto wanted = fresh.content();
  BOOST_REQUIRE(found.size() == wanted.size());
  for (auto i = std::size_t{0}; i < found.size(); ++i)
    BOOST_TEST(found[i] == wanted[i]);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace sqlite_updates_test
