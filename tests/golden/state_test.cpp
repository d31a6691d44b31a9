// A state with every kind of row and every field: its digest is what nodes of
// other versions compare theirs with.

#include "persistence/board/board_snapshot.hpp"
#include "persistence/board/task_board.hpp"
#include "tasks.pb.h"
#include "tests/golden/golden.hpp"
#include "tests/support/disks/faulty_disk.hpp"
#include "tests/support/fill_proto.hpp"
#include "tests/support/stores/memory_task_store.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace state_test {

using namespace taskraft;
using namespace taskraft::tests;
using persistence::snapshot_file;
using persistence::task_board;
namespace wire = taskraft::tasks::wire;

const auto path = std::string{"snapshot"};
const auto position = raft::log_position{{100}, {3}};

/// Which fields the rows have.
enum class fields { of_0_2_0, all };

/// Each kind of row, and a task for each form of a due date.
std::vector<wire::SnapshotRow> all_rows(fields which) {
  auto rows = std::vector<wire::SnapshotRow>{};
  for (const auto& one : filled_proto(*wire::SnapshotRow::descriptor())) {
    if (one.is_newer && which == fields::of_0_2_0)
      continue;
    if (one.is_newer)
      rows.pop_back();
    rows.push_back(dynamic_cast<const wire::SnapshotRow&>(*one.message));
  }
  for (auto& row : rows) {
    // What no state would hold otherwise.
    if (row.has_board())
      row.mutable_board()->set_rules_level(1);
    if (row.has_request())
      row.mutable_request()->set_id("0123456789abcdef");
    if (row.has_task())
      row.mutable_task()->mutable_due()->set_instant_us(5);
  }
  auto other = *std::ranges::find_if(rows, &wire::SnapshotRow::has_task);
  other.mutable_task()->set_id(2);
  other.mutable_task()->mutable_due()->set_date(6);
  auto after_tasks = std::ranges::find_if(rows, &wire::SnapshotRow::has_task);
  rows.insert(std::next(after_tasks), other);
  // Tables come in the order of their numbers.
  std::ranges::stable_sort(rows, {}, &wire::SnapshotRow::row_case);
  return rows;
}

std::vector<std::string> texts_of(const std::vector<wire::SnapshotRow>& rows) {
  auto texts = std::vector<std::string>{};
  for (const auto& row : rows)
    texts.push_back(row.ShortDebugString());
  return texts;
}

struct fixture {
  std::string digest_of(fields which) {
    install(which);
    auto digest = board->digest();
    BOOST_REQUIRE(static_cast<bool>(digest));
    return *digest;
  }

  void install(fields which) {
    auto opened = task_board::open(
      std::make_unique<memory_task_store>(std::make_shared<memory_disk>()),
      1000);
    BOOST_REQUIRE(static_cast<bool>(opened));
    board = std::move(*opened);
    auto members
      = raft::placed_membership{{2}, {.cluster_id = "text 1", .members = {}}};
    auto writer
      = persistence::snapshot_writer::create(disk, path, {position, members});
    BOOST_REQUIRE(static_cast<bool>(writer));
    for (const auto& row : all_rows(which))
      BOOST_REQUIRE(static_cast<bool>(writer->add(row.SerializeAsString())));
    BOOST_REQUIRE(static_cast<bool>(writer->finish()));
    auto work = board->begin_install(read(), {});
    auto outcome = work.run();
    BOOST_REQUIRE_MESSAGE(outcome, (outcome ? "" : outcome.error().detail));
    work.finish();
  }

  std::shared_ptr<const snapshot_file> read() {
    auto file = snapshot_file::open(disk, path);
    BOOST_REQUIRE(static_cast<bool>(file));
    return *file;
  }

  faulty_disk disk;
  std::unique_ptr<task_board> board;
};

BOOST_FIXTURE_TEST_SUITE(a_golden_state, fixture)

BOOST_AUTO_TEST_CASE(has_the_digest_that_it_ever_had) {
  golden::check("state",
                {{"digest", {{digest_of(fields::of_0_2_0), ""}}},
                 {"digest of all fields", {{digest_of(fields::all), ""}}}});
}

BOOST_AUTO_TEST_CASE(keeps_every_row_and_field) {
  install(fields::all);
  auto reader = board->open_reader();
  BOOST_REQUIRE(static_cast<bool>(reader));
  BOOST_REQUIRE(static_cast<bool>((*reader)->write_snapshot(disk, path)));
  auto rows = std::vector<wire::SnapshotRow>{};
  auto scanned = read()->scan([&](std::string_view bytes) -> status {
    rows.emplace_back().ParseFromArray(bytes.data(),
                                       static_cast<int>(bytes.size()));
    return done{};
  });
  BOOST_REQUIRE(static_cast<bool>(scanned));
  BOOST_TEST(texts_of(rows) == texts_of(all_rows(fields::all)));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace state_test
