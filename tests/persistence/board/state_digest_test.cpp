// Every node hashes its rows at exactly one index.

#include "persistence/board/state_digest.hpp"
#include "persistence/store/row_cells.hpp"
#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace state_digest_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

wire::Command take_digest() {
  auto x = wire::Command{};
  x.mutable_take_digest();
  return x;
}

/// Four entries: a put, the digest, two puts.
raft::entry_batch some_entries() {
  auto log = board_log{};
  log.command(1, put_key("a", "1")).command(2, take_digest());
  log.command(3, put_key("a", "2")).command(4, put_key("b", "3"));
  return log.take();
}

using persistence::change_set;
using persistence::column;
using persistence::column_type;

/// Gives a field its first or its second value. Only the field of a oneof that
/// was set last is kept.
void set_field(google::protobuf::Message& row, const column& x,
               std::int64_t value) {
  auto is_number = x.type == column_type::number
                   || x.type == column_type::instant
                   || x.type == column_type::day;
  auto is_truth = !x.path.empty()
                  && x.path.back()->cpp_type()
                       == google::protobuf::FieldDescriptor::CPPTYPE_BOOL;
  if (is_truth)
    persistence::set_number(row, x, value == 1 ? 1 : 0);
  else if (is_number)
    persistence::set_number(row, x, value);
  else
    persistence::set_bytes(row, x, std::string(1, value == 1 ? 'a' : 'b'));
}

tasks::row_ptr row_with(const persistence::table& of, const column& field,
                        std::int64_t value) {
  auto row = std::unique_ptr<google::protobuf::Message>{of.row->blank->New()};
  for (const auto& each : of.columns)
    if (each.derived == nullptr)
      set_field(*row, each, 1);
  set_field(*row, field, value);
  return row;
}

/// The digest of a store that holds this and nothing else.
std::string digest_with(persistence::task_store& store, change_set x) {
  BOOST_REQUIRE(static_cast<bool>(store.begin_install()));
  BOOST_REQUIRE(static_cast<bool>(store.install(x)));
  BOOST_REQUIRE(static_cast<bool>(store.finish_install(x.after)));
  auto reader = store.open_reader();
  BOOST_REQUIRE(static_cast<bool>(reader));
  BOOST_REQUIRE(static_cast<bool>((*reader)->begin()));
  auto digest = persistence::digest_of_view(**reader, {});
  (*reader)->end();
  BOOST_REQUIRE(static_cast<bool>(digest));
  return protocol::hex(*digest);
}

change_set with_row(const persistence::table& of, const tasks::row_ptr& row) {
  auto x = change_set{};
  x.rows.at(*of.row).emplace(tasks::key_of(*of.row, *row), row);
  return x;
}

BOOST_AUTO_TEST_SUITE(a_digest)

BOOST_AUTO_TEST_CASE_TEMPLATE(changes_with_every_field_of_every_row, Medium,
                              all_media) {
  auto medium = Medium{};
  auto store = medium.open();
  auto fields = 0;
  for (const auto* table : persistence::own_schema().rows())
    for (const auto& each : table->columns) {
      if (each.derived != nullptr)
        continue;
      ++fields;
      auto one
        = digest_with(*store, with_row(*table, row_with(*table, each, 1)));
      auto two
        = digest_with(*store, with_row(*table, row_with(*table, each, 2)));
      BOOST_TEST(one != two, table->name << "." << each.name);
    }
  BOOST_TEST(fields > 20);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(changes_with_the_board_and_its_requests, Medium,
                              all_media) {
  auto medium = Medium{};
  auto store = medium.open();
  auto digests = std::vector<std::string>{};
  auto add = [&](auto change) {
    auto x = change_set{};
    x.requests = {{{1}, request_numbered(1), "r"}};
    change(x);
    digests.push_back(digest_with(*store, x));
  };
  add([](auto&) {});
  add([](auto& x) { x.after.applied.index = {1}; });
  add([](auto& x) { x.after.applied.term = {1}; });
  add([](auto& x) { x.after.cluster_id = "c"; });
  add([](auto& x) { x.after.rules_level = 2; });
  add([](auto& x) { x.after.clock_us = 1; });
  add([](auto& x) { x.after.members.index = {1}; });
  add([](auto& x) { x.after.members.value.cluster_id = "c"; });
  add([](auto& x) { x.requests[0].index = {2}; });
  add([](auto& x) { x.requests[0].id = request_numbered(2); });
  add([](auto& x) { x.requests[0].result = "s"; });
  add([](auto& x) { x.requests.clear(); });
  std::ranges::sort(digests);
  BOOST_TEST((std::ranges::adjacent_find(digests) == digests.end()));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(is_taken_after_its_entry_and_nowhere_else, Medium,
                              all_media) {
  auto expected = std::string{};
  {
    auto other = memory_medium{};
    auto board = open_board(other.open());
    evaluate(*board, some_entries().slice({1}, {2}));
    commit(*board);
    expected = digest_of(*board);
  }
  auto medium = Medium{};
  auto board = open_board(medium.open());
  auto entries = some_entries();
  auto answers = evaluate(*board, entries);
  BOOST_TEST_REQUIRE(answers.size() == 2U);
  BOOST_TEST(parse_result(answers[1].result).digest_due().index() == 2U);
  BOOST_TEST(board->evaluated() == raft::log_index{2});
  BOOST_TEST(board->must_commit());
  auto work = board->begin_commit();
  // The next entries are evaluated while the commit is under way ...
  BOOST_TEST(!board->must_commit());
  evaluate(*board, entries.slice({3}, {4}));
  BOOST_REQUIRE(static_cast<bool>(work.run()));
  work.finish();
  auto digest = board->take_digest_work();
  BOOST_REQUIRE(static_cast<bool>(digest));
  BOOST_TEST(!board->take_digest_work());
  // ... and committed before anybody has hashed the earlier state.
  commit(*board);
  BOOST_TEST(!board->take_digest_work());
  auto found = digest();
  BOOST_REQUIRE(static_cast<bool>(found));
  BOOST_TEST(found->index == raft::log_index{2});
  BOOST_TEST(protocol::hex(found->digest) == expected);
  BOOST_TEST(digest_of(*board) != expected);
}

BOOST_AUTO_TEST_CASE(that_is_asked_for_twice_is_taken_once) {
  auto board = open_board(memory_medium{}.open());
  auto log = board_log{};
  log.command(2, take_digest());
  apply(*board, log);
  BOOST_TEST(static_cast<bool>(board->take_digest_work()));
  log.command(2, take_digest());
  auto answers = apply(*board, log);
  BOOST_TEST(parse_result(answers[0].result).digest_due().index() == 1U);
  BOOST_TEST(!board->take_digest_work());
}

BOOST_AUTO_TEST_CASE(needs_a_commit_however_many_are_asked_for) {
  auto board = open_board(memory_medium{}.open());
  auto log = board_log{};
  log.command(1, take_digest()).command(2, take_digest());
  auto entries = log.take();
  evaluate(*board, entries);
  BOOST_TEST(board->evaluated() == raft::log_index{1});
  commit(*board);
  BOOST_TEST((*board->take_digest_work()()).index == raft::log_index{1});
  evaluate(*board, entries.slice({2}, {2}));
  BOOST_TEST(board->must_commit());
  commit(*board);
  BOOST_TEST((*board->take_digest_work()()).index == raft::log_index{2});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace state_digest_test
