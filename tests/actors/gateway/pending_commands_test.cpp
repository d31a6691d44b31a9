#include "actors/gateway/pending_commands.hpp"
#include "protocol/messages/client_frames.hpp"
#include "tests/support/unit_test.hpp"

#include <optional>
#include <vector>

namespace pending_commands_test {

using namespace taskraft;
using actors::pending_commands;

struct fixture {
  actors::pending_limits limits{.max_pending_bytes = 1200,
                                .max_forward_batch_bytes = 150,
                                .retry_after = 10,
                                .refuse_after = 20,
                                .forget_after = 50};
  pending_commands pending{limits};

  static protocol::request_id id(std::uint8_t number) {
    auto x = protocol::request_id{};
    x.bytes[0] = number;
    return x;
  }

  /// Whose commands these are.
  protocol::principal who;

  std::string frame(std::uint8_t number) const {
    auto out = std::string{};
    protocol::append_command_frame(out, {.id = id(number),
                                         .seen_index = {},
                                         .command = "do it",
                                         .principal = who});
    return out;
  }

  pending_commands::admission admit(actors::client_number client,
                                    std::uint8_t number,
                                    actors::tick_count now = 0) {
    auto buffer = protocol::blob{frame(number)};
    return pending.admit(client, id(number), buffer.view(), buffer, now);
  }

  std::optional<actors::client_number> take(std::uint8_t number) {
    return pending.take(id(number), who);
  }

