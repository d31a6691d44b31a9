#include "actors/http/service/metrics.hpp"
#include "actors/http/service/node_meter.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace node_meter_test {

using namespace taskraft;
using protocol::counted_event;
using protocol::timed_step;

std::string text_of(const http::node_meter& x) {
  auto measured = http::measured{};
  measured.own.emplace();
  measured.own->last_index = {120};
  measured.inside = x.read();
  measured.disk_use["log"] = 4096;
  return http::to_text({}, measured);
}

bool has_line(const std::string& text, const std::string& line) {
  return text.find('\n' + line + '\n') != std::string::npos;
}

BOOST_AUTO_TEST_SUITE(a_node_meter)

BOOST_AUTO_TEST_CASE(counts_each_step_in_the_buckets_above_it) {
  auto meter = http::node_meter{};
  meter.took(timed_step::log_append, 100);
  meter.took(timed_step::log_append, 101);
  meter.took(timed_step::log_append, 9'000'000);
  auto text = text_of(meter);
  auto name = std::string{"taskraft_log_append_seconds"};
  BOOST_TEST(has_line(text, name + "_bucket{le=\"0.000100\"} 1"));
  BOOST_TEST(has_line(text, name + "_bucket{le=\"0.000250\"} 2"));
  BOOST_TEST(has_line(text, name + "_bucket{le=\"5.000000\"} 2"));
  BOOST_TEST(has_line(text, name + "_bucket{le=\"+Inf\"} 3"));
  BOOST_TEST(has_line(text, name + "_sum 9.000201"));
  BOOST_TEST(has_line(text, name + "_count 3"));
  BOOST_TEST(has_line(text, "taskraft_state_commit_seconds_count 0"));
}

BOOST_AUTO_TEST_CASE(tells_what_a_leader_sees_of_others) {
  auto meter = http::node_meter{};
  meter.see_followers({{{2}, {100}, {90}, 1500}, {{3}, {120}, {120}, 0}});
  auto text = text_of(meter);
  auto begin = std::string{"taskraft_raft_follower_"};
  BOOST_TEST(has_line(text, begin + "match_index{node=\"2\"} 100"));
  BOOST_TEST(has_line(text, begin + "lag_entries{node=\"2\"} 20"));
  BOOST_TEST(has_line(text, begin + "lag_entries{node=\"3\"} 0"));
  BOOST_TEST(has_line(text, begin + "round_trip_seconds{node=\"2\"} 0.001500"));
  // It leads no more.
  meter.see_followers({});
  BOOST_TEST(text_of(meter).find(begin + "match_index{") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(counts_what_happens) {
  auto meter = http::node_meter{};
  meter.count(counted_event::election, 1);
  meter.count(counted_event::election, 2);
  meter.count(counted_event::command_failed, 5);
  meter.see_clients(7, 3);
  auto text = text_of(meter);
  BOOST_TEST(has_line(text, "taskraft_raft_elections_total 3"));
  BOOST_TEST(has_line(text, "taskraft_commands_failed_total 5"));
  BOOST_TEST(has_line(text, "taskraft_snapshots_sent_total 0"));
  BOOST_TEST(has_line(text, "taskraft_commands_pending 7"));
  BOOST_TEST(has_line(text, "taskraft_gateway_clients 3"));
  BOOST_TEST(has_line(text, "taskraft_disk_used_bytes{what=\"log\"} 4096"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace node_meter_test
