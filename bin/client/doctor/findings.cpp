#include "bin/client/doctor/findings.hpp"

#include "bin/client/text/task_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace taskraft::client {

namespace {

constexpr auto health_words
  = std::to_array<std::string_view>({"ok", "skipped", "warning", "failure"});
constexpr auto health_tints
  = std::to_array<tint>({tint::green, tint::dim, tint::yellow, tint::red});

std::string word_of(health x) {
  return std::string{health_words.at(static_cast<std::size_t>(x))};
}

tint tint_of(health x) {
  return health_tints.at(static_cast<std::size_t>(x));
}

/// For people: what was found, and below it what to do, as wide as the
/// terminal.
std::string findings_page(const findings& all, const output_style& style) {
  constexpr auto usual_width = std::size_t{80};
  constexpr auto state_width = std::size_t{9};
  constexpr auto narrowest = std::size_t{20};
  auto check_width = std::size_t{0};
  for (const auto& x : all)
    check_width = std::max(check_width, x.check.size() + 2);
  auto margin = state_width + check_width;
  auto width = style.width == 0 ? usual_width : style.width;
  auto room = width > margin + narrowest ? width - margin : narrowest;
  auto text = std::string{};
  for (const auto& x : all) {
    auto state = word_of(x.health);
    text += coloured(state, tint_of(x.health), style)
            + std::string(state_width - state.size(), ' ')
            + std::string{x.check}
            + std::string(check_width - x.check.size(), ' ');
    auto is_first = true;
    auto add = [&](const std::string& paragraph, tint how) {
      for (const auto& line : wrapped(printable(paragraph), room)) {
        if (!std::exchange(is_first, false))
          text += std::string(margin, ' ');
        text += coloured(line, how, style) + "\n";
      }
    };
    add(x.detail, tint::none);
    add(x.advice, tint::dim);
    if (is_first)
      text += "\n";
  }
  return text;
}

struct duration_unit {
  std::uint64_t us;
  const char* name;
};
constexpr auto duration_units
  = std::to_array<duration_unit>({{86'400'000'000, "days"},
                                  {3'600'000'000, "hours"},
                                  {60'000'000, "minutes"},
                                  {1'000'000, "seconds"},
                                  {1000, "ms"},
                                  {1, "us"}});

} // namespace

std::string findings_text(const findings& all, const output_style& style) {
  if (style.terminal)
    return findings_page(all, style);
  auto rows = table{{"STATE", "CHECK", "FOUND", "WHAT TO DO"}};
  for (const auto& x : all)
    rows.add(
      {{word_of(x.health)}, {std::string{x.check}}, {x.detail}, {x.advice}});
  return rows.render(style);
}

std::string findings_json(const findings& all, const output_style& style) {
  auto array = json::array();
  for (const auto& x : all) {
    auto row = json{};
    row["check"] = x.check;
    row["state"] = word_of(x.health);
    row["detail"] = x.detail;
    row["advice"] = x.advice.empty() ? json(nullptr) : json(x.advice);
    array.push_back(std::move(row));
  }
  return print(array, style);
}

exit_code exit_code_of(const findings& all) {
  auto code = exit_code::done;
  for (const auto& x : all) {
    if (x.health != health::failure)
      continue;
    if (x.check == reach_check)
      code = exit_code::unavailable;
    else if (x.check == login_check)
      code = exit_code::not_allowed;
    else
      return exit_code::failure;
  }
  return code;
}

std::string bytes_text(std::uint64_t bytes) {
  constexpr auto units
    = std::to_array<const char*>({"bytes", "KiB", "MiB", "GiB", "TiB", "PiB"});
  auto unit = std::size_t{0};
  auto value = static_cast<double>(bytes);
  for (; value >= 1024 && unit + 1 < units.size(); ++unit)
    value /= 1024;
  auto text = std::array<char, 64>{};
  std::snprintf(text.data(), text.size(), "%.*f %s",
                unit == 0 || value >= 10 ? 0 : 1, value, units.at(unit));
  return text.data();
}

std::string duration_text(std::uint64_t us) {
  for (const auto& unit : duration_units)
    if (us >= 2 * unit.us || unit.us == 1)
      return std::to_string(us / unit.us) + ' ' + unit.name;
  return {};
}

} // namespace taskraft::client
