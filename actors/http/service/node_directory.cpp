#include "actors/http/service/node_directory.hpp"

#include "actors/http/service/service.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::http {

void node_directory::look(protocol::consistency level,
                          std::function<void(protocol::answer_status)> then) {
  auto query = tasks::wire::Query{};
  query.mutable_list_nodes();
  service_.own->query(
    level, {}, query, [this, then = std::move(then)](const query_outcome& x) {
      if (x.status == protocol::answer_status::done
          && x.visible >= looked_at_) {
        looked_at_ = x.visible;
        profiles_.clear();
        for (const auto& each : x.answer.nodes().nodes())
          profiles_[each.id()] = {each.http(), each.public_key()};
      }
      then(x.status);
    });
}

void node_directory::tend() {
  if (is_looking_ || service_.place.position.visible <= looked_at_)
    return;
  is_looking_ = true;
  look(protocol::consistency::stale,
       [this](protocol::answer_status) { is_looking_ = false; });
}

bool node_directory::is_member(std::uint64_t node) const {
  return std::ranges::any_of(
    service_.place.position.members,
    [&](const auto& each) { return each.id.value == node; });
}

std::map<std::uint64_t, std::string> node_directory::origins_by_node() const {
  auto origins = std::map<std::uint64_t, std::string>{};
  for (const auto& [node, each] : profiles_)
    if (is_member(node) && !each.origin.empty())
      origins[node] = each.origin;
  return origins;
}

bool node_directory::is_members_origin(std::string_view origin) const {
  return std::ranges::any_of(profiles_, [&](const auto& each) {
    return !origin.empty() && each.second.origin == origin
           && is_member(each.first);
  });
}

std::vector<std::string>
node_directory::connect_origins(std::string_view scheme) const {
  auto origins = std::vector<std::string>{};
  for (const auto& [node, origin] : origins_by_node())
    if (node != service_.options.node
        && (scheme != "https" || origin.starts_with("https://")))
      origins.push_back(origin);
  return origins;
}

std::string node_directory::key_of(std::uint64_t node) const {
  auto found = profiles_.find(node);
  return found == profiles_.end() || !is_member(node)
           ? std::string{}
           : found->second.public_key;
}

void node_directory::find_key(
  std::uint64_t node,
  std::function<void(protocol::answer_status, const std::string& key)> then) {
  if (auto key = key_of(node); !key.empty())
    return then(protocol::answer_status::done, key);
  look(protocol::consistency::linearizable,
       [this, node, then = std::move(then)](protocol::answer_status status) {
         then(status, key_of(node));
       });
}

} // namespace taskraft::http
