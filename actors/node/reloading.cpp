#include "actors/node/reloading.hpp"

#include "actors/logging/adjust.hpp"
#include "config/differences.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::actors {

namespace {

std::string joined(const std::vector<std::string>& keys) {
  auto text = std::string{};
  for (const auto& key : keys)
    text += (text.empty() ? "" : ",") + key;
  return text;
}

bool covers(std::string_view part_key, std::string_view key) {
  return part_key.ends_with('.') ? key.starts_with(part_key) : key == part_key;
}

void refuse_settings(const failure& why) {
  logging::warn("reload_failed", "detail", why.detail, "in_force",
                "the settings of before");
}

} // namespace

reloader::reloader(config::settings in_force, settings_source read)
  : started_with_(in_force), last_read_(std::move(in_force)),
    read_(std::move(read)) {
}

void reloader::add(reloadable_part part) {
  parts_.push_back(std::move(part));
}

bool reloader::is_reloadable(std::string_view key) const {
  return std::ranges::any_of(parts_, [&](const reloadable_part& part) {
    return std::ranges::any_of(
      part.keys, [&](std::string_view x) { return covers(x, key); });
  });
}

void reloader::reload() {
  auto fresh = read_();
  if (!fresh)
    return refuse_settings(fresh.error());
  auto changes = std::vector<std::function<void()>>{};
  for (const auto& part : parts_) {
    auto prepared = part.prepare(*fresh);
    if (!prepared)
      return refuse_settings(prepared.error());
    changes.push_back(std::move(*prepared));
  }
  auto changed = config::differences(last_read_, *fresh);
  std::erase_if(changed, [&](const auto& key) { return !is_reloadable(key); });
  auto waiting = config::differences(started_with_, *fresh);
  std::erase_if(waiting, [&](const auto& key) { return is_reloadable(key); });
  for (const auto& change : changes)
    change();
  last_read_ = std::move(*fresh);
  logging::info("settings_reloaded", "changed", joined(changed));
  if (!waiting.empty())
    logging::warn("restart_needed", "keys", joined(waiting), "detail",
                  "these settings are read at the start only");
}

reloadable_part logging_part() {
  return {
    .keys = {"logging."},
    .prepare = [](const config::settings& x) -> result<std::function<void()>> {
      auto level = std::string{to_string(x.logging.level)};
      auto format = x.logging.format == config::logging_format::json
                      ? logging::line_format::json
                      : logging::line_format::text;
      return std::function<void()>{[=] { logging::adjust(level, format); }};
    }};
}

} // namespace taskraft::actors
