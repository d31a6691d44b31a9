// The one main of all Boost.Test runners.

#define BOOST_TEST_MODULE taskraft
#include <boost/test/unit_test.hpp>
