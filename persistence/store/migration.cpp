#include "persistence/store/migration.hpp"

#include <algorithm>

namespace taskraft::persistence {

namespace {

using statements = std::vector<std::string>;

failure not_ours(const std::string& place, const table& x) {
  return {errc::corrupted, place + ": table " + std::string{x.name}
                             + " is missing or not of this version"};
}

/// How a store of this version describes a column that was shorter there.
std::string described_before(const column& x, std::uint32_t version,
                             dialect to) {
  auto former = x;
  if (version < x.lengthened)
    former.length = x.former_length;
  return described(former, to);
}

/// Adds the columns that an existing table lacks, and lengthens others. False
/// if the table has columns that none of our versions has.
bool complete(const table& x, const std::set<std::string>& there,
              std::uint32_t version, dialect to, statements& add) {
  auto known = std::set<std::string>{};
  for (const auto& each : x.columns) {
    auto text = described(each, to);
    known.insert(text);
    if (there.contains(text))
      continue;
    auto before = described_before(each, version, to);
    known.insert(before);
    if (there.contains(before)) {
      add.push_back(lengthen_column_statement(x, each, to));
      continue;
    }
    if (std::max(each.since, x.since) <= version || x.since > version)
      return false;
    add.push_back(add_column_statement(x, each, to));
  }
  return std::ranges::includes(known, there);
}

} // namespace

std::string described(const column& x, dialect to) {
  auto text = name_of(x, to) + " " + type_of(x, to);
  if (!x.nullable)
    text += " NOT NULL";
  if (to == dialect::mysql && x.type == column_type::text)
    text += " utf8mb4_bin";
  return text;
}

result<std::vector<std::string>> migration_from(const found_tables& found,
                                                const schema& wanted,
                                                dialect to,
                                                const std::string& place) {
  if (found.version > wanted.version())
    return failure{errc::outdated,
                   place + ": needs a newer taskraftd: the store has schema "
                     + "version " + std::to_string(found.version)
                     + ", this program knows up to "
                     + std::to_string(wanted.version())};
  auto add = statements{};
  for (const auto& each : wanted.tables()) {
    auto there = found.columns.find(std::string{each.name});
    if (there == found.columns.end()) {
      if (each.since <= found.version)
        return not_ours(place, each);
      for (const auto& statement : create_statements(each, to))
        add.push_back(statement);
      continue;
    }
    if (!complete(each, there->second, found.version, to, add))
      return not_ours(place, each);
    if (found.version == wanted.version())
      continue;
    for (const auto& columns : each.indexes)
      if (!found.indexes.contains(index_name(each, columns)))
        add.push_back(create_index_statement(each, columns, to));
    if (!each.seed.empty())
      add.push_back(seed_statement(each, to));
  }
  return add;
}

std::vector<const table*> tables_to_refresh(const found_tables& found,
                                            const schema& wanted) {
  auto tables = std::vector<const table*>{};
  for (const auto& each : wanted.tables()) {
    auto is_new = [&](const column& x) {
      return x.derived != nullptr && x.since > found.version;
    };
    if (found.version != 0 && each.since <= found.version
        && std::ranges::any_of(each.columns, is_new))
      tables.push_back(&each);
  }
  return tables;
}

} // namespace taskraft::persistence
