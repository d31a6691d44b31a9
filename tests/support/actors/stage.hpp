// A deterministic actor system with probes: actors that only record messages,
// so that a test sees all that the tested actor sends.

#pragma once

#include "protocol/actors/inner_gateway_actor.hpp"
#include "protocol/actors/role_actor.hpp"
#include "tests/support/actors/actor_fixture.hpp"

#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace taskraft::tests {

template <class T, class Variant>
inline constexpr bool is_alternative = false;

template <class T, class... Alternatives>
inline constexpr bool is_alternative<
  T, std::variant<Alternatives...>> = (std::is_same_v<T, Alternatives> || ...);

template <class Interface, class Message>
inline constexpr bool hears = true;

template <class... Signatures, class Message>
inline constexpr bool
  hears<caf::typed_actor<Signatures...>,
        Message> = (std::is_same_v<Signatures, caf::reacts_to<Message>> || ...);

/// `message`, as an alternative of what `Interface` hears if it does not hear
/// the message itself.
template <class Interface, class Message>
auto understood_by(Message message) {
  if constexpr (hears<Interface, Message>)
    return message;
  else if constexpr (is_alternative<Message, raft::event>)
    return raft::event{std::move(message)};
  else if constexpr (is_alternative<Message, protocol::role_request>)
    return protocol::role_request{std::move(message)};
  else
    return protocol::gateway_answer{std::move(message)};
}

template <class T, class Variant>
const T* alternative_of(const caf::message& x) {
  if constexpr (is_alternative<T, Variant>)
    if (x.match_elements<Variant>())
      return std::get_if<T>(&x.get_as<Variant>(0));
  return nullptr;
}

/// The `T` that `x` is or hands on; null if it is something else.
template <class T>
const T* content_of(const caf::message& x) {
  if (x.match_elements<T>())
    return &x.get_as<T>(0);
  if (const auto* event = alternative_of<T, raft::event>(x))
    return event;
  if (const auto* request = alternative_of<T, protocol::role_request>(x))
    return request;
  return alternative_of<T, protocol::gateway_answer>(x);
}

/// Records every message for the test.
class probe {
public:
  explicit probe(caf::actor_system& system)
    : inbox_(std::make_shared<std::vector<caf::message>>()) {
    handle_ = system.spawn(
      [inbox = inbox_](caf::event_based_actor* self) -> caf::behavior {
        self->set_default_handler(
          [inbox](caf::scheduled_actor*,
                  caf::message_view& x) -> caf::result<caf::message> {
            inbox->push_back(x.move_content_to_message());
            return caf::message{};
          });
        return {[](caf::unit_t) {}};
      });
  }

  const caf::actor& handle() const {
    return handle_;
  }

  template <class Handle>
  Handle as() const {
    return caf::actor_cast<Handle>(handle_);
  }

  /// Everything that was not taken yet, oldest first.
  const std::vector<caf::message>& inbox() const {
    return *inbox_;
  }

  /// Messages that are a `T`, or hand one on.
  template <class T>
  std::size_t count() const {
    return static_cast<std::size_t>(
      std::ranges::count_if(*inbox_, [](const caf::message& x) {
        return content_of<T>(x) != nullptr;
      }));
  }

  /// Takes out all of these, oldest first.
  template <class T>
  std::vector<T> take() {
    auto result = std::vector<T>{};
    std::erase_if(*inbox_, [&](const caf::message& x) {
      const auto* content = content_of<T>(x);
      if (content != nullptr)
        result.push_back(*content);
      return content != nullptr;
    });
    return result;
  }

  /// Sends as this probe.
  template <class Handle, class Message>
  void tell(const Handle& to, Message&& message) const {
    caf::send_as(handle_, to,
                 understood_by<Handle>(std::forward<Message>(message)));
  }

private:
  std::shared_ptr<std::vector<caf::message>> inbox_;
  caf::actor handle_;
};

struct stage : actor_fixture {
  ~stage() {
    ending_ = true;
    for (const auto& x : watched_)
      caf::anon_send_exit(x, caf::exit_reason::kill);
    watched_.clear();
    drain();
  }

  /// Ends `actor` with the test, so that no timer of it outlives the test.
  template <class Handle>
  Handle watched(Handle actor) {
    auto plain = caf::actor_cast<caf::actor>(actor);
    plain->attach_functor([this](const caf::error& why) {
      if (!ending_)
        ends_.push_back(why);
    });
    watched_.push_back(std::move(plain));
    return actor;
  }

  template <class Handle, class Message>
  void tell(const Handle& to, Message&& message) {
    caf::anon_send(to, understood_by<Handle>(std::forward<Message>(message)));
  }

  /// Why watched actors ended, in order.
  const std::vector<caf::error>& ends() const {
    return ends_;
  }

private:
  std::vector<caf::actor> watched_;
  std::vector<caf::error> ends_;
  bool ending_ = false;
};

} // namespace taskraft::tests
