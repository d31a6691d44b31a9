// Conditions of lists, made with the names of their columns.

#pragma once

#include "persistence/store/listing.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace taskraft::persistence {

/// Makes conditions on the columns of a table.
class condition_maker {
public:
  condition_maker(const schema& tables, const table& of)
    : tables_(tables), of_(of) {
  }

  condition where(std::string_view column, condition::test is,
                  std::vector<cell> values = {}) const {
    return {
      .of = &of_.column_named(column), .is = is, .values = std::move(values)};
  }
  condition below(std::string_view column, std::int64_t bound) const;
  condition at_least(std::string_view column, std::int64_t bound) const;
  condition one_of(std::string_view column,
                   std::vector<std::int64_t> values) const;
  condition named(std::string_view column,
                  const std::vector<std::string>& names) const;

  /// Whether a row of the other table has the column's value in `joined`, and
  /// all of the conditions hold for it.
  condition related(std::string_view column, std::string_view in,
                    std::string_view joined, condition_groups all = {}) const;
  /// The same where one of the names is in `chosen`.
  condition related_to(std::string_view column, std::string_view in,
                       std::string_view joined, std::string_view chosen,
                       const std::vector<std::string>& names) const;

  condition_maker of_table(std::string_view name) const {
    return {tables_, tables_.table_named(name)};
  }

private:
  const schema& tables_;
  const table& of_;
};

} // namespace taskraft::persistence
