#include "bin/client/text/report_text.hpp"
#include "protocol/json/reports.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace report_text_test {

using namespace taskraft::client;
namespace wire = taskraft::tasks::wire;

wire::Report throughput() {
  auto x = wire::Report{};
  x.set_from("2026-03-28");
  x.set_to("2026-03-29");
  for (const auto* column : {"period", "completed", "rate"})
    x.add_columns(column);
  for (auto i = 1; i <= 2; ++i) {
    auto& row = *x.add_rows();
    row.add_cells()->set_text("2026-03-2" + std::to_string(7 + i));
    row.add_cells()->set_number(i * 2);
    if (i == 1)
      row.add_cells()->set_real(0.5);
    else
      row.add_cells();
  }
  return x;
}

BOOST_AUTO_TEST_SUITE(a_report)

BOOST_AUTO_TEST_CASE(is_a_table_for_scripts) {
  BOOST_TEST(report_rows(throughput(), {})
             == "2026-03-28\t2\t0.5\n2026-03-29\t4\t\n");
}

BOOST_AUTO_TEST_CASE(is_bars_on_a_terminal) {
  auto style = output_style{.terminal = true, .colour = false, .width = 42};
  auto bar = [](int length) {
    auto text = std::string{};
    for (auto i = 0; i < length; ++i)
      text += "\xe2\x96\x88";
    return text;
  };
  // 42 columns without the label and what the count takes.
  BOOST_TEST(report_chart(throughput(), style)
             == "COMPLETED\n2026-03-28  " + bar(10) + " 2\n2026-03-29  "
                  + bar(20) + " 4\n");
}

BOOST_AUTO_TEST_CASE(is_bars_of_ascii_where_the_locale_has_no_more) {
  auto style = output_style{.terminal = true, .ascii = true, .width = 42};
  BOOST_TEST(report_chart(throughput(), style)
             == "COMPLETED\n2026-03-28  ########## 2\n2026-03-29  "
                "#################### 4\n");
  BOOST_TEST(!is_utf8_locale({"C", nullptr, "de_DE.UTF-8"}));
  BOOST_TEST(is_utf8_locale({nullptr, "", nullptr}));
  BOOST_TEST(!is_utf8_locale({nullptr, "POSIX", "de_DE.UTF-8"}));
  BOOST_TEST(is_utf8_locale({"", nullptr, "de_DE.UTF-8"}));
  BOOST_TEST(is_utf8_locale({"C.utf8", nullptr, "C"}));
}

BOOST_AUTO_TEST_CASE(is_what_the_contract_says_in_json) {
  BOOST_TEST(taskraft::json::report_to_json(throughput()).dump()
             == R"({"from":"2026-03-28","to":"2026-03-29","items":[)"
                R"({"period":"2026-03-28","completed":2,"rate":0.5},)"
                R"({"period":"2026-03-29","completed":4,"rate":null}]})");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace report_text_test
