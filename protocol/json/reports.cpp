#include "protocol/json/reports.hpp"

#include "protocol/json/csv.hpp"
#include "protocol/json/instants.hpp"

#include <string_view>
#include <utility>
#include <vector>

namespace taskraft::json {

namespace {

object value_of(const tasks::wire::ReportCell& x) {
  using form = tasks::wire::ReportCell::FormCase;
  switch (x.form_case()) {
    case form::kNumber:
      return x.number();
    case form::kReal:
      return x.real();
    case form::kText:
      return x.text();
    case form::kTimeUs:
      return to_rfc3339(x.time_us());
    case form::kDue:
      return to_rfc3339(x.due());
    case form::kList: {
      auto list = object::array();
      for (const auto& text : x.list().texts())
        list.push_back(text);
      return list;
    }
    default:
      return nullptr;
  }
}

} // namespace

std::string report_to_csv(const tasks::wire::Report& x) {
  auto columns
    = std::vector<std::string_view>{x.columns().begin(), x.columns().end()};
  auto text = csv_header(columns);
  const auto report = report_to_json(x);
  for (const auto& row : report["items"])
    text += csv_of(row, columns);
  return text;
}

object report_to_json(const tasks::wire::Report& x) {
  auto items = object::array();
  for (const auto& row : x.rows()) {
    auto item = object::object();
    for (auto i = 0; i < x.columns_size(); ++i)
      item[x.columns(i)] = value_of(row.cells(i));
    items.push_back(std::move(item));
  }
  auto report = object::object();
  report["from"] = x.from();
  report["to"] = x.to();
  report["items"] = std::move(items);
  return report;
}

object search_hit_to_json(const tasks::wire::SearchHit& x) {
  auto hit = object::object();
  hit["kind"] = x.kind();
  hit["task"] = card_to_json(x.task());
  hit["excerpt"] = x.excerpt();
  return hit;
}

} // namespace taskraft::json
