#include "protocol/tasks/rules/setting_rules.hpp"
#include "tests/protocol/tasks/rules/account_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace setting_rules_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;
namespace settings = taskraft::tasks::settings;

struct fixture : account_fixture {
  fixture() {
    found_admin();
    create("ann");
    admin = log_in("admin", "x");
    ann = log_in("ann", "a");
  }

  wire::Result set(const tasks::setting& which,
                   std::optional<std::uint64_t> value) {
    auto x = wire::Command{};
    auto& change = *x.mutable_change_settings()->add_changes();
    change.set_name(std::string{which.name});
    if (value)
      change.set_value(*value);
    return apply(x, admin);
  }

  std::uint64_t add_task(const std::string& project = {}) {
    auto x = wire::Command{};
    x.mutable_create_task()->set_title("One");
    x.mutable_create_task()->set_project(project);
    return apply(x, admin).task().id();
  }

  void add_project(const std::string& key) {
    auto x = wire::Command{};
    x.mutable_create_project()->set_key(key);
    x.mutable_create_project()->set_name(key);
    apply(x, admin);
  }

  wire::Result begin(std::uint64_t task, const std::string& name) {
    auto x = wire::Command{};
    x.mutable_begin_upload()->set_task(task);
    x.mutable_begin_upload()->set_name(name);
    return apply(x, admin);
  }
  wire::Result chunk(std::uint64_t upload, std::size_t bytes) {
    auto x = wire::Command{};
    x.mutable_add_chunk()->set_upload(upload);
    x.mutable_add_chunk()->set_content(std::string(bytes, 'x'));
    return apply(x, admin);
  }
  wire::Result finish(std::uint64_t upload) {
    auto x = wire::Command{};
    x.mutable_finish_upload()->set_upload(upload);
    return apply(x, admin);
  }
  std::uint64_t attach(std::uint64_t task, const std::string& name,
                       std::size_t bytes) {
    auto upload = begin(task, name).upload().id();
    chunk(upload, bytes);
    return finish(upload).attachment().id();
  }

  wire::Result put(const std::string& key, std::size_t bytes) {
    auto x = wire::Command{};
    x.mutable_put_key()->set_key(key);
    x.mutable_put_key()->set_value(std::string(bytes, 'v'));
    return apply(x, ann);
  }
  wire::Result count() {
    auto x = wire::Command{};
    x.mutable_count_keys();
    return apply(x, node());
  }

  std::uint64_t files_of(const std::string& project) {
    return tasks::used(state, settings::attachment_bytes_per_project, project);
  }

  protocol::principal admin;
  protocol::principal ann;
};

BOOST_FIXTURE_TEST_SUITE(settings_of_a_cluster, fixture)

BOOST_AUTO_TEST_CASE(have_names_in_their_order_and_defaults_within_bounds) {
  auto all = tasks::all_settings();
  BOOST_TEST(
    std::ranges::is_sorted(all, {}, [](const auto* x) { return x->name; }));
  for (const auto* each : all) {
    BOOST_TEST(each->least <= each->otherwise, each->name);
    BOOST_TEST(each->otherwise <= each->most, each->name);
    BOOST_TEST(tasks::value_of(state, *each) == each->otherwise);
  }
}

