#include "actors/node/new_cluster.hpp"
#include "actors/node/node_data.hpp"
#include "persistence/board/task_board.hpp"
#include "persistence/disk/divergence.hpp"
#include "persistence/disk/posix_file.hpp"
#include "persistence/log/log_store.hpp"
#include "persistence/log/segment_log_store.hpp"
#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/unit_test.hpp"

#include <filesystem>
#include <string>

namespace new_cluster_test {

using namespace taskraft;
using namespace taskraft::actors;

const auto old_cluster = std::string(32, 'c');

/// A disk that fails at one call, which may be any.
class failing_files : public persistence::posix_file_system {
public:
  std::uint64_t calls = 0;
  std::uint64_t fails_at = 0;

  status rename(const std::string& from, const std::string& to) override {
    if (++calls == fails_at)
      return failure{errc::storage_failed, "told to fail"};
    return posix_file_system::rename(from, to);
  }
  status remove(const std::string& path) override {
    if (++calls == fails_at)
      return failure{errc::storage_failed, "told to fail"};
    return posix_file_system::remove(path);
  }
};

struct fixture {
  tests::temporary_folder folder{"/dev/shm"};
  failing_files files;
  std::uint64_t last_random = 0;
  name_source random = [this] { return ++last_random * 0x9e3779b97f4a7c15; };

  config::settings settings_in(const char* name) const {
    auto x = config::settings{};
    x.node.id = {2};
    x.node.data_dir = (folder.path() / name).string();
    x.node.advertise = "127.0.0.1:7102";
    x.cluster.name = "demo";
    x.cluster.members = {{{1}, "127.0.0.1:7101"}, {{2}, "127.0.0.1:7102"}};
    return x;
  }

  std::string backup() const {
    return (folder.path() / "backup").string();
  }

  static tests::board_log some_log() {
    auto log = tests::board_log{};
    log.no_op({1}).membership(old_cluster);
    log.command(1, tests::create_task("One"), {2});
    log.command(2, tests::put_key("k", "v"), {2});
    return log;
  }

  static constexpr auto node
    = protocol::principal{.kind = protocol::principal_kind::node,
                          .via = protocol::door::system,
                          .made_by_node = true,
                          .id = 1};

  /// A user with a login, a token and, for another one, a set-up link.
  static tests::board_log log_of_people() {
    auto log = tests::board_log{};
    log.no_op({1}).membership(old_cluster);
    auto x = tasks::wire::Command{};
    x.mutable_create_first_admin()->mutable_secret()->set_password_hash("h");
    log.command_of(node, 11, x);
    auto& login = *x.mutable_create_session();
    login.set_username("admin");
    login.set_checked_rev(3);
    login.set_digest(std::string(32, 'l'));
    login.set_lifetime_us(1'000'000'000'000);
    log.command_of(node, 12, x);
    auto& token = *x.mutable_create_token();
    token.set_name("t");
    token.set_scope(tasks::wire::SCOPE_ADMIN);
    token.set_digest(std::string(32, 't'));
    log.command_of({.kind = protocol::principal_kind::session,
                    .made_by_node = true,
                    .id = 1},
                   13, x);
    auto& user = *x.mutable_create_user();
    user.set_username("ann");
    user.mutable_secret()->set_setup_digest(std::string(32, 's'));
    user.mutable_secret()->set_setup_lifetime_us(1'000'000'000'000);
    log.command_of({.made_by_node = true}, 14, x);
    return log;
  }

  static int sessions_in(node_data& data, tasks::wire::SessionKind kind) {
    auto query = tasks::wire::Query{};
    query.mutable_list_sessions()->set_kind(kind);
    query.mutable_list_sessions()->set_username("admin");
    auto bytes = query.SerializeAsString();
    auto answers = data.readers.front()->answer({{bytes}}, 0);
    auto answer = tasks::wire::Answer{};
    BOOST_REQUIRE(answer.ParseFromString(answers->front().answer));
    return answer.sessions().sessions_size();
  }

