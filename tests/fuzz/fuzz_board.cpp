// What is applied to the board: commands and queries of anybody, and rows of
// snapshots.

#include "persistence/board/task_board.hpp"
#include "persistence/store/row_cells.hpp"
#include "protocol/invariant.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/boards/board_log.hpp"
#include "tests/support/simulation/simulated_rows.hpp"
#include "tests/support/stores/memory_task_store.hpp"

#include <cstdio>
#include <memory>
#include <string>
#include <utility>

namespace taskraft::tests {

namespace {

constexpr auto most_commands = std::uint64_t{40};

const auto of_node = protocol::principal{
  .kind = protocol::principal_kind::node, .made_by_node = true, .id = 1};

struct fuzzed_board {
  void run(board_log& log) {
    auto answers = board->evaluate(log.take());
    RAFT_INVARIANT(answers);
    RAFT_INVARIANT(board->commit());
  }

  /// What is derived still follows from what it is derived from.
  void check() const {
    auto broken = broken_rows(disk->content());
    for (const auto& each : broken)
      std::fprintf(stderr, "%s\n", each.c_str());
    RAFT_INVARIANT(broken.empty());
  }

  std::shared_ptr<memory_disk> disk = std::make_shared<memory_disk>();
  std::unique_ptr<persistence::task_board> board = [this] {
    auto opened = persistence::task_board::open(
      std::make_shared<memory_task_store>(disk));
    RAFT_INVARIANT(opened);
    return std::move(*opened);
  }();
};

/// Two users with sessions 1 and 2, a project, and a task of it.
void begin(board_log& log, std::uint64_t& request) {
  log.no_op({1}).membership("fuzz");
  for (const auto* name : {"ann", "bob"}) {
    auto user = tasks::wire::Command{};
    user.mutable_create_user()->set_username(name);
    user.mutable_create_user()->mutable_secret()->set_password_hash("h");
    log.command_of(of_node, ++request, user);
    auto session = tasks::wire::Command{};
    session.mutable_create_session()->set_username(name);
    session.mutable_create_session()->set_checked_rev(log.last().index.value);
    session.mutable_create_session()->set_digest(std::string(32, *name));
    session.mutable_create_session()->set_lifetime_us(1'000'000'000'000);
    log.command_of(of_node, ++request, session);
  }
  auto project = tasks::wire::Command{};
  project.mutable_create_project()->set_key("OPS");
  project.mutable_create_project()->set_name("OPS");
  log.command_of({.kind = protocol::principal_kind::session, .id = 1},
                 ++request, project);
  auto task = create_task("Task");
  task.mutable_create_task()->set_project("OPS");
  log.command_of({.kind = protocol::principal_kind::session, .id = 1},
                 ++request, task);
}

protocol::principal principal_of(unsigned number) {
  switch (number % 5) {
    case 0:
      return {};
    case 1:
    case 2:
      return {.kind = protocol::principal_kind::session, .id = number % 5};
    case 3:
      return of_node;
    default:
      return {.kind = protocol::principal_kind::operator_token, .id = 1};
  }
}

} // namespace

/// Pieces are commands in turns of several users, and the last is a query.
void fuzz_commands(std::string_view input) {
  auto subject = fuzzed_board{};
  auto log = board_log{};
  auto request = std::uint64_t{0};
  begin(log, request);
  auto rest = fuzz_input{input};
  auto last = std::string{};
  while (!rest.empty() && request < most_commands) {
    auto who = principal_of(rest.number());
    last = rest.piece();
    log.at(1'000'000 + request * 1'000'000);
    log.raw_command(++request, last, {}, who);
  }
  subject.run(log);
  subject.check();
  auto reader = subject.board->open_reader();
  RAFT_INVARIANT(reader);
  for (auto number : {0U, 1U, 3U})
    static_cast<void>((*reader)->answer({{last, principal_of(number)}},
                                        1'000'000 + request * 1'000'000));
}

/// Each row becomes cells and the same row again.
void fuzz_rows(std::string_view input) {
  auto row = tasks::wire::SnapshotRow{};
  if (!row.ParseFromArray(input.data(), static_cast<int>(input.size()))
      || row.row_case() == tasks::wire::SnapshotRow::ROW_NOT_SET)
    return;
  auto number = static_cast<std::uint32_t>(row.row_case());
  const auto* table = persistence::own_schema().row_numbered(number);
  if (table == nullptr)
    return;
  const auto& field
    = *tasks::wire::SnapshotRow::descriptor()->FindFieldByNumber(
      static_cast<int>(number));
  const auto& content = row.GetReflection()->GetMessage(row, &field);
  auto key = tasks::key_of(*table->row, content);
  static_cast<void>(tasks::split_key(*table->row, key));
  for (const auto& each : table->columns)
    static_cast<void>(persistence::cell_of(each, content));
}

} // namespace taskraft::tests
