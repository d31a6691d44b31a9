// The contract that every task store keeps.

#include "persistence/board/state_digest.hpp"
#include "persistence/store/task_store.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/tasks/limits.hpp"
#include "tests/support/boards/board_log.hpp"
#include "tests/support/stores/task_store_media.hpp"
#include "tests/support/unit_test.hpp"

#include <string>
#include <vector>

namespace task_store_test {

using namespace taskraft;
using namespace taskraft::tests;
using persistence::change_set;
using persistence::request_row;
using persistence::task_store;
namespace wire = taskraft::tasks::wire;
using namespace std::literals;

wire::Task task_numbered(std::uint64_t id) {
  auto x = wire::Task{};
  x.set_id(id);
  x.set_rev(id + 100);
  x.set_title("Title \xe2\x82\xac");
  x.set_description("Text");
  x.set_status(wire::STATUS_COMPLETED);
  x.set_priority(wire::PRIORITY_HIGH);
  x.set_creator("ada");
  x.set_created_at_us(1);
  x.set_updated_at_us(2);
  x.set_completed_at_us(3);
  return x;
}

/// A change set from one index to another that changes nothing else.
change_set from_to(std::uint64_t before, std::uint64_t after) {
  auto x = change_set{};
  x.before = {before};
  x.after.applied = {{after}, {1}};
  return x;
}

request_row request_at(std::uint64_t index, std::string result = "result") {
  return {{index}, request_numbered(index), std::move(result)};
}

void commit(task_store& store, const change_set& x) {
  auto outcome = store.commit(x);
  BOOST_REQUIRE_MESSAGE(outcome, "the commit failed");
}

std::unique_ptr<persistence::row_loader> loader_of(task_store& store) {
  auto loader = store.open_loader();
  BOOST_REQUIRE(static_cast<bool>(loader));
  return std::move(*loader);
}

std::optional<wire::Task> load_task(task_store& store, std::uint64_t id) {
  return find_row<wire::Task>(*loader_of(store), id);
}

std::optional<wire::KeyValue> load_key(task_store& store,
                                       std::string_view key) {
  return find_key(*loader_of(store), key);
}

/// How many rows with these keys are found.
template <class Row, class... Key>
std::size_t count_of(task_store& store, const Key&... keys) {
  const auto& type = tasks::row_type_of<Row>();
  auto found
    = loader_of(store)->load({&type, {tasks::key_from(type, keys)...}, {}});
  BOOST_REQUIRE(static_cast<bool>(found));
  return found->size();
}

bool equal(const google::protobuf::Message& a,
           const google::protobuf::Message& b) {
  return a.SerializeAsString() == b.SerializeAsString();
}

wire::Leadership leader(std::uint64_t term, std::uint64_t node,
                        std::uint64_t since_us) {
  auto x = wire::Leadership{};
  x.set_term(term);
  x.set_node(node);
  x.set_since_us(since_us);
  return x;
}

std::vector<request_row> requests_after(task_store& store,
                                        std::uint64_t after) {
  auto rows = std::vector<request_row>{};
  auto scanned = store.scan_requests(
    {after}, [&](const request_row& row) { rows.push_back(row); });
  BOOST_REQUIRE(static_cast<bool>(scanned));
  return rows;
}

std::string digest_of(task_store& store, std::uint64_t forgotten = 0) {
  auto reader = store.open_reader();
  BOOST_REQUIRE(static_cast<bool>(reader));
  BOOST_REQUIRE(static_cast<bool>((*reader)->begin()));
  auto digest = persistence::digest_of_view(**reader, {forgotten});
  (*reader)->end();
  BOOST_REQUIRE(static_cast<bool>(digest));
  return protocol::hex(*digest);
}

BOOST_AUTO_TEST_SUITE(a_task_store)

BOOST_AUTO_TEST_CASE_TEMPLATE(begins_empty, Medium, all_media) {
  auto medium = Medium{};
  auto store = medium.open();
  BOOST_TEST(*store->load_meta() == persistence::store_meta{});
  BOOST_TEST(!load_task(*store, 1).has_value());
  BOOST_TEST(!load_key(*store, "k").has_value());
  BOOST_TEST(requests_after(*store, 0).empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(gives_back_its_meta, Medium, all_media) {
  auto medium = Medium{};
  auto x = change_set{};
  x.after = {.applied = {{9}, {4}},
             .cluster_id = "0123456789abcdef0123456789abcdef",
             .rules_level = 1,
             .clock_us = 1'790'000'000'000'000,
             .members = {{7},
                         {"0123456789abcdef0123456789abcdef",
                          {{{1}, "127.0.0.1:7101", "disk", true},
                           {{4}, "[::1]:7104", "", false}}}}};
  commit(*medium.open(), x);
  BOOST_TEST(*medium.open()->load_meta() == x.after);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(gives_back_every_field_of_a_task, Medium,
                              all_media) {
  auto medium = Medium{};
  auto rows = std::vector<wire::Task>(5);
  for (auto i = std::size_t{0}; i < rows.size(); ++i)
    rows[i] = task_numbered(i + 1);
  rows[1].mutable_due()->set_date(-719162);
  rows[1].clear_completed_at_us();
  rows[2].mutable_due()->set_instant_us(-62'135'596'800'000'000);
  rows[2].set_deleted_at_us(5);
  rows[3].mutable_due()->set_date(0);
  rows[3].set_description("");
  rows[3].set_creator("");
  rows[4].set_description(std::string(tasks::max_description_bytes, 'd'));
  auto x = from_to(0, 1);
  for (const auto& row : rows)
    x.rows.put(row);
  commit(*medium.open(), x);
  auto store = medium.open();
  for (const auto& row : rows)
    BOOST_TEST(equal(load_task(*store, row.id()).value(), row));
  BOOST_TEST(count_of<wire::Task>(*store, 4, 9, 2) == 2U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(gives_back_keys_of_any_bytes, Medium, all_media) {
  auto medium = Medium{};
  auto rows
    = std::vector{key_row("\0"s, "", 1), key_row("\xff\0"s, "\0\xff"s, 2),
                  key_row(std::string(tasks::max_key_bytes, 'k'),
                          std::string(tasks::max_value_bytes, 'v'), 3)};
  auto x = from_to(0, 3);
  for (const auto& row : rows)
    x.rows.put(row);
  commit(*medium.open(), x);
  auto store = medium.open();
  for (const auto& row : rows)
    BOOST_TEST(equal(load_key(*store, row.key()).value(), row));
  BOOST_TEST(count_of<wire::KeyValue>(*store, "none"s, "\xff\0"s, "\xff"s)
             == 1U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(replaces_rows_and_deletes_keys, Medium,
                              all_media) {
  auto medium = Medium{};
  auto store = medium.open();
  auto x = from_to(0, 1);
  x.rows.put(task_numbered(1));
  x.rows.put(key_row("a", "1", 1));
  x.rows.put(key_row("b", "1", 1));
  commit(*store, x);
  x = from_to(1, 2);
  auto renamed = task_numbered(1);
  renamed.set_title("New");
  x.rows.put(renamed);
  x.rows.put(key_row("a", "2", 2));
  x.rows.erase<wire::KeyValue>("b"s);
  x.rows.erase<wire::KeyValue>("never"s);
  commit(*store, x);
  BOOST_TEST(load_task(*store, 1).value().title() == "New");
  BOOST_TEST(load_key(*store, "a").value().rev() == 2U);
  BOOST_TEST(!load_key(*store, "b").has_value());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(refuses_changes_to_another_state, Medium,
                              all_media) {
  auto medium = Medium{};
  auto store = medium.open();
  commit(*store, from_to(0, 5));
  auto digest = digest_of(*store);
  auto x = from_to(4, 6);
  x.rows.put(task_numbered(1));
  x.rows.put(key_row("k", "v", 6));
  x.requests = {request_at(6)};
  auto outcome = store->commit(x);
  BOOST_REQUIRE(!outcome);
  BOOST_TEST(outcome.error().code == errc::conflict);
  BOOST_TEST(digest_of(*store) == digest);
  x.before = {5};
  commit(*store, x);
  BOOST_TEST(load_task(*store, 1).has_value());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(remembers_requests_in_log_order, Medium,
                              all_media) {
  auto medium = Medium{};
  auto x = from_to(0, 4);
  x.requests = {request_at(1, "one"), request_at(2, ""), request_at(4, "four")};
  commit(*medium.open(), x);
  auto store = medium.open();
  x = from_to(4, 9);
  x.requests = {request_at(7, "seven"), request_at(9, "nine")};
  commit(*store, x);
  auto expected = std::vector{request_at(4, "four"), request_at(7, "seven"),
                              request_at(9, "nine")};
  BOOST_TEST(requests_after(*store, 2) == expected);
  BOOST_TEST(*loader_of(*store)->load_result({1}) == "one");
  BOOST_TEST(*loader_of(*store)->load_result({2}) == "");
  BOOST_TEST(*loader_of(*store)->load_result({7}) == "seven");
  BOOST_TEST(
    (loader_of(*store)->load_result({3}).error().code == errc::corrupted));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(remembers_large_results, Medium, all_media) {
  auto medium = Medium{};
  auto store = medium.open();
  auto x = from_to(0, 20);
  for (auto i = std::uint64_t{1}; i <= 20; ++i)
    x.requests.push_back(request_at(i, std::string(i * 20'000, 'r')));
  commit(*store, x);
  BOOST_TEST(requests_after(*store, 0) == x.requests);
  BOOST_TEST(loader_of(*store)->load_result({20})->size() == 400'000U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(forgets_no_request_too_early, Medium, all_media) {
  auto medium = Medium{};
  auto store = medium.open();
  auto x = from_to(0, 4);
  x.requests = {request_at(1), request_at(2), request_at(4)};
  commit(*store, x);
  x = from_to(4, 6);
  x.requests = {request_at(5), request_at(6)};
  x.forgotten = {2};
  commit(*store, x);
  BOOST_TEST(requests_after(*store, 2)
             == (std::vector{request_at(4), request_at(5), request_at(6)}));
  x = from_to(6, 7);
  x.forgotten = {4};
  commit(*store, x);
  BOOST_TEST(
    (requests_after(*store, 0) == std::vector{request_at(5), request_at(6)}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(says_what_is_durable, Medium, all_media) {
  auto medium = Medium{};
  auto store = medium.open();
  commit(*store, from_to(0, 5));
  BOOST_TEST(*store->make_durable() == raft::log_index{5});
  commit(*store, from_to(5, 6));
  BOOST_TEST(*store->make_durable() == raft::log_index{6});
}

BOOST_AUTO_TEST_CASE_TEMPLATE(lets_a_loader_see_what_came_after_it, Medium,
                              all_media) {
  auto medium = Medium{};
  auto store = medium.open();
  auto loader = loader_of(*store);
  auto x = from_to(0, 1);
  x.rows.put(key_row("k", "old", 1));
  x.rows.put(task_numbered(7));
  commit(*store, x);
  BOOST_TEST(find_key(*loader, "k").value().value() == "old");
  BOOST_TEST(find_row<wire::Task>(*loader, 7).has_value());
  x = from_to(1, 2);
  x.rows.put(key_row("k", "new", 2));
  commit(*store, x);
  BOOST_TEST(find_key(*loader, "k").value().value() == "new");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(lets_readers_keep_their_view, Medium, all_media) {
  auto medium = Medium{};
  auto store = medium.open();
  auto x = from_to(0, 1);
  x.rows.put(key_row("k", "old", 1));
  commit(*store, x);
  auto reader = store->open_reader();
  BOOST_REQUIRE(static_cast<bool>(reader));
  BOOST_TEST(*(*reader)->begin() == raft::log_index{1});
  x = from_to(1, 2);
  x.rows.put(key_row("k", "new", 2));
  commit(*store, x);
  BOOST_TEST(find_key(**reader, "k").value().value() == "old");
  (*reader)->end();
  BOOST_TEST(*(*reader)->begin() == raft::log_index{2});
  BOOST_TEST(find_key(**reader, "k").value().value() == "new");
  (*reader)->end();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(hashes_equal_state_equally, Medium, all_media) {
  auto one = Medium{};
  auto two = Medium{};
  auto whole = from_to(0, 4);
  whole.rows.put(task_numbered(1));
  whole.rows.put(key_row("k", "v", 2));
  whole.requests = {request_at(1), request_at(2), request_at(4)};
  whole.rows.put(leader(1, 2, 50));
  auto store = one.open();
  commit(*store, whole);
  auto parts = two.open();
  auto part = from_to(0, 2);
  part.rows.put(key_row("k", "v", 2));
  part.rows.put(key_row("gone", "v", 2));
  part.requests = {request_at(1), request_at(2)};
  commit(*parts, part);
  part = from_to(2, 4);
  part.rows.put(task_numbered(1));
  part.rows.erase<wire::KeyValue>("gone"s);
  part.requests = {request_at(4)};
  part.rows.put(leader(1, 2, 50));
  part.forgotten = {1};
  BOOST_TEST(digest_of(*store, 1) != digest_of(*parts, 1));
  commit(*parts, part);
  BOOST_TEST(digest_of(*store, 1) == digest_of(*parts, 1));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(finds_the_rows_beside_a_key, Medium, all_media) {
  auto medium = Medium{};
  auto store = medium.open();
  auto x = from_to(0, 1);
  const auto& type = tasks::row_type_of<wire::RankOrder>();
  auto row = wire::RankOrder{};
  for (const auto* project : {"A", "B", "C"})
    for (auto task = std::uint64_t{100}; task < 160; ++task) {
      row.set_project(project);
      row.set_rank(std::to_string(task));
      row.set_task(task);
      x.rows.put(row);
    }
  commit(*store, x);
  auto loader = loader_of(*store);
  auto beside
    = [&](const std::string& rank, std::size_t count, bool backwards) {
        auto wanted = persistence::wanted_rows{&type, {}};
        wanted.ranges.push_back({tasks::key_from(type, "B"),
                                 tasks::key_from(type, "B", rank), count,
                                 backwards});
        auto found = loader->load(wanted);
        BOOST_REQUIRE(static_cast<bool>(found));
        auto text = std::string{};
        for (const auto& each : *found) {
          const auto& one = static_cast<const wire::RankOrder&>(*each);
          BOOST_TEST(one.project() == "B");
          text += one.rank() + " ";
        }
        return text;
      };
  BOOST_TEST(beside("110", 2, false) == "111 112 ");
  BOOST_TEST(beside("110", 2, true) == "109 108 ");
  BOOST_TEST(beside("110x", 1, false) == "111 ");
  BOOST_TEST(beside("110x", 1, true) == "110 ");
  BOOST_TEST(beside("157", 9, false) == "158 159 ");
  BOOST_TEST(beside("102", 9, true) == "101 100 ");
  BOOST_TEST(beside("159", 9, false) == "");
  BOOST_TEST(beside("100", 9, true) == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace task_store_test
