#include "actors/digest_desk.hpp"

#include <boost/test/unit_test.hpp>

using namespace taskraft;
using actors::digest_desk;

namespace {

protocol::request_digest question(std::uint64_t index, std::uint64_t context) {
  return {{2}, context, {index}};
}

protocol::digest_taken digest(std::uint64_t index, std::uint64_t hash) {
  return {{index}, hash, ""};
}

} // namespace

BOOST_AUTO_TEST_SUITE(a_digest_desk)

BOOST_AUTO_TEST_CASE(answers_everybody_who_waited) {
  auto desk = digest_desk{};
  BOOST_TEST(!desk.ask(question(5, 1), {3}).has_value());
  desk.expect({5});
  BOOST_TEST(!desk.ask(question(5, 2), {5}).has_value());
  BOOST_TEST(!desk.ask(question(9, 3), {5}).has_value());
  auto askers = desk.take(digest(5, 77));
  BOOST_REQUIRE(askers.size() == 2U);
  for (const auto& asker : askers) {
    auto answer = desk.answer(asker);
    BOOST_TEST(answer.context == asker.context);
    BOOST_TEST(answer.taken);
    BOOST_TEST(answer.hash == 77U);
  }
  BOOST_TEST(desk.take(digest(9, 78)).size() == 1U);
}

BOOST_AUTO_TEST_CASE(answers_at_once_what_it_knows) {
  auto desk = digest_desk{};
  desk.expect({5});
  desk.take(digest(5, 77));
  BOOST_TEST(desk.ask(question(5, 1), {9}).value().hash == 77U);
  BOOST_TEST(desk.hash_at({5}).value() == 77U);
  BOOST_TEST(!desk.hash_at({6}).has_value());
}

BOOST_AUTO_TEST_CASE(says_that_a_state_has_gone_by) {
  auto desk = digest_desk{};
  auto answer = desk.ask(question(5, 1), {5}).value();
  BOOST_TEST(!answer.taken);
  BOOST_TEST(!answer.reason.empty());
}

BOOST_AUTO_TEST_CASE(says_why_there_is_no_digest) {
  auto desk = digest_desk{};
  desk.expect({5});
  desk.take({{5}, {}, "the store is gone"});
  auto answer = desk.ask(question(5, 1), {5}).value();
  BOOST_TEST(!answer.taken);
  BOOST_TEST(answer.reason == "the store is gone");
  BOOST_TEST(!desk.hash_at({5}).has_value());
}

BOOST_AUTO_TEST_CASE(remembers_only_so_many) {
  auto desk = digest_desk{};
  for (auto i = std::uint64_t{1}; i <= 100; ++i) {
    desk.expect({i});
    desk.take(digest(i, i));
  }
  BOOST_TEST(!desk.hash_at({1}).has_value());
  BOOST_TEST(desk.hash_at({100}).value() == 100U);
}

BOOST_AUTO_TEST_SUITE_END()
