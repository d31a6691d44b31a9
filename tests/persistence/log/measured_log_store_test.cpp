// What a log and its files tell a meter.

#include "persistence/disk/measured_files.hpp"
#include "persistence/log/measured_log_store.hpp"
#include "tests/persistence/log/log_fixture.hpp"
#include "tests/support/actors/counting_meter.hpp"

namespace measured_log_store_test {

using namespace taskraft;
using namespace taskraft::tests;
using protocol::timed_step;

struct measured_fixture : log_fixture {
  measured_fixture() {
    auto opened = persistence::segment_log_store::open(
      files, directory,
      {.first_segment_bytes = first_segment_bytes,
       .segment_bytes = segment_bytes,
       .least_segment_bytes = least_segment_bytes,
       .must_exist = false,
       .prepare_in_background = false,
       .random = [this] { return random(); }});
    BOOST_TEST_REQUIRE(bool{opened});
    log = std::make_unique<persistence::measured_log_store>(std::move(*opened),
                                                            meter);
    meter.steps.clear();
  }

  counting_meter meter;
  persistence::measured_files files{disk, meter};
  std::unique_ptr<persistence::log_store> log;
};

BOOST_FIXTURE_TEST_SUITE(a_measured_log, measured_fixture)

BOOST_AUTO_TEST_CASE(tells_of_each_append_and_of_its_sync) {
  must(append(*log, entries(1, 3)));
  must(append(*log, entries(4, 4)));
  BOOST_TEST(meter.steps[timed_step::log_append] == 2U);
  BOOST_TEST(meter.steps[timed_step::disk_sync] == 2U);
  BOOST_TEST(read_all(*log, {1}).size() == 4U);
}

BOOST_AUTO_TEST_CASE(tells_of_the_sync_of_term_and_vote) {
  must(log->save({.term = {3}, .vote = {2}}));
  BOOST_TEST(meter.steps[timed_step::log_append] == 0U);
  BOOST_TEST(meter.steps[timed_step::disk_sync] == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace measured_log_store_test
