#include "actors/logging/adjust.hpp"
#include "tests/support/actors/captured_lines.hpp"
#include "tests/support/unit_test.hpp"

#include <chrono>
#include <csignal>
#include <string>
#include <thread>

namespace logging_test {

using namespace taskraft;

bool ends_with_line(const std::string& text, const std::string& line) {
  return text.ends_with(line + "\n");
}

std::size_t count(const std::string& text, const std::string& part) {
  auto found = std::size_t{0};
  for (auto at = text.find(part); at != std::string::npos;
       at = text.find(part, at + 1))
    ++found;
  return found;
}

template <class Condition>
bool eventually(Condition holds) {
  auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline)
      return false;
    std::this_thread::yield();
  }
  return true;
}

BOOST_FIXTURE_TEST_SUITE(a_line_of_logging, tests::captured_lines)

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

BOOST_AUTO_TEST_CASE(passes_nothing_on_that_a_terminal_obeys) {
  BOOST_REQUIRE(logging::start("info", 3));
  logging::info("odd", "a",
                "\xc2\x9b"
                "31m",
                "b", "\xe2\x80\xaetxt", "c", "\xff", "d", "h\u00e4user");
  auto text = written();
  BOOST_TEST(ends_with_line(text, " info node=3 event=odd a=\"?31m\" "
                                  "b=\"?txt\" c=\"?\" d=h\u00e4user"),
             text);
}

BOOST_AUTO_TEST_CASE(is_one_json_object_if_asked_for) {
  BOOST_REQUIRE(logging::start("info", 3, logging::line_format::json));
  logging::warn("link_opened", "peer", 2, "address", "127.0.0.1:1", "new", true,
                "name", "007", "share", 0.5, "lag", -1);
  auto text = written();
  BOOST_TEST(text.starts_with("{\"time\":\"2"), text);
  BOOST_TEST(
    ends_with_line(text, R"(,"level":"warning","node":3,"event":"link_opened",)"
                         R"("peer":2,"address":"127.0.0.1:1","new":true,)"
                         R"("name":"007","share":0.5,"lag":-1})"),
    text);
}

BOOST_AUTO_TEST_CASE(stays_json_whatever_its_fields_hold) {
  BOOST_REQUIRE(logging::start("info", 3, logging::line_format::json));
  logging::info("odd", "a", "two\nlines \"and\" \\ \x1b", "b", "\xff\xc0\xaf",
                "c", "\xc2\x9b\xe2\x80\xae", "d", std::string(1, '\0'), "e",
                "\xf0\x9f\x98\x80");
  auto text = written();
  BOOST_TEST(ends_with_line(text, R"("a":"two\nlines \"and\" \\ \u001b",)"
                                  "\"b\":\"\ufffd\ufffd\ufffd\","
                                  R"("c":"\u009b\u202e","d":"\u0000",)"
                                  "\"e\":\"\xf0\x9f\x98\x80\"}"),
             text);
}

BOOST_AUTO_TEST_CASE(stays_json_however_long_its_fields_are) {
  BOOST_REQUIRE(logging::start("info", UINT64_MAX, logging::line_format::json));
  logging::info("long", "text", std::string(10'000, '\x01'), "lost", "x");
  logging::info("next");
  auto text = written();
  BOOST_TEST(text.find('\n') < 4096U);
  BOOST_TEST(text.find("\u2026\"}\n") == text.find('\n') - 5);
  BOOST_TEST(ends_with_line(text, "\"event\":\"next\"}"));
}

BOOST_AUTO_TEST_CASE(keeps_to_its_level) {
  BOOST_REQUIRE(logging::start("warn", 1));
  logging::info("quiet");
  logging::warn("loud");
  auto text = written();
  BOOST_TEST(text.find("quiet") == std::string::npos);
  BOOST_TEST(text.find("loud") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(changes_its_level_and_its_format_at_once) {
  BOOST_REQUIRE(logging::start("warn", 3));
  logging::info("quiet");
  logging::warn("first");
  BOOST_TEST(!logging::adjust("chatty", logging::line_format::json));
  BOOST_TEST(logging::adjust("info", logging::line_format::json));
  logging::info("second", "peer", 2);
  BOOST_TEST(logging::adjust("info", logging::line_format::text));
  logging::info("third");
  auto text = written();
  BOOST_TEST(text.find("quiet") == std::string::npos);
  BOOST_TEST(text.find(" warning node=3 event=first\n{\"time\":\"2")
               != std::string::npos,
             text);
  BOOST_TEST(text.find(R"("level":"info","node":3,"event":"second","peer":2})")
               != std::string::npos,
             text);
  BOOST_TEST(ends_with_line(text, " info node=3 event=third"), text);
  BOOST_TEST(!logging::adjust("info", logging::line_format::text));
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
  BOOST_TEST(took < std::chrono::seconds{5});
}

// HAZARDS 46: only the beginning of such a line fits into the pipe.
BOOST_AUTO_TEST_CASE(never_waits_for_room_for_a_long_line) {
  BOOST_REQUIRE(logging::start("info", 1));
  auto began = std::chrono::steady_clock::now();
  for (auto i = 0; i < 100; ++i)
    logging::info("flood", "text", std::string(10'000, 'x'));
  logging::stop();
  auto took = std::chrono::steady_clock::now() - began;
  BOOST_TEST(took < std::chrono::seconds{5});
}

BOOST_AUTO_TEST_CASE(cuts_a_line_that_is_too_long) {
  BOOST_REQUIRE(logging::start("info", 1));
  logging::info("long", "text", std::string(10'000, 'x'));
  logging::info("next");
  auto text = written();
  BOOST_TEST(text.find('\n') == 4095U);
  BOOST_TEST(ends_with_line(text, "event=next"));
}

// A supervisor's pipe whose reader was restarted.
BOOST_AUTO_TEST_CASE(is_dropped_without_a_reader_and_counted_for_the_next_one) {
  std::signal(SIGPIPE, SIG_IGN);
  BOOST_REQUIRE(logging::start("info", 1));
  lose_reader();
  for (auto i = 0; i < 3; ++i)
    logging::info("unheard");
  BOOST_TEST_REQUIRE(eventually([] { return logging::dropped_lines() == 3; }));
  find_reader();
  logging::info("heard");
  auto text = written();
  BOOST_TEST(text.find("unheard") == std::string::npos, text);
  BOOST_TEST(text.find(" warning node=1 event=lines_dropped count=3\n")
               != std::string::npos,
             text);
  BOOST_TEST(ends_with_line(text, "event=heard"), text);
}

// The queue drops lines as well.
BOOST_AUTO_TEST_CASE(is_counted_when_its_reader_was_slow) {
  BOOST_REQUIRE(logging::start("info", 1));
  constexpr auto lines = std::size_t{20'000};
  for (auto i = std::size_t{0}; i < lines; ++i)
    logging::info("flood", "text", "a line that fills the pipe soon enough");
  auto text = std::string{};
  BOOST_TEST_REQUIRE(eventually([&] {
    text += read_some();
    return count(text, "event=flood") + logging::dropped_lines() == lines;
  }));
  logging::info("last");
  text += written();
  auto mark = std::string{"event=lines_dropped count="};
  auto told = std::size_t{0};
  for (auto at = text.find(mark); at != std::string::npos;
       at = text.find(mark, at + 1))
    told += std::stoul(text.substr(at + mark.size()));
  BOOST_TEST(told > 0U);
  BOOST_TEST(told + count(text, "event=flood") == lines);
  BOOST_TEST(ends_with_line(text, "event=last"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace logging_test