BOOST_AUTO_TEST_CASE(are_changed_all_or_none_and_audited) {
  auto result = set(settings::labels, 3);
  BOOST_TEST_REQUIRE(result.settings().settings_size()
                     == static_cast<int>(tasks::all_settings().size()));
  BOOST_TEST(tasks::value_of(state, settings::labels) == 3U);
  auto x = wire::Command{};
  x.mutable_change_settings()->add_changes()->set_name("labels");
  x.mutable_change_settings()->add_changes()->set_name("nothing");
  BOOST_TEST(is_refused(apply(x, admin), errc::not_found, "/nothing"));
  BOOST_TEST(tasks::value_of(state, settings::labels) == 3U);
  BOOST_TEST(
    is_refused(set(settings::labels, 100'001), errc::invalid_value, "/labels"));
  auto changes = state.find_all<wire::Change>();
  BOOST_TEST(changes.back()->action() == "settings.updated");
  BOOST_TEST(changes.back()->subject() == "labels");
  BOOST_TEST(changes.back()->actor() == "admin");
  set(settings::labels, std::nullopt);
  BOOST_TEST(tasks::value_of(state, settings::labels) == 10'000U);
  BOOST_TEST(state.count<wire::Setting>() == 0U);
}

BOOST_AUTO_TEST_CASE(bound_labels) {
  set(settings::labels, 2);
  auto x = wire::Command{};
  for (const auto* name : {"a", "b"}) {
    x.mutable_create_label()->set_name(name);
    BOOST_TEST(apply(x, ann).has_label());
  }
  x.mutable_create_label()->set_name("c");
  BOOST_TEST(is_refused(apply(x, ann), errc::too_many, ""));
  auto remove = wire::Command{};
  remove.mutable_delete_label()->set_name("a");
  apply(remove, admin);
  BOOST_TEST(apply(x, ann).has_label());
}

BOOST_AUTO_TEST_CASE(bound_tokens_and_views_of_a_user) {
  set(settings::views_per_user, 1);
  auto x = wire::Command{};
  x.mutable_create_view()->set_name("Open");
  BOOST_TEST(apply(x, ann).has_view());
  BOOST_TEST(is_refused(apply(x, ann), errc::too_many, ""));
  BOOST_TEST(apply(x, admin).has_view());
  set(settings::tokens_per_user, 0);
  auto token = wire::Command{};
  token.mutable_create_token()->set_name("x");
  token.mutable_create_token()->set_scope(wire::SCOPE_READ);
  token.mutable_create_token()->set_digest(digest("t"));
  BOOST_TEST(is_refused(apply(token, made(ann)), errc::too_many, ""));
}

BOOST_AUTO_TEST_CASE(end_the_oldest_logins_where_fewer_are_allowed) {
  auto second = log_in("ann", "b");
  auto third = log_in("ann", "c");
  set(settings::sessions_per_user, 2);
  BOOST_TEST(is_known(ann));
  auto fourth = log_in("ann", "d");
  BOOST_TEST(!is_known(ann));
  BOOST_TEST(!is_known(second));
  BOOST_TEST(is_known(third));
  BOOST_TEST(is_known(fourth));
}

BOOST_AUTO_TEST_CASE(bound_uploads_at_once) {
  auto task = add_task();
  for (auto i = 0; i < 4; ++i)
    BOOST_TEST(begin(task, std::to_string(i)).has_upload());
  BOOST_TEST(is_refused(begin(task, "more"), errc::too_many, ""));
  auto cancel = wire::Command{};
  cancel.mutable_cancel_upload()->set_upload(1);
  apply(cancel, admin);
  finish(2);
  BOOST_TEST(begin(task, "more").has_upload());
  BOOST_TEST(begin(task, "even more").has_upload());
  BOOST_TEST(is_refused(begin(task, "too many"), errc::too_many, ""));
}

BOOST_AUTO_TEST_CASE(bound_what_attachments_take) {
  for (const auto* which :
       {&settings::attachment_bytes_per_user, &settings::attachment_bytes}) {
    auto task = add_task();
    set(*which,
        tasks::used(state, *which, "admin") + tasks::used(state, *which) + 100);
    auto first = begin(task, "a").upload().id();
    BOOST_TEST(chunk(first, 60).has_upload());
    auto second = begin(task, "b").upload().id();
    // What is on its way counts.
    BOOST_TEST(is_refused(chunk(second, 41), errc::too_many, ""));
    auto cancel = wire::Command{};
    cancel.mutable_cancel_upload()->set_upload(first);
    apply(cancel, admin);
    BOOST_TEST(chunk(second, 100).has_upload());
    BOOST_TEST(finish(second).has_attachment());
    BOOST_TEST(is_refused(begin(task, "c"), errc::too_many, ""));
    auto away = wire::Command{};
    away.mutable_purge_task()->set_id(task);
    apply(away, admin);
    BOOST_TEST(tasks::used(state, settings::attachment_bytes) == 0U);
    set(*which, std::nullopt);
  }
  BOOST_TEST(state.count<wire::Usage>() == 0U);
}

BOOST_AUTO_TEST_CASE(bound_the_attachments_of_a_project_wherever_they_move) {
  add_project("OPS");
  add_project("WEB");
  auto task = add_task("OPS");
  auto file = attach(task, "a", 70);
  BOOST_TEST(files_of("OPS") == 70U);
  auto move = wire::Command{};
  move.mutable_update_task()->set_id(task);
  move.mutable_update_task()->set_project("WEB");
  apply(move, admin);
  BOOST_TEST(files_of("OPS") == 0U);
  BOOST_TEST(files_of("WEB") == 70U);
  set(settings::attachment_bytes_per_project, 100);
  auto upload = begin(task, "b").upload().id();
  BOOST_TEST(is_refused(chunk(upload, 31), errc::too_many, ""));
  auto remove = wire::Command{};
  remove.mutable_delete_attachment()->set_id(file);
  apply(remove, admin);
  BOOST_TEST(files_of("WEB") == 0U);
  BOOST_TEST(chunk(upload, 31).has_upload());
}

BOOST_AUTO_TEST_CASE(bound_keys_with_their_values) {
  set(settings::kv_bytes, 100);
  BOOST_TEST(count().keys_counted().done());
  BOOST_TEST(put("k1", 48).has_key());
  BOOST_TEST(put("k2", 48).has_key());
  BOOST_TEST(is_refused(put("k3", 0), errc::too_many, ""));
  // One in its own place is no more than before.
  BOOST_TEST(put("k1", 48).has_key());
  BOOST_TEST(put("k1", 10).has_key());
  BOOST_TEST(put("k3", 36).has_key());
  auto x = wire::Command{};
  x.mutable_delete_key()->set_key("k2");
  apply(x, ann);
  BOOST_TEST(tasks::used(state, settings::kv_bytes) == 50U);
}

BOOST_AUTO_TEST_CASE(count_the_keys_that_were_there_before) {
  auto bytes = std::uint64_t{0};
  for (auto i = 100; i < 140; ++i) {
    put(std::to_string(i), 7);
    bytes += 10;
  }
  BOOST_TEST(is_refused(count(), errc::conflict, ""));
  set(settings::kv_bytes, 10'000);
  BOOST_TEST(!count().keys_counted().done());
  BOOST_TEST(tasks::used(state, settings::kv_bytes) == 160U);
  // One that is counted, one that will be, and one that goes before it is.
  put("100", 8);
  put("139", 9);
  auto x = wire::Command{};
  x.mutable_delete_key()->set_key("130");
  apply(x, ann);
  while (!count().keys_counted().done())
    continue;
  BOOST_TEST(tasks::used(state, settings::kv_bytes) == bytes + 1 + 2 - 10);
  set(settings::kv_bytes, 0);
  BOOST_TEST(state.count<wire::Usage>() == 0U);
}

BOOST_AUTO_TEST_CASE(stop_uploads_while_a_disk_is_nearly_full) {
  auto task = add_task();
  auto upload = begin(task, "a").upload().id();
  auto low = wire::Command{};
  low.mutable_note_disk_room()->set_low(true);
  BOOST_TEST(apply(low, node()).has_noted());
  BOOST_TEST(is_refused(begin(task, "b"), errc::disk_full, ""));
  BOOST_TEST(is_refused(chunk(upload, 1), errc::disk_full, ""));
  low.mutable_note_disk_room()->set_low(false);
  apply(low, node());
  BOOST_TEST(chunk(upload, 1).has_upload());
  // A node that says nothing any more stops nobody for long.
  low.mutable_note_disk_room()->set_low(true);
  apply(low, node());
  index += 900'000;
  admin = log_in("admin", "later");
  BOOST_TEST(begin(task, "b").has_upload());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace setting_rules_test
