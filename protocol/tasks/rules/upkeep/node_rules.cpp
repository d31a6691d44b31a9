#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/web_origin.hpp"

namespace taskraft::tasks {

namespace {

/// Of Ed25519.
constexpr std::size_t public_key_bytes = 32;

maybe_refusal check_profile(const wire::NodeProfile& x) {
  if (!x.http().empty() && protocol::parse_web_origin(x.http()) != x.http())
    return refusal(errc::invalid_value, "/http",
                   "must be a scheme, a host and maybe a port");
  return check_size("/public_key", x.public_key(), public_key_bytes,
                    public_key_bytes);
}

} // namespace

wire::Result announce_node(const command_context& c,
                           const wire::AnnounceNode& x) {
  const auto& profile = x.profile();
  if (!c.who.is_node())
    return refused(*check_made_by_node(actor{}));
  if (profile.id() == 0 || profile.id() != c.who.principal.id)
    return refused(
      refusal(errc::not_allowed, "/id", "a node speaks for itself only"));
  if (auto why = check_profile(profile))
    return refused(std::move(*why));
  c.state.put(profile);
  auto result = wire::Result{};
  *result.mutable_node() = profile;
  return result;
}

wire::Answer list_nodes(reader& state) {
  auto answer = wire::Answer{};
  auto& list = *answer.mutable_nodes();
  for (const auto* each : state.find_all<wire::NodeProfile>())
    *list.add_nodes() = *each;
  return answer;
}

} // namespace taskraft::tasks
