#include "actors/node/node_data.hpp"
#include "tests/support/unit_test.hpp"

#include <initializer_list>

namespace node_data_test {

using namespace taskraft;

/// The voters that are in force from an entry on.
raft::placed_membership voters_from(std::uint64_t index,
                                    std::initializer_list<std::uint64_t> ids) {
  auto x = raft::placed_membership{.index = {index}, .value = {}};
  for (auto id : ids)
    x.value.members.push_back({.id = {id}, .address = "a", .disk_id = "d"});
  return x;
}

struct fixture {
  fixture() {
    found.recovered.log = raft::log_terms{{{20}, {2}}};
    found.lacks_state = true;
  }

  status check() const {
    return actors::check_state_can_come(found, {1});
  }

  actors::log_of_state found;
};

BOOST_FIXTURE_TEST_SUITE(a_lost_state, fixture)

BOOST_AUTO_TEST_CASE(may_come_from_another_voter) {
  found.recovered.memberships = {voters_from(3, {1, 2})};
  BOOST_TEST(static_cast<bool>(check()));
}

BOOST_AUTO_TEST_CASE(is_gone_if_there_is_no_other_voter) {
  auto only = voters_from(3, {1});
  only.value.members.push_back(
    {.id = {2}, .address = "b", .disk_id = "d", .voter = false});
  found.recovered.memberships = {only};
  BOOST_REQUIRE(!check());
  BOOST_TEST(check().error().code == errc::corrupted);
  BOOST_TEST(check().error().detail.find("up to 20") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(may_come_if_the_others_might_not_have_left) {
  found.recovered.memberships = {voters_from(3, {1, 2}), voters_from(9, {1})};
  BOOST_TEST(static_cast<bool>(check()));
}

BOOST_AUTO_TEST_CASE(may_come_to_one_that_does_not_vote) {
  found.recovered.memberships = {voters_from(3, {2})};
  BOOST_TEST(static_cast<bool>(check()));
}

BOOST_AUTO_TEST_CASE(is_no_matter_if_it_is_not_lost) {
  found.lacks_state = false;
  found.recovered.memberships = {voters_from(3, {1})};
  BOOST_TEST(static_cast<bool>(check()));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace node_data_test
