// Rules give a result whatever they see: a row that is not loaded yet looks as
// if it did not exist, though others say that it does.

#include "tests/protocol/tasks/rules/people_fixture.hpp"
#include "tests/support/boards/partial_view.hpp"

#include <vector>

namespace missing_rows_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

/// A board on which everything hangs together.
struct fixture : people_fixture {
  fixture() {
    done("ann", "create_project { key: 'OPS' name: 'Operations' }");
    done("ann", "create_project { key: 'DEV' name: 'Development' }");
    for (const auto* key : {"OPS", "DEV"})
      for (const auto* name : {"bob", "eve"})
        done("ann", "set_member { project: '" + std::string{key}
                      + "' username: '" + name
                      + "' role: PROJECT_ROLE_MEMBER }");
    for (const auto* name : {"bug", "big"})
      done("ann", "create_label { name: '" + std::string{name} + "' }");
    // Task 2 is a subtask of 1, which 3 blocks, which 4 blocks.
    make("project: 'OPS' labels: 'bug' assignees: 'bob' due { date: 1 }");
    make("project: 'OPS' parent: 1 assignees: 'eve'");
    make("project: 'OPS' due { date: 9 } repeat: 'FREQ=DAILY' labels: 'big'");
    make("project: 'OPS'");
    done("ann", "block_task { task: 3 other: 1 }");
    done("ann", "block_task { task: 4 other: 3 }");
    // Task 5 is in the trash with its subtask, task 6.
    make("assignees: 'bob'");
    make("parent: 5");
    done("ann", "delete_task { id: 5 }");
    make("");
    done("ann", "share_task { task: 7 username: 'eve' }");
    done("bob", "add_comment { task: 1 text: 'see @eve' }");
    done("ann", "watch_task { task: 2 }");
    add_file();
    done("bob", "begin_upload { task: 1 name: 'other' }");
    done("ann", "create_view { name: 'v' project: 'OPS' shared: true }");
    done("ann", "put_key { key: 'k' value: 'v' }");
    done("ann", "create_token { name: 't' scope: SCOPE_READ digest: '"
                  + letters(32) + "' }");
    done("admin", "create_user { username: 'zoe' email: 'z@o.e' }");
    done("admin", "change_settings { changes { name: 'kv_bytes' "
                  "value: 1000000 } }");
    // Task 8 is gone.
    make("");
    done("ann", "purge_task { id: 8 }");
  }

  void make(const std::string& fields) {
    done("ann", "create_task { title: 'one' " + fields + " }");
  }

  void add_file() {
    done("bob", "begin_upload { task: 1 name: 'f' }");
    done("bob", "add_chunk { upload: 1 content: 'content' }");
    done("bob", "finish_upload { upload: 1 }");
  }

  /// Applies it on a copy of the board that lacks something; gives how much was
  /// asked for.
  std::size_t apply_without(std::size_t hidden, const std::string& user,
                            const std::string& text) {
    auto copy = state;
    auto rows = partial_view{copy, hidden};
    auto now = index + 1;
    auto who = tasks::find_actor(rows, as.at(user), now * 1000);
    auto result
      = tasks::apply(rows, parse<wire::Command>(text), who,
                     {.index = {now}, .time_us = now * 1000, .level = level});
    auto has_outcome = result.outcome_case() != wire::Result::OUTCOME_NOT_SET;
    BOOST_TEST(has_outcome, text << " without row " << hidden);
    if (hidden == 0)
      BOOST_TEST(!result.has_refusal(),
                 text << ": " << result.refusal().message());
    return rows.asked();
  }

  std::size_t answer_without(std::size_t hidden, const std::string& user,
                             const std::string& text) {
    auto partial = partial_view{state, hidden};
    auto rows = map_reader{partial};
    auto who = tasks::find_actor(partial, as.at(user), index * 1000);
    auto answer = tasks::answer(rows, parse<wire::Query>(text), who);
    auto has_content
      = answer.has_value()
        && answer->content_case() != wire::Answer::CONTENT_NOT_SET;
    BOOST_TEST(has_content, text << " without row " << hidden);
    if (hidden == 0 && has_content)
      BOOST_TEST(!answer->has_refusal(),
                 text << ": " << answer->refusal().message());
    return partial.asked();
  }

