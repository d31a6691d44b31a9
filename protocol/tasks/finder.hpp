// Rows as rules and answers see them, by their type and key.

#pragma once

#include "protocol/tasks/row_type.hpp"

#include <string>
#include <vector>

namespace taskraft::tasks {

/// Nothing here fails or waits. Who evaluates notes the rows that it has not
/// loaded yet, which look as if they did not exist; then it throws away what
/// the rules made of that, and lets them try again. So rules give a result
/// whatever they see.
class finder {
public:
  virtual ~finder() = default;

  /// The row with this key; null if there is none. Valid until the next change.
  template <class Row, class... Key>
  const Row* find(const Key&... key) {
    const auto& type = row_type_of<Row>();
    return static_cast<const Row*>(find_row(type, key_from(type, key...)));
  }

  /// The rows whose keys begin with these fields, in the order of their keys.
  /// Valid until the next change.
  template <class Row, class... Key>
  std::vector<const Row*> find_all(const Key&... begin) {
    const auto& type = row_type_of<Row>();
    auto rows = std::vector<const Row*>{};
    for (const auto* x : find_rows(type, key_from(type, begin...)))
      rows.push_back(static_cast<const Row*>(x));
    return rows;
  }

  /// The same for rows of any type.
  virtual const row_message* find_row(const row_type& type, std::string key)
    = 0;
  virtual std::vector<const row_message*> find_rows(const row_type& type,
                                                    std::string prefix)
    = 0;
};

} // namespace taskraft::tasks
