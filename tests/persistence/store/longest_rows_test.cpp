// A store holds whatever the rules accept: an entry that it could not apply
// would end its node for ever.

#include "persistence/mysql/mysql_connection.hpp"
#include "persistence/store/statements.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/text.hpp"
#include "tests/support/stores/task_store_media.hpp"
#include "tests/support/unit_test.hpp"

#include <cstddef>
#include <string>

namespace longest_rows_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

/// An eighth note, whose folded form is the longest that a character has.
const auto note = std::string{"\xf0\x9d\x85\xa0"};

std::string notes(std::size_t count) {
  auto text = std::string{};
  for (auto i = std::size_t{0}; i < count; ++i)
    text += note;
  return text;
}

template <class Medium>
void check_commits(Medium& medium, const persistence::change_set& x) {
  auto committed = medium.open()->commit(x);
  BOOST_TEST(static_cast<bool>(committed),
             (committed ? "" : committed.error().detail));
}

persistence::change_set first_changes() {
  auto x = persistence::change_set{};
  x.after.applied = {{1}, {1}};
  return x;
}

persistence::change_set longest_task() {
  auto task = wire::Task{};
  task.set_id(1);
  task.set_title(notes(tasks::max_title_characters));
  task.set_status(wire::STATUS_TODO);
  task.set_priority(wire::PRIORITY_NONE);
  auto x = first_changes();
  x.rows.put(task);
  return x;
}

persistence::change_set longest_label() {
  auto label = wire::Label{};
  label.set_name(notes(tasks::max_label_characters));
  label.set_folded(tasks::fold(label.name()));
  auto link = wire::TaskLabel{};
  link.set_task(1);
  link.set_label(label.folded());
  link.set_name(label.name());
  auto x = first_changes();
  x.rows.put(label);
  x.rows.put(link);
  return x;
}

persistence::change_set longest_address() {
  auto email = wire::Email{};
  email.set_folded(tasks::fold("@" + notes(tasks::max_email_characters - 1)));
  email.set_username("ada");
  auto x = first_changes();
  x.rows.put(email);
  return x;
}

/// Makes the tables those of schema version 3.
void shorten_columns(mysql_medium& medium) {
  medium.open();
  auto server = persistence::mysql::connection{medium.access()};
  for (const auto& table : persistence::own_schema().tables())
    for (auto column : table.columns) {
      if (column.lengthened == 0)
        continue;
      column.length = column.former_length;
      server.execute(persistence::lengthen_column_statement(
        table, column, persistence::dialect::mysql));
    }
  server.execute("UPDATE meta SET schema_version = 3");
}

BOOST_AUTO_TEST_SUITE(the_longest_row)

BOOST_AUTO_TEST_CASE_TEMPLATE(is_stored, Medium, all_media) {
  for (auto longest : {longest_task, longest_label, longest_address}) {
    auto medium = Medium{};
    check_commits(medium, longest());
  }
}

BOOST_AUTO_TEST_CASE(is_stored_where_an_older_program_had_no_room) {
  for (auto longest : {longest_label, longest_address}) {
    auto medium = mysql_medium{};
    shorten_columns(medium);
    check_commits(medium, longest());
    // It is done once.
    BOOST_TEST(static_cast<bool>(medium.try_open(persistence::own_schema())));
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace longest_rows_test
