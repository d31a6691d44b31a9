#include "protocol/errors.hpp"
#include "tests/support/unit_test.hpp"

#include <set>
#include <string>

namespace errors_test {

using namespace taskraft;

BOOST_AUTO_TEST_SUITE(an_error)

BOOST_AUTO_TEST_CASE(has_a_name_that_no_other_has) {
  auto names = std::set<std::string>{};
  auto last = static_cast<int>(last_of(errc{}));
  for (auto i = 0; i <= last; ++i)
    names.insert(to_string(static_cast<errc>(i)));
  BOOST_TEST(names.size() == static_cast<std::size_t>(last) + 1);
  BOOST_TEST(!names.contains("unknown"));
  BOOST_TEST(to_string(static_cast<errc>(last + 1)) == "unknown");
  BOOST_TEST(to_string(errc::member_change_pending) == "member_change_pending");
}

BOOST_AUTO_TEST_CASE(may_pass_or_not) {
  auto count = [](bool (*is)(errc)) {
    auto found = 0;
    for (auto i = 0; i <= static_cast<int>(last_of(errc{})); ++i)
      found += is(static_cast<errc>(i)) ? 1 : 0;
    return found;
  };
  BOOST_TEST(may_be_repeated(errc::store_busy));
  BOOST_TEST(may_be_repeated(errc::disk_full));
  BOOST_TEST(count(may_be_repeated) == 2);
  BOOST_TEST(is_passing(errc::not_leader));
  BOOST_TEST(is_passing(errc::unavailable));
  BOOST_TEST(is_passing(errc::outcome_unknown));
  BOOST_TEST(is_passing(errc::member_change_pending));
  BOOST_TEST(count(is_passing) == 4);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace errors_test
