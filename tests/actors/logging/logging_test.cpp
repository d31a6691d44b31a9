#include "tests/support/captured_lines.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>

namespace logging_test {

using namespace taskraft;

bool ends_with_line(const std::string& text, const std::string& line) {
  return text.ends_with(line + "\n");
}

BOOST_FIXTURE_TEST_SUITE(a_report, tests::captured_lines)

BOOST_AUTO_TEST_CASE(is_silent_before_the_start) {
  logging::error("lost");
  BOOST_TEST(written() == "");
}

BOOST_AUTO_TEST_CASE(is_one_line_of_fields) {
  BOOST_REQUIRE(logging::start("info", 3));
  logging::info("link_opened", "peer", 2, "address", "127.0.0.1:1", "new",
                true);
  auto text = written();
  BOOST_TEST(ends_with_line(text, " info node=3 event=link_opened peer=2 "
                                  "address=127.0.0.1:1 new=true"),
             text);
}

BOOST_AUTO_TEST_CASE(quotes_what_would_break_the_line) {
  BOOST_REQUIRE(logging::start("info", 3));
  logging::warn("odd", "reason", std::string{"two\nlines \"and\" more"}, "x",
                "");
  auto text = written();
  BOOST_TEST(ends_with_line(text, " warning node=3 event=odd "
                                  "reason=\"two?lines \\\"and\\\" more\" "
                                  "x=\"\""),
             text);
}

BOOST_AUTO_TEST_CASE(keeps_to_its_level) {
  BOOST_REQUIRE(logging::start("warn", 1));
  logging::info("quiet");
  logging::warn("loud");
  auto text = written();
  BOOST_TEST(text.find("quiet") == std::string::npos);
  BOOST_TEST(text.find("loud") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(refuses_a_level_that_does_not_exist) {
  BOOST_TEST(!logging::start("chatty", 1));
  logging::error("lost");
  BOOST_TEST(written() == "");
}

BOOST_AUTO_TEST_CASE(never_waits_for_a_reader_that_does_not_read) {
  BOOST_REQUIRE(logging::start("info", 1));
  auto began = std::chrono::steady_clock::now();
  for (auto i = 0; i < 20'000; ++i)
    logging::info("flood", "text", "a line that fills the pipe soon enough");
  logging::stop();
  auto took = std::chrono::steady_clock::now() - began;
  BOOST_TEST((took < std::chrono::seconds{5}));
}

// HAZARDS 46: only the beginning of such a line fits into the pipe.
BOOST_AUTO_TEST_CASE(never_waits_for_room_for_a_long_line) {
  BOOST_REQUIRE(logging::start("info", 1));
  auto began = std::chrono::steady_clock::now();
  for (auto i = 0; i < 100; ++i)
    logging::info("flood", "text", std::string(10'000, 'x'));
  logging::stop();
  auto took = std::chrono::steady_clock::now() - began;
  BOOST_TEST((took < std::chrono::seconds{5}));
}

BOOST_AUTO_TEST_CASE(cuts_a_line_that_is_too_long) {
  BOOST_REQUIRE(logging::start("info", 1));
  logging::info("long", "text", std::string(10'000, 'x'));
  logging::info("next");
  auto text = written();
  BOOST_TEST(text.find('\n') == 4095U);
  BOOST_TEST(ends_with_line(text, "event=next"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace logging_test
