#include "tests/support/simulation/linearizability.hpp"
#include "tests/support/unit_test.hpp"

namespace linearizability_test {

using taskraft::tests::is_linearizable;
using taskraft::tests::register_operation;
using history = std::vector<register_operation>;

register_operation write(std::uint64_t begin, std::uint64_t end,
                         std::optional<std::string> value) {
  return {begin, end, true, std::move(value)};
}

register_operation read(std::uint64_t begin, std::uint64_t end,
                        std::optional<std::string> value) {
  return {begin, end, false, std::move(value)};
}

constexpr auto never = register_operation::unknown;

BOOST_AUTO_TEST_SUITE(a_history_of_one_value)

BOOST_AUTO_TEST_CASE(is_good_if_each_read_sees_the_write_before) {
  BOOST_TEST(is_linearizable({}));
  BOOST_TEST(is_linearizable({read(1, 2, {})}));
  BOOST_TEST(is_linearizable(
    {write(1, 2, "a"), read(3, 4, "a"), write(5, 6, "b"), read(7, 8, "b")}));
  BOOST_TEST(is_linearizable(
    {write(1, 2, "a"), write(3, 4, std::nullopt), read(5, 6, std::nullopt)}));
}

BOOST_AUTO_TEST_CASE(is_good_if_reads_beside_a_write_see_either) {
  BOOST_TEST(is_linearizable(
    {write(1, 2, "a"), write(3, 9, "b"), read(4, 5, "a"), read(6, 7, "b")}));
  BOOST_TEST(is_linearizable(
    {write(1, 8, "a"), write(2, 7, "b"), read(3, 4, "b"), read(5, 6, "a")}));
}

BOOST_AUTO_TEST_CASE(is_bad_if_a_read_sees_what_was_replaced) {
  BOOST_TEST(
    !is_linearizable({write(1, 2, "a"), write(3, 4, "b"), read(5, 6, "a")}));
  BOOST_TEST(!is_linearizable({write(1, 2, "a"), read(3, 4, {})}));
  BOOST_TEST(
    !is_linearizable({write(1, 2, "a"), write(3, 4, {}), read(5, 6, "a")}));
}

BOOST_AUTO_TEST_CASE(is_bad_if_reads_go_back) {
  BOOST_TEST(!is_linearizable(
    {write(1, 2, "a"), write(3, 9, "b"), read(4, 5, "b"), read(6, 7, "a")}));
  // Two readers disagree about the order of two writes.
  BOOST_TEST(!is_linearizable(
    {write(1, 4, "a"), write(2, 3, "b"), read(5, 6, "a"), read(7, 8, "b")}));
}

BOOST_AUTO_TEST_CASE(is_bad_if_a_read_sees_the_future_or_what_nobody_wrote) {
  BOOST_TEST(!is_linearizable({read(1, 2, "a"), write(3, 4, "a")}));
  BOOST_TEST(!is_linearizable({write(1, 2, "a"), read(3, 4, "b")}));
}

BOOST_AUTO_TEST_CASE(lets_a_write_without_an_answer_happen_late_or_never) {
  BOOST_TEST(is_linearizable({write(1, never, "a"), read(2, 3, {})}));
  BOOST_TEST(
    is_linearizable({write(1, never, "a"), read(2, 3, {}), read(4, 5, "a")}));
  BOOST_TEST(
    !is_linearizable({write(1, never, "a"), read(2, 3, "a"), read(4, 5, {})}));
  // It happens once.
  BOOST_TEST(!is_linearizable({write(1, never, "a"), read(2, 3, "a"),
                               write(4, 5, "b"), read(6, 7, "a")}));
}

BOOST_AUTO_TEST_CASE(of_many_clients_is_judged_at_once) {
  // Ten writes side by side, of which each is read in turn, twice.
  auto many = history{};
  for (auto i = std::uint64_t{0}; i < 10; ++i) {
    auto value = std::to_string(i);
    many.push_back(write(i + 1, 1000, value));
    many.push_back(read(100 + 4 * i, 101 + 4 * i, value));
    many.push_back(read(102 + 4 * i, 103 + 4 * i, value));
  }
  BOOST_TEST(is_linearizable(many));
  many.push_back(read(200, 201, "0"));
  BOOST_TEST(!is_linearizable(many));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace linearizability_test
