#include "bin/client/text/report_text.hpp"

#include "bin/client/text/time_text.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;
using form = wire::ReportCell::FormCase;

std::string real_text(double x) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", x);
  return text;
}

std::string text_of(const wire::ReportCell& x, const output_style& style) {
  switch (x.form_case()) {
    case form::kNumber:
      return std::to_string(x.number());
    case form::kReal:
      return real_text(x.real());
    case form::kText:
      return x.text();
    case form::kTimeUs:
      return time_text(static_cast<std::uint64_t>(x.time_us()), style);
    case form::kDue:
      return style.terminal ? to_local_text(x.due()) : to_rfc3339(x.due());
    case form::kList: {
      auto names = std::string{};
      for (const auto& name : x.list().texts())
        names += (names.empty() ? "" : ",") + name;
      return names;
    }
    default:
      return {};
  }
}

std::string header_of(std::string column) {
  for (auto& x : column)
    if (x >= 'a' && x <= 'z')
      x = static_cast<char>(x - 'a' + 'A');
  return column;
}

double height_of(const wire::ReportCell& x) {
  if (x.form_case() == form::kReal)
    return x.real();
  return static_cast<double>(x.number());
}

/// The first column that counts; nothing if none does.
int counted_column(const wire::Report& x) {
  for (auto i = 0; i < x.columns_size(); ++i)
    for (const auto& row : x.rows())
      if (row.cells(i).form_case() == form::kNumber && x.columns(i) != "task")
        return i;
  return -1;
}

/// What stands before a row's count.
std::string label_of(const wire::ReportRow& row, int before,
                     const output_style& style) {
  auto label = std::string{};
  for (auto i = 0; i < before; ++i) {
    auto text = text_of(row.cells(i), style);
    label += (label.empty() ? "" : " ") + (text.empty() ? "-" : text);
  }
  return printable(label);
}

} // namespace

std::string report_rows(const wire::Report& x, const output_style& style) {
  auto header = std::vector<std::string>{};
  for (const auto& column : x.columns())
    header.push_back(header_of(column));
  auto rows = table{std::move(header)};
  for (const auto& row : x.rows()) {
    auto cells = std::vector<cell>{};
    for (const auto& each : row.cells())
      cells.push_back({text_of(each, style)});
    rows.add(std::move(cells));
  }
  return rows.render(style);
}

std::string report_chart(const wire::Report& x, const output_style& style) {
  auto column = counted_column(x);
  if (column < 0)
    return report_rows(x, style);
  constexpr auto narrow = std::size_t{80};
  auto greatest = 1.0;
  auto longest = std::size_t{0};
  for (const auto& row : x.rows()) {
    greatest = std::max(greatest, height_of(row.cells(column)));
    longest = std::max(longest, label_of(row, column, style).size());
  }
  auto width = style.width == 0 ? narrow : style.width;
  auto taken = longest + 12;
  auto space = static_cast<double>(width > taken + 10 ? width - taken : 10);
  auto text = header_of(x.columns(column)) + "\n";
  for (const auto& row : x.rows()) {
    auto label = label_of(row, column, style);
    auto height = height_of(row.cells(column));
    auto length = static_cast<std::size_t>(space * height / greatest + 0.5);
    auto bar = std::string{};
    for (auto i = std::size_t{0}; i < length; ++i)
      bar += style.ascii ? "#" : "\xe2\x96\x88";
    text += label + std::string(longest - label.size() + 2, ' ')
            + coloured(bar, tint::green, style) + (bar.empty() ? "" : " ")
            + text_of(row.cells(column), style) + "\n";
  }
  return text;
}

std::string search_rows(const std::vector<wire::SearchHit>& hits,
                        const output_style& style) {
  auto rows = table{{"KIND", "TASK", "TITLE", "EXCERPT"}, 3};
  for (const auto& x : hits)
    rows.add({{x.kind(), tint::dim},
              {std::to_string(x.task().id())},
              {x.task().title(), tint::bold},
              {x.excerpt()}});
  return rows.render(style);
}

} // namespace taskraft::client
