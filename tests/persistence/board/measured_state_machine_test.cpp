// What a state machine tells a meter.

#include "persistence/board/measured_state_machine.hpp"
#include "tests/support/actors/counting_meter.hpp"
#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/stores/memory_task_store.hpp"

namespace measured_state_machine_test {

using namespace taskraft;
using namespace taskraft::tests;
using protocol::timed_step;

BOOST_AUTO_TEST_SUITE(a_measured_state_machine)

BOOST_AUTO_TEST_CASE(tells_of_each_evaluation_and_of_each_commit) {
  auto meter = counting_meter{};
  auto machine = persistence::measured_state_machine{
    open_board(
      std::make_unique<memory_task_store>(std::make_shared<memory_disk>())),
    meter};
  auto log = board_log{};
  log.no_op({1});
  BOOST_TEST(bool{machine.evaluate(log.take())});
  BOOST_TEST(meter.steps[timed_step::state_evaluate] == 1U);
  auto work = machine.begin_commit();
  BOOST_TEST(meter.steps[timed_step::state_commit] == 0U);
  BOOST_TEST(bool{work.run()});
  work.finish();
  BOOST_TEST(meter.steps[timed_step::state_commit] == 1U);
  BOOST_TEST(machine.visible() == (raft::log_position{{1}, {1}}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace measured_state_machine_test
