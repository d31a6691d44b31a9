#include "config/table_reader.hpp"

#include "config/one_line.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>
#include <utility>

namespace taskraft::config {

namespace {

const toml::table nothing;

/// The system would cut a path or a password at a zero byte.
constexpr auto no_nul = "expected a text without NUL characters";

std::string_view describe(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "an integer";
    case toml::node_type::floating_point:
      return "a fraction";
    case toml::node_type::boolean:
      return "a boolean";
    default:
      return "a date or time";
  }
}

std::string expected_integer(range allowed) {
  return "expected an integer from " + std::to_string(allowed.least) + " to "
         + std::to_string(allowed.most);
}

struct time_unit {
  char name;
  std::uint64_t seconds;
};
constexpr auto time_units
  = std::to_array<time_unit>({{'d', 86'400}, {'h', 3600}, {'m', 60}, {'s', 1}});

/// A number of at most nine digits and a unit; nothing if it is none.
std::optional<std::uint64_t> seconds_in(std::string_view text) {
  constexpr auto most_digits = std::size_t{9};
  if (text.size() < 2 || text.size() > most_digits + 1)
    return std::nullopt;
  auto digits = text.substr(0, text.size() - 1);
  auto unit = std::ranges::find(time_units, text.back(), &time_unit::name);
  auto number = std::uint64_t{0};
  auto [end, problem]
    = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (problem != std::errc{} || end != digits.data() + digits.size()
      || unit == time_units.end())
    return std::nullopt;
  return number * unit->seconds;
}

std::string time_text(std::uint64_t seconds) {
  for (const auto& unit : time_units)
    if (seconds % unit.seconds == 0)
      return std::to_string(seconds / unit.seconds) + unit.name;
  return {};
}

std::string expected_one_of(const std::vector<std::string_view>& names) {
  auto text = std::string{"expected one of"};
  for (auto name : names)
    text += (name == names.front() ? " \"" : ", \"") + std::string{name} + '"';
  return text;
}

} // namespace

void problems::add(std::uint32_t line, std::string_view key,
                   std::string_view what) {
  if (line >= line_)
    return;
  line_ = line;
  auto text = file_ + ':' + std::to_string(line) + ": ";
  if (!key.empty())
    text += std::string{key} + ": ";
  first_ = failure{errc::invalid_value, one_line(text + std::string{what})};
}

table_reader::table_reader(const toml::table& table, std::string name,
                           problems& found)
  : table_(&table), name_(std::move(name)), problems_(&found) {
}

table_reader table_reader::table(std::string_view key) {
  const auto* node = find(key);
  if (node != nullptr && !node->is_table())
    refuse_type(full_name(key), *node, "a table");
  const auto* inner = node == nullptr ? nullptr : node->as_table();
  return {inner == nullptr ? nothing : *inner, full_name(key), *problems_};
}

std::vector<table_reader> table_reader::tables(std::string_view key) {
  auto readers = std::vector<table_reader>{};
  const auto* node = find(key);
  if (node == nullptr)
    return readers;
  if (!node->is_array()) {
    refuse_type(full_name(key), *node, "an array of tables");
    return readers;
  }
  for (const auto& element : *node->as_array()) {
    auto place = '[' + std::to_string(readers.size() + 1) + ']';
    const auto* inner = element.as_table();
    if (inner == nullptr) {
      refuse_type(full_name(key) + place, element, "a table");
      return readers;
    }
    readers.emplace_back(*inner, full_name(key) + place, *problems_);
  }
  return readers;
}

bool table_reader::has(std::string_view key) const {
  return table_->contains(key);
}

void table_reader::read(std::string_view key, std::string& value) {
  auto text = value;
  read_or_empty(key, text);
  if (text.empty() && has(key))
    refuse(key, "expected a text that is not empty");
  value = std::move(text);
}

void table_reader::read_or_empty(std::string_view key, std::string& value) {
  const auto* node = find(key);
  if (node == nullptr)
    return;
  const auto* text = node->as_string();
  if (text == nullptr)
    refuse_type(full_name(key), *node, "a string");
  else if (text->get().find('\0') != std::string::npos)
    refuse(key, no_nul);
  else
    value = text->get();
}

void table_reader::read(std::string_view key, bool& value) {
  const auto* node = find(key);
  if (node == nullptr)
    return;
  const auto* flag = node->as_boolean();
  if (flag != nullptr)
    value = flag->get();
  else
    refuse_type(full_name(key), *node, "true or false");
}

void table_reader::read(std::string_view key, std::uint64_t& value,
                        range allowed) {
  if (const auto* node = find(key); node != nullptr)
    read_integer(key, *node, value, allowed);
}

void table_reader::read(std::string_view key,
                        std::vector<std::string>& values) {
  const auto* node = find(key);
  if (node == nullptr)
    return;
  const auto* array = node->as_array();
  if (array == nullptr)
    return refuse_type(full_name(key), *node, "an array");
  values.clear();
  for (const auto& each : *array) {
    const auto* text = each.as_string();
    if (text == nullptr || text->get().empty()
        || text->get().find('\0') != std::string::npos)
      return refuse(key, "expected an array of texts that are not empty");
    values.push_back(text->get());
  }
}

void table_reader::read(std::string_view key, std::uint64_t& first,
                        std::uint64_t& second, range allowed) {
  const auto* node = find(key);
  if (node == nullptr)
    return;
  const auto* array = node->as_array();
  if (array == nullptr || array->size() != 2) {
    refuse(key, "expected two integers, the least and the most");
    return;
  }
  read_integer(key, *array->get(0), first, allowed);
  read_integer(key, *array->get(1), second, allowed);
}

void table_reader::read_seconds(std::string_view key, std::uint64_t& value,
                                range allowed) {
  auto text = std::string{};
  read_or_empty(key, text);
  if (!has(key) || !table_->get(key)->is_string())
    return;
  auto seconds = seconds_in(text);
  if (!seconds || *seconds < allowed.least || *seconds > allowed.most)
    return refuse(key, "expected a time such as \"90s\", \"15m\", \"24h\" or "
                       "\"7d\", from "
                         + time_text(allowed.least) + " to "
                         + time_text(allowed.most));
  value = *seconds;
}

std::size_t
table_reader::read_choice(std::string_view key,
                          const std::vector<std::string_view>& names,
                          std::size_t value) {
  const auto* node = find(key);
  if (node == nullptr)
    return value;
  const auto* text = node->as_string();
  auto match
    = text == nullptr ? names.end() : std::ranges::find(names, text->get());
  if (match == names.end()) {
    refuse(key, expected_one_of(names));
    return value;
  }
  return static_cast<std::size_t>(match - names.begin());
}

void table_reader::refuse(std::string_view key,
                          std::string_view expected) const {
  const auto* node = table_->get(key);
  problems_->add(node == nullptr ? line() : node->source().begin.line,
                 full_name(key), expected);
}

void table_reader::refuse_unknown() const {
  for (const auto& [key, node] : *table_)
    if (!asked_.contains(key.str()))
      problems_->add(key.source().begin.line, full_name(key.str()),
                     "expected no such key: it is unknown");
}

const toml::node* table_reader::find(std::string_view key) {
  asked_.emplace(key);
  return table_->get(key);
}

std::string table_reader::full_name(std::string_view key) const {
  return name_.empty() ? quoted_key(key) : name_ + '.' + quoted_key(key);
}

std::uint32_t table_reader::line() const {
  // A table that is not in the file has no line; the file's first line counts.
  return std::max(table_->source().begin.line, std::uint32_t{1});
}

void table_reader::read_integer(std::string_view key, const toml::node& node,
                                std::uint64_t& value, range allowed) const {
  const auto* number = node.as_integer();
  if (number == nullptr) {
    refuse_type(full_name(key), node, "an integer");
    return;
  }
  if (number->get() < 0
      || static_cast<std::uint64_t>(number->get()) < allowed.least
      || static_cast<std::uint64_t>(number->get()) > allowed.most) {
    refuse(key, expected_integer(allowed) + ", found "
                  + std::to_string(number->get()));
    return;
  }
  value = static_cast<std::uint64_t>(number->get());
}

void table_reader::refuse_type(std::string_view place, const toml::node& node,
                               std::string_view expected) const {
  problems_->add(node.source().begin.line, place,
                 "expected " + std::string{expected} + ", found "
                   + std::string{describe(node)});
}

} // namespace taskraft::config
