#include "bin/client/doctor/findings.hpp"

#include "bin/client/text/task_text.hpp"

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
  auto rows = table{{"STATE", "CHECK", "FOUND", "WHAT TO DO"}};
  for (const auto& x : all)
    rows.add(
      {{word_of(x.health), health_tints.at(static_cast<std::size_t>(x.health))},
       {std::string{x.check}},
       {style.terminal ? printable(x.detail) : x.detail},
       {style.terminal ? printable(x.advice) : x.advice}});
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
