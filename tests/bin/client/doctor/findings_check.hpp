// What tests of the doctor expect of its findings.

#pragma once

#include "bin/client/doctor/checks.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <string>

namespace taskraft::tests {

using namespace client;

constexpr auto second = std::uint64_t{1'000'000};
constexpr auto hour = 3600 * second;
constexpr auto day = 24 * hour;
constexpr auto gib = std::uint64_t{1} << 30U;

inline health worst(const findings& all) {
  auto found = health::ok;
  for (const auto& x : all)
    found = std::max(found, x.health);
  return found;
}

/// Everybody who is told that something is wrong is told what to do.
inline void require(const findings& all, health expected,
                    const std::string& text) {
  auto found = std::ranges::any_of(all, [&](const finding& x) {
    return x.health == expected && x.detail.find(text) != std::string::npos;
  });
  auto whole = findings_text(all, {});
  BOOST_TEST(found, "expected " << text << " in\n" << whole);
  BOOST_TEST(worst(all) == expected, whole);
  for (const auto& x : all) {
    BOOST_TEST((x.health != health::ok || x.advice.empty()), x.detail);
    BOOST_TEST((x.health < health::warning || !x.advice.empty()), x.detail);
  }
}

} // namespace taskraft::tests
