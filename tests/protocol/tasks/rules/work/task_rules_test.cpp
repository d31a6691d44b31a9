#include "protocol/tasks/limits.hpp"
#include "tests/support/boards/map_view.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace task_rules_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;
using namespace std::string_literals;

struct fixture : rules_fixture {
  static wire::Command creation(const std::string& title) {
    auto x = wire::Command{};
    x.mutable_create_task()->set_title(title);
    return x;
  }
  wire::Task create(const std::string& title = "Title") {
    return apply(creation(title)).task();
  }
  static wire::Command update_of(std::uint64_t id) {
    auto x = wire::Command{};
    x.mutable_update_task()->set_id(id);
    return x;
  }
  wire::Result set_status(std::uint64_t id, wire::Status status) {
    auto x = update_of(id);
    x.mutable_update_task()->set_status(status);
    return apply(x);
  }
  wire::Result remove(std::uint64_t id) {
    auto x = wire::Command{};
    x.mutable_delete_task()->set_id(id);
    return apply(x);
  }
  wire::Result restore(std::uint64_t id) {
    auto x = wire::Command{};
    x.mutable_restore_task()->set_id(id);
    return apply(x);
  }
  wire::Result create_due(std::int32_t date) {
    auto x = creation("Due");
    x.mutable_create_task()->mutable_due()->set_date(date);
    return apply(x);
  }
  wire::Result create_due_at(std::int64_t instant_us) {
    auto x = creation("Due");
    x.mutable_create_task()->mutable_due()->set_instant_us(instant_us);
    return apply(x);
  }
};

std::string euros(std::size_t count) {
  auto text = std::string{};
  while (count-- > 0)
    text += "\xe2\x82\xac";
  return text;
}

BOOST_FIXTURE_TEST_SUITE(a_new_task, fixture)

BOOST_AUTO_TEST_CASE(has_what_was_given_and_defaults) {
  auto command = creation("Write");
  principal = user("ada");
  command.mutable_create_task()->set_description("All of it");
  command.mutable_create_task()->mutable_due()->set_date(20000);
  auto task = apply(command).task();
  BOOST_TEST(task.id() == 1U);
  BOOST_TEST(task.rev() == 1U);
  BOOST_TEST(task.title() == "Write");
  BOOST_TEST(task.description() == "All of it");
  BOOST_TEST(task.status() == wire::STATUS_TODO);
  BOOST_TEST(task.priority() == wire::PRIORITY_NONE);
  BOOST_TEST(task.due().date() == 20000);
  BOOST_TEST(task.creator() == "ada");
  BOOST_TEST(task.created_at_us() == 1000U);
  BOOST_TEST(task.updated_at_us() == 1000U);
  BOOST_TEST(task.completed_at_us() == 0U);
  BOOST_TEST(task.deleted_at_us() == 0U);
}

BOOST_AUTO_TEST_CASE(gets_its_id_in_log_order) {
  BOOST_TEST(create().id() == 1U);
  BOOST_TEST(apply(creation("")).has_refusal());
  BOOST_TEST(create().id() == 2U);
}

BOOST_AUTO_TEST_CASE(may_be_completed_at_once) {
  auto command = creation("Done already");
  command.mutable_create_task()->set_status(wire::STATUS_COMPLETED);
  BOOST_TEST(apply(command).task().completed_at_us() == 1000U);
}

BOOST_AUTO_TEST_CASE(has_a_title_of_1_to_255_characters) {
  BOOST_TEST(is_refused(apply(creation("")), errc::invalid_value, "/title"));
  BOOST_TEST(apply(creation("x")).has_task());
  BOOST_TEST(apply(creation(std::string(255, 'x'))).has_task());
  BOOST_TEST(is_refused(apply(creation(std::string(256, 'x'))),
                        errc::invalid_value, "/title"));
  BOOST_TEST(apply(creation(euros(255))).has_task());
  BOOST_TEST(
    is_refused(apply(creation(euros(256))), errc::invalid_value, "/title"));
}

BOOST_AUTO_TEST_CASE(has_a_title_of_more_than_white_space) {
  for (const auto* blank : {" ", "\t\xe2\x80\x89\n", "\xe3\x80\x80"})
    BOOST_TEST(
      is_refused(apply(creation(blank)), errc::invalid_value, "/title"));
  // Spaces at its ends are no part of it.
  BOOST_TEST(apply(creation("  x y ")).task().title() == "x y");
}

BOOST_AUTO_TEST_CASE(has_a_title_in_utf8_without_nul) {
  BOOST_TEST(
    is_refused(apply(creation("a\0b"s)), errc::invalid_value, "/title"));
  BOOST_TEST(
    is_refused(apply(creation("a\xff")), errc::invalid_value, "/title"));
}

BOOST_AUTO_TEST_CASE(has_a_description_of_at_most_64_kib) {
  auto command = creation("Long");
  auto& description = *command.mutable_create_task()->mutable_description();
  description = std::string(tasks::max_description_bytes, 'x');
  BOOST_TEST(apply(command).has_task());
  description += 'x';
  BOOST_TEST(is_refused(apply(command), errc::invalid_value, "/description"));
}

