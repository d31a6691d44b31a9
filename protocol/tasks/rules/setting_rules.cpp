#include "protocol/tasks/rules/setting_rules.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace taskraft::tasks {

namespace settings {

namespace {

constexpr auto gib = std::uint64_t{1} << 30U;
constexpr auto most_bytes = std::uint64_t{1} << 50U;

} // namespace

const setting attachment_bytes
  = {"attachment_bytes", 10 * gib, 0, most_bytes, "bytes of all attachments"};
const setting attachment_bytes_per_project
  = {"attachment_bytes_per_project", 10 * gib, 0, most_bytes,
     "bytes of the attachments of a project"};
const setting attachment_bytes_per_user
  = {"attachment_bytes_per_user", 10 * gib, 0, most_bytes,
     "bytes of the attachments that a user has added"};
const setting kv_bytes = {"kv_bytes", 0, 0, most_bytes,
                          "bytes of all keys with their values; 0: no limit"};
const setting labels = {"labels", 10'000, 0, 100'000, "labels of the site"};
const setting sessions_per_user
  = {"sessions_per_user", max_sessions_of_user, 1, 1000,
     "logins of a user; one more ends the oldest"};
const setting tokens_per_user
  = {"tokens_per_user", max_tokens_of_user, 0, 1000, "API tokens of a user"};
const setting uploads_per_user = {"uploads_per_user", max_uploads_of_user, 0,
                                  100, "attachments that a user adds at once"};
const setting views_per_user
  = {"views_per_user", max_views_of_user, 0, 10'000, "saved views of a user"};

} // namespace settings

namespace {

const setting* setting_named(std::string_view name) {
  auto all = all_settings();
  auto found = std::ranges::find_if(
    all, [&](const setting* x) { return x->name == name; });
  return found == all.end() ? nullptr : *found;
}

std::string usage_name(const setting& x, const std::string& whose) {
  return whose.empty() ? std::string{x.name}
                       : std::string{x.name} + '/' + whose;
}

wire::Usage usage_of(finder& state, const setting& x,
                     const std::string& whose) {
  auto name = usage_name(x, whose);
  if (const auto* found = state.find<wire::Usage>(name))
    return *found;
  auto row = wire::Usage{};
  row.set_name(std::move(name));
  return row;
}

void put_usage(view& state, wire::Usage row) {
  if (row.value() == 0 && !row.counting())
    state.erase<wire::Usage>(row.name());
  else
    state.put(std::move(row));
}

maybe_refusal no_room(const setting& x) {
  return refusal(errc::too_many, "",
                 "the setting " + std::string{x.name} + " allows no more "
                   + std::string{x.about});
}

maybe_refusal check_setting(const wire::SettingChange& x) {
  const auto* known = setting_named(x.name());
  if (known == nullptr)
    return refusal(errc::not_found, '/' + x.name(),
                   "there is no setting " + x.name());
  if (!x.has_value() || (x.value() >= known->least && x.value() <= known->most))
    return std::nullopt;
  return refusal(errc::invalid_value, '/' + x.name(),
                 "must be " + std::to_string(known->least) + " to "
                   + std::to_string(known->most));
}

/// The keys that are there already are counted bit by bit.
void follow_kv_limit(view& state, std::uint64_t before, std::uint64_t after) {
  if ((before == 0) == (after == 0))
    return;
  auto name = usage_name(settings::kv_bytes, {});
  state.erase<wire::Usage>(name);
  if (after == 0)
    return;
  auto row = wire::Usage{};
  row.set_name(std::move(name));
  row.set_counting(true);
  state.put(std::move(row));
}

void put_setting(view& state, const wire::SettingChange& x) {
  const auto& known = *setting_named(x.name());
  auto before = value_of(state, known);
  auto after = x.has_value() ? x.value() : known.otherwise;
  if (before == after)
    return;
  if (&known == &settings::kv_bytes)
    follow_kv_limit(state, before, after);
  if (after == known.otherwise) {
    state.erase<wire::Setting>(x.name());
    return;
  }
  auto row = wire::Setting{};
  row.set_name(x.name());
  row.set_value(after);
  state.put(std::move(row));
}

wire::SettingList listed_settings(finder& state) {
  auto list = wire::SettingList{};
  for (const auto* each : all_settings()) {
    auto& to = *list.add_settings();
    to.set_name(std::string{each->name});
    to.set_value(value_of(state, *each));
    to.set_default_value(each->otherwise);
    to.set_least(each->least);
    to.set_most(each->most);
    to.set_about(std::string{each->about});
  }
  return list;
}

std::uint64_t bytes_of(const wire::KeyValue& x) {
  return x.key().size() + x.value().size();
}

/// Nothing if keys are not counted, or this one is not yet.
std::optional<wire::Usage> counted_keys(finder& state, const std::string& key) {
  if (value_of(state, settings::kv_bytes) == 0)
    return std::nullopt;
  auto row = usage_of(state, settings::kv_bytes, {});
  if (row.counting() && key > row.counted_key())
    return std::nullopt;
  return row;
}

/// How many keys a command counts, whose values it has to load.
constexpr std::size_t keys_at_once = 16;
/// A node that has not said for so long that its disk is low counts no more.
constexpr auto low_disk_us = std::uint64_t{900'000'000};

} // namespace

std::span<const setting* const> all_settings() {
  static const auto all = std::to_array<const setting*>(
    {&settings::attachment_bytes, &settings::attachment_bytes_per_project,
     &settings::attachment_bytes_per_user, &settings::kv_bytes,
     &settings::labels, &settings::sessions_per_user,
     &settings::tokens_per_user, &settings::uploads_per_user,
     &settings::views_per_user});
  return all;
}

std::uint64_t value_of(finder& state, const setting& x) {
  const auto* found = state.find<wire::Setting>(x.name);
  return found == nullptr ? x.otherwise : found->value();
}

std::uint64_t used(finder& state, const setting& x, const std::string& whose) {
  return usage_of(state, x, whose).value();
}

void use_more(view& state, const setting& x, std::uint64_t count,
              const std::string& whose) {
  auto row = usage_of(state, x, whose);
  row.set_value(row.value() + count);
  put_usage(state, std::move(row));
}

void use_less(view& state, const setting& x, std::uint64_t count,
              const std::string& whose) {
  auto row = usage_of(state, x, whose);
  row.set_value(row.value() - std::min(row.value(), count));
  put_usage(state, std::move(row));
}

maybe_refusal check_room(finder& state, const setting& x, std::uint64_t count,
                         const std::string& whose) {
  if (used(state, x, whose) + count <= value_of(state, x))
    return std::nullopt;
  return no_room(x);
}

maybe_refusal check_disks(const command_context& c) {
  for (const auto* each : c.state.find_all<wire::LowDisk>())
    if (each->at_us() + low_disk_us > c.at.time_us)
      return refusal(errc::disk_full, "",
                     "node " + std::to_string(each->node())
                       + " has less than a tenth of its disk free");
  return std::nullopt;
}

maybe_refusal check_file_room(finder& state, const std::string& username,
                              const std::string& project, std::uint64_t bytes) {
  if (auto why
      = check_room(state, settings::attachment_bytes_per_user, bytes, username))
    return why;
  if (!project.empty())
    if (auto why = check_room(state, settings::attachment_bytes_per_project,
                              bytes, project))
      return why;
  return check_room(state, settings::attachment_bytes, bytes);
}

void count_file(view& state, const std::string& username, std::uint64_t bytes) {
  use_more(state, settings::attachment_bytes_per_user, bytes, username);
  use_more(state, settings::attachment_bytes, bytes);
}

void discount_file(view& state, const std::string& username,
                   std::uint64_t bytes) {
  use_less(state, settings::attachment_bytes_per_user, bytes, username);
  use_less(state, settings::attachment_bytes, bytes);
}

void move_files(view& state, std::uint64_t task, const std::string& before,
                const std::string& after) {
  auto bytes = std::uint64_t{0};
  for (const auto* each : state.find_all<wire::Attachment>(task))
    bytes += each->size();
  if (bytes == 0)
    return;
  if (!before.empty())
    use_less(state, settings::attachment_bytes_per_project, bytes, before);
  if (!after.empty())
    use_more(state, settings::attachment_bytes_per_project, bytes, after);
}

maybe_refusal count_key(view& state, const std::string& key,
                        std::uint64_t value_bytes) {
  auto row = counted_keys(state, key);
  if (!row)
    return std::nullopt;
  const auto* old = state.find<wire::KeyValue>(key);
  auto before = old == nullptr ? 0 : bytes_of(*old);
  auto after = key.size() + value_bytes;
  auto others = row->value() - std::min(row->value(), before);
  // What takes no more than before is no worse.
  if (after > before && others + after > value_of(state, settings::kv_bytes))
    return no_room(settings::kv_bytes);
  row->set_value(others + after);
  put_usage(state, *std::move(row));
  return std::nullopt;
}

void discount_key(view& state, const wire::KeyValue& row) {
  if (auto usage = counted_keys(state, row.key())) {
    usage->set_value(usage->value() - std::min(usage->value(), bytes_of(row)));
    put_usage(state, *std::move(usage));
  }
}

wire::Result change_settings(const command_context& c,
                             const wire::ChangeSettings& x) {
  if (auto why = check_admin(c.who))
    return refused(std::move(*why));
  for (const auto& each : x.changes())
    if (auto why = check_setting(each))
      return refused(std::move(*why));
  for (const auto& each : x.changes())
    put_setting(c.state, each);
  auto result = wire::Result{};
  *result.mutable_settings() = listed_settings(c.state);
  return result;
}

wire::Result count_keys(const command_context& c, const wire::CountKeys&) {
  if (!c.who.is_node())
    return refused(*check_made_by_node(actor{}));
  auto row = usage_of(c.state, settings::kv_bytes, {});
  if (!row.counting())
    return refused(refusal(errc::conflict, "", "all keys are counted"));
  auto from = wire::KeyValue{};
  from.set_key(row.counted_key());
  auto found = c.state.find_after(from, keys_at_once);
  for (const auto* each : found)
    row.set_value(row.value() + bytes_of(*each));
  auto result = wire::Result{};
  result.mutable_keys_counted()->set_done(found.size() < keys_at_once);
  if (result.keys_counted().done()) {
    row.clear_counting();
    row.clear_counted_key();
  } else {
    row.set_counted_key(found.back()->key());
  }
  c.state.put(std::move(row));
  return result;
}

wire::Result note_disk_room(const command_context& c,
                            const wire::NoteDiskRoom& x) {
  if (!c.who.is_node())
    return refused(*check_made_by_node(actor{}));
  auto node = c.who.principal.id;
  auto result = wire::Result{};
  result.mutable_noted();
  if (!x.low()) {
    c.state.erase<wire::LowDisk>(node);
    return result;
  }
  auto row = wire::LowDisk{};
  row.set_node(node);
  row.set_at_us(c.at.time_us);
  c.state.put(std::move(row));
  return result;
}

wire::Answer list_settings(reader& state, const actor& who) {
  if (auto why = check_admin(who))
    return refused_answer(std::move(*why));
  auto answer = wire::Answer{};
  *answer.mutable_settings() = listed_settings(state);
  return answer;
}

} // namespace taskraft::tasks
