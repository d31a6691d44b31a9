#include "persistence/disk/posix_file.hpp"
#include "persistence/snapshot/snapshot.hpp"
#include "tests/bin/client/run_fixture.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/unit_test.hpp"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

namespace commands_backup_file_test {

using namespace taskraft;
using namespace taskraft::client;

struct fixture : run_fixture {
  tests::temporary_folder folder;
  persistence::posix_file_system files;
  std::string file = (folder.path() / "backup").string();

  static wire::SnapshotRow task_row(std::uint64_t id, const std::string& title,
                                    const std::string& project) {
    auto row = wire::SnapshotRow{};
    *row.mutable_task() = task_result(id, title).task();
    row.mutable_task()->set_project(project);
    return row;
  }

  void write(const std::vector<wire::SnapshotRow>& rows) {
    auto writer
      = persistence::snapshot_writer::create(files, file, {{{40}, {2}}, {}});
    BOOST_REQUIRE(static_cast<bool>(writer));
    for (const auto& row : rows)
      BOOST_REQUIRE(static_cast<bool>(writer->add(row.SerializeAsString())));
    BOOST_REQUIRE(static_cast<bool>(writer->finish()));
  }

  void write_board() {
    auto trashed = task_row(3, "Forget", "OPS");
    trashed.mutable_task()->set_deleted_at_us(1);
    auto assignment = wire::SnapshotRow{};
    assignment.mutable_assignment()->set_task(1);
    assignment.mutable_assignment()->set_username("ann");
    auto label = wire::SnapshotRow{};
    label.mutable_task_label()->set_task(1);
    label.mutable_task_label()->set_label("bug");
    label.mutable_task_label()->set_name("Bug");
    auto project = wire::SnapshotRow{};
    project.mutable_project()->set_key("OPS");
    write({task_row(1, "Fix the gate", "OPS"), task_row(2, "Rest", ""), trashed,
           assignment, label, project});
  }

  /// Flips all bits of a byte.
  void damage(std::size_t at) const {
    auto content = std::ifstream{file, std::ios::binary};
    auto bytes = std::string{std::istreambuf_iterator<char>{content}, {}};
    bytes[at] = static_cast<char>(~bytes[at]);
    std::ofstream{file, std::ios::binary} << bytes;
  }
};

BOOST_FIXTURE_TEST_SUITE(the_file_of_a_backup, fixture)

BOOST_AUTO_TEST_CASE(is_checked_to_the_last_byte) {
  write_board();
  BOOST_TEST(run_words({"restore", "--check", file, "--json"}) == 0, err.str());
  auto found = nlohmann::json::parse(out.str());
  BOOST_TEST(found["index"] == 40);
  BOOST_TEST(found["rows"] == 6);
  BOOST_TEST(found["tasks"] == 3);
  BOOST_TEST(found["bytes"] == std::filesystem::file_size(file));
  auto size = std::filesystem::file_size(file);
  for (auto at = std::size_t{0}; at < size; at += 7) {
    write_board();
    damage(at);
    BOOST_TEST(run_words({"restore", "--check", file}) == 1, at);
    BOOST_TEST(run_words({"backup", "extract", file}) == 1, at);
    BOOST_TEST(out.str() == "");
  }
  BOOST_TEST(run_words({"restore", "--check", file + "x"}) == 3);
}

// Users know nothing of snapshots.
BOOST_AUTO_TEST_CASE(is_called_a_backup_or_a_file) {
  write_board();
  damage(std::filesystem::file_size(file) - 1);
  BOOST_TEST(run_words({"restore", "--check", file}) == 1);
  BOOST_TEST(err.str().find("the end of the file is damaged")
               != std::string::npos,
             err.str());
  std::ofstream{file} << "something else\n";
  BOOST_TEST(run_words({"restore", "--check", file}) == 1);
  BOOST_TEST(err.str().find("this is neither a backup nor a snapshot")
               != std::string::npos,
             err.str());
}

BOOST_AUTO_TEST_CASE(gives_its_tasks_with_people_and_labels) {
  write_board();
  BOOST_TEST(run_words({"backup", "extract", file, "--format", "ndjson"}) == 0,
             err.str());
  auto lines = std::istringstream{out.str()};
  auto line = std::string{};
  std::getline(lines, line);
  auto first = nlohmann::json::parse(line);
  BOOST_TEST(first["title"] == "Fix the gate");
  BOOST_TEST(first["assignees"].dump() == R"(["ann"])");
  BOOST_TEST(first["labels"].dump() == R"(["Bug"])");
  std::getline(lines, line);
  BOOST_TEST(nlohmann::json::parse(line)["title"] == "Rest");
  // What is in the trash stays there.
  BOOST_TEST(!std::getline(lines, line));
}

BOOST_AUTO_TEST_CASE(gives_the_tasks_of_one_project) {
  write_board();
  BOOST_TEST(run_words({"backup", "extract", file, "--project", "OPS"}) == 0);
  BOOST_TEST(out.str().find("Fix the gate") != std::string::npos);
  BOOST_TEST(out.str().find("Rest") == std::string::npos);
  BOOST_TEST(run_words({"backup", "extract", file, "--project", "none"}) == 0);
  BOOST_TEST(out.str().find("Rest") != std::string::npos);
  BOOST_TEST(out.str().find("Fix") == std::string::npos);
  BOOST_TEST(run_words({"backup", "extract", file, "--project", "NOPE"}) == 3);
  BOOST_TEST(out.str() == "");
  BOOST_TEST(err.str() == "taskraft: the backup has no project NOPE\n");
  BOOST_TEST(run_words({"backup", "extract", file, "--format", "csv"}) == 2);
}

BOOST_AUTO_TEST_CASE(may_be_of_a_newer_program) {
  auto row = wire::SnapshotRow{};
  row.GetReflection()->MutableUnknownFields(&row)->AddVarint(9999, 1);
  write({row});
  BOOST_TEST(run_words({"restore", "--check", file}) == 1);
  BOOST_TEST(err.str().find("newer taskraft") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace commands_backup_file_test
