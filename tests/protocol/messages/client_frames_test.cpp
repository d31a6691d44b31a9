#include "protocol/messages/client_frames.hpp"
#include "protocol/messages/forwarded_frames.hpp"
#include "tests/support/unit_test.hpp"

#include <string>
#include <unordered_set>
#include <vector>

namespace client_frames_test {

using namespace taskraft;
using namespace taskraft::protocol;

request_id id_of(std::uint8_t x) {
  auto id = request_id{};
  id.bytes.fill(x);
  return id;
}

principal node(std::uint64_t id) {
  return {.kind = principal_kind::node,
          .via = door::system,
          .made_by_node = true,
          .id = id};
}

std::string frame(std::uint8_t id, const std::string& command,
                  const principal& who = {}) {
  auto bytes = std::string{};
  append_command_frame(bytes, {.id = id_of(id),
                               .seen_index = {id},
                               .command = command,
                               .principal = who});
  return bytes;
}

/// Whether nothing is taken off the bytes, whatever they are cut to.
template <class Next>
void check_cuts(const std::string& bytes, Next next) {
  for (auto size = std::size_t{0}; size < bytes.size(); ++size) {
    auto rest = std::string_view{bytes}.substr(0, size);
    BOOST_TEST(!next(rest), size);
    BOOST_TEST(rest.size() == size);
  }
}

BOOST_AUTO_TEST_SUITE(a_frame)

BOOST_AUTO_TEST_CASE(of_a_command_is_read_as_it_was_written) {
  auto bytes = frame(7, "first", node(3)) + frame(8, "");
  auto rest = std::string_view{bytes};
  auto first = next_command_frame(rest);
  BOOST_TEST_REQUIRE(first.has_value());
  BOOST_TEST(first->id == id_of(7));
  BOOST_TEST(first->seen_index.value == 7U);
  BOOST_TEST(first->command == "first");
  BOOST_TEST(first->principal == node(3));
  auto second = next_command_frame(rest);
  BOOST_TEST_REQUIRE(second.has_value());
  BOOST_TEST(second->command == "");
  BOOST_TEST(rest.empty());
  BOOST_TEST(!next_command_frame(rest));
}

BOOST_AUTO_TEST_CASE(of_a_command_is_whole_or_nothing) {
  check_cuts(frame(7, "command"),
             [](auto& rest) { return next_command_frame(rest).has_value(); });
}

BOOST_AUTO_TEST_CASE(of_a_command_names_somebody_who_can_be) {
  auto bytes = frame(7, "x");
  auto kind = sizeof(std::uint32_t) + principal_offset;
  auto with = [&](std::size_t at, char x) {
    auto changed = bytes;
    changed[at] = x;
    auto rest = std::string_view{changed};
    return next_command_frame(rest).has_value();
  };
  BOOST_TEST(with(kind, 5));
  BOOST_TEST(!with(kind, 6));
  BOOST_TEST(with(kind + 1, 3));
  BOOST_TEST(!with(kind + 1, 4));
  // A forwarder must follow, no node has the id 0, and more bits are unknown.
  BOOST_TEST(with(kind + 2, 1));
  BOOST_TEST(!with(kind + 2, 2));
  BOOST_TEST(!with(kind + 2, 4));
  auto forwarded = principal{};
  forwarded.forwarder = 3;
  bytes = frame(7, "x", forwarded);
  BOOST_TEST(with(kind, 0));
  BOOST_TEST(!with(kind + principal_bytes, 0));
}

BOOST_AUTO_TEST_CASE(of_an_answer_is_read_as_it_was_written) {
  auto bytes = std::string{};
  append_command_answer(bytes, {.id = id_of(7),
                                .status = answer_status::overloaded,
                                .index = {9},
                                .result = "result"});
  check_cuts(bytes,
             [](auto& rest) { return next_command_answer(rest).has_value(); });
  auto rest = std::string_view{bytes};
  auto x = next_command_answer(rest);
  BOOST_TEST_REQUIRE(x.has_value());
  BOOST_TEST(x->id == id_of(7));
  BOOST_TEST(x->status == answer_status::overloaded);
  BOOST_TEST(x->index.value == 9U);
  BOOST_TEST(x->result == "result");
  BOOST_TEST(rest.empty());
  bytes[16] = 6;
  rest = bytes;
  BOOST_TEST(next_command_answer(rest).has_value());
  bytes[16] = 7;
  rest = bytes;
  BOOST_TEST(!next_command_answer(rest));
}

BOOST_AUTO_TEST_CASE(of_a_query_is_read_as_it_was_written) {
  auto bytes = std::string{};
  append_query_request(bytes, {.id = 7,
                               .consistency = consistency::session,
                               .min_index = {9},
                               .query = "query"});
  check_cuts(bytes,
             [](auto& rest) { return next_query_request(rest).has_value(); });
  auto rest = std::string_view{bytes};
  auto x = next_query_request(rest);
  BOOST_TEST_REQUIRE(x.has_value());
  BOOST_TEST(x->id == 7U);
  BOOST_TEST(x->consistency == consistency::session);
  BOOST_TEST(x->min_index.value == 9U);
  BOOST_TEST(x->query == "query");
  bytes[8] = 2;
  rest = bytes;
  BOOST_TEST(next_query_request(rest).has_value());
  bytes[8] = 3;
  rest = bytes;
  BOOST_TEST(!next_query_request(rest));
}

BOOST_AUTO_TEST_CASE(of_a_reply_is_read_as_it_was_written) {
  auto bytes = std::string{};
  append_query_reply(bytes, {.id = 7,
                             .status = answer_status::disk_full,
                             .visible = {9},
                             .age_ms = unknown_age_ms,
                             .answer = "answer"});
  check_cuts(bytes,
             [](auto& rest) { return next_query_reply(rest).has_value(); });
  auto rest = std::string_view{bytes};
  auto x = next_query_reply(rest);
  BOOST_TEST_REQUIRE(x.has_value());
  BOOST_TEST(x->id == 7U);
  BOOST_TEST(x->status == answer_status::disk_full);
  BOOST_TEST(x->visible.value == 9U);
  BOOST_TEST(x->age_ms == unknown_age_ms);
  BOOST_TEST(x->answer == "answer");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(stamped_frames)

BOOST_AUTO_TEST_CASE(are_all_in_the_name_of_one) {
  auto frames = blob{frame(1, "a", node(3)) + frame(2, "b") + frame(3, "c")};
  auto whole = stamped(frames, node(3));
  auto rest = std::string_view{whole.view()};
  auto commands = std::string{};
  while (auto x = next_command_frame(rest)) {
    BOOST_TEST(x->principal == node(3));
    commands += x->command;
  }
  BOOST_TEST(commands == "abc");
  BOOST_TEST(rest.empty());
}

BOOST_AUTO_TEST_CASE(are_not_copied_where_nothing_changes) {
  auto frames = blob{frame(1, "a", node(3)) + frame(2, "b", node(3))};
  BOOST_TEST(stamped(frames, node(3)).bytes == frames.bytes);
  auto none = blob{};
  BOOST_TEST(stamped(none, node(3)).view().empty());
}

BOOST_AUTO_TEST_CASE(end_where_they_are_malformed) {
  auto tail = std::string{"\xff\xff\xff"};
  auto whole = stamped(blob{frame(1, "a") + tail}, node(3));
  auto rest = std::string_view{whole.view()};
  BOOST_TEST(next_command_frame(rest)->principal == node(3));
  BOOST_TEST(rest == tail);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(forwarded_frames)

BOOST_AUTO_TEST_CASE(are_in_no_other_nodes_name) {
  auto is_own
    = [](const std::string& bytes) { return is_own_forward(blob{bytes}, {3}); };
  auto token = principal{.kind = principal_kind::operator_token, .id = 4};
  BOOST_TEST(is_own(""));
  BOOST_TEST(is_own(frame(1, "a", node(3)) + frame(2, "b")));
  BOOST_TEST(!is_own(frame(1, "a", node(3)) + frame(2, "b", node(4))));
  BOOST_TEST(!is_own(frame(1, "a", token)));
  token.id = 3;
  BOOST_TEST(is_own(frame(1, "a", token)));
  // The log would go on after a frame that is no command.
  BOOST_TEST(!is_own("\xff\xff"));
  auto no_command = std::string{"\1\0\0\0x", 5};
  BOOST_TEST(!is_own(no_command + frame(2, "b", node(4))));
}

BOOST_AUTO_TEST_CASE(say_who_forwarded_them) {
  auto forged = node(3);
  forged.forwarder = 9;
  auto torn = std::string{"\xff\xff"};
  auto frames = with_forwarder(
    blob{frame(1, "first") + frame(2, "second", forged) + torn}, {3});
  auto rest = std::string_view{frames.view()};
  for (const auto* command : {"first", "second"}) {
    auto found = next_command_frame(rest);
    BOOST_TEST_REQUIRE(found.has_value());
    BOOST_TEST(found->command == command);
    BOOST_TEST(found->principal.forwarder == 3U);
  }
  BOOST_TEST(rest.empty());
  BOOST_TEST(with_forwarder(blob{}, {3}).view() == "");
}

BOOST_AUTO_TEST_CASE(of_a_client_say_nothing_of_who_forwarded_them) {
  auto forged = principal{};
  forged.forwarder = 9;
  auto frames = stamped(blob{frame(1, "first", forged)}, {});
  auto rest = std::string_view{frames.view()};
  auto found = next_command_frame(rest);
  BOOST_TEST_REQUIRE(found.has_value());
  BOOST_TEST(found->principal.forwarder == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_request_id)

BOOST_AUTO_TEST_CASE(is_written_in_hexadecimal) {
  BOOST_TEST(to_string(id_of(0xaf)) == "afafafafafafafafafafafafafafafaf");
}

BOOST_AUTO_TEST_CASE(is_found_among_others) {
  auto ids = std::unordered_set<request_id>{id_of(1), id_of(2)};
  BOOST_TEST(ids.contains(id_of(2)));
  BOOST_TEST(!ids.contains(id_of(3)));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace client_frames_test
