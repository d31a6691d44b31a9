#include "persistence/store/schema.hpp"

#include "protocol/invariant.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace taskraft::persistence {

namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using field_path = std::vector<const FieldDescriptor*>;

/// The name of a column's field. For instants it ends in their unit.
std::string field_of(const column& x) {
  auto name = std::string{x.field.empty() ? x.name : x.field};
  if (x.field.empty() && x.type == column_type::instant)
    name += "_us";
  return name;
}

field_path path_to(const Descriptor& message, std::string_view name) {
  auto path = field_path{};
  const auto* at = &message;
  for (auto more = true; more;) {
    auto dot = name.find('.');
    more = dot != std::string_view::npos;
    const auto* field = at->FindFieldByName(std::string{name.substr(0, dot)});
    RAFT_INVARIANT(field != nullptr);
    RAFT_INVARIANT(!field->is_repeated()
                   || field->type() == FieldDescriptor::TYPE_STRING);
    path.push_back(field);
    at = field->message_type();
    name.remove_prefix(more ? dot + 1 : name.size());
  }
  RAFT_INVARIANT(at == nullptr);
  return path;
}

known_field what_is_known(const field_path& path,
                          const tasks::row_message& blank) {
  const auto* holder = &blank;
  for (auto i = std::size_t{0}; i + 1 < path.size(); ++i)
    holder = &holder->GetReflection()->GetMessage(*holder, path[i]);
  const auto& field = *path.back();
  return {.reflection = holder->GetReflection(),
          .type = field.cpp_type(),
          .is_repeated = field.is_repeated(),
          .has_presence = field.has_presence()};
}

/// Adds the paths of all fields that hold a value.
void add_leaves(const Descriptor& message, const field_path& way,
                std::set<field_path>& to) {
  for (auto i = 0; i < message.field_count(); ++i) {
    const auto& options = message.field(i)->options();
    if (options.GetExtension(tasks::wire::gathered))
      continue;
    auto path = way;
    path.push_back(message.field(i));
    if (const auto* inner = path.back()->message_type())
      add_leaves(*inner, path, to);
    else
      to.insert(path);
  }
}

void complete(table& x) {
  if (x.row == nullptr) {
    x.key = {&x.columns.front()};
    return;
  }
  const auto& message = *x.row->blank->GetDescriptor();
  auto leaves = std::set<field_path>{};
  add_leaves(message, {}, leaves);
  for (auto& each : x.columns) {
    if (each.derived != nullptr)
      continue;
    each.path = path_to(message, field_of(each));
    each.last = what_is_known(each.path, *x.row->blank);
    // Each field has one column ...
    RAFT_INVARIANT(leaves.erase(each.path) == 1);
  }
  // ... and none is without a column.
  RAFT_INVARIANT(leaves.empty());
  for (const auto* field : x.row->key)
    for (const auto& each : x.columns)
      if (each.path == field_path{field})
        x.key.push_back(&each);
  RAFT_INVARIANT(x.key.size() == x.row->key.size());
}

} // namespace

const column& table::column_named(std::string_view wanted) const {
  auto found = std::ranges::find(columns, wanted, &column::name);
  RAFT_INVARIANT(found != columns.end());
  return *found;
}

schema::schema(std::uint32_t version, std::vector<table> tables)
  : version_(version), tables_(std::move(tables)) {
  for (auto& each : tables_) {
    complete(each);
    RAFT_INVARIANT(each.since <= version);
    if (each.row != nullptr && each.row->number != 0)
      rows_.push_back(&each);
  }
  std::ranges::sort(rows_, {}, [](const auto* x) { return x->row->number; });
  const auto& list = *tasks::wire::SnapshotRow::descriptor();
  for (auto i = 0; i < list.field_count(); ++i) {
    auto number = static_cast<std::uint32_t>(list.field(i)->number());
    // The board is stored as the meta row, and requests are stored in runs.
    if (number != tasks::wire::SnapshotRow::kBoardFieldNumber
        && number != tasks::wire::SnapshotRow::kRequestFieldNumber)
      RAFT_INVARIANT(row_numbered(number) != nullptr);
  }
}

const table& schema::table_named(std::string_view name) const {
  auto found = std::ranges::find(tables_, name, &table::name);
  RAFT_INVARIANT(found != tables_.end());
  return *found;
}

const table& schema::table_of(const tasks::row_type& x) const {
  auto found = std::ranges::find(tables_, &x, &table::row);
  RAFT_INVARIANT(found != tables_.end());
  return *found;
}

const table* schema::row_numbered(std::uint32_t number) const {
  auto found = std::ranges::find(rows_, number,
                                 [](const auto* x) { return x->row->number; });
  return found == rows_.end() ? nullptr : *found;
}

} // namespace taskraft::persistence
