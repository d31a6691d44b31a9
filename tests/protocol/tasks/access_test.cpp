// Who may what: each command with each kind of actor. A command without a line
// fails.

#include "tests/protocol/tasks/rules/account_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <google/protobuf/descriptor.h>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace access_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;
using names = std::set<std::string>;

/// One command, and who may give it: by themselves, and with what a node made.
struct line {
  wire::Command command;
  names may;
  names may_by_node;
};

const auto everybody
  = names{"open", "operator", "node", "admin", "member", "write token"};
const auto administrators = names{"open", "operator", "node", "admin"};
/// An administrator manages every project, with a token for writing, too.
const auto managers = names{"open", "operator", "node", "admin", "write token"};

struct fixture : account_fixture {
  fixture() {
    found_admin();
    create("ann");
    create("gone");
    principals["open"] = {};
    principals["operator"]
      = {.kind = protocol::principal_kind::operator_token, .id = 2};
    principals["node"] = {.kind = protocol::principal_kind::node, .id = 1};
    principals["nobody"] = {.kind = protocol::principal_kind::nobody};
    principals["admin"] = log_in("admin", "a");
    principals["member"] = log_in("ann", "m");
    principals["write token"] = token(wire::SCOPE_WRITE, "w");
    principals["read token"] = token(wire::SCOPE_READ, "r");
    principals["disabled"] = log_in("gone", "g");
    auto x = wire::Command{};
    x.mutable_update_user()->set_username("gone");
    x.mutable_update_user()->set_disabled(true);
    apply(x);
    principals["ended"] = session(4711);
    auto task = wire::Command{};
    task.mutable_create_task()->set_title("One");
    apply(task);
    auto project = wire::Command{};
    project.mutable_create_project()->set_key("OPS");
    project.mutable_create_project()->set_name("Operations");
    apply(project, principals.at("admin"));
    auto member = wire::Command{};
    member.mutable_set_member()->set_project("OPS");
    member.mutable_set_member()->set_username("ann");
    member.mutable_set_member()->set_role(wire::PROJECT_ROLE_VIEWER);
    apply(member);
    auto label = wire::Command{};
    label.mutable_create_label()->set_name("bug");
    apply(label);
    let_sessions_live();
    // Nobody can delete it then.
    auto link = wire::Command{};
    link.mutable_label_task()->set_task(1);
    link.mutable_label_task()->set_name("bug");
    apply(link);
  }

  /// Every command takes its time, and there are many.
  void let_sessions_live() {
    auto rows = std::vector<wire::Session>{};
    for (const auto* each : state.find_all<wire::Session>())
      rows.push_back(*each);
    for (auto& each : rows) {
      each.clear_expires_at_us();
      state.put(each);
    }
  }

  protocol::principal token(wire::Scope scope, const std::string& secret) {
    auto x = wire::Command{};
    x.mutable_create_token()->set_name(secret);
    x.mutable_create_token()->set_scope(scope);
    x.mutable_create_token()->set_digest(digest(secret));
    auto made_token = apply(x, made(principals.at("admin")));
    return session(made_token.session().id());
  }

  static wire::Command* add(std::map<std::string, line>& all,
                            const std::string& name, names may,
                            names may_by_node) {
    auto& one = all[name];
    one.may = std::move(may);
    one.may_by_node = std::move(may_by_node);
    return &one.command;
  }

  static void add_work(std::map<std::string, line>& all) {
    add(all, "create_task", everybody, everybody)
      ->mutable_create_task()
      ->set_title("x");
    add(all, "update_task", everybody, everybody)
      ->mutable_update_task()
      ->set_id(1);
    add(all, "delete_task", everybody, everybody)
      ->mutable_delete_task()
      ->set_id(9);
    add(all, "restore_task", everybody, everybody)
      ->mutable_restore_task()
      ->set_id(1);
    add(all, "put_key", everybody, everybody)->mutable_put_key()->set_key("k");
    add(all, "delete_key", everybody, everybody)
      ->mutable_delete_key()
      ->set_key("k");
    add(all, "take_digest", administrators, administrators)
      ->mutable_take_digest();
    add(all, "add_comment", everybody, everybody)
      ->mutable_add_comment()
      ->set_task(1);
  }

