// After the disk's first failure the log uses the disk no more.

#include "tests/persistence/log/log_fixture.hpp"

namespace log_failure_test {

using namespace taskraft;
using namespace taskraft::tests;

const auto io_error = failure{errc::storage_failed, "Input/output error"};

struct failure_fixture : log_fixture {
  failure_fixture() {
    first_segment_bytes = 8192;
    segment_bytes = 8192;
  }

  /// Makes all kinds of calls until one fails; returns the last index that was
  /// acknowledged.
  std::uint64_t work(status& outcome) {
    auto acknowledged = std::uint64_t{0};
    auto tries = [&](status x) {
      outcome = std::move(x);
      return bool{outcome};
    };
    auto next = std::uint64_t{1};
    while (next < 200) {
      if (!tries(store->append(std::vector{entries(next, next + 9)})))
        return acknowledged;
      next += 10;
      acknowledged = next - 1;
      if (!tries(store->save({.term = {next}, .vote = {1}}))
          || !tries(store->idle()))
        return acknowledged;
      if (next == 151) {
        acknowledged = 144;
        if (!tries(store->truncate_suffix({145})))
          return acknowledged;
        next = 145;
        if (!tries(store->truncate_prefix({{120}, {1}}, members_of("c"))))
          return acknowledged;
      }
    }
    return acknowledged;
  }

  /// Checks that each call returns this failure and none reaches the disk.
  void must_stay_failed(const failure& first) {
    auto calls = disk.calls();
    for (const auto& again :
         {append(*store, entries(store->last().index.value + 1,
                                 store->last().index.value + 1)),
          store->save({.term = {999}, .vote = {1}}), store->idle(),
          store->truncate_suffix(store->last().index),
          store->truncate_prefix(store->last(), members_of("c"))}) {
      BOOST_TEST_REQUIRE(!again);
      BOOST_TEST(again.error().detail == first.detail);
    }
    BOOST_TEST(disk.calls() == calls);
  }
};

BOOST_FIXTURE_TEST_SUITE(a_log_on_a_failing_disk, failure_fixture)

BOOST_AUTO_TEST_CASE(stays_failed_after_any_call_failed) {
  for (auto call = std::uint64_t{1};; ++call) {
    BOOST_TEST_CONTEXT("call " << call) {
      disk.restore({});
      open();
      disk.fail_call(call, io_error);
      auto outcome = status{done{}};
      auto acknowledged = work(outcome);
      if (outcome) {
        BOOST_TEST(call > 100U);
        return;
      }
      BOOST_TEST(outcome.error().detail.find("Input/output error")
                 != std::string::npos);
      must_stay_failed(outcome.error());
      disk.crash(crash_kind::lose_all, call);
      open();
      BOOST_TEST_REQUIRE(last() >= acknowledged);
    }
  }
}

BOOST_AUTO_TEST_CASE(does_not_sync_again_what_could_not_be_synced) {
  open();
  must_append(entries(1, 3));
  disk.before_call = [](disk_call call, const std::string&) {
    return call == disk_call::sync ? std::optional{io_error} : std::nullopt;
  };
  auto failed = append(*store, entries(4, 5));
  disk.before_call = nullptr;
  BOOST_TEST_REQUIRE(!failed);
  BOOST_TEST(failed.error().code == errc::storage_failed);
  auto syncs = disk.syncs();
  BOOST_TEST(!append(*store, entries(4, 5)));
  BOOST_TEST(disk.syncs() == syncs);
  disk.crash(crash_kind::lose_all, 1);
  open();
  BOOST_TEST(last() == 3U);
}

BOOST_AUTO_TEST_CASE(opens_once_the_disk_answers_again) {
  open();
  auto outcome = status{done{}};
  work(outcome);
  must(outcome);
  auto end = last();
  store.reset();
  for (auto call = std::uint64_t{1};; ++call) {
    BOOST_TEST_CONTEXT("call " << call) {
      disk.fail_call(call, io_error);
      auto opened = try_open();
      if (opened) {
        BOOST_TEST(call > 10U);
        return;
      }
      BOOST_TEST(opened.error().code == errc::storage_failed);
      disk.crash(crash_kind::lose_all, call);
      open();
      BOOST_TEST_REQUIRE(last() == end);
      store.reset();
    }
  }
}

BOOST_AUTO_TEST_CASE(names_the_file_when_the_disk_is_full) {
  open();
  disk.before_call = [](disk_call call, const std::string&) {
    return call == disk_call::write ? std::optional{failure{
             errc::storage_failed, "No space left on device"}}
                                    : std::nullopt;
  };
  auto failed = append(*store, entries(1, 1));
  BOOST_TEST_REQUIRE(!failed);
  BOOST_TEST(failed.error().detail.find(directory) != std::string::npos);
  BOOST_TEST(failed.error().detail.find("No space left") != std::string::npos);
  must_stay_failed(failed.error());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace log_failure_test
