#include "actors/consensus/sights.hpp"
#include "tests/support/unit_test.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace sights_test {

using namespace taskraft;

struct watcher : raft::observer {
  bool is_watched() const noexcept override {
    return true;
  }
  void see(std::uint64_t, const raft::sight& x) override {
    seen = x;
  }

  raft::sight seen;
};

/// Why a role is said to have begun.
std::string said(const raft::transition& next) {
  auto to = watcher{};
  actors::show_role(to, 1, raft::node_id{1}, raft::term{2}, next);
  return std::get<raft::role_seen>(to.seen).why;
}

BOOST_AUTO_TEST_SUITE(who_watches)

// "node 2 is follower in term 4: later_term", the page said.
BOOST_AUTO_TEST_CASE(reads_in_words_why_a_leader_gives_up) {
  using enum raft::step_down_cause;
  for (auto why :
       {later_term, no_quorum, disk_hangs, disk_full, removed, none}) {
    auto words = said({.next = raft::role_kind::follower, .why = why});
    BOOST_TEST(words.find(' ') != std::string::npos, words);
    BOOST_TEST(words.find('_') == std::string::npos, words);
  }
}

BOOST_AUTO_TEST_CASE(reads_why_a_node_stands) {
  BOOST_TEST(said({.next = raft::role_kind::candidate})
             == "no leader was heard in time");
  BOOST_TEST(said({.next = raft::role_kind::candidate, .transfer = true})
             == "the leader has asked for an election");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace sights_test
