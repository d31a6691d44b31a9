#include "protocol/tasks/limits.hpp"
#include "tests/support/boards/map_view.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace read_command_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

/// A put whose encoding has exactly this many bytes.
std::string command_of(std::size_t bytes) {
  auto x = wire::Command{};
  x.mutable_put_key()->set_value(std::string(bytes / 2, 'v'));
  x.mutable_put_key()->set_key(std::string(bytes - x.ByteSizeLong() - 16, 'k'));
  while (x.ByteSizeLong() < bytes)
    x.mutable_put_key()->mutable_key()->push_back('k');
  BOOST_TEST_REQUIRE(x.ByteSizeLong() == bytes);
  return x.SerializeAsString();
}

std::uint32_t code_of(const std::string& bytes) {
  auto command = wire::Command{};
  auto why = tasks::read_command(bytes, command);
  return why ? why->code() : 0;
}

constexpr auto malformed = static_cast<std::uint32_t>(errc::malformed);
constexpr auto not_ready = static_cast<std::uint32_t>(errc::not_ready);
constexpr auto invalid = static_cast<std::uint32_t>(errc::invalid_value);

BOOST_AUTO_TEST_SUITE(a_command)

BOOST_AUTO_TEST_CASE(has_at_most_512_kib) {
  BOOST_TEST(code_of(command_of(tasks::max_command_bytes)) == 0U);
  BOOST_TEST(code_of(command_of(tasks::max_command_bytes + 1)) == invalid);
}

BOOST_AUTO_TEST_CASE(is_refused_when_its_bytes_are_none) {
  BOOST_TEST(code_of("\xff\xff\xff") == malformed);
}

// Older rules and newer ones that are not in force must refuse alike.
BOOST_AUTO_TEST_CASE(waits_when_it_holds_a_field_of_a_newer_version) {
  auto command = wire::Command{};
  auto& creation = *command.mutable_create_task();
  creation.set_title("Title");
  creation.mutable_due()->set_date(1);
  BOOST_TEST(code_of(command.SerializeAsString()) == 0U);
  auto add_to = [](google::protobuf::Message& x) {
    x.GetReflection()->MutableUnknownFields(&x)->AddVarint(1000, 1);
  };
  auto newer = command;
  add_to(newer);
  BOOST_TEST(code_of(newer.SerializeAsString()) == not_ready);
  newer = command;
  add_to(*newer.mutable_create_task());
  BOOST_TEST(code_of(newer.SerializeAsString()) == not_ready);
  newer = command;
  add_to(*newer.mutable_create_task()->mutable_due());
  BOOST_TEST(code_of(newer.SerializeAsString()) == not_ready);
}

BOOST_AUTO_TEST_CASE(waits_when_one_of_many_holds_such_a_field) {
  auto command = wire::Command{};
  command.mutable_create_tasks()->add_items()->set_title("one");
  auto& second = *command.mutable_create_tasks()->add_items();
  BOOST_TEST(code_of(command.SerializeAsString()) == 0U);
  second.GetReflection()->MutableUnknownFields(&second)->AddVarint(1000, 1);
  BOOST_TEST(code_of(command.SerializeAsString()) == not_ready);
}

BOOST_AUTO_TEST_CASE(waits_when_only_newer_rules_may_understand_a_field) {
  auto number = std::string{"\x10\x01"};
  auto text_of_no_utf8 = std::string{"\x0a\x01\xff"};
  BOOST_TEST(code_of(number) == not_ready);
  BOOST_TEST(code_of(text_of_no_utf8) == not_ready);
}

BOOST_AUTO_TEST_CASE(is_refused_without_an_action) {
  auto state = map_view{};
  auto x = tasks::apply(state, wire::Command{}, tasks::find_actor(state, {}, 1),
                        {.index = {1}, .time_us = 1});
  BOOST_TEST(is_refused(x, errc::malformed, ""));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace read_command_test
