#include "bin/client/commands/cluster/settings_commands.hpp"

#include "bin/client/commands/client_calls.hpp"
#include "bin/client/commands/task_requests.hpp"
#include "bin/client/text/task_text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>
#include <utility>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

constexpr std::string_view default_word = "default";

json settings_to_json(const wire::SettingList& x) {
  auto to = json::object();
  for (const auto& each : x.settings())
    to[each.name()] = each.value();
  return to;
}

std::string setting_rows(const wire::SettingList& x,
                         const output_style& style) {
  auto rows = table{{"NAME", "VALUE", "DEFAULT", "ABOUT"}, 3};
  for (const auto& each : x.settings())
    rows.add({{each.name(), tint::bold},
              {std::to_string(each.value())},
              {std::to_string(each.default_value())},
              {each.about()}});
  return rows.render(style);
}

wire::SettingValue setting_in(const wire::SettingList& x,
                              const std::string& name) {
  auto found = std::ranges::find(x.settings(), name, &wire::SettingValue::name);
  if (found == x.settings().end())
    throw cli_error{exit_code::not_found, "there is no setting " + name};
  return *found;
}

wire::SettingList asked_settings(const context& x) {
  auto query = wire::Query{};
  query.mutable_list_settings();
  return look_up(x, query).settings();
}

wire::SettingList changed_settings(const context& x, const std::string& name,
                                   const std::string& text) {
  auto command = wire::Command{};
  auto& change = *command.mutable_change_settings()->add_changes();
  change.set_name(name);
  if (text != default_word) {
    auto value = std::uint64_t{};
    const auto* end = text.data() + text.size();
    auto [rest, problem] = std::from_chars(text.data(), end, value);
    if (problem != std::errc{} || rest != end)
      throw cli_error{exit_code::invalid_value,
                      '`' + text + "` is neither a number nor `default`"};
    change.set_value(value);
  }
  return apply(x, command).settings();
}

} // namespace

void settle_settings(const context& x) {
  const auto& words = x.what.arguments;
  if (words.empty()) {
    auto all = asked_settings(x);
    return put_out(x.world, x.settings.json
                              ? print(settings_to_json(all), x.world.style)
                              : setting_rows(all, x.world.style));
  }
  auto name = checked(words.at(0), "KEY");
  auto all = words.size() == 1 ? asked_settings(x)
                               : changed_settings(x, name, words.at(1));
  auto one = setting_in(all, name);
  put_out(x.world, x.settings.json
                     ? print(json{{one.name(), one.value()}}, x.world.style)
                     : std::to_string(one.value()) + '\n');
}

} // namespace taskraft::client
