#include "tests/bin/client/run_fixture.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/stat.h>

namespace commands_import_test {

using namespace taskraft::client;
namespace fs = std::filesystem;

struct fixture : run_fixture {
  fixture() {
    variable = [this](const std::string& name) -> std::optional<std::string> {
      if (name == "XDG_STATE_HOME")
        return state.string();
      return std::nullopt;
    };
    std::ofstream{file} << "title\nOne\n";
  }

  /// Every import asks first who it is, and in which cluster.
  void answer_self() {
    auto x = wire::Answer{};
    x.mutable_self()->mutable_user()->set_username(username);
    cluster.answer(x);
    cluster.outcomes.back().cluster = cluster_id;
  }

  void answer_created() {
    answer_self();
    auto x = wire::Result{};
    *x.mutable_created_tasks()->add_items()->mutable_task()
      = task_result(42, "One").task();
    cluster.answer(x);
  }

  int import() {
    return run_words({"import", file});
  }

  /// What the command was called that was sent last.
  std::string last_name() const {
    const auto& request = cluster.asked.back().request;
    BOOST_TEST_REQUIRE(request.has_value());
    return {request->bytes.begin(), request->bytes.end()};
  }

  std::vector<fs::path> kept() const {
    auto found = std::vector<fs::path>{};
    if (fs::exists(state / "taskraft"))
      for (const auto& each : fs::directory_iterator{state / "taskraft"})
        found.push_back(each.path());
    return found;
  }

  /// An import of which nobody knows what came of it, and what it was called.
  std::string interrupt() {
    answer_self();
    cluster.outcomes.push_back({.kind = outcome_kind::unknown});
    BOOST_TEST(import() == 6);
    return last_name();
  }

  std::string username = "ann";
  std::string cluster_id = "a1";
  taskraft::tests::temporary_folder folder;
  fs::path state = folder.path() / "state";
  std::string file = (folder.path() / "tasks.csv").string();
};

BOOST_FIXTURE_TEST_SUITE(an_import_command, fixture)

// It forgot what it was called, and created all again.
BOOST_AUTO_TEST_CASE(goes_on_where_a_run_before_it_ended) {
  auto name = interrupt();
  BOOST_TEST_REQUIRE(kept().size() == 1U);
  struct stat about = {};
  BOOST_TEST(::stat(kept()[0].c_str(), &about) == 0);
  BOOST_TEST((about.st_mode & 0777U) == 0600U);
  answer_created();
  BOOST_TEST(import() == 0);
  BOOST_TEST(last_name() == name);
  BOOST_TEST(out.str() == "1 imported, 0 failed\n");
}

BOOST_AUTO_TEST_CASE(tells_nobody_else_what_failed_and_follows_no_link) {
  std::ofstream{file} << "title,status\nOne,nonsense\n";
  auto failed = file + ".failed";
  auto before = ::umask(0);
  answer_self();
  BOOST_TEST(import() == 7);
  ::umask(before);
  struct stat about = {};
  BOOST_TEST_REQUIRE(::stat(failed.c_str(), &about) == 0);
  BOOST_TEST((about.st_mode & 0777U) == 0600U);
  auto victim = (folder.path() / "victim").string();
  std::ofstream{victim} << "mine";
  fs::remove(failed);
  fs::create_symlink(victim, failed);
  answer_self();
  BOOST_TEST(import() == 1);
  BOOST_TEST(fs::file_size(victim) == 4U);
}

BOOST_AUTO_TEST_CASE(is_another_one_once_it_is_done) {
  answer_created();
  BOOST_TEST(import() == 0);
  auto name = last_name();
  BOOST_TEST(kept().empty());
  answer_created();
  BOOST_TEST(import() == 0);
  BOOST_TEST(last_name() != name);
}

// One that ended in another cluster, or another user's, ended this one too.
BOOST_AUTO_TEST_CASE(goes_on_where_it_was_begun_and_as_who_began_it) {
  auto name = interrupt();
  cluster_id = "b2";
  answer_created();
  BOOST_TEST(import() == 0);
  BOOST_TEST(last_name() != name);
  cluster_id = "a1";
  username = "bob";
  BOOST_TEST(interrupt() != name);
  username = "ann";
  answer_created();
  BOOST_TEST(import() == 0);
  BOOST_TEST(last_name() == name);
  BOOST_TEST(kept().size() == 1U);
}

// One was said to be "1 rows".
BOOST_AUTO_TEST_CASE(says_one_row_of_one_and_rows_of_more) {
  BOOST_TEST(run_words({"import", file, "--dry-run"}) == 0);
  BOOST_TEST(out.str() == "1 row of csv, 0 that cannot be imported\n");
  std::ofstream{file} << "title\nOne\nTwo\n";
  out.str("");
  BOOST_TEST(run_words({"import", file, "--dry-run"}) == 0);
  BOOST_TEST(out.str() == "2 rows of csv, 0 that cannot be imported\n");
}

// A dry run counted the row without a title alone.
BOOST_AUTO_TEST_CASE(tries_parents_without_a_cluster) {
  std::ofstream{file} << "id,title,parent\n1,One,\n2,Two,1\n3,,1\n4,Four,3\n"
                         "5,Five,9\n";
  BOOST_TEST(run_words({"import", file, "--dry-run"}) == 0);
  BOOST_TEST(out.str() == "5 rows of csv, 3 that cannot be imported\n");
}

// Only the import itself said which rows, and why.
BOOST_AUTO_TEST_CASE(names_rows_that_a_dry_run_finds_broken) {
  std::ofstream{file} << "title;due\nOne;never\nTwo;\n;\n";
  BOOST_TEST(run_words({"import", file, "--dry-run"}) == 0);
  BOOST_TEST(err.str()
             == "line 2: due: `never` is neither a day nor a moment\n"
                "line 4: title: must not be empty\n");
  auto to = std::ofstream{file};
  to << "title\n";
  for (auto i = 0; i < 22; ++i)
    to << "\" \"\n";
  to.close();
  err.str("");
  BOOST_TEST(run_words({"import", file, "--dry-run"}) == 0);
  BOOST_TEST(std::ranges::count(err.str(), '\n') == 21);
  BOOST_TEST(err.str().ends_with("title: must not be empty\nand 2 more\n"));
}

BOOST_AUTO_TEST_CASE(failed_rows_of_semicolons_are_written_with_commas) {
  std::ofstream{file} << "title;due\n\"One, two\";never\n";
  answer_self();
  BOOST_TEST(run_words({"import", file}) == 7);
  auto from = std::ifstream{file + ".failed"};
  auto text = std::string{std::istreambuf_iterator{from}, {}};
  BOOST_TEST(text
             == "title,due,reason\r\n\"One, two\",never,due: `never` is "
                "neither a day nor a moment\r\n");
}

BOOST_AUTO_TEST_CASE(says_that_one_row_was_not_imported) {
  std::ofstream{file} << "title,due\nOne,never\n";
  answer_self();
  BOOST_TEST(run_words({"import", file}) == 7);
  BOOST_TEST(err.str().find("1 row was not imported") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace commands_import_test
