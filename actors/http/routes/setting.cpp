// The quotas and limits of the cluster.

#include "actors/http/route.hpp"
#include "protocol/tasks/rules/setting_rules.hpp"

#include <utility>

namespace taskraft::http {

namespace {

const body_schema& settings_patch() {
  static const auto body = [] {
    auto made = body_schema{"ClusterSettingsPatch", {}};
    for (const auto* each : tasks::all_settings())
      made.fields.push_back({each->name, field_type::count});
    return made;
  }();
  return body;
}

outcome<wire::Query> ask_settings(const call& /*x*/) {
  auto query = wire::Query{};
  query.mutable_list_settings();
  return query;
}

response settings_response(const wire::SettingList& x) {
  auto body = json::object::object();
  for (const auto& each : x.settings())
    body[each.name()] = each.value();
  return untagged_response(body);
}

outcome<response> tell_settings(const call& /*x*/, const wire::Answer& answer) {
  return settings_response(answer.settings());
}

/// Null is the default.
outcome<wire::Command> change_settings(const call& x) {
  auto command = wire::Command{};
  auto& changes = *command.mutable_change_settings();
  for (const auto& [name, value] : x.body.items()) {
    auto& change = *changes.add_changes();
    change.set_name(name);
    if (!value.is_null())
      change.set_value(value.get<std::uint64_t>());
  }
  return command;
}

outcome<response> tell_changed_settings(const call& /*x*/,
                                        const written& done) {
  return settings_response(done.result->settings());
}

} // namespace

void add_setting_routes(std::vector<route>& to) {
  using enum verb;
  to.push_back({.method = get,
                .path = "/cluster/settings",
                .scope = wire::SCOPE_ADMIN,
                .steps = reading{ask_settings, tell_settings},
                .about = "Shows the quotas and limits of the cluster",
                .answers = "ClusterSettings"});
  to.push_back({.method = patch,
                .path = "/cluster/settings",
                .scope = wire::SCOPE_ADMIN,
                .steps = writing{change_settings, tell_changed_settings},
                .about = "Changes quotas and limits; null: the default",
                .body = &settings_patch(),
                .takes = body_kind::json,
                .answers = "ClusterSettings"});
}

} // namespace taskraft::http
