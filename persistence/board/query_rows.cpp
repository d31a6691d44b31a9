#include "persistence/board/query_rows.hpp"

#include "protocol/invariant.hpp"

namespace taskraft::persistence {

loaded_rows rows_of_view::load(const wanted_rows& x) {
  if (!outcome)
    return {};
  auto found = rows_.load(x);
  if (found)
    return std::move(*found);
  outcome = found.error();
  return {};
}

const tasks::row_message* rows_of_view::find_row(const tasks::row_type& type,
                                                 std::string key) {
  if (auto found = known_.find(type, key))
    return *found;
  auto wanted = wanted_rows{&type, {key}, {}};
  known_.add(wanted, load(wanted));
  return *known_.find(type, key);
}

std::vector<const tasks::row_message*>
rows_of_view::find_rows(const tasks::row_type& type, std::string prefix) {
  if (!known_.knows_all_of(type, prefix)) {
    auto wanted = wanted_rows{&type, {}, {prefix}};
    known_.add(wanted, load(wanted));
  }
  return known_.find_all(type, prefix);
}

void rows_of_view::scan(const tasks::row_type& of, std::string_view prefix,
                        std::string_view after,
                        const std::function<bool(tasks::row_message&)>& visit) {
  if (outcome)
    outcome = rows_.scan(
      of, {.prefix = std::string{prefix}, .after = std::string{after}}, visit);
}

const tasks::row_message* known_reader::find_row(const tasks::row_type& type,
                                                 std::string key) {
  if (auto found = known_.find(type, key))
    return *found;
  wanted_of(missing_, type).keys.push_back(std::move(key));
  return nullptr;
}

std::vector<const tasks::row_message*>
known_reader::find_rows(const tasks::row_type& type, std::string prefix) {
  auto rows = known_.find_all(type, prefix);
  if (!known_.knows_all_of(type, prefix))
    wanted_of(missing_, type).prefixes.push_back(std::move(prefix));
  return rows;
}

void known_reader::scan(const tasks::row_type& /*of*/,
                        std::string_view /*prefix*/, std::string_view /*after*/,
                        const std::function<bool(tasks::row_message&)>&) {
  RAFT_INVARIANT(false);
}

} // namespace taskraft::persistence