  static void add_projects(std::map<std::string, line>& all) {
    add(all, "create_project", everybody, everybody)
      ->mutable_create_project()
      ->set_name("Next");
    all.at("create_project").command.mutable_create_project()->set_key("NEXT");
    add(all, "update_project", managers, managers)
      ->mutable_update_project()
      ->set_key("OPS");
    all.at("update_project")
      .command.mutable_update_project()
      ->set_description("x");
    auto& member
      = *add(all, "set_member", managers, managers)->mutable_set_member();
    member.set_project("OPS");
    member.set_username("ann");
    member.set_role(wire::PROJECT_ROLE_VIEWER);
    auto& leaving
      = *add(all, "remove_member", managers, managers)->mutable_remove_member();
    leaving.set_project("OPS");
    leaving.set_username("admin");
    add(all, "create_label", everybody, everybody)
      ->mutable_create_label()
      ->set_name("new");
    add(all, "update_label", administrators, administrators)
      ->mutable_update_label()
      ->set_name("bug");
    add(all, "delete_label", administrators, administrators)
      ->mutable_delete_label()
      ->set_name("bug");
  }

  static void add_links(std::map<std::string, line>& all) {
    add(all, "assign_task", everybody, everybody)
      ->mutable_assign_task()
      ->set_task(1);
    add(all, "label_task", everybody, everybody)
      ->mutable_label_task()
      ->set_task(1);
    add(all, "update_comment", everybody, everybody)
      ->mutable_update_comment()
      ->set_id(9);
    add(all, "delete_comment", everybody, everybody)
      ->mutable_delete_comment()
      ->set_id(9);
    add(all, "begin_upload", everybody, everybody)
      ->mutable_begin_upload()
      ->set_task(9);
    all.at("begin_upload").command.mutable_begin_upload()->set_name("x");
    add(all, "add_chunk", everybody, everybody)
      ->mutable_add_chunk()
      ->set_upload(9);
    add(all, "finish_upload", everybody, everybody)
      ->mutable_finish_upload()
      ->set_upload(9);
    add(all, "cancel_upload", everybody, everybody)
      ->mutable_cancel_upload()
      ->set_upload(9);
    add(all, "delete_attachment", everybody, everybody)
      ->mutable_delete_attachment()
      ->set_id(9);
    add(all, "watch_task", everybody, everybody)
      ->mutable_watch_task()
      ->set_task(1);
    add(all, "read_notifications", everybody, everybody)
      ->mutable_read_notifications()
      ->set_up_to(1);
    add(all, "share_task", everybody, everybody)
      ->mutable_share_task()
      ->set_task(1);
  }

  static void add_orders(std::map<std::string, line>& all) {
    add(all, "move_task", everybody, everybody)->mutable_move_task()->set_id(1);
    add(all, "block_task", everybody, everybody)
      ->mutable_block_task()
      ->set_task(1);
    add(all, "purge_task", everybody, everybody)
      ->mutable_purge_task()
      ->set_id(9);
    add(all, "bulk_tasks", everybody, everybody)
      ->mutable_bulk_tasks()
      ->add_targets()
      ->set_id(1);
    add(all, "create_tasks", everybody, everybody)
      ->mutable_create_tasks()
      ->add_items()
      ->set_title("x");
  }

