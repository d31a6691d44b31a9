#include "actors/consensus/pending_digests.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace pending_digests_test {

using namespace taskraft;
using actors::pending_digests;

protocol::request_digest question(std::uint64_t index, std::uint64_t context) {
  return {{2}, context, {index}};
}

protocol::digest_taken digest(std::uint64_t index, const std::string& bytes) {
  return {{index}, bytes, ""};
}

BOOST_AUTO_TEST_SUITE(a_pending_digests)

BOOST_AUTO_TEST_CASE(answers_everybody_who_waited) {
  auto pending = pending_digests{};
  BOOST_TEST(!pending.ask(question(5, 1), {3}).has_value());
  pending.expect({5});
  BOOST_TEST(!pending.ask(question(5, 2), {5}).has_value());
  BOOST_TEST(!pending.ask(question(9, 3), {5}).has_value());
  auto requesters = pending.take(digest(5, "77"));
  BOOST_TEST_REQUIRE(requesters.size() == 2U);
  for (const auto& requester : requesters) {
    auto answer = pending.answer(requester);
    BOOST_TEST(answer.context == requester.context);
    BOOST_TEST(answer.taken);
    BOOST_TEST(answer.digest == "77");
  }
  BOOST_TEST(pending.take(digest(9, "78")).size() == 1U);
}

BOOST_AUTO_TEST_CASE(takes_a_repeated_question_for_one) {
  auto pending = pending_digests{};
  for (auto i = 0; i < 3; ++i)
    BOOST_TEST(!pending.ask(question(5, 1), {3}).has_value());
  BOOST_TEST(!pending.ask(question(5, 2), {3}).has_value());
  BOOST_TEST(pending.take(digest(5, "77")).size() == 2U);
}

BOOST_AUTO_TEST_CASE(answers_at_once_what_it_knows) {
  auto pending = pending_digests{};
  pending.expect({5});
  pending.take(digest(5, "77"));
  BOOST_TEST(pending.ask(question(5, 1), {9}).value().digest == "77");
  BOOST_TEST(pending.digest_at({5}).value() == "77");
  BOOST_TEST(!pending.digest_at({6}).has_value());
}

BOOST_AUTO_TEST_CASE(says_that_a_state_has_gone_by) {
  auto pending = pending_digests{};
  auto answer = pending.ask(question(5, 1), {5}).value();
  BOOST_TEST(!answer.taken);
  BOOST_TEST(!answer.reason.empty());
}

BOOST_AUTO_TEST_CASE(says_why_there_is_no_digest) {
  auto pending = pending_digests{};
  pending.expect({5});
  pending.take({{5}, {}, "the store is gone"});
  auto answer = pending.ask(question(5, 1), {5}).value();
  BOOST_TEST(!answer.taken);
  BOOST_TEST(answer.reason == "the store is gone");
  BOOST_TEST(!pending.digest_at({5}).has_value());
}

BOOST_AUTO_TEST_CASE(remembers_only_so_many) {
  auto pending = pending_digests{};
  for (auto i = std::uint64_t{1}; i <= 100; ++i) {
    pending.expect({i});
    pending.take(digest(i, std::to_string(i)));
  }
  BOOST_TEST(!pending.digest_at({1}).has_value());
  BOOST_TEST(pending.digest_at({100}).value() == "100");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace pending_digests_test
