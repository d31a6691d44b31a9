// The power fails at every step of all that a log does. Nothing acknowledged is
// lost, and nothing appears that was never written.

#include "tests/persistence/log/log_fixture.hpp"

#include <algorithm>

namespace log_crash_test {

using namespace taskraft;
using namespace taskraft::tests;

std::size_t size_of(raft::log_position x) {
  return 20 + (x.index.value * 37 + x.term.value * 101) % 500;
}

/// A possible content of a log.
struct model {
  raft::hard_state hard;
  raft::log_position base;
  std::vector<raft::log_position> entries;

  raft::log_position last() const {
    return entries.empty() ? base : entries.back();
  }
  void cut_after(raft::log_index x) {
    while (!entries.empty() && entries.back().index > x)
      entries.pop_back();
  }

  friend bool operator==(const model&, const model&) = default;
};

std::ostream& operator<<(std::ostream& out, const model& x) {
  return out << "term " << x.hard.term << " vote " << x.hard.vote << " base "
             << x.base.index << '/' << x.base.term << ' ' << x.entries.size()
             << " entries to " << x.last().index << '/' << x.last().term;
}

/// Changes a log and knows its possible contents afterwards.
struct rehearsal : log_fixture {
  explicit rehearsal(std::uint64_t seed) : dice(seed) {
    first_segment_bytes = 8192;
    segment_bytes = 8192;
    random.seed(seed);
  }

  std::uint64_t below(std::uint64_t bound) {
    return dice() % bound;
  }

  model& now() {
    return allowed.front();
  }

  /// Whether the store confirmed the change. If not, each of `outcomes` is
  /// possible.
  bool settle(const status& x, std::vector<model> outcomes) {
    if (x) {
      allowed = {outcomes.back()};
      return true;
    }
    BOOST_TEST_REQUIRE((fails || !disk.has_power()), explain(x));
    outcomes.push_back(now());
    allowed = std::move(outcomes);
    return false;
  }

  bool vote() {
    auto next = now();
    next.hard = {next.hard.term.next(), {below(4)}};
    return settle(store->save(next.hard), {next});
  }

  bool append_some() {
    auto next = now();
    auto outcomes = std::vector<model>{};
    auto batches = std::vector<raft::entry_batch>{};
    for (auto count = 1 + below(3); count > 0; --count) {
      auto builder = raft::entry_batch_builder{};
      auto term = next.last().term.value + (below(5) == 0 ? 1 : 0);
      for (auto size = 1 + below(6); size > 0; --size) {
        auto position = raft::log_position{next.last().index.next(),
                                           {std::max(term, std::uint64_t{1})}};
        next.entries.push_back(position);
        outcomes.push_back(next);
        builder.add({.term = position.term,
                     .index = position.index,
                     .kind = raft::entry_kind::command,
                     .time_us = 0,
                     .payload = payload_of(position, size_of(position))});
      }
      batches.push_back(builder.build());
    }
    return settle(store->append(batches), outcomes);
  }

  bool cut_suffix() {
    auto next = now();
    if (next.entries.empty())
      return true;
    auto from = next.base.index.value + 1 + below(next.entries.size());
    next.cut_after({from - 1});
    return settle(store->truncate_suffix({from}), {next});
  }

  bool cut_prefix() {
    auto next = now();
    auto size = next.entries.size();
    if (size > 0 && below(4) != 0) {
      auto kept = below(size);
      next.base = next.entries[size - kept - 1];
      next.entries.erase(next.entries.begin(),
                         next.entries.end() - static_cast<long>(kept));
    } else {
      // From another leader, or beyond the end.
      next.base = {{next.base.index.value + 1 + below(size + 10)},
                   next.last().term.next()};
      next.entries.clear();
    }
    return settle(store->truncate_prefix(next.base, members_of("c")), {next});
  }

  bool act() {
    switch (below(10)) {
      case 0:
      case 1:
        return vote();
      case 2:
        return cut_suffix();
      case 3:
        return cut_prefix();
      case 4:
        return settle(store->idle(), {now()});
      default:
        return append_some();
    }
  }

  model content() {
    auto found = model{.hard = store->recovered().hard,
                       .base = store->recovered().log.base(),
                       .entries = {}};
    const auto& view = store->recovered().log;
    auto source = store->source();
    for (auto from = view.first_index();;) {
      auto batch = source->read(from, 1000);
      BOOST_TEST_REQUIRE(bool{batch});
      if (batch->empty())
        break;
      for (auto entry : *batch) {
        auto position = raft::log_position{entry.index, entry.term};
        BOOST_TEST_REQUIRE(entry.payload
                           == payload_of(position, size_of(position)));
        BOOST_TEST_REQUIRE(view.term_at(entry.index) == entry.term);
        found.entries.push_back(position);
      }
      from = batch->last().index.next();
    }
    BOOST_TEST_REQUIRE(found.last() == view.last());
    return found;
  }

