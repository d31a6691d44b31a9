#include "tests/support/processes/process_cluster.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>

namespace taskraft::tests {

std::uint64_t process_cluster::leader(seconds time_limit) const {
  auto found = std::uint64_t{0};
  auto look = [&] {
    auto output = status();
    auto rows = nlohmann::json::parse(output.out, nullptr, false);
    if (output.exit_code != 0 || !rows.is_array())
      return false;
    auto newest = std::uint64_t{0};
    for (const auto& row : rows)
      if (row["role"] == "leader"
          && row["term"].get<std::uint64_t>() > newest) {
        newest = row["term"].get<std::uint64_t>();
        found = row["id"].get<std::uint64_t>();
      }
    return found != 0;
  };
  BOOST_REQUIRE_MESSAGE(eventually(look, time_limit), "no leader came up");
  return found;
}

bool process_cluster::converged(const std::vector<std::uint64_t>& ids,
                                seconds time_limit) const {
  auto same = [&] {
    auto rows = nlohmann::json::parse(status().out, nullptr, false);
    if (!rows.is_array())
      return false;
    auto highest = std::uint64_t{0};
    for (const auto& row : rows)
      if (row["reachable"] == true)
        highest = std::max(highest, row["last_index"].get<std::uint64_t>());
    for (auto id : ids)
      for (const auto& row : rows)
        if (row["id"] == id
            && (row["reachable"] != true || row["applied_index"] != highest))
          return false;
    return true;
  };
  return eventually(same, time_limit);
}

} // namespace taskraft::tests
