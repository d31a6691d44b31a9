#include "protocol/tasks/limits.hpp"
#include "tests/support/boards/map_view.hpp"
#include "tests/support/unit_test.hpp"

#include <optional>
#include <string>

namespace kv_rules_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;
using namespace std::string_literals;

struct fixture : rules_fixture {
  wire::Result put(const std::string& key, const std::string& value,
                   std::optional<std::uint64_t> expected_rev = {}) {
    auto x = wire::Command{};
    x.mutable_put_key()->set_key(key);
    x.mutable_put_key()->set_value(value);
    if (expected_rev)
      x.mutable_put_key()->set_expected_rev(*expected_rev);
    return apply(x);
  }
  wire::Result erase(const std::string& key,
                     std::optional<std::uint64_t> expected_rev = {}) {
    auto x = wire::Command{};
    x.mutable_delete_key()->set_key(key);
    if (expected_rev)
      x.mutable_delete_key()->set_expected_rev(*expected_rev);
    return apply(x);
  }
};

BOOST_FIXTURE_TEST_SUITE(a_key, fixture)

BOOST_AUTO_TEST_CASE(holds_what_was_put_last) {
  BOOST_TEST(put("k", "one").key().rev() == 1U);
  BOOST_TEST(put("k", "two\0\xff"s).key().rev() == 2U);
  const auto* row = state.find<wire::KeyValue>("k"s);
  BOOST_REQUIRE(row != nullptr);
  BOOST_TEST(row->value() == "two\0\xff"s);
  BOOST_TEST(row->rev() == 2U);
}

BOOST_AUTO_TEST_CASE(has_1_to_512_bytes) {
  BOOST_TEST(is_refused(put("", "v"), errc::invalid_value, "/key"));
  BOOST_TEST(put("\0"s, "v").has_key());
  BOOST_TEST(put(std::string(512, '\xff'), "v").has_key());
  BOOST_TEST(
    is_refused(put(std::string(513, 'k'), "v"), errc::invalid_value, "/key"));
  BOOST_TEST(is_refused(erase(""), errc::invalid_value, "/key"));
  BOOST_TEST(
    is_refused(erase(std::string(513, 'k')), errc::invalid_value, "/key"));
}

BOOST_AUTO_TEST_CASE(has_a_value_of_at_most_256_kib) {
  BOOST_TEST(put("k", "").has_key());
  BOOST_TEST(put("k", std::string(tasks::max_value_bytes, 'v')).has_key());
  BOOST_TEST(is_refused(put("k", std::string(tasks::max_value_bytes + 1, 'v')),
                        errc::invalid_value, "/value"));
  BOOST_TEST(state.find<wire::KeyValue>("k"s)->rev() == 2U);
}

BOOST_AUTO_TEST_CASE(is_put_only_under_the_expected_rev) {
  BOOST_TEST(
    is_refused(put("k", "v", 4), errc::stale_revision, "/expected_rev"));
  BOOST_TEST(put("k", "v", 0).key().rev() == 2U);
  BOOST_TEST(
    is_refused(put("k", "w", 0), errc::stale_revision, "/expected_rev"));
  BOOST_TEST(
    is_refused(put("k", "w", 1), errc::stale_revision, "/expected_rev"));
  BOOST_TEST(put("k", "w", 2).key().rev() == 5U);
}

BOOST_AUTO_TEST_CASE(is_deleted_only_if_it_is_there_under_that_rev) {
  BOOST_TEST(is_refused(erase("k"), errc::not_found, "/key"));
  put("k", "v");
  BOOST_TEST(is_refused(erase("k", 7), errc::stale_revision, "/expected_rev"));
  BOOST_TEST(erase("k", 2).key().rev() == 4U);
  BOOST_TEST(state.count<wire::KeyValue>() == 0U);
  put("k", "v");
  BOOST_TEST(erase("k").has_key());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace kv_rules_test
