// Rows that stay in memory are those of the state, whatever is pending, being
// committed, refused or installed, and they spare statements.

#include "persistence/board/hot_rows.hpp"
#include "persistence/snapshot/snapshot.hpp"
#include "tests/support/disks/faulty_disk.hpp"
#include "tests/support/stores/failing_store.hpp"
#include "tests/support/unit_test.hpp"

#include <string>
#include <vector>

namespace hot_rows_test {

using namespace taskraft;
using namespace taskraft::tests;
using persistence::hot_change;
using persistence::hot_rows;
using persistence::known_rows;
using persistence::read_hot_rows;
using persistence::table_changes;
namespace wire = taskraft::tasks::wire;

const tasks::row_type& users() {
  return tasks::row_type_of<wire::User>();
}

std::string key_of(const std::string& username) {
  return tasks::key_from(users(), username);
}

wire::User user(const std::string& username, const std::string& shown = "") {
  auto x = wire::User{};
  x.set_username(username);
  x.set_display_name(shown);
  return x;
}

known_rows loaded(std::vector<std::string> wanted,
                  const std::vector<std::string>& existing) {
  auto rows = persistence::loaded_rows{};
  for (const auto& each : existing)
    rows.push_back(std::make_shared<wire::User>(user(each)));
  auto known = known_rows{};
  known.add({&users(), std::move(wanted), {}}, std::move(rows));
  return known;
}

std::string shown_name(const hot_rows& rows, const std::string& username) {
  auto found = rows.find(users(), key_of(username));
  if (!found)
    return "unknown";
  return *found == nullptr
           ? "none"
           : static_cast<const wire::User*>(*found)->display_name();
}

BOOST_AUTO_TEST_SUITE(hot_rows_in_memory)

BOOST_AUTO_TEST_CASE(are_those_that_exist_and_those_that_do_not) {
  auto rows = hot_rows{};
  BOOST_TEST(shown_name(rows, "ann") == "unknown");
  rows.add(loaded({key_of("ann"), key_of("bob")}, {"ann"}));
  BOOST_TEST(shown_name(rows, "ann") == "");
  BOOST_TEST(shown_name(rows, "bob") == "none");
  BOOST_TEST(shown_name(rows, "eve") == "unknown");
  rows.clear();
  BOOST_TEST(shown_name(rows, "ann") == "unknown");
  BOOST_TEST(rows.bytes() == 0U);
}

BOOST_AUTO_TEST_CASE(follow_commits) {
  auto rows = hot_rows{};
  rows.add(loaded({key_of("ann"), key_of("bob")}, {"ann"}));
  auto changes = table_changes{};
  changes.put(user("ann", "Ann"));
  changes.put(user("bob", "Bob"));
  rows.update(changes);
  BOOST_TEST(shown_name(rows, "ann") == "Ann");
  BOOST_TEST(shown_name(rows, "bob") == "Bob");
  auto erased = table_changes{};
  erased.erase<wire::User>(std::string{"ann"});
  rows.update(erased);
  BOOST_TEST(shown_name(rows, "ann") == "none");
}

BOOST_AUTO_TEST_CASE(are_of_a_few_tables_only) {
  auto changes = table_changes{};
  changes.put(wire::Task{});
  changes.put(wire::KeyValue{});
  BOOST_TEST(!hot_rows::are_among(changes));
  auto rows = hot_rows{};
  rows.update(changes);
  BOOST_TEST(rows.empty());
  changes.put(user("ann"));
  BOOST_TEST(hot_rows::are_among(changes));
}

BOOST_AUTO_TEST_CASE(stay_below_their_bound_and_keep_what_is_looked_for) {
  constexpr auto bound = std::size_t{64} << 10U;
  auto rows = hot_rows{bound};
  auto most = std::size_t{0};
  for (auto i = 0; i < 10'000; ++i) {
    auto name = "user" + std::to_string(i);
    rows.add(loaded({key_of(name)}, {name}));
    most = std::max(most, rows.bytes());
    rows.trim();
    BOOST_REQUIRE(rows.bytes() <= bound);
    // Found at every step, so it is there but right after a clear-out.
    if (shown_name(rows, "user0") == "unknown")
      rows.add(loaded({key_of("user0")}, {"user0"}));
  }
  BOOST_TEST(most > bound);
  BOOST_TEST(shown_name(rows, "user0") == "");
  BOOST_TEST(shown_name(rows, "user1") == "unknown");
}

BOOST_AUTO_TEST_CASE(of_a_reader_go_when_a_change_begins) {
  auto changed = std::make_shared<hot_change>();
  auto rows = read_hot_rows{changed};
  rows.add(loaded({key_of("ann")}, {"ann"}), {5});
  rows.add(loaded({key_of("bob")}, {"bob"}), {9});
  changed->store(5);
  BOOST_TEST(rows.are_current());
  rows.refresh();
  BOOST_TEST(shown_name(rows.rows(), "ann") == "");
  // The newer row is of a view after this change, the older one is not.
  changed->store(7);
  BOOST_TEST(!rows.are_current());
  rows.refresh();
  BOOST_TEST(shown_name(rows.rows(), "ann") == "unknown");
  BOOST_TEST(rows.are_current());
}

BOOST_AUTO_TEST_SUITE_END()

/// A board with an administrator who has logged in.
struct logged_in_board : failing_board {
  logged_in_board() {
    auto node = protocol::principal{.kind = protocol::principal_kind::node,
                                    .via = protocol::door::system,
                                    .made_by_node = true,
                                    .id = 1};
    auto first = wire::Command{};
    first.mutable_create_first_admin()->mutable_secret()->set_password_hash(
      "hash");
    auto login = wire::Command{};
    login.mutable_create_session()->set_username("admin");
    login.mutable_create_session()->set_checked_rev(1);
    login.mutable_create_session()->set_digest(std::string(32, 'd'));
    login.mutable_create_session()->set_lifetime_us(1'000'000'000);
    log.command_of(node, 1, first).command_of(node, 2, login);
    auto answers = apply(*board, log);
    auto made = parse_result(answers.back().result);
    BOOST_REQUIRE(made.has_session());
    who.kind = protocol::principal_kind::session;
    who.id = made.session().id();
  }

  void reopen() {
    store = new failing_store{disk};
    board = open_board(std::unique_ptr<persistence::task_store>{store});
    store->orders.loads = 0;
  }

  wire::Result put(std::uint64_t request) {
    log.command_of(who, request, put_key("k", std::to_string(request)));
    return parse_result(evaluate(*board, log.take()).back().result);
  }

  void log_out(std::uint64_t request) {
    auto x = wire::Command{};
    x.mutable_end_session();
    log.command_of(who, request, x);
  }

  static bool has_ended(const wire::Result& x) {
    return x.has_refusal()
           && x.refusal().code()
                == static_cast<std::uint32_t>(errc::session_expired);
  }

  wire::Answer get(persistence::state_reader& reader) const {
    auto query = wire::Query{};
    query.mutable_get_key()->set_key("k");
    auto bytes = query.SerializeAsString();
    auto answers = reader.answer({{bytes, who}}, 0);
    BOOST_REQUIRE(static_cast<bool>(answers));
    auto answer = wire::Answer{};
    BOOST_REQUIRE(answer.ParseFromString(answers->front().answer));
    return answer;
  }

  std::unique_ptr<persistence::state_reader> reader() const {
    auto x = board->open_reader();
    BOOST_REQUIRE(static_cast<bool>(x));
    return std::move(*x);
  }

  protocol::principal who;
};

BOOST_FIXTURE_TEST_SUITE(a_client_that_has_logged_in, logged_in_board)

BOOST_AUTO_TEST_CASE(costs_no_statement_but_for_its_first_batch) {
  BOOST_TEST(put(10).has_key());
  store->orders.loads = 0;
  BOOST_TEST(put(11).has_key());
  BOOST_TEST(store->orders.loads == 0);
  commit(*board);
  reopen();
  // The session, its user, and whether keys are limited.
  BOOST_TEST(put(12).has_key());
  BOOST_TEST(store->orders.loads == 3);
  commit(*board);
  BOOST_TEST(put(13).has_key());
  BOOST_TEST(put(14).has_key());
  BOOST_TEST(store->orders.loads == 3);
}

BOOST_AUTO_TEST_CASE(is_refused_as_soon_as_its_session_has_ended) {
  BOOST_TEST(put(10).has_key());
  log_out(11);
  BOOST_TEST(has_ended(put(12)));
  auto work = board->begin_commit();
  BOOST_TEST(has_ended(put(13)));
  store->orders.commit_fails_with = errc::store_busy;
  BOOST_TEST(!work.run());
  BOOST_TEST(has_ended(put(14)));
  BOOST_REQUIRE(static_cast<bool>(work.run()));
  BOOST_TEST(has_ended(put(15)));
  work.finish();
  BOOST_TEST(has_ended(put(16)));
  commit(*board);
  BOOST_TEST(has_ended(put(17)));
  commit(*board);
  reopen();
  BOOST_TEST(has_ended(put(18)));
}

BOOST_AUTO_TEST_CASE(is_seen_again_if_a_batch_is_taken_back) {
  reopen();
  store->orders.load_fails_with = errc::store_busy;
  log.command_of(who, 10, put_key("k", "v"));
  auto batch = log.take();
  BOOST_TEST(!board->evaluate(batch));
  BOOST_TEST(parse_result(evaluate(*board, batch).back().result).has_key());
}

BOOST_AUTO_TEST_CASE(is_unknown_after_a_snapshot_that_does_not_have_it) {
  BOOST_TEST(put(10).has_key());
  commit(*board);
  // Another state, which is further on.
  failing_board other;
  for (auto i = std::uint64_t{1}; i < 10; ++i)
    other.log.command(i, put_key("other", "state"));
  apply(*other.board, other.log);
  auto files = faulty_disk{};
  BOOST_REQUIRE(static_cast<bool>(files.make_directory("d")));
  auto source = other.board->open_reader();
  BOOST_REQUIRE(static_cast<bool>(source));
  BOOST_REQUIRE(
    static_cast<bool>((*source)->write_snapshot(files, "d/snapshot", {})));
  auto file = persistence::snapshot_file::open(files, "d/snapshot");
  BOOST_REQUIRE(static_cast<bool>(file));
  auto read_before = reader();
  BOOST_TEST(get(*read_before).has_pair());
  auto work = board->begin_install(*file);
  BOOST_REQUIRE(static_cast<bool>(work.run()));
  work.finish();
  BOOST_TEST(get(*read_before).refusal().code()
             == static_cast<std::uint32_t>(errc::session_expired));
  auto rest = board_log{other.log.last()};
  rest.command_of(who, 20, put_key("k", "v"));
  BOOST_TEST(
    has_ended(parse_result(evaluate(*board, rest.take()).back().result)));
}

BOOST_AUTO_TEST_CASE(costs_no_more_reads_than_anybody) {
  put(10);
  commit(*board);
  auto x = reader();
  BOOST_TEST(get(*x).pair().value() == "10");
  BOOST_TEST(store->orders.reads == 3);
  for (auto i = std::uint64_t{11}; i < 20; ++i) {
    put(i);
    commit(*board);
    BOOST_TEST(get(*x).pair().value() == std::to_string(i));
  }
  BOOST_TEST(store->orders.reads == 3 + 9);
}

BOOST_AUTO_TEST_CASE(reads_nothing_in_a_view_that_shows_its_end) {
  put(10);
  commit(*board);
  auto x = reader();
  BOOST_TEST(get(*x).has_pair());
  log_out(11);
  evaluate(*board, log.take());
  // Nothing of it is visible yet.
  BOOST_TEST(get(*x).has_pair());
  auto work = board->begin_commit();
  BOOST_TEST(get(*x).has_pair());
  BOOST_REQUIRE(static_cast<bool>(work.run()));
  BOOST_TEST(get(*x).refusal().code()
             == static_cast<std::uint32_t>(errc::session_expired));
  work.finish();
  BOOST_TEST(get(*x).has_refusal());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace hot_rows_test
