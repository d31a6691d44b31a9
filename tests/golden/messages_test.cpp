// Everything that crosses a process, name by name and byte by byte: nodes and
// clients of other versions read it so.

#include "tests/golden/golden.hpp"
#include "tests/support/actors/actor_fixture.hpp"
#include "tests/support/fill.hpp"
#include "tests/support/unit_test.hpp"
#include "tests/support/wire_types.hpp"

#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>

#include <cstddef>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

namespace messages_test {

using namespace taskraft;
using namespace taskraft::tests;

template <class T>
std::string text_of(const T& x) {
  auto out = std::ostringstream{};
  print(out, x);
  return out.str();
}

struct fixture : actor_fixture {
  template <class T>
  std::string bytes_of(T& x) {
    auto buffer = std::vector<char>{};
    auto sink = caf::binary_serializer{system, buffer};
    BOOST_TEST(!sink(x));
    return {buffer.begin(), buffer.end()};
  }

  template <class T>
  T read(const std::string& bytes) {
    auto x = T{};
    auto source = caf::binary_deserializer{system, bytes.data(), bytes.size()};
    BOOST_TEST(!source(x));
    BOOST_TEST(source.remaining() == 0U);
    return x;
  }
};

/// Takes a message apart: a piece for each of its fields.
struct separator {
  using result_type = void;
  static constexpr bool reads_state = true;
  static constexpr bool writes_state = false;

  template <class... Ts>
  void operator()(Ts&... xs) {
    (pieces.push_back({with.bytes_of(xs), text_of(xs)}), ...);
  }

  fixture& with;
  std::vector<golden::piece> pieces = {};
};

BOOST_FIXTURE_TEST_SUITE(golden_messages, fixture)

BOOST_AUTO_TEST_CASE(are_written_as_ever) {
  auto made = golden::items{};
  for_each_wire_type([&]<class T>(const char* name) {
    auto x = filled<T>();
    auto fields = separator{*this};
    inspect(fields, x);
    made.emplace_back(name, fields.pieces);
  });
  BOOST_TEST(made.size() > 0U);
  golden::check("messages", made);
}

BOOST_AUTO_TEST_CASE(are_read_as_ever) {
  auto kept = golden::read("messages");
  for_each_wire_type([&]<class T>(const char* name) {
    BOOST_TEST_CONTEXT(name) {
      auto x = read<T>(kept[name]);
      BOOST_TEST(text_of(x) == text_of(filled<T>()));
      BOOST_TEST(bytes_of(x) == kept[name]);
    }
  });
}

BOOST_AUTO_TEST_CASE(have_all_of_their_fields) {
  for_each_wire_type([&]<class T>(const char* name) {
    auto fields = separator{*this};
    auto x = T{};
    inspect(fields, x);
    if constexpr (std::is_aggregate_v<T>)
      BOOST_TEST(fields.pieces.size() == printing::field_count<T>(), name);
  });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace messages_test
