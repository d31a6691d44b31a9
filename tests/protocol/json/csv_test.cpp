#include "protocol/json/csv.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace csv_test {

using namespace taskraft;

BOOST_AUTO_TEST_SUITE(a_table_as_csv)

BOOST_AUTO_TEST_CASE(has_quotes_around_what_needs_them) {
  BOOST_TEST(json::csv_line({"a", "b,c", "d\"e", "f\rg", "h\ni"})
             == "a,\"b,c\",\"d\"\"e\",\"f\rg\",\"h\ni\"\r\n");
  BOOST_TEST(json::csv_line({}) == "\r\n");
}

// A spreadsheet must not run what a user has written.
BOOST_AUTO_TEST_CASE(guards_formulas_and_gives_them_back) {
  for (const auto* text : {"=1", "+1", "-1", "@x", "\tx", "\rx", "'=1"}) {
    auto guarded = json::guarded(text);
    BOOST_TEST(guarded == "'" + std::string{text}, text);
    BOOST_TEST(json::unguarded(guarded) == text);
  }
  for (const auto* text : {"", "a=1", "'", "'a", "7"}) {
    BOOST_TEST(json::guarded(text) == text, text);
    BOOST_TEST(json::unguarded(text) == text, text);
  }
}

BOOST_AUTO_TEST_CASE(has_a_row_of_an_object_in_the_order_of_its_columns) {
  auto columns = json::export_columns();
  BOOST_TEST_REQUIRE(columns.size() == 15U);
  BOOST_TEST(json::csv_header(columns).starts_with("id,title,description,"));
  auto x = json::object{{"id", 7},
                        {"title", "=1"},
                        {"labels", {"a", "b"}},
                        {"due", nullptr},
                        {"open", true}};
  auto wanted
    = std::vector<std::string_view>{"title", "id", "due", "labels", "open"};
  BOOST_TEST(json::csv_of(x, wanted) == "'=1,7,,\"a,b\",true\r\n");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace csv_test
