// HAZARDS 23: rights that are given and taken back under load mean the same on
// every store, however commands are divided into batches and wherever a node
// starts again.

#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/dice.hpp"
#include "tests/support/stores/stored_rows.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace rights_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

constexpr std::size_t step_count = 900;
const auto names = std::vector<std::string>{"ann", "bob", "eve", "far"};

constexpr auto node
  = protocol::principal{.kind = protocol::principal_kind::node,
                        .via = protocol::door::system,
                        .made_by_node = true,
                        .id = 1};
constexpr auto admin_by_node = protocol::principal{.made_by_node = true};

/// A command as it goes to the log.
struct step {
  protocol::principal who;
  std::uint64_t request = 0;
  wire::Command command;
};

/// Works and takes rights, one command after the other, and checks what is
/// answered against what it knows of logins.
class people_at_work {
public:
  explicit people_at_work(std::uint64_t seed) : chance_(seed) {
    auto x = wire::Command{};
    x.mutable_create_first_admin()->mutable_secret()->set_password_hash("h");
    run(node, x);
    x = {};
    x.mutable_create_project()->set_key("OPS");
    x.mutable_create_project()->set_name("x");
    run({}, x);
    for (const auto& name : names) {
      x = {};
      x.mutable_create_user()->set_username(name);
      x.mutable_create_user()->mutable_secret()->set_password_hash("h");
      revs_[name] = run(admin_by_node, x).user().rev();
      log_in(name);
    }
    while (steps_.size() < step_count)
      chance_.percent(25) ? change_rights() : work();
  }

  const std::vector<step>& steps() const {
    return steps_;
  }
  persistence::task_board& board() {
    return *board_;
  }
  persistence::task_store& store() {
    reopened_ = medium_.open();
    return *reopened_;
  }

  /// Commands that came from a login that had ended, and were refused.
  std::size_t too_late = 0;
  /// Commands that were done by users, with their indexes, and who gave them.
  std::map<std::uint64_t, std::string> done;

private:
  wire::Result run(const protocol::principal& who, const wire::Command& x) {
    return send({who, ++last_request_, x});
  }

  wire::Result send(const step& x) {
    steps_.push_back(x);
    log_.command_of(x.who, x.request, x.command);
    auto answers = apply(*board_, log_);
    auto result = wire::Result{};
    BOOST_REQUIRE(result.ParseFromString(answers[0].result));
    last_index_ = answers[0].index.value;
    return result;
  }

  void log_in(const std::string& name) {
    auto x = wire::Command{};
    auto& login = *x.mutable_create_session();
    login.set_username(name);
    login.set_checked_rev(revs_[name]);
    auto secret = std::to_string(last_request_);
    login.set_digest(secret + std::string(32 - secret.size(), '.'));
    login.set_lifetime_us(1'000'000'000'000);
    auto made = run(node, x);
    BOOST_TEST(made.has_session() == !disabled_.contains(name));
    if (made.has_session())
      sessions_[made.session().id()] = name;
  }

  void change_rights() {
    auto name = chance_.one_of(names);
    auto x = wire::Command{};
    switch (chance_.below(6)) {
      case 0: {
        x.mutable_update_user()->set_username(name);
        auto off = chance_.percent(30);
        x.mutable_update_user()->set_disabled(off);
        run({}, x);
        if (off) {
          disabled_.insert(name);
          std::erase_if(sessions_,
                        [&](const auto& each) { return each.second == name; });
        } else {
          disabled_.erase(name);
        }
        return;
      }
      case 1:
        x.mutable_set_member()->set_project("OPS");
        x.mutable_set_member()->set_username(name);
        x.mutable_set_member()->set_role(
          static_cast<wire::ProjectRole>(1 + chance_.below(3)));
        run({}, x);
        return;
      case 2:
        x.mutable_remove_member()->set_project("OPS");
        x.mutable_remove_member()->set_username(name);
        run({}, x);
        return;
      case 3: {
        auto id = 1 + chance_.below(last_session());
        x.mutable_end_session()->set_id(id);
        run({}, x);
        sessions_.erase(id);
        return;
      }
      default:
        log_in(name);
    }
  }

  std::uint64_t last_session() {
    return std::max<std::uint64_t>(
      sessions_.empty() ? 1 : sessions_.rbegin()->first, 4);
  }

  std::uint64_t some_task() {
    return 1 + chance_.below(40);
  }

