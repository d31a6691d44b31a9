// `cluster checksum`, `backup` and `restore` as users see them.

#include "persistence/disk/posix_file.hpp"
#include "persistence/snapshot/snapshot.hpp"
#include "protocol/crypto/sha256.hpp"
#include "tests/bin/client/run_fixture.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/unit_test.hpp"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace run_copies_test {

using namespace taskraft;
using namespace taskraft::client;

struct fixture : run_fixture {
  void answer_comparison(const std::vector<char>& digests) {
    auto result = wire::Result{};
    result.mutable_digest_due()->set_index(40);
    cluster.answer(result);
    auto answer = protocol::digests_compared{1, {40}, {}};
    for (auto byte : digests) {
      auto& row = answer.nodes.emplace_back();
      row.id = {answer.nodes.size()};
      row.address = "node:1";
      row.taken = byte != 0;
      row.digest = std::string(32, byte);
      row.differs = byte == 9;
      row.reason = byte == 0 ? "is not reachable" : "";
    }
    cluster.outcomes.push_back(
      {.kind = outcome_kind::answered, .digests = answer});
  }

  /// The snapshot of the node that is asked.
  std::string make_snapshot() {
    auto path = (folder.path() / "theirs").string();
    auto writer
      = persistence::snapshot_writer::create(files, path, {{{40}, {2}}, {}});
    BOOST_REQUIRE(static_cast<bool>(writer->add(std::string(900, 'r'))));
    auto about = writer->finish();
    BOOST_REQUIRE(static_cast<bool>(about));
    auto begun = protocol::backup_begun{};
    begun.backup = 7;
    begun.position = about->base.position;
    begun.membership = raft::encode(about->base.members.value);
    begun.size_bytes = about->size_bytes;
    begun.checksum = about->checksum;
    cluster.outcomes.push_back({.kind = outcome_kind::answered,
                                .backup = begun,
                                .endpoint = std::size_t{2}});
    return *(*persistence::snapshot_file::open(files, path))->read(0, 100'000);
  }

  void answer_chunk(const std::string& bytes) {
    auto chunk = protocol::backup_read{};
    chunk.bytes = protocol::blob{bytes};
    chunk.checksum = persistence::checksum_of(bytes);
    cluster.outcomes.push_back(
      {.kind = outcome_kind::answered, .chunk = chunk});
  }

  /// The names in the folder, each followed by a space.
  std::string names() {
    auto found = std::set<std::string>{};
    for (const auto& entry : std::filesystem::directory_iterator{folder.path()})
      found.insert(entry.path().filename().string());
    auto text = std::string{};
    for (const auto& name : found)
      text += name + " ";
    return text;
  }

  tests::temporary_folder folder;
  persistence::posix_file_system files;
  std::string file = (folder.path() / "backup").string();
};

BOOST_FIXTURE_TEST_SUITE(a_run_for_copies, fixture)

BOOST_AUTO_TEST_CASE(compares_digests_at_the_index_of_a_command) {
  answer_comparison({5, 5, 5});
  BOOST_TEST(run_words({"cluster", "checksum"}) == 0);
  BOOST_TEST(cluster.command().has_take_digest());
  BOOST_TEST(cluster.asked.at(1).index == raft::log_index{40});
  BOOST_TEST(out.str().starts_with("1\tnode:1\t40\t0505050505050505\tok\n"));
}

BOOST_AUTO_TEST_CASE(tells_different_digests_from_missing_ones) {
  answer_comparison({5, 9, 5});
  BOOST_TEST(run_words({"cluster", "checksum"}) == 1);
  BOOST_TEST(out.str().find("differs") != std::string::npos);
  answer_comparison({5, 0, 5});
  BOOST_TEST(run_words({"cluster", "checksum", "--json"}) == 6);
  auto rows = nlohmann::json::parse(out.str());
  BOOST_TEST(rows[1]["checksum"].is_null());
  BOOST_TEST(rows[1]["reason"] == "is not reachable");
  BOOST_TEST(rows[2]["checksum"] == protocol::hex(std::string(32, '\5')));
}

BOOST_AUTO_TEST_CASE(fetches_a_backup_from_the_node_that_wrote_it) {
  auto bytes = make_snapshot();
  answer_chunk(bytes.substr(0, 500));
  answer_chunk(bytes.substr(500));
  answer_chunk("");
  BOOST_TEST(run_words({"backup", file}) == 0, err.str());
  BOOST_TEST(cluster.asked.size() == 4U);
  for (auto i = std::size_t{1}; i < 4; ++i) {
    BOOST_TEST(cluster.asked[i].endpoint.value() == 2U);
    BOOST_TEST(cluster.asked[i].backup == 7U);
  }
  BOOST_TEST(cluster.asked[2].offset == 500U);
  BOOST_TEST(static_cast<bool>(
    (*persistence::snapshot_file::open(files, file))->verify()));
  BOOST_TEST(!std::filesystem::exists(file + ".part"));
  BOOST_TEST(run_words({"backup", file}) == 5);
}

BOOST_AUTO_TEST_CASE(leaves_no_half_of_a_backup) {
  auto bytes = make_snapshot();
  answer_chunk(bytes.substr(0, 500));
  cluster.outcomes.push_back({.kind = outcome_kind::unavailable});
  BOOST_TEST(run_words({"backup", file}) == 6);
  BOOST_TEST(!std::filesystem::exists(file));
  BOOST_TEST(!std::filesystem::exists(file + ".part"));
}

// Issue 9, fault 1: a folder of the user's beside the file was removed.
BOOST_AUTO_TEST_CASE(touches_nothing_that_it_did_not_make) {
  std::filesystem::create_directory(file + ".part");
  std::ofstream{file + ".part/mine"} << "x";
  auto bytes = make_snapshot();
  answer_chunk(bytes);
  answer_chunk("");
  BOOST_TEST(run_words({"backup", file}) == 0, err.str());
  BOOST_TEST(std::filesystem::exists(file + ".part/mine"));
  BOOST_TEST(names() == "backup backup.part theirs ");
  struct stat status = {};
  BOOST_REQUIRE(::stat(file.c_str(), &status) == 0);
  BOOST_TEST((status.st_mode & 0777) == 0600);
}

BOOST_AUTO_TEST_CASE(does_not_follow_a_link_that_leads_nowhere) {
  std::filesystem::create_symlink("nowhere", file);
  BOOST_TEST(run_words({"backup", file}) == 5);
  BOOST_TEST(cluster.asked.empty());
}

BOOST_AUTO_TEST_CASE(does_not_replace_a_file_that_has_appeared_meanwhile) {
  auto bytes = make_snapshot();
  answer_chunk(bytes);
  answer_chunk("");
  cluster.before_answer = [&] { std::ofstream{file} << "theirs"; };
  BOOST_TEST(run_words({"backup", file}) == 5);
  BOOST_TEST(std::filesystem::file_size(file) == 6U);
  BOOST_TEST(names() == "backup theirs ");
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong_with_the_name_of_the_file) {
  BOOST_TEST(run_words({"backup", ""}) == 7);
  // It became a file of that name.
  BOOST_TEST(run_words({"backup", "-"}) == 2);
  BOOST_TEST(!std::filesystem::exists("-"));
  BOOST_TEST(run_words({"backup", folder.path() / "x/"}) == 7);
  BOOST_TEST(run_words({"backup", folder.path() / "x/y"}) == 1);
  BOOST_TEST(err.str().find("No such file") != std::string::npos, err.str());
  BOOST_TEST(cluster.asked.empty());
}

BOOST_AUTO_TEST_CASE(leaves_nothing_after_ctrl_c) {
  for (auto number : {SIGINT, SIGTERM, SIGHUP}) {
    make_snapshot();
    cluster.before_answer = [&] {
      // A second Ctrl-C does no harm.
      ::raise(number);
      ::raise(number);
      ::pause();
    };
    auto child = ::fork();
    if (child == 0) {
      // A shell lets what runs in its background ignore it.
      ::signal(number, SIG_DFL);
      std::_Exit(run_words({"backup", file}));
    }
    auto end = 0;
    ::waitpid(child, &end, 0);
    BOOST_TEST(WIFSIGNALED(end));
    BOOST_TEST(WTERMSIG(end) == number);
    BOOST_TEST(names() == "theirs ");
    cluster.outcomes.clear();
  }
}

// Issue 9, fault 18: a full disk here is no fault of the cluster.
BOOST_AUTO_TEST_CASE(says_that_the_own_disk_is_full) {
  auto bytes = make_snapshot();
  answer_chunk(bytes);
  auto before = rlimit{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  auto small = before;
  small.rlim_cur = 100;
  ::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &small);
  auto code = run_words({"backup", file});
  ::setrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, SIG_DFL);
  BOOST_TEST(code == 1);
  BOOST_TEST(err.str().find("File too large") != std::string::npos, err.str());
  BOOST_TEST(names() == "theirs ");
}

BOOST_AUTO_TEST_CASE(restores_without_a_cluster) {
  auto asked = std::vector<std::string>{};
  restore = [&](const std::string& backup, const std::string& config,
                bool keep_tokens) {
    BOOST_TEST(!keep_tokens);
    asked = {backup, config};
    return result<restored_node>{restored_node{3, "c1", {1000}, 12}};
  };
  BOOST_TEST(run_words({"restore", file}) == 2);
  BOOST_TEST(run_words({"restore", file, "--config", "n.toml"}) == 0);
  BOOST_TEST(asked == (std::vector<std::string>{file, "n.toml"}));
  BOOST_TEST(out.str() == "3\tc1\t1000\t12\n");
  restore = [](const std::string&, const std::string&, bool keep_tokens) {
    BOOST_TEST(keep_tokens);
    return result<restored_node>{failure{errc::conflict, "not empty"}};
  };
  BOOST_TEST(run_words({"restore", file, "--config", "n.toml", "--keep-tokens"})
             == 5);
  BOOST_TEST(err.str() == "taskraft: not empty\n");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace run_copies_test
