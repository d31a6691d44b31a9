// Boost.Test, whose assertions print the values of our types. Every test
// includes this and not Boost's header.

#pragma once

#include "tests/support/print.hpp"

#include <boost/test/unit_test.hpp>

#include <ostream>
#include <ranges>
#include <type_traits>

namespace boost::test_tools::tt_detail {

template <class T>
requires(!taskraft::tests::printing::streamable<T>) struct print_log_value<T> {
  void operator()(std::ostream& out, const T& x) {
    taskraft::tests::print(out, x);
  }
};

} // namespace boost::test_tools::tt_detail

namespace boost::unit_test {

/// Boost prints nothing of collections that it compares as such. So they are
/// values like any other, and both are printed.
template <class T>
requires(
  std::ranges::range<std::remove_cvref_t<
    T>> && !taskraft::tests::printing::textual<std::remove_cvref_t<T>> && !std::is_array_v<std::remove_cvref_t<T>>) struct
  is_forward_iterable<T> : mpl::false_ {
};

} // namespace boost::unit_test
