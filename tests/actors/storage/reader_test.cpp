#include "actors/storage/reader.hpp"
#include "persistence/store/task_store.hpp"
#include "tests/support/actors/captured_lines.hpp"
#include "tests/support/actors/stage.hpp"
#include "tests/support/unit_test.hpp"

#include <optional>
#include <string>

namespace reader_test {

using namespace taskraft;

/// Answers every query with itself.
struct echo : persistence::state_reader {
  result<raft::snapshot_about>
  write_snapshot(persistence::file_system&, const std::string&,
                 const persistence::stop_check&) override {
    return failure{errc::storage_failed, "it has no state"};
  }

  result<persistence::state_digest> digest() override {
    return failure{errc::storage_failed, "it has no state"};
  }

  explicit echo(const std::optional<failure>& x) : refusal(x) {
  }

  result<std::vector<protocol::query_answer>>
  answer(const std::vector<persistence::query_view>& queries,
         std::uint64_t now_us) override {
    if (refusal)
      return *refusal;
    auto answers = std::vector<protocol::query_answer>{};
    for (const auto& x : queries)
      answers.push_back(
        {x.query == "now" ? std::to_string(now_us) : std::string{x.query},
         {9}});
    return answers;
  }

  const std::optional<failure>& refusal;
};

struct fixture : tests::stage {
  std::optional<failure> refusal;
  logging::outage outage;
  tests::probe gateway{system};
  protocol::reader_actor reader = watched(
    system.spawn(actors::reader, std::make_unique<echo>(refusal), outage));
  protocol::reader_actor other = watched(
    system.spawn(actors::reader, std::make_unique<echo>(refusal), outage));

  protocol::queries_read ask(std::vector<std::string_view> queries) {
    return ask(reader, std::move(queries));
  }

  protocol::queries_read ask(const protocol::reader_actor& whom,
                             std::vector<std::string_view> queries) {
    auto views = std::vector<protocol::query_view>{};
    for (auto query : queries)
      views.push_back({query});
    gateway.tell(whom, protocol::answer_queries{5, 77, std::move(views), {}});
    drain();
    auto read = gateway.take<protocol::queries_read>();
    BOOST_TEST_REQUIRE(read.size() == 1U);
    return read[0];
  }
};

BOOST_FIXTURE_TEST_SUITE(a_reader, fixture)

BOOST_AUTO_TEST_CASE(reads_at_the_time_that_the_gateway_names) {
  auto read = ask({"now"});
  BOOST_REQUIRE(read.answers);
  BOOST_TEST(read.answers->at(0).answer == "77");
}

BOOST_AUTO_TEST_CASE(answers_in_the_order_of_the_queries) {
  auto read = ask({"one", "two"});
  BOOST_TEST(read.context == 5U);
  BOOST_REQUIRE(read.answers);
  BOOST_TEST_REQUIRE(read.answers->size() == 2U);
  BOOST_TEST((*read.answers)[0].answer == "one");
  BOOST_TEST((*read.answers)[1].answer == "two");
}

BOOST_AUTO_TEST_CASE(gives_no_answers_when_the_store_fails_and_lives_on) {
  refusal = failure{errc::store_busy, "locked"};
  BOOST_CHECK(!ask({"one"}).answers);
  refusal.reset();
  BOOST_CHECK(ask({"one"}).answers);
  BOOST_TEST(ends().empty());
}

// A server that was down for a minute once filled the files of messages.
BOOST_AUTO_TEST_CASE(logs_an_outage_once_however_many_reads_it_costs) {
  auto captured = tests::captured_lines{};
  BOOST_REQUIRE(logging::start("info", 1));
  for (auto outages = 0; outages < 2; ++outages) {
    refusal = failure{errc::store_busy, "the server is away"};
    for (auto i = 0; i < 3; ++i)
      for (const auto& each : {reader, other})
        ask(each, {"one"});
    refusal.reset();
    for (const auto& each : {reader, other})
      ask(each, {"one"});
  }
  auto text = captured.written();
  auto count = [&text](const std::string& line) {
    auto found = 0;
    for (auto at = text.find(line); at != std::string::npos;
         at = text.find(line, at + 1))
      ++found;
    return found;
  };
  BOOST_TEST(count("event=reads_fail detail=\"the server is away\"") == 2,
             text);
  BOOST_TEST(count("event=reads_work") == 2, text);
}

// Every installation looked like a database that is away.
BOOST_AUTO_TEST_CASE(says_nothing_of_reads_during_an_installation) {
  auto captured = tests::captured_lines{};
  BOOST_REQUIRE(logging::start("info", 1));
  refusal = failure{errc::store_busy,
                    "store" + std::string{persistence::snapshot_is_installed}};
  ask(reader, {"one"});
  refusal.reset();
  ask(reader, {"one"});
  BOOST_TEST(captured.written() == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace reader_test