  static bool opens_by_link(node_data& data, const new_cluster& made) {
    auto x = tasks::wire::Command{};
    x.mutable_set_password()->set_username("ann");
    x.mutable_set_password()->set_password_hash("new");
    x.mutable_set_password()->set_setup_digest(std::string(32, 's'));
    auto rest = tests::board_log{made.position};
    auto payload = std::string{};
    auto command = x.SerializeAsString();
    protocol::append_request(payload, {.id = tests::request_numbered(99),
                                       .seen_index = made.position.index,
                                       .command = command,
                                       .principal = node});
    rest.add(raft::entry_kind::command, payload);
    auto answers = data.machine->evaluate(rest.take());
    auto result = tasks::wire::Result{};
    BOOST_REQUIRE(result.ParseFromString(answers->front().result));
    return !result.has_refusal();
  }

  void make_backup(tests::board_log log = some_log()) {
    auto board = tests::open_board(std::make_unique<tests::memory_task_store>(
      std::make_shared<tests::memory_disk>()));
    tests::apply(*board, log);
    auto reader = board->open_reader();
    BOOST_REQUIRE(
      static_cast<bool>((*reader)->write_snapshot(files, backup())));
  }

  /// A node of the old cluster with four entries in its log, of which `applied`
  /// are applied.
  void make_node(const config::settings& settings, std::uint64_t applied,
                 tests::board_log log = some_log()) {
    auto data = try_open(settings);
    BOOST_REQUIRE(static_cast<bool>(data));
    auto entries = log.take();
    BOOST_REQUIRE(static_cast<bool>(data->log->append({&entries, 1})));
    BOOST_REQUIRE(static_cast<bool>(data->log->save({{5}, {1}})));
    if (applied > 0) {
      BOOST_REQUIRE(static_cast<bool>(
        data->machine->evaluate(entries.slice({1}, {applied}))));
      BOOST_REQUIRE(static_cast<bool>(data->machine->commit()));
    }
    data->identity.cluster_id = old_cluster;
    data->identity.met = {{{1}, "disk1"}, {{2}, data->identity.disk_id}};
    BOOST_REQUIRE(static_cast<bool>(
      persistence::save(files, settings.node.data_dir, data->identity)));
  }

  result<node_data> try_open(const config::settings& settings) {
    return open_node_data(files, settings, random,
                          [](const failure&) { return false; });
  }

  node_data open(const config::settings& settings) {
    auto data = try_open(settings);
    BOOST_REQUIRE_MESSAGE(data, "the node cannot be opened");
    return std::move(*data);
  }

