#include "tests/support/actor_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>

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

BOOST_AUTO_TEST_SUITE_END()

} // namespace wire_test