  /// With everything there, and then without each row and each list in turn.
  void check(const std::string& user,
             const std::vector<std::string>& commands) {
    auto all = std::size_t{0};
    for (const auto& text : commands) {
      auto asked = apply_without(0, user, text);
      all += asked;
      for (auto i = std::size_t{1}; i <= asked; ++i)
        apply_without(i, user, text);
    }
    BOOST_TEST(all > commands.size());
  }

  void check_queries(const std::string& user,
                     const std::vector<std::string>& queries) {
    for (const auto& text : queries) {
      auto asked = answer_without(0, user, text);
      for (auto i = std::size_t{1}; i <= asked; ++i)
        answer_without(i, user, text);
    }
  }
};

BOOST_FIXTURE_TEST_SUITE(rules_without_a_row, fixture)

BOOST_AUTO_TEST_CASE(change_tasks) {
  check("ann",
        {"create_task { title: 'x' project: 'OPS' parent: 1 labels: 'bug' "
         "assignees: 'bob' due { date: 3 } repeat: 'FREQ=WEEKLY' }",
         "create_tasks { items { title: 'a' project: 'OPS' } items { title: "
         "'b' } }",
         "update_task { id: 1 title: 'x' description: 'y' priority: "
         "PRIORITY_HIGH due { date: 5 } }",
         "update_task { id: 1 status: STATUS_COMPLETED }",
         "update_task { id: 3 status: STATUS_COMPLETED }",
         "update_task { id: 3 status: STATUS_CANCELLED due { } repeat: '' }",
         "update_task { id: 1 project: 'DEV' }",
         "update_task { id: 4 project: '' }", "update_task { id: 2 parent: 0 }",
         "update_task { id: 2 parent: 4 }",
         "update_task { id: 1 assignees { names: 'eve' } labels { names: "
         "'big' } }"});
}

BOOST_AUTO_TEST_CASE(move_tasks) {
  check("ann", {"move_task { id: 1 top: true }",
                "move_task { id: 1 bottom: "
                "true }",
                "move_task { id: 1 before: 4 }", "move_task { id: 4 after: 1 }",
                "move_task { id: 1 project: 'DEV' }",
                "move_task { id: 3 status: STATUS_COMPLETED top: true }",
                "block_task { task: 2 other: 4 }",
                "block_task { task: 3 other: 1 remove: true }"});
}

BOOST_AUTO_TEST_CASE(change_many_tasks) {
  check("ann",
        {"bulk_tasks { targets { id: 1 } targets { id: 3 } patch { status: "
         "STATUS_COMPLETED } }",
         "bulk_tasks { targets { id: 1 } add { labels: 'big' assignees: 'eve' "
         "} remove { labels: 'bug' assignees: 'bob' } atomic: true }",
         "bulk_tasks { targets { id: 1 } targets { id: 4 } trash: true }"});
}

BOOST_AUTO_TEST_CASE(throw_tasks_away) {
  check("ann", {"delete_task { id: 1 }", "delete_task { id: 3 }",
                "restore_task { id: 5 }", "purge_task { id: 1 }",
                "purge_task { id: 5 }"});
}

BOOST_AUTO_TEST_CASE(change_links) {
  check("ann",
        {"assign_task { task: 1 username: 'eve' }",
         "assign_task { task: 1 username: 'bob' remove: true }",
         "label_task { task: 1 name: 'big' }",
         "label_task { task: 1 name: 'bug' remove: true }",
         "share_task { task: 7 username: 'bob' }",
         "share_task { task: 7 username: 'eve' remove: true }",
         "watch_task { task: 1 }", "watch_task { task: 2 remove: true }"});
  check("eve", {"read_notifications { up_to: 999 }"});
}

BOOST_AUTO_TEST_CASE(change_comments_and_files) {
  check("bob",
        {"add_comment { task: 1 text: '@ann @eve' }",
         "update_comment { id: 1 text: '@ann' }", "delete_comment { id: 1 }",
         "begin_upload { task: 1 name: 'new' }",
         "add_chunk { upload: 2 content: 'x' }", "finish_upload { upload: 2 }",
         "cancel_upload { upload: 2 }", "delete_attachment { id: 1 }"});
}