  void add_accounts(std::map<std::string, line>& all) {
    add(all, "create_first_admin", {"node"}, everybody)
      ->mutable_create_first_admin();
    *add(all, "create_user", {"node"}, administrators) = creation("eve");
    add(all, "update_user", administrators, administrators)
      ->mutable_update_user()
      ->set_username("ann");
    add(all, "set_password", {"node"}, administrators)
      ->mutable_set_password()
      ->set_username("gone");
    add(all, "make_setup_link", {"node"}, administrators)
      ->mutable_make_setup_link()
      ->set_username("ann");
    *add(all, "create_session", {"node"}, {"node"})
      = login("ann", credential_rev("ann"), "new");
    auto& token = *add(all, "create_token", {}, {"admin", "member"})
                     ->mutable_create_token();
    token.set_name("x");
    token.set_scope(wire::SCOPE_READ);
    token.set_digest(digest("x"));
    auto logged_in = everybody;
    logged_in.erase("write token");
    add(all, "end_session", logged_in, logged_in)
      ->mutable_end_session()
      ->set_id(4711);
    add(all, "renew_session", {"node"}, {"node"})
      ->mutable_renew_session()
      ->set_id(4711);
    auto& profile = *add(all, "announce_node", {"node"}, {"node"})
                       ->mutable_announce_node()
                       ->mutable_profile();
    add(all, "note_request", everybody, everybody)->mutable_note_request();
    profile.set_id(1);
    profile.set_public_key(std::string(32, 'k'));
    all.at("update_user").may.insert("member");
    all.at("update_user").may_by_node.insert("member");
    all.at("update_user").command.mutable_update_user()->set_display_name("A");
  }

  /// Of a view that does not exist: who may is told of each view.
  static void add_views(std::map<std::string, line>& all) {
    add(all, "create_view", everybody, everybody)
      ->mutable_create_view()
      ->set_name("Open");
    add(all, "update_view", everybody, everybody)
      ->mutable_update_view()
      ->set_id(9);
    add(all, "delete_view", everybody, everybody)
      ->mutable_delete_view()
      ->set_id(9);
  }

  static void add_house(std::map<std::string, line>& all) {
    add(all, "change_settings", administrators, administrators)
      ->mutable_change_settings();
    add(all, "count_keys", {"node"}, {"node"})->mutable_count_keys();
    add(all, "note_disk_room", {"node"}, {"node"})->mutable_note_disk_room();
    add(all, "remind_users", {"node"}, {"node"})->mutable_remind_users();
    add(all, "erase_texts", {"node"}, {"node"})->mutable_erase_texts();
    add(all, "forget_changes", {"node"}, {"node"})->mutable_forget_changes();
    add(all, "name_backup", {"node"}, {"node"})->mutable_name_backup();
    add(all, "note_backup", {"node"}, {"node"})->mutable_note_backup();
    auto with_read_token = everybody;
    with_read_token.insert("read token");
    add(all, "note_use", {"node"}, with_read_token)
      ->mutable_note_use()
      ->add_uses()
      ->set_action("export.made");
  }

  std::map<std::string, line> lines() {
    auto all = std::map<std::string, line>{};
    add_work(all);
    add_projects(all);
    add_links(all);
    add_orders(all);
    add_views(all);
    add_house(all);
    add_accounts(all);
    return all;
  }

  names allowed(const wire::Command& command, bool by_node) {
    auto found = names{};
    for (auto [name, who] : principals) {
      who.made_by_node = by_node;
      auto code = code_of(apply(command, who));
      if (code != errc::not_allowed && code != errc::scope_missing
          && code != errc::session_expired && code != errc::unauthenticated)
        found.insert(name);
    }
    return found;
  }

  std::map<std::string, protocol::principal> principals;
};

BOOST_FIXTURE_TEST_SUITE(who_may, fixture)

BOOST_AUTO_TEST_CASE(is_told_of_each_command) {
  auto known = lines();
  const auto& actions = *wire::Command::descriptor()->oneof_decl(0);
  for (auto i = 0; i < actions.field_count(); ++i)
    BOOST_TEST(known.contains(actions.field(i)->name()),
               actions.field(i)->name());
  BOOST_TEST(known.size() == static_cast<std::size_t>(actions.field_count()));
}

BOOST_AUTO_TEST_CASE(give_which_command) {
  for (const auto& [name, one] : lines()) {
    BOOST_TEST(allowed(one.command, false) == one.may, name);
    BOOST_TEST(allowed(one.command, true) == one.may_by_node, name);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace access_test
