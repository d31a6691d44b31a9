#include "actors/http/service/consensus_watch.hpp"
#include "tests/support/unit_test.hpp"

namespace consensus_watch_test {

using namespace taskraft;
using namespace taskraft::http;

raft::sight append(std::uint64_t to, std::uint64_t last) {
  return raft::append_seen{{1}, {to}, {5}, {last}, {last}, {last}};
}

BOOST_AUTO_TEST_SUITE(who_watches_consensus)

BOOST_AUTO_TEST_CASE(sees_all_votes_and_the_newest_appends) {
  auto watch = consensus_watch{};
  BOOST_TEST(!watch.is_watched());
  watch.watch(true);
  BOOST_TEST(watch.is_watched());
  for (auto i = 1U; i <= 3; ++i) {
    watch.see(i, append(2, i));
    watch.see(i, append(3, i));
    watch.see(i, raft::vote_seen{{2}, {1}, {i}, false, true});
  }
  auto seen = watch.take();
  BOOST_TEST_REQUIRE(seen.size() == 5U);
  BOOST_TEST(std::get<raft::vote_seen>(seen[2].what).term.value == 3U);
  BOOST_TEST(std::get<raft::append_seen>(seen[3].what).last.value == 3U);
  BOOST_TEST(std::get<raft::append_seen>(seen[4].what).to.value == 3U);
  BOOST_TEST(watch.take().empty());
}

BOOST_AUTO_TEST_CASE(keeps_a_bounded_number) {
  auto watch = consensus_watch{};
  watch.watch(true);
  for (auto i = 1U; i <= 1000; ++i)
    watch.see(i, raft::role_seen{{1}, raft::role_kind::leader, {i}, "x"});
  auto seen = watch.take();
  BOOST_TEST(seen.size() == 64U);
  BOOST_TEST(std::get<raft::role_seen>(seen.back().what).term.value == 1000U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace consensus_watch_test
