#include "persistence/store/task_store.hpp"

#include <utility>

namespace taskraft::persistence {

namespace {

result<found_rows> find_in_view(task_reader& in, raft::log_index visible,
                                std::span<const std::uint64_t> ids,
                                std::span<const std::string_view> keys) {
  auto found = found_rows{.visible = visible, .tasks = {}, .keys = {}};
  if (!ids.empty()) {
    auto rows = in.load_tasks(ids);
    if (!rows)
      return rows.error();
    found.tasks = std::move(*rows);
  }
  if (!keys.empty()) {
    auto rows = in.load_keys(keys);
    if (!rows)
      return rows.error();
    found.keys = std::move(*rows);
  }
  return found;
}

} // namespace

result<found_rows> task_reader::find(std::span<const std::uint64_t> ids,
                                     std::span<const std::string_view> keys) {
  auto visible = begin();
  auto found = visible ? find_in_view(*this, *visible, ids, keys)
                       : result<found_rows>{visible.error()};
  end();
  return found;
}

} // namespace taskraft::persistence
