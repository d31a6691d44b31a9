#include "persistence/board/request_window.hpp"
#include "tests/support/boards/board_log.hpp"
#include "tests/support/unit_test.hpp"

#include <cstdlib>
#include <map>
#include <random>
#include <string>

namespace request_window_test {

using namespace taskraft;
using namespace taskraft::tests;
using persistence::request_window;

/// Ids whose hashes collide: only bytes after the first eight differ.
protocol::request_id colliding(std::uint8_t number) {
  auto id = request_numbered(7);
  id.bytes[15] = number;
  return id;
}

BOOST_AUTO_TEST_SUITE(a_request_window)

BOOST_AUTO_TEST_CASE(finds_an_id_until_it_is_a_window_old) {
  auto window = request_window{10};
  BOOST_TEST(!window.find(request_numbered(1), {1}).has_value());
  window.record(request_numbered(1), {5});
  BOOST_TEST(window.find(request_numbered(1), {6}).value()
             == raft::log_index{5});
  BOOST_TEST(window.find(request_numbered(1), {14}).value()
             == raft::log_index{5});
  BOOST_TEST(!window.find(request_numbered(1), {15}).has_value());
  BOOST_TEST(!window.find(request_numbered(2), {6}).has_value());
}

BOOST_AUTO_TEST_CASE(knows_which_ids_it_may_have_forgotten) {
  auto window = request_window{10};
  BOOST_TEST(!window.is_forgotten({0}, {1}));
  BOOST_TEST(!window.is_forgotten({0}, {9}));
  BOOST_TEST(window.is_forgotten({0}, {10}));
  BOOST_TEST(window.is_forgotten({5}, {15}));
  BOOST_TEST(!window.is_forgotten({6}, {15}));
  BOOST_TEST(!window.is_forgotten({~std::uint64_t{0}}, {15}));
}

BOOST_AUTO_TEST_CASE(records_an_id_again_once_it_is_forgotten) {
  auto window = request_window{10};
  window.record(request_numbered(1), {1});
  window.record(request_numbered(1), {11});
  BOOST_TEST(window.find(request_numbered(1), {12}).value()
             == raft::log_index{11});
  window.forget({11});
  BOOST_TEST(window.size() == 1U);
  BOOST_TEST(window.find(request_numbered(1), {12}).has_value());
}

BOOST_AUTO_TEST_CASE(tells_colliding_ids_apart) {
  auto window = request_window{100};
  for (auto i = std::uint8_t{1}; i <= 60; ++i)
    window.record(colliding(i), {i});
  // The first fifty are removed; the others must still be found.
  window.record(request_numbered(8), {150});
  window.forget({150});
  for (auto i = std::uint8_t{1}; i <= 60; ++i)
    BOOST_TEST(window.find(colliding(i), {151}).has_value() == (i > 51));
}

BOOST_AUTO_TEST_CASE(agrees_with_a_plain_map) {
  auto seed = std::random_device{}();
  if (const auto* given = std::getenv("TASKRAFT_SEED"))
    seed = static_cast<unsigned>(std::stoul(given));
  BOOST_TEST_MESSAGE("TASKRAFT_SEED=" << seed);
  auto random = std::mt19937_64{seed};
  auto window = request_window{200};
  auto expected = std::map<protocol::request_id, std::uint64_t>{};
  // The index from which records can be undone, and the ids known there.
  auto begin = std::uint64_t{0};
  auto known_then = expected;
  auto taken_back = 0;
  for (auto index = std::uint64_t{1}; index < 5000; ++index) {
    auto id = random() % 2 == 0
                ? request_numbered(random() % 500)
                : colliding(static_cast<std::uint8_t>(random() % 100));
    auto known = expected.find(id);
    auto in_window = known != expected.end() && known->second + 200 > index;
    auto found = window.find(id, {index});
    BOOST_TEST_REQUIRE(found.has_value() == in_window);
    if (in_window) {
      BOOST_TEST_REQUIRE(found->value == known->second);
    } else if (random() % 4 != 0) {
      window.record(id, {index});
      expected[id] = index;
    }
    if (random() % 10 != 0)
      continue;
    if (random() % 3 == 0) {
      window.take_back({begin});
      expected = known_then;
      ++taken_back;
    } else {
      window.forget({index});
    }
    begin = index;
    known_then = expected;
  }
  BOOST_TEST(taken_back > 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace request_window_test
