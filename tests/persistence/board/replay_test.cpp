// What a request hears that comes again (SECURITY 7): what its user may still
// know.

#include "tests/support/boards/people_board.hpp"
#include "tests/support/stores/task_store_media.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace replay_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : people<sqlite_medium> {
  /// The answer to a request, whether or not it comes again.
  wire::Result send(const protocol::principal& who, std::uint64_t request,
                    const wire::Command& x) {
    log.command_of(who, request, x);
    return parse_result(apply(*board, log).back().result);
  }

  static wire::Command creation(const std::string& project) {
    auto x = wire::Command{};
    x.mutable_create_task()->set_title("Secret plan");
    x.mutable_create_task()->set_project(project);
    x.set_fingerprint("f");
    return x;
  }

  void leave(const std::string& username) {
    auto x = wire::Command{};
    x.mutable_remove_member()->set_project("OPS");
    x.mutable_remove_member()->set_username(username);
    run(x);
  }
  void purge(std::uint64_t id) {
    auto x = wire::Command{};
    x.mutable_purge_task()->set_id(id);
    run(x);
  }

  static bool is_gone(const wire::Result& x) {
    return x.refusal().code() == static_cast<std::uint32_t>(errc::not_found)
           && x.SerializeAsString().find("Secret") == std::string::npos;
  }
};

BOOST_FIXTURE_TEST_SUITE(a_request_that_comes_again, fixture)

BOOST_AUTO_TEST_CASE(hears_the_first_answer) {
  auto first = send(ann, 900, creation("OPS"));
  BOOST_TEST(first.has_task());
  auto again = send(ann, 900, creation("OPS"));
  BOOST_TEST(again.SerializeAsString() == first.SerializeAsString());
}

BOOST_AUTO_TEST_CASE(hears_nothing_of_what_has_become_invisible) {
  auto first = send(ann, 900, creation("OPS"));
  leave("ann");
  auto again = send(ann, 900, creation("OPS"));
  BOOST_TEST(is_gone(again));
  BOOST_TEST(again.fingerprint() == first.fingerprint());
}

BOOST_AUTO_TEST_CASE(hears_nothing_of_what_was_purged) {
  auto first = send(ann, 900, creation("OPS"));
  auto comment = wire::Command{};
  comment.mutable_add_comment()->set_task(first.task().id());
  comment.mutable_add_comment()->set_text("Secret remark");
  BOOST_TEST(send(ann, 901, comment).has_comment());
  auto batch = wire::Command{};
  *batch.mutable_create_tasks()->add_items() = creation("OPS").create_task();
  *batch.mutable_create_tasks()->add_items() = creation("OPS").create_task();
  auto created = send(ann, 902, batch);
  purge(first.task().id());
  purge(created.created_tasks().items(0).task().id());
  BOOST_TEST(is_gone(send(ann, 900, creation("OPS"))));
  BOOST_TEST(is_gone(send(ann, 901, comment)));
  auto items = send(ann, 902, batch).created_tasks().items();
  BOOST_TEST(items[0].has_refusal());
  BOOST_TEST(items[1].has_task());
}

BOOST_AUTO_TEST_CASE(hears_of_success_that_took_its_subject_out_of_sight) {
  auto first = send(ann, 900, creation("OPS"));
  auto comment = wire::Command{};
  comment.mutable_add_comment()->set_task(first.task().id());
  comment.mutable_add_comment()->set_text("x");
  auto remove = wire::Command{};
  remove.mutable_delete_comment()->set_id(
    send(ann, 901, comment).comment().id());
  BOOST_TEST(send(ann, 902, remove).has_comment());
  BOOST_TEST(send(ann, 902, remove).has_comment());
  auto away = wire::Command{};
  away.mutable_remove_member()->set_project("OPS");
  away.mutable_remove_member()->set_username("ann");
  BOOST_TEST(send(ann, 903, away).has_project());
  BOOST_TEST(send(ann, 903, away).has_project());
  auto purging = wire::Command{};
  purging.mutable_purge_task()->set_id(first.task().id());
  auto purged = send({}, 904, purging);
  BOOST_TEST(purged.task().id() == first.task().id());
  BOOST_TEST(purged.task().title() == "");
  BOOST_TEST(send({}, 904, purging).SerializeAsString()
             == purged.SerializeAsString());
  // Where the task itself is gone, nothing is told of it.
  BOOST_TEST(is_gone(send(ann, 902, remove)));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace replay_test
