// An actor that seems to live on another machine, to test how a node treats
// messages from remote senders.

#pragma once

#include <caf/actor_control_block.hpp>
#include <caf/actor_proxy.hpp>
#include <caf/actor_system.hpp>
#include <caf/mailbox_element.hpp>
#include <caf/make_actor.hpp>
#include <caf/node_id.hpp>

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace taskraft::tests {

class remote_actor {
public:
  /// Actors with the same `process` live on the same node.
  remote_actor(caf::actor_system& system, std::uint32_t process)
    : inbox_(std::make_shared<std::vector<caf::message>>()) {
    auto config = caf::actor_config{};
    handle_ = caf::make_actor<proxy, caf::strong_actor_ptr>(
      system.next_actor_id(),
      caf::make_node_id(process, caf::node_id::default_data::host_id_type{}),
      &system, config, inbox_);
  }

  template <class Handle, class Message>
  void tell(const Handle& to, Message&& message) const {
    caf::actor_cast<caf::strong_actor_ptr>(to)->enqueue(
      handle_, caf::make_message_id(),
      caf::make_message(std::forward<Message>(message)), nullptr);
  }

  template <class T>
  std::vector<T> take() {
    auto taken = std::vector<T>{};
    std::erase_if(*inbox_, [&](const caf::message& x) {
      if (!x.match_elements<T>())
        return false;
      taken.push_back(x.get_as<T>(0));
      return true;
    });
    return taken;
  }

private:
  class proxy : public caf::actor_proxy {
  public:
    proxy(caf::actor_config& config,
          std::shared_ptr<std::vector<caf::message>> inbox)
      : actor_proxy(config), inbox_(std::move(inbox)) {
    }

    using caf::abstract_actor::enqueue;

    void enqueue(caf::mailbox_element_ptr what, caf::execution_unit*) override {
      inbox_->push_back(what->move_content_to_message());
    }

    void kill_proxy(caf::execution_unit* context, caf::error why) override {
      cleanup(std::move(why), context);
    }

  private:
    std::shared_ptr<std::vector<caf::message>> inbox_;
  };

  std::shared_ptr<std::vector<caf::message>> inbox_;
  caf::strong_actor_ptr handle_;
};

} // namespace taskraft::tests