BOOST_AUTO_TEST_CASE(has_a_description_in_utf8_without_nul) {
  auto command = creation("Odd");
  command.mutable_create_task()->set_description("a\0b"s);
  BOOST_TEST(is_refused(apply(command), errc::invalid_value, "/description"));
  command.mutable_create_task()->set_description("\xc3");
  BOOST_TEST(is_refused(apply(command), errc::invalid_value, "/description"));
}

BOOST_AUTO_TEST_CASE(has_a_known_status_and_priority) {
  auto command = creation("x");
  command.mutable_create_task()->set_status(wire::STATUS_CANCELLED);
  command.mutable_create_task()->set_priority(wire::PRIORITY_URGENT);
  BOOST_TEST(apply(command).has_task());
  command.mutable_create_task()->set_status(static_cast<wire::Status>(5));
  BOOST_TEST(is_refused(apply(command), errc::invalid_value, "/status"));
  command.mutable_create_task()->set_status(wire::STATUS_TODO);
  command.mutable_create_task()->set_priority(static_cast<wire::Priority>(6));
  BOOST_TEST(is_refused(apply(command), errc::invalid_value, "/priority"));
  command.mutable_create_task()->set_priority(static_cast<wire::Priority>(-1));
  BOOST_TEST(is_refused(apply(command), errc::invalid_value, "/priority"));
}

BOOST_AUTO_TEST_CASE(is_due_within_the_years_1_to_9999) {
  BOOST_TEST(create_due(tasks::first_due_date).has_task());
  BOOST_TEST(create_due(tasks::last_due_date).has_task());
  BOOST_TEST(is_refused(create_due(tasks::first_due_date - 1),
                        errc::invalid_value, "/due"));
  BOOST_TEST(is_refused(create_due(tasks::last_due_date + 1),
                        errc::invalid_value, "/due"));
  BOOST_TEST(create_due_at(tasks::first_due_instant_us).has_task());
  BOOST_TEST(create_due_at(tasks::last_due_instant_us).has_task());
  BOOST_TEST(is_refused(create_due_at(tasks::first_due_instant_us - 1),
                        errc::invalid_value, "/due"));
  BOOST_TEST(is_refused(create_due_at(tasks::last_due_instant_us + 1),
                        errc::invalid_value, "/due"));
}