BOOST_AUTO_TEST_CASE(change_what_tasks_lie_within) {
  check("ann", {"create_project { key: 'NEW' name: 'x' }",
                "update_project { key: 'OPS' name: 'x' archived: true }",
                "set_member { project: 'OPS' username: 'zoe' role: "
                "PROJECT_ROLE_MANAGER }",
                "set_member { project: 'OPS' username: 'bob' role: "
                "PROJECT_ROLE_VIEWER }",
                "remove_member { project: 'OPS' username: 'bob' }",
                "create_view { name: 'w' project: 'DEV' shared: true }",
                "update_view { id: 1 name: 'w' project: 'DEV' }",
                "delete_view { id: 1 }", "create_label { name: 'new' }",
                "put_key { key: 'k' value: 'w' says_created: true }",
                "put_key { key: 'l' value: 'w' }", "delete_key { key: 'k' }"});
  check("admin", {"update_label { name: 'bug' color: '#123456' }",
                  "change_settings { changes { name: 'labels' value: 9 } }"});
}

BOOST_AUTO_TEST_CASE(change_accounts) {
  check("admin",
        {"create_user { username: 'new' email: 'n@e.w' }",
         "update_user { username: 'zoe' email: 'o@z.e' role: SITE_ROLE_ADMIN "
         "}",
         "update_user { username: 'ann' disabled: true }",
         "set_password { username: 'ann' password_hash: 'h' }",
         "make_setup_link { username: 'zoe' secret { setup_digest: 'd' } }",
         "end_session { id: 1 }",
         "create_token { name: 'u' scope: SCOPE_ADMIN digest: '"
           + std::string(32, 'y') + "' }"});
  auto rev = std::to_string(credential_rev("ann"));
  check("node", {"renew_session { id: 1 lifetime_us: 9 }",
                 "create_session { username: 'ann' checked_rev: " + rev
                   + " digest: '" + std::string(32, 'z') + "' }"});
}

BOOST_AUTO_TEST_CASE(do_what_nodes_ask_for) {
  auto reminder = *state.find<wire::Reminder>(std::uint64_t{1});
  auto erase = index;
  check("node",
        {"count_keys { }", "note_disk_room { low: true }",
         "note_use { uses { action: 'x' } }",
         "erase_texts { task: 8 last: true changes { index: "
           + std::to_string(erase) + " } }",
         "remind_users { task: 1 at_us: " + std::to_string(reminder.at_us())
           + " kind: NOTIFICATION_KIND_DUE_TOMORROW usernames: 'bob' }",
         "announce_node { profile { id: 1 public_key: '" + std::string(32, 'k')
           + "' } }",
         "note_backup { offer { every_us: 90000000 } }"});
  index += tasks::change_us / 1000;
  check("node", {"forget_changes { }"});
}

BOOST_AUTO_TEST_CASE(answer) {
  check_queries("bob", {"get_task { id: 2 }",
                        "get_key { key: 'k' }",
                        "list_keys { }",
                        "list_comments { task: 1 }",
                        "get_comment { id: 1 }",
                        "get_attachment { id: 1 }",
                        "get_chunk { attachment: 1 }",
                        "list_attachments { task: 1 }",
                        "list_shares { task: 1 }",
                        "list_watchers { task: 1 }",
                        "list_notifications { }",
                        "list_history { task: 1 }",
                        "list_changes { }",
                        "list_relations { task: 1 }",
                        "list_relations { task: 3 }",
                        "get_user { username: 'ann' }",
                        "list_users { }",
                        "get_self { }",
                        "list_sessions { kind: "
                        "SESSION_KIND_LOGIN }",
                        "get_project { key: 'OPS' }",
                        "list_projects { }",
                        "list_members { project: 'OPS' }",
                        "get_view { id: 1 }",
                        "list_views { }",
                        "get_label { name: 'bug' }",
                        "list_labels { }",
                        "list_nodes { }",
                        "list_leaders { }",
                        "check_health { }"});
  check_queries("admin",
                {"list_audit { }", "list_settings { }", "list_backups { }",
                 "check_health { }", "name_sessions { sessions: 1 }"});
  check_queries(
    "node", {"list_due { now_us: 1 }", "get_credential { username: 'ann' }"});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace missing_rows_test
