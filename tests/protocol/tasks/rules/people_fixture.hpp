// Users with their logins, whose commands and queries are written as text.

#pragma once

#include "tests/protocol/tasks/rules/account_fixture.hpp"
#include "tests/support/boards/map_reader.hpp"
#include "tests/support/unit_test.hpp"

#include <google/protobuf/text_format.h>
#include <map>
#include <string>

namespace taskraft::tests {

struct people_fixture : account_fixture {
  people_fixture() {
    found_admin();
    for (const auto* name : {"ann", "bob", "eve"}) {
      create(name);
      as[name] = made(log_in(name, name));
    }
    as["admin"] = made(log_in("admin", "admin"));
    as["node"] = node();
    as["open"] = {};
  }

  template <class Message>
  static Message parse(const std::string& text) {
    auto x = Message{};
    BOOST_TEST_REQUIRE(google::protobuf::TextFormat::ParseFromString(text, &x),
                       text);
    return x;
  }

  /// What a command of this user gives.
  tasks::wire::Result tell(const std::string& user, const std::string& text) {
    return apply(parse<tasks::wire::Command>(text), as.at(user));
  }

  /// What a query of this user is answered with.
  tasks::wire::Answer ask(const std::string& user, const std::string& text) {
    return ask(as.at(user), text);
  }

  tasks::wire::Answer ask(const protocol::principal& who,
                          const std::string& text) {
    auto rows = map_reader{state};
    auto answer = tasks::answer(rows, parse<tasks::wire::Query>(text),
                                tasks::find_actor(state, who, index * 1000));
    BOOST_TEST_REQUIRE(answer.has_value(), text);
    return std::move(*answer);
  }

  /// A command that must succeed.
  tasks::wire::Result done(const std::string& user, const std::string& text) {
    auto result = tell(user, text);
    BOOST_TEST_REQUIRE(!result.has_refusal(), result.refusal().message());
    return result;
  }

  /// The code and the pointer of a refusal, such as "not_found /id"; empty if
  /// there is none.
  template <class Outcome>
  static std::string why(const Outcome& x) {
    if (!x.has_refusal())
      return {};
    BOOST_TEST(!x.refusal().message().empty());
    auto text = to_string(static_cast<errc>(x.refusal().code()));
    return x.refusal().pointer().empty() ? text
                                         : text + " " + x.refusal().pointer();
  }

  std::map<std::string, protocol::principal> as;
};

/// Text of this length.
inline std::string letters(std::size_t count) {
  return std::string(count, 'x');
}

} // namespace taskraft::tests