BOOST_AUTO_TEST_CASE(is_nothing_when_refused) {
  BOOST_TEST(apply(creation("")).has_refusal());
  BOOST_TEST(state.count<wire::Task>() == 0U);
  BOOST_TEST(create().id() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(an_update, fixture)

BOOST_AUTO_TEST_CASE(changes_only_what_is_set) {
  auto before = create("Title");
  auto command = update_of(1);
  command.mutable_update_task()->set_priority(wire::PRIORITY_HIGH);
  auto after = apply(command).task();
  BOOST_TEST(after.priority() == wire::PRIORITY_HIGH);
  BOOST_TEST(after.title() == before.title());
  BOOST_TEST(after.status() == before.status());
  BOOST_TEST(after.created_at_us() == before.created_at_us());
  BOOST_TEST(after.updated_at_us() == 2000U);
  BOOST_TEST(after.rev() == 2U);
}

BOOST_AUTO_TEST_CASE(changes_every_field) {
  create("Title");
  auto command = update_of(1);
  auto& fields = *command.mutable_update_task();
  fields.set_title("New");
  fields.set_description("Text");
  fields.set_status(wire::STATUS_IN_PROGRESS);
  fields.set_priority(wire::PRIORITY_LOW);
  fields.mutable_due()->set_instant_us(-5);
  auto task = apply(command).task();
  BOOST_TEST(task.title() == "New");
  BOOST_TEST(task.description() == "Text");
  BOOST_TEST(task.status() == wire::STATUS_IN_PROGRESS);
  BOOST_TEST(task.priority() == wire::PRIORITY_LOW);
  BOOST_TEST(task.due().instant_us() == -5);
  BOOST_TEST(state.find<wire::Task>(1)->SerializeAsString()
             == task.SerializeAsString());
}

BOOST_AUTO_TEST_CASE(takes_the_due_time_away_when_it_has_no_form) {
  create_due(20000);
  auto command = update_of(1);
  command.mutable_update_task()->mutable_due();
  BOOST_TEST(!apply(command).task().has_due());
}

BOOST_AUTO_TEST_CASE(keeps_the_rev_when_it_changes_nothing) {
  create("Title");
  auto command = update_of(1);
  command.mutable_update_task()->set_title("Title");
  command.mutable_update_task()->set_status(wire::STATUS_TODO);
  command.mutable_update_task()->mutable_due();
  auto task = apply(command).task();
  BOOST_TEST(task.rev() == 1U);
  BOOST_TEST(task.updated_at_us() == 1000U);
}

BOOST_AUTO_TEST_CASE(is_refused_under_another_rev) {
  create("Title");
  auto command = update_of(1);
  command.mutable_update_task()->set_title("New");
  command.mutable_update_task()->set_expected_rev(7);
  BOOST_TEST(is_refused(apply(command), errc::stale_revision, "/expected_rev"));
  BOOST_TEST(state.find<wire::Task>(1)->title() == "Title");
  command.mutable_update_task()->set_expected_rev(1);
  BOOST_TEST(apply(command).task().title() == "New");
}

BOOST_AUTO_TEST_CASE(obeys_the_limits_of_every_field) {
  create("Title");
  auto title = update_of(1);
  title.mutable_update_task()->set_title("");
  BOOST_TEST(is_refused(apply(title), errc::invalid_value, "/title"));
  auto description = update_of(1);
  description.mutable_update_task()->set_description(
    std::string(tasks::max_description_bytes + 1, 'x'));
  BOOST_TEST(
    is_refused(apply(description), errc::invalid_value, "/description"));
  BOOST_TEST(is_refused(set_status(1, wire::STATUS_UNSPECIFIED),
                        errc::invalid_value, "/status"));
  auto priority = update_of(1);
  priority.mutable_update_task()->set_priority(wire::PRIORITY_UNSPECIFIED);
  BOOST_TEST(is_refused(apply(priority), errc::invalid_value, "/priority"));
  auto due = update_of(1);
  due.mutable_update_task()->mutable_due()->set_date(tasks::last_due_date + 1);
  BOOST_TEST(is_refused(apply(due), errc::invalid_value, "/due"));
  BOOST_TEST(state.find<wire::Task>(1)->rev() == 1U);
}

BOOST_AUTO_TEST_CASE(finds_no_task_that_never_was) {
  BOOST_TEST(
    is_refused(set_status(1, wire::STATUS_TODO), errc::not_found, "/id"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(the_completion_time, fixture)

BOOST_AUTO_TEST_CASE(follows_the_status) {
  create();
  BOOST_TEST(set_status(1, wire::STATUS_COMPLETED).task().completed_at_us()
             == 2000U);
  auto again = set_status(1, wire::STATUS_COMPLETED).task();
  BOOST_TEST(again.completed_at_us() == 2000U);
  BOOST_TEST(again.rev() == 2U);
  BOOST_TEST(set_status(1, wire::STATUS_CANCELLED).task().completed_at_us()
             == 0U);
  BOOST_TEST(set_status(1, wire::STATUS_COMPLETED).task().completed_at_us()
             == 5000U);
}

BOOST_AUTO_TEST_CASE(stays_when_another_field_changes) {
  create();
  set_status(1, wire::STATUS_COMPLETED);
  auto command = update_of(1);
  command.mutable_update_task()->set_title("New");
  BOOST_TEST(apply(command).task().completed_at_us() == 2000U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(the_trash, fixture)

BOOST_AUTO_TEST_CASE(keeps_a_deleted_task_whole) {
  create("Keep me");
  auto task = remove(1).task();
  BOOST_TEST(task.deleted_at_us() == 2000U);
  BOOST_TEST(task.rev() == 2U);
  BOOST_TEST(task.title() == "Keep me");
  BOOST_TEST(state.find<wire::Task>(1)->deleted_at_us() == 2000U);
}

BOOST_AUTO_TEST_CASE(gives_a_task_back) {
  create();
  remove(1);
  auto task = restore(1).task();
  BOOST_TEST(task.deleted_at_us() == 0U);
  BOOST_TEST(task.rev() == 3U);
  BOOST_TEST(set_status(1, wire::STATUS_COMPLETED).has_task());
}

BOOST_AUTO_TEST_CASE(keeps_a_task_from_updates) {
  create();
  auto rev = remove(1).task().rev();
  BOOST_TEST(
    is_refused(set_status(1, wire::STATUS_TODO), errc::in_trash, "/id"));
  // It is there already.
  BOOST_TEST(remove(1).task().rev() == rev);
}

BOOST_AUTO_TEST_CASE(leaves_a_task_alone_that_is_not_in_it) {
  create();
  BOOST_TEST(restore(1).task().rev() == 1U);
  BOOST_TEST(is_refused(restore(2), errc::not_found, "/id"));
}

BOOST_AUTO_TEST_CASE(minds_the_expected_rev) {
  create();
  auto removal = wire::Command{};
  removal.mutable_delete_task()->set_id(1);
  removal.mutable_delete_task()->set_expected_rev(9);
  BOOST_TEST(is_refused(apply(removal), errc::stale_revision, "/expected_rev"));
  remove(1);
  auto restoring = wire::Command{};
  restoring.mutable_restore_task()->set_id(1);
  restoring.mutable_restore_task()->set_expected_rev(1);
  BOOST_TEST(
    is_refused(apply(restoring), errc::stale_revision, "/expected_rev"));
  restoring.mutable_restore_task()->set_expected_rev(3);
  BOOST_TEST(apply(restoring).has_task());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace task_rules_test