  wire::Command some_work() {
    auto x = wire::Command{};
    auto name = chance_.one_of(names);
    switch (chance_.below(10)) {
      case 0:
        x.mutable_share_task()->set_task(some_task());
        x.mutable_share_task()->set_username(name);
        x.mutable_share_task()->set_role(wire::PROJECT_ROLE_MEMBER);
        x.mutable_share_task()->set_remove(chance_.percent(40));
        break;
      case 1:
        x.mutable_assign_task()->set_task(some_task());
        x.mutable_assign_task()->set_username(name);
        x.mutable_assign_task()->set_remove(chance_.percent(40));
        break;
      case 2:
        x.mutable_add_comment()->set_task(some_task());
        x.mutable_add_comment()->set_text("look, @" + name);
        break;
      case 3:
        x.mutable_delete_task()->set_id(some_task());
        break;
      case 4:
        x.mutable_restore_task()->set_id(some_task());
        break;
      case 5:
        x.mutable_purge_task()->set_id(some_task());
        break;
      case 6:
      case 7:
        x.mutable_update_task()->set_id(some_task());
        x.mutable_update_task()->set_status(
          static_cast<wire::Status>(1 + chance_.below(4)));
        break;
      default:
        x.mutable_create_task()->set_title("x");
        if (chance_.percent(70))
          x.mutable_create_task()->set_project("OPS");
    }
    return x;
  }

  /// Sometimes under a login of before, or a request of before.
  void work() {
    auto id = 1 + chance_.below(last_session());
    if (!sessions_.empty() && chance_.percent(80))
      id = std::next(sessions_.begin(), static_cast<std::ptrdiff_t>(
                                          chance_.below(sessions_.size())))
             ->first;
    auto next = step{{.kind = protocol::principal_kind::session, .id = id},
                     ++last_request_,
                     some_work()};
    auto is_again = chance_.percent(5) && !worked_.empty();
    if (is_again)
      next = chance_.one_of(worked_);
    else
      worked_.push_back(next);
    auto known = sessions_.find(next.who.id);
    auto result = send(next);
    auto is_refused = result.refusal().code()
                      == static_cast<std::uint32_t>(errc::session_expired);
    BOOST_TEST_REQUIRE(is_refused == (known == sessions_.end()));
    too_late += is_refused ? 1U : 0U;
    if (!is_again && !result.has_refusal())
      done[last_index_] = known->second;
  }

  dice chance_;
  memory_medium medium_;
  std::unique_ptr<persistence::task_board> board_
    = open_board(medium_.open(), 10'000);
  std::unique_ptr<persistence::task_store> reopened_;
  board_log log_;
  std::vector<step> steps_;
  std::vector<step> worked_;
  std::uint64_t last_request_ = 0;
  std::uint64_t last_index_ = 0;
  std::map<std::string, std::uint64_t> revs_;
  std::set<std::string> disabled_;
  /// The logins that have not ended, and whose they are.
  std::map<std::uint64_t, std::string> sessions_;
};

/// Work is in the history once, by who did it, and nothing else is; what users
/// are told of is there too.
void check_history(people_at_work& work) {
  auto& store = work.store();
  auto told = std::map<std::uint64_t, std::set<std::string>>{};
  for (const auto& x : stored_rows<wire::Change>(store))
    if (x.outcome().empty() && x.via() != wire::VIA_SYSTEM
        && x.actor() != "admin")
      told[x.index()].insert(x.actor());
  for (const auto& [index, actors] : told) {
    auto found = work.done.find(index);
    BOOST_TEST_REQUIRE((found != work.done.end()));
    BOOST_TEST(actors == std::set<std::string>{found->second});
  }
  BOOST_TEST(told.size() > work.done.size() / 2);
  auto notifications = stored_rows<wire::Notification>(store);
  BOOST_TEST(notifications.size() > 10U);
  for (const auto& x : notifications)
    BOOST_TEST_REQUIRE(told.contains(x.id()));
}

BOOST_AUTO_TEST_SUITE(rights_that_change_under_load)

BOOST_AUTO_TEST_CASE_TEMPLATE(mean_the_same_on_every_store, Medium, all_media) {
  auto work = people_at_work{23};
  BOOST_TEST(work.too_late > 50U);
  BOOST_TEST(work.done.size() > 100U);
  auto medium = Medium{};
  auto board = open_board(medium.open(), 10'000);
  auto log = board_log{};
  auto chance = dice{7};
  const auto& steps = work.steps();
  auto restarts = 0;
  for (auto i = std::size_t{0}; i < steps.size();) {
    auto count = std::min<std::size_t>(1 + chance.below(15), steps.size() - i);
    for (auto end = i + count; i < end; ++i)
      log.command_of(steps[i].who, steps[i].request, steps[i].command);
    evaluate(*board, log.take());
    commit(*board);
    if (chance.percent(10)) {
      board.reset();
      board = open_board(medium.open(), 10'000);
      ++restarts;
    }
  }
  BOOST_TEST(restarts > 2);
  BOOST_TEST(digest_of(*board) == digest_of(work.board()));
  check_history(work);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace rights_test