  /// Checks that log, store and identity agree.
  void check(const config::settings& settings, const new_cluster& made) {
    auto data = open(settings);
    BOOST_TEST(data.identity.cluster_id == made.cluster_id);
    BOOST_TEST(made.cluster_id.size() == 32U);
    BOOST_TEST(made.cluster_id != old_cluster);
    const auto& found = data.log->recovered();
    BOOST_TEST(found.log.base() == made.position);
    BOOST_TEST(found.log.last() == made.position);
    BOOST_TEST(found.hard.term >= made.position.term);
    BOOST_TEST(found.hard.vote == raft::node_id{0});
    const auto& members = found.memberships.back().value;
    BOOST_TEST(members.cluster_id == made.cluster_id);
    BOOST_TEST_REQUIRE(members.members.size() == 1U);
    BOOST_TEST(members.members[0].id == raft::node_id{2});
    BOOST_TEST(members.members[0].disk_id == data.identity.disk_id);
    BOOST_TEST(members.members[0].address == "127.0.0.1:7102");
    auto base = data.machine->base();
    BOOST_TEST(base.position == made.position);
    BOOST_TEST(base.members.value == members);
    BOOST_TEST(data.machine->durable() == made.position.index);
    auto query = tasks::wire::Query{};
    query.mutable_get_key()->set_key("k");
    auto bytes = query.SerializeAsString();
    auto answers = data.readers.front()->answer({{bytes}}, 0);
    auto answer = tasks::wire::Answer{};
    BOOST_REQUIRE(answer.ParseFromString(answers->front().answer));
    BOOST_TEST(answer.pair().value() == "v");
    // What an old client sends again is not applied twice.
    auto rest = tests::board_log{made.position};
    rest.command(2, tests::put_key("k", "twice"), {2});
    auto again = data.machine->evaluate(rest.take());
    BOOST_TEST(again->front().status
               == protocol::answer_status::outcome_unknown);
  }
};

BOOST_FIXTURE_TEST_SUITE(a_new_cluster, fixture)

BOOST_AUTO_TEST_CASE(begins_with_a_backup) {
  make_backup();
  auto settings = settings_in("node");
  auto made = restore_node(files, settings, backup(), random);
  BOOST_REQUIRE(static_cast<bool>(made));
  BOOST_TEST(made->position == (raft::log_position{{4 + index_leap}, {2}}));
  check(settings, *made);
}

// SECURITY 20: who holds a secret of the old cluster does not enter the new
// one.
BOOST_AUTO_TEST_CASE(knows_no_logins_and_tokens_only_if_they_are_kept) {
  make_backup(log_of_people());
  for (auto kept : {false, true}) {
    auto settings = settings_in(kept ? "kept" : "anew");
    auto made
      = restore_node(files, settings, backup(), random, {.tokens = kept});
    BOOST_REQUIRE(static_cast<bool>(made));
    auto data = open(settings);
    BOOST_TEST(sessions_in(data, tasks::wire::SESSION_KIND_LOGIN) == 0);
    BOOST_TEST(sessions_in(data, tasks::wire::SESSION_KIND_TOKEN)
               == (kept ? 1 : 0));
    BOOST_TEST(!opens_by_link(data, *made));
  }
  auto settings = settings_in("survivor");
  make_node(settings, 4, log_of_people());
  auto made = force_new_cluster(files, settings, random);
  BOOST_REQUIRE(static_cast<bool>(made));
  auto data = open(settings);
  BOOST_TEST(sessions_in(data, tasks::wire::SESSION_KIND_LOGIN) == 0);
  BOOST_TEST(sessions_in(data, tasks::wire::SESSION_KIND_TOKEN) == 0);
  BOOST_TEST(!opens_by_link(data, *made));
}

BOOST_AUTO_TEST_CASE(begins_in_no_directory_that_has_a_past) {
  make_backup();
  auto settings = settings_in("node");
  make_node(settings, 4);
  auto made = restore_node(files, settings, backup(), random);
  BOOST_REQUIRE(!made);
  BOOST_TEST(made.error().code == errc::conflict);
  BOOST_TEST(open(settings).machine->visible().index == raft::log_index{4});
}

BOOST_AUTO_TEST_CASE(begins_with_no_damaged_backup) {
  make_backup();
  std::filesystem::resize_file(backup(),
                               std::filesystem::file_size(backup()) - 1);
  auto settings = settings_in("node");
  auto made = restore_node(files, settings, backup(), random);
  BOOST_REQUIRE(!made);
  BOOST_TEST(made.error().code == errc::corrupted);
  BOOST_TEST(!std::filesystem::exists(settings.node.data_dir));
}

// It left an identity and its mark, and with right settings the directory was
// not empty.
BOOST_AUTO_TEST_CASE(leaves_no_trace_where_the_store_cannot_be_used) {
  make_backup();
  auto settings = settings_in("node");
  auto wrong = settings;
  wrong.store.backend = config::store_backend::mysql;
  wrong.store.mysql.url = "unix://" + (folder.path() / "nobody").string();
  BOOST_TEST(!restore_node(files, wrong, backup(), random));
  auto made = restore_node(files, settings, backup(), random);
  BOOST_REQUIRE(static_cast<bool>(made));
  check(settings, *made);
}

BOOST_AUTO_TEST_CASE(does_not_start_half_restored) {
  make_backup();
  for (auto at = std::uint64_t{1};; ++at) {
    auto settings = settings_in(("node" + std::to_string(at)).c_str());
    files.calls = 0;
    files.fails_at = at;
    auto made = restore_node(files, settings, backup(), random);
    files.fails_at = 0;
    if (made) {
      BOOST_TEST(at > 4U);
      return;
    }
    if (std::filesystem::exists(settings.node.data_dir + "/rebuilding"))
      BOOST_TEST(!try_open(settings));
    else
      BOOST_TEST(!std::filesystem::exists(settings.node.data_dir + "/log"));
  }
}

BOOST_AUTO_TEST_CASE(begins_with_a_survivor_and_all_of_its_log) {
  for (auto applied : {std::uint64_t{0}, std::uint64_t{2}, std::uint64_t{4}}) {
    auto settings = settings_in(("node" + std::to_string(applied)).c_str());
    make_node(settings, applied);
    auto made = force_new_cluster(files, settings, random);
    BOOST_REQUIRE(static_cast<bool>(made));
    BOOST_TEST(made->position == (raft::log_position{{4 + index_leap}, {6}}));
    check(settings, *made);
  }
}

BOOST_AUTO_TEST_CASE(begins_with_a_survivor_however_often_it_was_interrupted) {
  auto settings = settings_in("node");
  make_node(settings, 2);
  for (auto at = std::uint64_t{1};; ++at) {
    files.calls = 0;
    files.fails_at = at;
    auto made = force_new_cluster(files, settings, random);
    files.fails_at = 0;
    if (made) {
      BOOST_TEST(at > 3U);
      check(settings, *made);
      return;
    }
    if (std::filesystem::exists(settings.node.data_dir + "/rebuilding"))
      BOOST_TEST(!try_open(settings));
  }
}

BOOST_AUTO_TEST_CASE(begins_with_no_node_that_never_had_a_cluster) {
  auto settings = settings_in("node");
  open(settings);
  auto made = force_new_cluster(files, settings, random);
  BOOST_REQUIRE(!made);
  BOOST_TEST(made.error().code == errc::not_found);
}

// An identity and a lock stayed there.
BOOST_AUTO_TEST_CASE(begins_with_no_unused_directory_and_leaves_it_alone) {
  auto settings = settings_in("node");
  for (auto is_there : {false, true}) {
    if (is_there)
      std::filesystem::create_directories(settings.node.data_dir);
    auto made = force_new_cluster(files, settings, random);
    BOOST_REQUIRE(!made);
    BOOST_TEST(made.error().code == errc::not_found);
    BOOST_TEST(std::filesystem::exists(settings.node.data_dir) == is_there);
    BOOST_TEST(
      (!is_there || std::filesystem::is_empty(settings.node.data_dir)));
  }
}

// It succeeded, and no start did afterwards.
BOOST_AUTO_TEST_CASE(begins_with_no_node_that_is_marked) {
  auto settings = settings_in("node");
  make_node(settings, 4);
  for (const auto* mark : {"/diverged", "/distrusted"}) {
    auto path = settings.node.data_dir + mark;
    BOOST_REQUIRE(bool{persistence::replace_file(files, path, "why\n")});
    auto made = force_new_cluster(files, settings, random);
    BOOST_REQUIRE(!made);
    BOOST_TEST(made.error().code == errc::corrupted);
    std::filesystem::remove(path);
  }
  check(settings, *force_new_cluster(files, settings, random));
}

BOOST_AUTO_TEST_CASE(begins_with_no_node_that_runs) {
  auto settings = settings_in("node");
  make_node(settings, 4);
  auto running = open(settings);
  auto made = force_new_cluster(files, settings, random);
  BOOST_REQUIRE(!made);
  BOOST_TEST(made.error().code == errc::identity_refused);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(rows_that_differ, fixture)

BOOST_AUTO_TEST_CASE(are_used_by_no_later_start_until_they_are_gone) {
  auto settings = settings_in("node");
  make_node(settings, 4);
  const auto& directory = settings.node.data_dir;
  BOOST_REQUIRE(static_cast<bool>(
    persistence::mark_diverged(files, directory, {4}, "1", "2")));
  for (auto i = 0; i < 2; ++i) {
    auto opened = try_open(settings);
    BOOST_REQUIRE(!opened);
    BOOST_TEST(opened.error().code == errc::corrupted);
    BOOST_TEST(opened.error().detail.find("log index 4") != std::string::npos);
  }
  for (const auto* suffix : {"", "-wal", "-shm"})
    std::filesystem::remove(directory + "/store.sqlite" + suffix);
  BOOST_TEST(open(settings).machine->visible().index == raft::log_index{0});
  BOOST_TEST(!std::filesystem::exists(directory + "/diverged"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace new_cluster_test
