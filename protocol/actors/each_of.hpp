// Interfaces and handlers for messages that their receiver only hands on: a
// variant lists them once.

#pragma once

#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <tuple>
#include <variant>

namespace taskraft::protocol {

template <class Interface, class Variant>
struct extended_by;

template <class Interface, class... Messages>
struct extended_by<Interface, std::variant<Messages...>> {
  using type = typename Interface::template extend<caf::reacts_to<Messages>...>;
};

/// `Interface`, and a handler for each alternative of each of `Variants`.
template <class Interface, class... Variants>
struct hears_each_of {
  using type = Interface;
};

template <class Interface, class Variant, class... More>
struct hears_each_of<Interface, Variant, More...>
  : hears_each_of<typename extended_by<Interface, Variant>::type, More...> {};

template <class Variant>
struct handlers_of;

template <class... Messages>
struct handlers_of<std::variant<Messages...>> {
  template <class Take>
  static auto make(Take take) {
    return std::tuple{[take](const Messages& x) { take(x); }...};
  }
};

/// A handler for each alternative of `Variant`: `take` gets what comes.
template <class Variant, class Take>
auto handle_each_of(Take take) {
  return handlers_of<Variant>::make(take);
}

} // namespace taskraft::protocol