  std::uint32_t collected(std::uint64_t term, actors::tick_count now) {
    auto count = std::uint32_t{0};
    for (const auto& batch : pending.collect({term}, now))
      count += batch.count;
    return count;
  }
};

BOOST_FIXTURE_TEST_SUITE(the_pending_commands, fixture)

BOOST_AUTO_TEST_CASE(gives_a_command_once_to_each_client_that_waits) {
  BOOST_TEST(admit(7, 1) == pending_commands::admission::admitted);
  BOOST_TEST(take(1) == actors::client_number{7});
  BOOST_CHECK(!take(1));
  BOOST_CHECK(!take(2));
}

BOOST_AUTO_TEST_CASE(knows_a_command_that_is_under_way) {
  admit(7, 1);
  BOOST_TEST(admit(8, 1) == pending_commands::admission::under_way);
  BOOST_TEST(pending.size() == 1U);
  // A client that reconnected asks again: it gets the answer.
  BOOST_TEST(take(1) == actors::client_number{8});
}

// Who knew the id of another's command heard its answer.
BOOST_AUTO_TEST_CASE(gives_nobody_the_answer_to_anothers_command) {
  using enum protocol::principal_kind;
  who = {.kind = session, .id = 42};
  admit(7, 1);
  for (auto kind : {open, session, operator_token, node, handover}) {
    who = {.kind = kind, .id = 43};
    BOOST_TEST(admit(8, 1) == pending_commands::admission::of_another);
    BOOST_CHECK(!take(1));
  }
  who = {.kind = operator_token, .id = 42};
  BOOST_TEST(admit(8, 1) == pending_commands::admission::of_another);
  BOOST_CHECK(!take(1));
  // The same login in another place.
  who = {.kind = handover, .id = 42};
  BOOST_TEST(admit(9, 1) == pending_commands::admission::under_way);
  BOOST_TEST(pending.size() == 1U);
  BOOST_TEST(take(1) == actors::client_number{9});
}

BOOST_AUTO_TEST_CASE(refuses_what_would_not_fit) {
  auto number = std::uint8_t{0};
  while (admit(7, ++number) == pending_commands::admission::admitted)
    BOOST_TEST_REQUIRE(number < 100);
  BOOST_TEST(admit(7, number) == pending_commands::admission::full);
  BOOST_REQUIRE(take(1));
  BOOST_TEST(admit(7, number) == pending_commands::admission::admitted);
}

BOOST_AUTO_TEST_CASE(collects_each_command_once_a_term) {
  admit(7, 1);
  admit(7, 2);
  BOOST_TEST(collected(3, 0) == 2U);
  BOOST_TEST(collected(3, 1) == 0U);
  BOOST_TEST(collected(4, 2) == 2U);
}

BOOST_AUTO_TEST_CASE(does_not_collect_what_was_forwarded_already) {
  admit(7, 1);
  admit(7, 2);
  pending.forwarded(id(1), pending.next_batch(), {3}, 0);
  BOOST_TEST(collected(3, 1) == 1U);
}

BOOST_AUTO_TEST_CASE(collects_again_what_stays_unanswered) {
  admit(7, 1);
  BOOST_TEST(collected(3, 0) == 1U);
  BOOST_TEST(collected(3, 9) == 0U);
  BOOST_TEST(collected(3, 10) == 1U);
  BOOST_TEST(collected(3, 11) == 0U);
}

BOOST_AUTO_TEST_CASE(collects_again_what_the_leader_refused) {
  admit(7, 1);
  BOOST_TEST(collected(3, 0) == 1U);
  pending.refused({1});
  BOOST_TEST(collected(3, 1) == 1U);
}

BOOST_AUTO_TEST_CASE(keeps_batches_small_enough_for_one_message) {
  limits.max_pending_bytes = 100'000;
  pending = pending_commands{limits};
  for (auto number = std::uint8_t{1}; number <= 20; ++number)
    admit(7, number);
  auto batches = pending.collect({3}, 0);
  BOOST_TEST(batches.size() > 1U);
  auto count = std::uint32_t{0};
  for (const auto& batch : batches) {
    BOOST_TEST(batch.frames.size() <= limits.max_forward_batch_bytes);
    count += batch.count;
  }
  BOOST_TEST(count == 20U);
}

BOOST_AUTO_TEST_CASE(says_unavailable_only_of_what_never_left) {
  admit(7, 1);
  admit(7, 2);
  pending.forwarded(id(2), pending.next_batch(), {3}, 0);
  BOOST_TEST(pending.expire(19).empty());
  auto expired = pending.expire(20);
  BOOST_TEST_REQUIRE(expired.size() == 1U);
  BOOST_TEST(expired[0].id == id(1));
  BOOST_TEST(expired[0].client == 7U);
  BOOST_TEST(expired[0].status == protocol::answer_status::unavailable);
}

BOOST_AUTO_TEST_CASE(says_unknown_of_what_left_even_if_it_was_refused_since) {
  admit(7, 1);
  pending.forwarded(id(1), pending.next_batch(), {3}, 0);
  pending.refused({1});
  BOOST_TEST(pending.expire(49).empty());
  auto expired = pending.expire(50);
  BOOST_TEST_REQUIRE(expired.size() == 1U);
  BOOST_TEST(expired[0].status == protocol::answer_status::outcome_unknown);
  BOOST_TEST(pending.size() == 0U);
}

// A refusal that comes late belongs to an older batch.
BOOST_AUTO_TEST_CASE(sends_again_only_what_was_refused) {
  admit(7, 1);
  BOOST_TEST(collected(3, 0) == 1U);
  admit(7, 2);
  BOOST_TEST(collected(3, 0) == 1U);
  pending.refused({1});
  BOOST_TEST(collected(3, 1) == 1U);
  pending.refused({1});
  BOOST_TEST(collected(3, 2) == 0U);
}

BOOST_AUTO_TEST_CASE(waits_longer_each_time_before_it_sends_again) {
  limits.forget_after = 1000;
  pending = pending_commands{limits};
  admit(7, 1);
  BOOST_TEST(collected(3, 0) == 1U);
  BOOST_TEST(collected(3, 10) == 1U);
  BOOST_TEST(collected(3, 29) == 0U);
  BOOST_TEST(collected(3, 30) == 1U);
  BOOST_TEST(collected(3, 69) == 0U);
  BOOST_TEST(collected(3, 70) == 1U);
}

// HAZARDS 44: a link holds 16 MiB unsent and is cut beyond.
BOOST_AUTO_TEST_CASE(keeps_what_is_on_its_way_within_bounds) {
  limits.max_pending_bytes = 100'000;
  limits.max_forwarded_bytes = 3 * frame(1).size();
  pending = pending_commands{limits};
  for (auto number = std::uint8_t{1}; number <= 5; ++number)
    admit(7, number);
  BOOST_TEST(!pending.may_forward(1));
  BOOST_TEST(collected(3, 0) == 3U);
  BOOST_TEST(collected(3, 1) == 0U);
  take(1);
  take(2);
  BOOST_TEST(pending.collect_waiting({3}, 2).size() == 1U);
  BOOST_TEST(!pending.may_forward(1));
  for (auto number = std::uint8_t{3}; number <= 5; ++number)
    take(number);
  BOOST_TEST(pending.size_bytes() == 0U);
  BOOST_TEST(pending.may_forward(limits.max_forwarded_bytes));
}

BOOST_AUTO_TEST_CASE(says_overloaded_only_of_what_was_sent_once) {
  admit(7, 1);
  BOOST_TEST(collected(3, 0) == 1U);
  BOOST_TEST(collected(3, 10) == 1U);
  admit(7, 2);
  BOOST_TEST(collected(3, 10) == 1U);
  BOOST_TEST(pending.overloaded({1}).empty());
  auto gone = pending.overloaded({2, 3});
  BOOST_TEST_REQUIRE(gone.size() == 1U);
  BOOST_TEST(gone[0].id == id(2));
  BOOST_TEST(gone[0].status == protocol::answer_status::overloaded);
  BOOST_TEST(pending.size() == 1U);
}

BOOST_AUTO_TEST_CASE(forgets_a_client_with_its_commands) {
  admit(7, 1);
  admit(8, 2);
  pending.forget(7);
  BOOST_CHECK(!take(1));
  BOOST_TEST(take(2) == actors::client_number{8});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace pending_commands_test
