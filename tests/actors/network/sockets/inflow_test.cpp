#include "actors/network/sockets/inflow.hpp"
#include "tests/support/unit_test.hpp"

#include <vector>

namespace inflow_test {

using namespace taskraft;
using network::inflow;

struct fixture {
  std::vector<protocol::inbox_mark> mailbox;
  inflow bound{
    [this](protocol::inbox_mark mark) { mailbox.push_back(std::move(mark)); }};

  /// Sends as much as it may in small pieces; gives how much that was.
  std::size_t flood() {
    constexpr auto piece = std::size_t{1000};
    auto total = std::size_t{0};
    while (bound.may_receive() && total < (std::size_t{64} << 20U)) {
      bound.received(piece);
      total += piece;
    }
    return total;
  }

  void handle_oldest() {
    mailbox.front().reached();
    mailbox.erase(mailbox.begin());
  }
};

constexpr auto most = (inflow::most_marks + 1) * inflow::bytes_a_mark;

BOOST_FIXTURE_TEST_SUITE(a_flood_of_clients, fixture)

BOOST_AUTO_TEST_CASE(is_read_only_as_far_as_the_receiver_keeps_up) {
  BOOST_TEST(flood() <= most);
  BOOST_TEST(flood() == 0U);
  BOOST_TEST(mailbox.size() == inflow::most_marks);
  handle_oldest();
  auto more = flood();
  BOOST_TEST(more > 0U);
  BOOST_TEST(more <= inflow::bytes_a_mark + 1000);
}

BOOST_AUTO_TEST_CASE(goes_on_for_ever_with_a_receiver_that_does) {
  for (auto i = 0; i < 1000; ++i) {
    BOOST_TEST_REQUIRE(flood() > 0U);
    while (!mailbox.empty())
      handle_oldest();
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace inflow_test
