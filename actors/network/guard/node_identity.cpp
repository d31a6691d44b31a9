#include "actors/network/guard/node_identity.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/node_id.hpp>

#include <random>

namespace taskraft::network {

namespace {

// CAF 0.17 lets only its own middleman set the id. An explicit instantiation
// may name a private member, and hands it out here.
template <class Tag, typename Tag::type Member>
struct private_member {
  friend typename Tag::type member_of(Tag) {
    return Member;
  }
};

struct node_member {
  using type = caf::node_id caf::actor_system::*;
  friend type member_of(node_member);
};

template struct private_member<node_member, &caf::actor_system::node_>;

caf::node_id random_id(program_kind kind) {
  auto device = std::random_device{};
  auto host = caf::node_id::default_data::host_id_type{};
  for (auto& byte : host)
    byte = static_cast<std::uint8_t>(device());
  host[0] = static_cast<std::uint8_t>(kind);
  // Zero is no process number.
  return caf::make_node_id(static_cast<std::uint32_t>(device()) | 1U, host);
}

/// Loaded after the middleman, which has put CAF's own id in place by then.
template <program_kind Kind>
class identity_module : public caf::actor_system::module {
public:
  explicit identity_module(caf::actor_system& system) : system_(system) {
  }

  void init(caf::actor_system_config&) override {
    system_.*member_of(node_member{}) = random_id(Kind);
  }

  void start() override {
  }

  void stop() override {
  }

  id_t id() const override {
    return network_manager;
  }

  void* subtype_ptr() override {
    return this;
  }

  static module* make(caf::actor_system& system, caf::detail::type_list<>) {
    return new identity_module{system};
  }

private:
  caf::actor_system& system_;
};

} // namespace

void load_node_identity(caf::actor_system_config& config, program_kind kind) {
  if (kind == program_kind::node)
    config.load<identity_module<program_kind::node>>();
  else
    config.load<identity_module<program_kind::client>>();
}

} // namespace taskraft::network
