// Which of several refusals answers: the first found at rules level 1, the
// first of docs/api_rules.md from level 2 on.

#include "protocol/tasks/rules/objections.hpp"
#include "tests/protocol/tasks/rules/account_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <functional>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace objections_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;
using command = wire::Command;

/// A code with its pointer.
struct reason {
  errc code = errc::none;
  std::string pointer;
};

using reasons = std::vector<reason>;

std::string text_of(const reasons& x) {
  auto text = std::string{};
  for (const auto& each : x)
    text += to_string(each.code) + " " + each.pointer + "; ";
  return text;
}

reasons reasons_of(const wire::Result& x) {
  if (!x.has_refusal())
    return {};
  auto found
    = reasons{{static_cast<errc>(x.refusal().code()), x.refusal().pointer()}};
  for (const auto& each : x.refusal().more())
    found.push_back({static_cast<errc>(each.code()), each.pointer()});
  return found;
}

/// Ann manages OLD, which is archived, with a task and a comment; Bob may look.
struct fixture : account_fixture {
  fixture() {
    found_admin();
    for (const auto* name : {"ann", "bob", "eve"}) {
      create(name);
      as[name] = log_in(name, name);
    }
    make([](command& x) {
      x.mutable_create_project()->set_key("OLD");
      x.mutable_create_project()->set_name("Old");
    });
    make([](command& x) {
      x.mutable_set_member()->set_project("OLD");
      x.mutable_set_member()->set_username("bob");
      x.mutable_set_member()->set_role(wire::PROJECT_ROLE_VIEWER);
    });
    task = make([](command& x) {
             x.mutable_create_task()->set_title("one");
             x.mutable_create_task()->set_project("OLD");
           }).task();
    comment = make([&](command& x) {
                x.mutable_add_comment()->set_task(task.id());
                x.mutable_add_comment()->set_text("hello");
              }).comment();
    make([](command& x) {
      x.mutable_update_project()->set_key("OLD");
      x.mutable_update_project()->set_archived(true);
    });
  }

  wire::Result make(const std::function<void(command&)>& fill) {
    auto result = ask("ann", fill);
    BOOST_TEST_REQUIRE(!result.has_refusal(), result.refusal().message());
    return result;
  }

  wire::Result ask(const std::string& who,
                   const std::function<void(command&)>& fill) {
    auto x = command{};
    fill(x);
    return apply(x, made(as.at(who)));
  }

  reasons at_level(std::uint32_t which, const std::string& who,
                   const std::function<void(command&)>& fill) {
    level = which;
    return reasons_of(ask(who, fill));
  }

  /// Fails unless the command is refused so.
  void refuses(const std::string& who, const reason& first_found,
               const reasons& in_order,
               const std::function<void(command&)>& fill) {
    BOOST_TEST(text_of(at_level(1, who, fill)) == text_of({first_found}));
    BOOST_TEST(text_of(at_level(2, who, fill)) == text_of(in_order));
  }

  std::map<std::string, protocol::principal> as;
  wire::Task task;
  wire::Comment comment;
};

BOOST_FIXTURE_TEST_SUITE(objections, fixture)

BOOST_AUTO_TEST_CASE(name_all_wrong_values) {
  auto wrong = [](command& x) {
    auto& one = *x.mutable_create_task();
    one.set_title(" ");
    one.set_priority(static_cast<wire::Priority>(9));
    one.set_repeat("FREQ=NEVER");
    one.mutable_due()->set_date(std::numeric_limits<std::int32_t>::max());
    one.set_project("NONE");
    one.add_assignees("nobody");
    one.add_labels("none");
  };
  refuses("ann", {errc::invalid_value, "/title"},
          {{errc::invalid_value, "/title"},
           {errc::invalid_value, "/priority"},
           {errc::invalid_value, "/repeat"},
           {errc::invalid_value, "/due"},
           {errc::unknown_reference, "/project"},
           {errc::unknown_reference, "/assignees"},
           {errc::unknown_reference, "/labels"}},
          wrong);
}

BOOST_AUTO_TEST_CASE(put_permission_before_values) {
  auto wrong = [](command& x) {
    x.mutable_create_task()->set_title("");
    x.mutable_create_task()->set_project("OLD");
  };
  refuses("bob", {errc::invalid_value, "/title"}, {{errc::not_allowed, ""}},
          wrong);
}

BOOST_AUTO_TEST_CASE(put_what_is_missing_before_values) {
  auto wrong_user = [](command& x) {
    x.mutable_update_user()->set_username("nobody");
    x.mutable_update_user()->set_email("none");
  };
  refuses("ann", {errc::invalid_value, "/email"},
          {{errc::not_found, "/username"}}, wrong_user);
  auto wrong_upload = [&](command& x) {
    x.mutable_begin_upload()->set_task(task.id());
    x.mutable_begin_upload()->set_name("/");
  };
  refuses("eve", {errc::invalid_value, "/name"}, {{errc::not_found, "/task"}},
          wrong_upload);
}

