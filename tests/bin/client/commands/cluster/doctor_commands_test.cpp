#include "bin/client/text/time_text.hpp"
#include "tests/bin/client/run_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <nlohmann/json.hpp>
#include <string>

namespace commands_doctor_test {

using namespace taskraft;
using namespace taskraft::client;

struct fixture : run_fixture {
  void answer_status() {
    auto status = outcome{.kind = outcome_kind::answered};
    auto members = outcome{.kind = outcome_kind::answered};
    for (auto id : {1U, 2U, 3U}) {
      auto node = protocol::node_status{};
      node.id = {id};
      node.address = "host" + std::to_string(id) + ":7101";
      node.version = TASKRAFT_VERSION;
      node.disk_free = std::uint64_t{1} << 40U;
      node.role = id == 2 ? "leader" : "follower";
      status.nodes.push_back(node);
      members.members.members.push_back({{id}, node.address, "d", true});
    }
    cluster.outcomes.push_back(status);
    cluster.outcomes.push_back(members);
  }

  void answer_health(std::uint64_t ahead_us) {
    auto x = wire::Answer{};
    x.mutable_health()->set_now_us(static_cast<std::uint64_t>(now_us())
                                   + ahead_us);
    x.mutable_health()->set_is_whole(true);
    cluster.answer(x);
  }
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

BOOST_FIXTURE_TEST_SUITE(the_doctor, fixture)

BOOST_AUTO_TEST_CASE(asks_every_endpoint_and_compares_clocks) {
  answer_status();
  for (auto ahead_us : {0U, 0U, 90'000'000U})
    answer_health(ahead_us);
  BOOST_TEST(run_words({"doctor"}) == 1);
  BOOST_TEST(contains(out.str(), "ok\tnodes\tall 3 answer\t\n"), out.str());
  BOOST_TEST(contains(out.str(), "failure\tclock\tthe clock of "
                                 "127.0.0.1:7203 is ahead by "),
             out.str());
  BOOST_TEST(contains(out.str(), "warning\tbackup\tno node takes backups"),
             out.str());
  BOOST_TEST_REQUIRE(cluster.asked.size() == 5U);
  for (auto i : {0U, 1U, 2U}) {
    BOOST_TEST(cluster.asked[2 + i].endpoint == std::size_t{i});
    BOOST_TEST(cluster.query(2 + i).has_check_health());
  }
}

BOOST_AUTO_TEST_CASE(ends_well_with_warnings_alone) {
  answer_status();
  for (auto i = 0; i < 3; ++i)
    answer_health(0);
  BOOST_TEST(run_words({"doctor", "--json"}) == 0);
  auto found = nlohmann::json::parse(out.str());
  BOOST_TEST(found.is_array());
  BOOST_TEST(found.at(0).at("check") == "nodes");
  BOOST_TEST(found.at(0).at("state") == "ok");
}

// What to do stood beside what was found, beyond the right edge.
BOOST_AUTO_TEST_CASE(fits_a_terminal) {
  style = {.terminal = true, .width = 60};
  answer_status();
  for (auto i = 0; i < 3; ++i)
    answer_health(0);
  BOOST_TEST(run_words({"doctor"}) == 0);
  auto lines = std::istringstream{out.str()};
  auto line = std::string{};
  auto longest = std::size_t{0};
  while (std::getline(lines, line))
    longest = std::max(longest, line.size());
  BOOST_TEST(longest <= 60U, out.str());
  BOOST_TEST(contains(out.str(), "ok       nodes     all 3 answer\n"),
             out.str());
}

BOOST_AUTO_TEST_CASE(says_that_no_node_answers) {
  cluster.outcomes.push_back(
    {.kind = outcome_kind::unavailable, .reason = "nobody is there"});
  BOOST_TEST(run_words({"doctor"}) == 6);
  BOOST_TEST(contains(out.str(), "failure\tcluster\tnobody is there\t"),
             out.str());
}

BOOST_AUTO_TEST_CASE(tells_members_what_only_administrators_hear) {
  answer_status();
  auto x = wire::Answer{};
  x.mutable_health()->set_now_us(static_cast<std::uint64_t>(now_us()));
  for (auto i = 0; i < 3; ++i)
    cluster.answer(x);
  BOOST_TEST(run_words({"doctor"}) == 0);
  BOOST_TEST(contains(out.str(), "skipped\tbackup\tonly administrators"),
             out.str());
}

BOOST_AUTO_TEST_CASE(looks_at_a_machine_whose_settings_are_wrong) {
  cluster.outcomes.push_back(
    {.kind = outcome_kind::unavailable, .reason = "nobody is there"});
  BOOST_TEST(run_words({"doctor", "--config", "/nowhere.toml"}) == 1);
  BOOST_TEST(contains(out.str(), "failure\tsettings\t/nowhere.toml: expected"),
             out.str());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace commands_doctor_test