  /// Opens and checks the log; false if the power failed meanwhile.
  bool open_and_check() {
    store.reset();
    auto opened = try_open();
    if (!opened) {
      BOOST_TEST_REQUIRE(!disk.has_power(), opened.error().detail);
      return false;
    }
    store = std::move(*opened);
    disk.cut_power_at(0);
    auto found = content();
    auto is_allowed = std::ranges::find(allowed, found) != allowed.end();
    BOOST_TEST_REQUIRE(is_allowed, "found " << found << ", but acknowledged is "
                                            << allowed.back());
    allowed = {found};
    return true;
  }

  std::mt19937_64 dice;
  std::vector<model> allowed{model{}};
  /// A call to the disk fails though the power is there.
  bool fails = false;
};

constexpr auto actions = 40;

BOOST_AUTO_TEST_SUITE(a_log_that_loses_power)

BOOST_AUTO_TEST_CASE(keeps_what_it_acknowledged_whenever_that_happens) {
  auto crashes = std::size_t{0};
  for (auto seed = std::uint64_t{1}; seed <= 3; ++seed) {
    for (auto call = std::uint64_t{1};; ++call) {
      auto finished = false;
      for (auto kind = 0; kind < 5; ++kind) {
        BOOST_TEST_CONTEXT("seed " << seed << ", call " << call << ", kind "
                                   << kind) {
          auto run = rehearsal{seed};
          BOOST_TEST_REQUIRE(run.open_and_check());
          run.disk.cut_power_at(call);
          for (auto i = 0; i < actions && run.act(); ++i) {
          }
          finished = run.disk.has_power();
          run.disk.crash(static_cast<crash_kind>(kind), seed * 1000 + call);
          BOOST_TEST_REQUIRE(run.open_and_check());
          BOOST_TEST_REQUIRE(run.append_some());
          BOOST_TEST_REQUIRE(run.open_and_check());
          ++crashes;
        }
      }
      if (finished)
        break;
    }
  }
  BOOST_TEST_MESSAGE(crashes << " crashes");
  BOOST_TEST(crashes > 1000U);
}

BOOST_AUTO_TEST_CASE(makes_durable_what_it_found_after_only_the_process_died) {
  for (auto seed = std::uint64_t{1}; seed <= 3; ++seed) {
    for (auto call = std::uint64_t{1};; ++call) {
      BOOST_TEST_CONTEXT("seed " << seed << ", call " << call) {
        auto run = rehearsal{seed};
        run.disk.cut_power_at(call);
        if (run.open_and_check()) {
          run.disk.cut_power_at(call);
          for (auto i = 0; i < actions && run.act(); ++i) {
          }
        }
        auto finished = run.disk.has_power();
        run.disk.kill();
        BOOST_TEST_REQUIRE(run.open_and_check());
        run.disk.crash(crash_kind::lose_all, seed);
        BOOST_TEST_REQUIRE(run.open_and_check());
        if (finished) {
          BOOST_TEST(call > 50U);
          break;
        }
      }
    }
  }
}

/// Linux takes pages for clean that it could not write: the next process reads
/// them, and no later sync writes them.
BOOST_AUTO_TEST_CASE(makes_durable_what_it_found_after_a_sync_had_failed) {
  for (auto seed = std::uint64_t{1}; seed <= 3; ++seed) {
    for (auto call = std::uint64_t{1};; ++call) {
      BOOST_TEST_CONTEXT("seed " << seed << ", call " << call) {
        auto run = rehearsal{seed};
        BOOST_TEST_REQUIRE(run.open_and_check());
        run.fails = true;
        run.disk.fail_call(call, {errc::storage_failed, "the disk failed"});
        auto i = 0;
        while (i < actions && run.act())
          ++i;
        run.disk.kill();
        BOOST_TEST_REQUIRE(run.open_and_check());
        run.disk.crash(crash_kind::lose_all, seed);
        BOOST_TEST_REQUIRE(run.open_and_check());
        if (i == actions) {
          BOOST_TEST(call > 50U);
          break;
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(keeps_it_over_crash_after_crash_while_it_opens_too) {
  auto crashes = std::size_t{0};
  for (auto seed = std::uint64_t{1}; seed <= 40; ++seed) {
    auto run = rehearsal{seed};
    for (auto life = std::uint64_t{1}; life <= 40; ++life) {
      BOOST_TEST_CONTEXT("seed " << seed << ", life " << life) {
        run.disk.cut_power_at(1 + run.below(60));
        if (run.open_and_check()) {
          run.disk.cut_power_at(1 + run.below(60));
          while (run.act()) {
          }
        }
        run.disk.crash(run.below(1'000'000));
        ++crashes;
      }
    }
    BOOST_TEST_REQUIRE(run.open_and_check());
  }
  BOOST_TEST_MESSAGE(crashes << " crashes");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace log_crash_test