BOOST_AUTO_TEST_CASE(put_values_before_conflicts) {
  auto wrong_task = [&](command& x) {
    x.mutable_update_task()->set_id(task.id());
    x.mutable_update_task()->mutable_labels()->add_names("none");
  };
  refuses("ann", {errc::archived, "/project"},
          {{errc::unknown_reference, "/labels"}}, wrong_task);
  auto wrong_text = [&](command& x) {
    x.mutable_update_comment()->set_id(comment.id());
    x.mutable_update_comment()->set_text(" ");
  };
  refuses("ann", {errc::archived, "/project"}, {{errc::invalid_value, "/text"}},
          wrong_text);
  auto wrong_assignee = [&](command& x) {
    x.mutable_assign_task()->set_task(task.id());
    x.mutable_assign_task()->set_username("nobody");
  };
  refuses("ann", {errc::archived, "/project"},
          {{errc::unknown_reference, "/assignees"}}, wrong_assignee);
  auto wrong_share = [&](command& x) {
    x.mutable_share_task()->set_task(task.id());
    x.mutable_share_task()->set_username("nobody");
    x.mutable_share_task()->set_role(wire::PROJECT_ROLE_MANAGER);
  };
  refuses(
    "ann", {errc::archived, "/project"},
    {{errc::unknown_reference, "/username"}, {errc::invalid_value, "/role"}},
    wrong_share);
}

BOOST_AUTO_TEST_CASE(put_revisions_between_permission_and_values) {
  auto stale_key = [](command& x) {
    x.mutable_put_key()->set_key("k");
    x.mutable_put_key()->set_value(
      std::string(tasks::max_value_bytes + 1, 'x'));
    x.mutable_put_key()->set_expected_rev(7);
  };
  refuses("ann", {errc::invalid_value, "/value"},
          {{errc::stale_revision, "/expected_rev"}}, stale_key);
  auto stale_user = [](command& x) {
    x.mutable_update_user()->set_username("bob");
    x.mutable_update_user()->set_display_name("a\nb");
    x.mutable_update_user()->set_expected_rev(7);
  };
  refuses("bob", {errc::invalid_value, "/display_name"},
          {{errc::stale_revision, "/expected_rev"}}, stale_user);
  refuses("eve", {errc::invalid_value, "/display_name"},
          {{errc::not_allowed, ""}}, stale_user);
}

BOOST_AUTO_TEST_CASE(keep_those_who_only_have_a_share_from_learning_revisions) {
  auto shared = wire::Task{};
  level = 1;
  make([](command& x) { x.mutable_create_task()->set_title("two"); });
  shared.set_id(task.id() + 1);
  make([&](command& x) {
    x.mutable_share_task()->set_task(shared.id());
    x.mutable_share_task()->set_username("eve");
    x.mutable_share_task()->set_role(wire::PROJECT_ROLE_MEMBER);
  });
  auto deletion = [&](command& x) {
    x.mutable_delete_task()->set_id(shared.id());
    x.mutable_delete_task()->set_expected_rev(1);
  };
  refuses("eve", {errc::stale_revision, "/expected_rev"},
          {{errc::not_allowed, ""}}, deletion);
}

BOOST_AUTO_TEST_CASE(are_none_against_taking_away_what_is_not_there) {
  auto open = make([](command& x) {
                x.mutable_create_task()->set_title("three");
              }).task();
  auto unlabel = [&](command& x) {
    x.mutable_label_task()->set_task(open.id());
    x.mutable_label_task()->set_name("none");
    x.mutable_label_task()->set_remove(true);
  };
  refuses("ann", {errc::unknown_reference, "/labels"}, {}, unlabel);
  auto unshare = [&](command& x) {
    x.mutable_share_task()->set_task(open.id());
    x.mutable_share_task()->set_username("nobody");
    x.mutable_share_task()->set_remove(true);
  };
  refuses("ann", {errc::unknown_reference, "/username"}, {}, unshare);
}

BOOST_AUTO_TEST_CASE(are_raised_by_an_archive_against_watching) {
  auto watch = [&](command& x) { x.mutable_watch_task()->set_task(task.id()); };
  BOOST_TEST(at_level(1, "bob", watch).empty());
  BOOST_TEST(text_of(at_level(2, "bob", watch))
             == text_of({{errc::archived, "/project"}}));
}

BOOST_AUTO_TEST_CASE(let_a_move_name_a_wrong_anchor_first) {
  auto move = [&](command& x) {
    x.mutable_move_task()->set_id(task.id());
    x.mutable_move_task()->set_before(999);
  };
  refuses("ann", {errc::archived, "/project"},
          {{errc::unknown_reference, "/before"}}, move);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace objections_test
