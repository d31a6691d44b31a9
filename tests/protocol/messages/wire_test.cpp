#include "protocol/messages/client_frames.hpp"
#include "tests/support/actors/actor_fixture.hpp"
#include "tests/support/fill.hpp"
#include "tests/support/unit_test.hpp"

#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace wire_test {

using namespace taskraft;

struct fixture : tests::actor_fixture {
  /// Writes `x` as it crosses the wire and reads it back.
  template <class T>
  T round_trip(T x) {
    auto buffer = std::vector<char>{};
    auto sink = caf::binary_serializer{system, buffer};
    inspect(sink, x);
    auto result = T{};
    auto source = caf::binary_deserializer{system, buffer};
    BOOST_REQUIRE(!inspect(source, result));
    return result;
  }

  /// `T` has an enumeration at `offset`, which ends with `last`.
  template <class T, class Enum>
  void check_enum(std::size_t offset, Enum last) {
    auto x = tests::filled<T>();
    auto buffer = std::vector<char>{};
    auto sink = caf::binary_serializer{system, buffer};
    BOOST_TEST_REQUIRE(!inspect(sink, x));
    for (auto i = 0U; i <= std::numeric_limits<std::uint8_t>::max(); ++i) {
      buffer[offset] = static_cast<char>(i);
      auto source = caf::binary_deserializer{system, buffer};
      auto refused = static_cast<bool>(inspect(source, x));
      BOOST_TEST(refused == i > static_cast<unsigned>(last),
                 caf::type_name<T>::value << " with " << i);
    }
  }
};

BOOST_FIXTURE_TEST_SUITE(the_wire, fixture)

BOOST_AUTO_TEST_CASE(carries_entries_unchanged) {
  auto builder = raft::entry_batch_builder{};
  builder.add({.term = {3},
               .index = {9},
               .kind = raft::entry_kind::command,
               .time_us = 5,
               .payload = "hello"});
  auto sent = raft::append_entries{};
  sent.term = {3};
  sent.entries = builder.build();
  auto received = round_trip(sent);
  BOOST_TEST(received.term == raft::term{3});
  BOOST_TEST(received.entries.records() == sent.entries.records());
}

BOOST_AUTO_TEST_CASE(marks_malformed_entries) {
  auto sent = protocol::blob{"no records at all, certainly not"};
  auto buffer = std::vector<char>{};
  auto sink = caf::binary_serializer{system, buffer};
  inspect(sink, sent);
  auto received = raft::entry_batch{};
  auto source = caf::binary_deserializer{system, buffer};
  BOOST_REQUIRE(!inspect(source, received));
  BOOST_TEST(received.malformed());
}

BOOST_AUTO_TEST_CASE(refuses_enumerators_that_there_are_none_of) {
  check_enum<raft::snapshot_received>(28, last_of(raft::snapshot_outcome{}));
  check_enum<protocol::transfer_answered>(8, last_of(raft::transfer_outcome{}));
  check_enum<protocol::request_members>(16,
                                        last_of(protocol::members_operation{}));
  check_enum<protocol::members_answered>(8, last_of(errc{}));
  check_enum<protocol::change_members>(8,
                                       last_of(protocol::members_operation{}));
  check_enum<protocol::members_listed>(8, last_of(errc{}));
}

BOOST_AUTO_TEST_CASE(knows_the_last_of_the_errors) {
  auto text = [](unsigned x) { return to_string(static_cast<errc>(x)); };
  auto last = static_cast<unsigned>(last_of(errc{}));
  for (auto i = 0U; i <= last; ++i)
    BOOST_TEST(text(i) != "unknown");
  BOOST_TEST(text(last + 1) == "unknown");
}

// A gateway would neither answer such a query nor forget what it costs.
BOOST_AUTO_TEST_CASE(refuses_frames_with_enumerators_that_there_are_none_of) {
  auto query = std::string{};
  protocol::append_query_request(query, protocol::query_request{});
  query[8] = static_cast<char>(3);
  auto rest = std::string_view{query};
  BOOST_TEST(!protocol::next_query_request(rest));
  BOOST_TEST(!rest.empty());
  auto reply = std::string{};
  protocol::append_query_reply(reply, protocol::query_reply{});
  reply[8] = static_cast<char>(7);
  rest = reply;
  BOOST_TEST(!protocol::next_query_reply(rest));
  auto answer = std::string{};
  protocol::append_command_answer(answer, protocol::command_answer{});
  answer[16] = static_cast<char>(7);
  rest = answer;
  BOOST_TEST(!protocol::next_command_answer(rest));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace wire_test
