#include "bin/client/files/csv.hpp"
#include "bin/client/text/cli_error.hpp"
#include "tests/support/unit_test.hpp"

#include <sstream>
#include <string>
#include <vector>

namespace csv_test {

using namespace taskraft::client;

std::vector<csv_row> rows_of(const std::string& text) {
  auto from = std::istringstream{text};
  auto reader = csv_reader{from};
  auto rows = std::vector<csv_row>{};
  while (auto row = reader.next())
    rows.push_back(*row);
  return rows;
}

/// Rows with bars between cells, for messages of failed checks.
std::string shown(const std::vector<csv_row>& rows) {
  auto text = std::string{};
  for (const auto& row : rows) {
    for (const auto& cell : row)
      text += "[" + cell + "]";
    text += ";";
  }
  return text;
}

BOOST_AUTO_TEST_SUITE(csv)

BOOST_AUTO_TEST_CASE(is_read_as_rfc_4180_says) {
  BOOST_TEST(shown(rows_of("a,b\r\nc,\n")) == "[a][b];[c][];");
  BOOST_TEST(shown(rows_of("\"a,\"\"b\"\"\nc\",d")) == "[a,\"b\"\nc][d];");
  BOOST_TEST(shown(rows_of("\xef\xbb\xbf"
                           "a\n"))
             == "[a];");
  BOOST_TEST(shown(rows_of("a \"b\",\"\"\n")) == "[a \"b\"][];");
  BOOST_TEST(rows_of("").empty());
  BOOST_CHECK_THROW(rows_of("a,\"b\n"), cli_error);
}

// Files of spreadsheets whose decimal mark is a comma had one column.
BOOST_AUTO_TEST_CASE(has_what_spreadsheets_write_between_its_cells) {
  auto separator = [](const std::string& text) {
    auto from = std::istringstream{text};
    auto found = separator_of(from);
    BOOST_TEST(from.peek() == (text.empty() ? EOF : text.front()));
    return found;
  };
  BOOST_TEST(separator("title,due\na;b;c,d\n") == ',');
  BOOST_TEST(separator("title;due\na,b,c;d\n") == ';');
  BOOST_TEST(separator("title\tdue") == '\t');
  BOOST_TEST(separator("title") == ',');
  BOOST_TEST(separator("") == ',');
}

BOOST_AUTO_TEST_CASE(knows_the_line_in_which_a_row_begins) {
  auto from = std::istringstream{"a\n\"b\nb\"\nc\n"};
  auto reader = csv_reader{from};
  reader.next();
  BOOST_TEST(reader.line() == 1U);
  reader.next();
  BOOST_TEST(reader.line() == 2U);
  reader.next();
  BOOST_TEST(reader.line() == 4U);
}

BOOST_AUTO_TEST_CASE(is_written_so_that_it_is_read_as_it_was) {
  auto row = csv_row{"plain", "a,b", "say \"hi\"", "two\r\nlines", ""};
  BOOST_TEST(shown(rows_of(taskraft::json::csv_line(row))) == shown({row}));
  BOOST_TEST(taskraft::json::csv_line({"a", "b"}) == "a,b\r\n");
}

BOOST_AUTO_TEST_CASE(runs_nothing_in_a_spreadsheet) {
  for (const auto* text :
       {"=1+1", "+1", "-1", "@x", "\tx", "\rx", "'=1", "''-"}) {
    BOOST_TEST(taskraft::json::guarded(text) == std::string{"'"} + text);
    BOOST_TEST(taskraft::json::unguarded(taskraft::json::guarded(text))
               == text);
  }
  for (const auto* text : {"", "a=1", "'a", "'", "1-1"}) {
    BOOST_TEST(taskraft::json::guarded(text) == text);
    BOOST_TEST(taskraft::json::unguarded(text) == text);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace csv_test
