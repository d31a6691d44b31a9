#include "actors/node/connection_limits.hpp"
#include "tests/support/unit_test.hpp"

namespace connection_limits_test {

using taskraft::actors::connection_limits;

BOOST_AUTO_TEST_SUITE(the_connections_of_a_node)

BOOST_AUTO_TEST_CASE(leave_it_files_of_its_own) {
  for (auto files : {128U, 129U, 256U, 1024U, 4096U, 16384U, 1U << 20U}) {
    BOOST_TEST_CONTEXT(files << " files") {
      auto limits = connection_limits{files};
      BOOST_TEST(limits.http + 2 * limits.each_port
                   + taskraft::actors::own_files
                 <= files);
      BOOST_TEST(limits.each_port > 0U);
      BOOST_TEST(limits.silent_clients.in_all < limits.each_port);
      BOOST_TEST(limits.unaccepted.in_all <= limits.each_port / 2);
      BOOST_TEST(limits.handshakes.in_all <= limits.each_port / 2);
    }
  }
}

BOOST_AUTO_TEST_CASE(are_enough_for_five_thousand_pages) {
  BOOST_TEST(connection_limits{16384}.http >= 5200U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace connection_limits_test
