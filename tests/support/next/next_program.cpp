#include "tests/support/next/next_program.hpp"

#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/unknown_fields.hpp"

#include <google/protobuf/unknown_field_set.h>
#include <optional>
#include <utility>

namespace taskraft::tests {

namespace {

using google::protobuf::UnknownField;

std::optional<wire::AddSticker> sticker_in(const tasks::wire::Command& x) {
  const auto& unknown = x.GetReflection()->GetUnknownFields(x);
  if (unknown.field_count() != 1)
    return std::nullopt;
  const auto& field = unknown.field(0);
  auto sticker = wire::AddSticker{};
  if (field.number() != wire::NextCommand::kAddStickerFieldNumber
      || field.type() != UnknownField::TYPE_LENGTH_DELIMITED
      || !sticker.ParseFromString(field.length_delimited())
      || tasks::has_unknown_fields(sticker))
    return std::nullopt;
  return sticker;
}

std::optional<tasks::wire::Refusal> read(std::string_view bytes,
                                         tasks::wire::Command& command) {
  auto why = tasks::read_command(bytes, command);
  return why && sticker_in(command) ? std::nullopt : why;
}

tasks::wire::Result add(tasks::view& state, const wire::AddSticker& x,
                        const tasks::stamp& at) {
  if (at.level < next_level)
    return tasks::refused(tasks::not_in_force());
  const auto* task = state.find<tasks::wire::Task>(x.task());
  if (auto why = tasks::check_live(task, "/task", x.task()))
    return tasks::refused(std::move(*why));
  if (state.find_all<wire::Sticker>(x.task()).size() >= most_stickers)
    return tasks::refused(
      tasks::refusal(errc::conflict, "/task", "has many stickers already"));
  auto result = tasks::wire::Result{};
  result.mutable_key()->set_rev(at.index.value);
  auto row = wire::Sticker{};
  row.set_task(x.task());
  row.set_colour(x.colour());
  row.set_rev(at.index.value);
  state.put(std::move(row));
  return result;
}

tasks::wire::Result apply(tasks::view& state, tasks::wire::Command command,
                          const tasks::actor& who, const tasks::stamp& at) {
  if (auto sticker = sticker_in(command))
    return add(state, *sticker, at);
  return tasks::apply(state, std::move(command), who, at);
}

persistence::cell title_length(const tasks::row_message& x) {
  return persistence::cell::of(static_cast<std::int64_t>(
    static_cast<const tasks::wire::Task&>(x).title().size()));
}

std::uint32_t next_version() {
  return persistence::own_schema().version() + 1;
}

std::vector<persistence::table> next_tables() {
  using persistence::column_type;
  auto tables = persistence::own_tables();
  for (auto& each : tables) {
    if (each.name != "tasks")
      continue;
    each.columns.push_back({.name = "title_length",
                            .type = column_type::number,
                            .derived = title_length,
                            .since = next_version()});
    each.indexes.push_back({"title_length"});
  }
  tables.push_back(
    {.name = "stickers",
     .row = &tasks::row_type_of<wire::Sticker>(),
     .columns = {{"task"}, {"colour", column_type::name, 32}, {"rev"}},
     .since = next_version()});
  return tables;
}

} // namespace

tasks::rule_set next_rules() {
  return {.newest_level = next_level, .read = read, .apply = apply};
}

const persistence::schema& next_schema() {
  static const auto x = persistence::schema{next_version(), next_tables()};
  return x;
}

std::string add_sticker(std::uint64_t task, const std::string& colour) {
  auto x = wire::NextCommand{};
  x.mutable_add_sticker()->set_task(task);
  x.mutable_add_sticker()->set_colour(colour);
  return x.SerializeAsString();
}

} // namespace taskraft::tests
