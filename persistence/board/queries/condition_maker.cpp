#include "persistence/board/queries/condition_maker.hpp"

namespace taskraft::persistence {

condition condition_maker::below(std::string_view column,
                                 std::int64_t bound) const {
  return where(column, condition::test::below, {cell::of(bound)});
}

condition condition_maker::at_least(std::string_view column,
                                    std::int64_t bound) const {
  return where(column, condition::test::at_least, {cell::of(bound)});
}

condition condition_maker::one_of(std::string_view column,
                                  std::vector<std::int64_t> values) const {
  auto cells = std::vector<cell>{};
  for (auto value : values)
    cells.push_back(cell::of(value));
  return where(column, condition::test::one_of, std::move(cells));
}

condition condition_maker::named(std::string_view column,
                                 const std::vector<std::string>& names) const {
  auto cells = std::vector<cell>{};
  for (const auto& name : names)
    cells.push_back(cell::of(std::string{name}));
  return where(column, condition::test::one_of, std::move(cells));
}

condition condition_maker::related(std::string_view column, std::string_view in,
                                   std::string_view joined,
                                   condition_groups all) const {
  auto x = where(column, condition::test::related);
  x.in = &tables_.table_named(in);
  x.joined = &x.in->column_named(joined);
  x.all = std::move(all);
  return x;
}

condition
condition_maker::related_to(std::string_view column, std::string_view in,
                            std::string_view joined, std::string_view chosen,
                            const std::vector<std::string>& names) const {
  return related(column, in, joined, {{of_table(in).named(chosen, names)}});
}

} // namespace taskraft::persistence
