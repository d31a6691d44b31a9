#include "bin/client/commands/work/report_commands.hpp"

#include "bin/client/commands/client_calls.hpp"
#include "bin/client/commands/task_requests.hpp"
#include "bin/client/text/report_text.hpp"
#include "bin/client/text/task_text.hpp"
#include "protocol/json/reports.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace taskraft::client {

namespace wire = tasks::wire;

void show_report(const context& x) {
  auto query = wire::Query{};
  auto& report = *query.mutable_get_report();
  auto given = [&](std::string_view flag) {
    return checked(x.what.value(flag).value_or(""), flag);
  };
  report.set_name(checked(x.what.arguments.at(0), "name"));
  report.set_project(given("project"));
  report.set_since(given("since"));
  report.set_until(given("until"));
  report.set_period(given("period"));
  report.set_time_zone(given("tz"));
  auto answer = look_up(x, query);
  const auto& found = answer.report();
  if (x.settings.json)
    put_out(x.world,
            print(taskraft::json::report_to_json(found), x.world.style));
  else if (found.rows_size() == 0)
    tell(x, "Nothing to report.");
  else
    put_out(x.world, x.what.has("chart") ? report_chart(found, x.world.style)
                                         : report_rows(found, x.world.style));
}

void search_tasks(const context& x) {
  auto query = wire::Query{};
  auto& search = *query.mutable_search();
  auto words = std::string{};
  for (const auto& word : x.what.arguments)
    words += (words.empty() ? "" : " ") + checked(word, "words");
  search.set_words(words);
  search.set_limit(first_page_rows(x.what));
  auto limit = row_limit(x.what);
  auto hits = std::vector<wire::SearchHit>{};
  while (true) {
    auto answer = look_up(x, query);
    auto& page = *answer.mutable_found();
    std::move(page.mutable_hits()->begin(), page.mutable_hits()->end(),
              std::back_inserter(hits));
    if (page.next_cursor().empty() || (limit && hits.size() >= *limit))
      break;
    search.set_cursor(page.next_cursor());
    search.set_limit(next_page_rows(limit, hits.size()));
  }
  if (x.settings.json) {
    auto array = json::array();
    for (const auto& hit : hits)
      array.push_back(taskraft::json::search_hit_to_json(hit));
    put_out(x.world, print(array, x.world.style));
  } else if (hits.empty()) {
    tell(x, "Nothing found.");
  } else {
    put_out(x.world, search_rows(hits, x.world.style));
  }
}

} // namespace taskraft::client
