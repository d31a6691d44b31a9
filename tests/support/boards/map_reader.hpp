// What answers see of a view's rows, in the order of a store.

#pragma once

#include "protocol/tasks/reader.hpp"
#include "protocol/tasks/view.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace taskraft::tests {

class map_reader final : public tasks::reader {
public:
  explicit map_reader(tasks::view& rows) : rows_(rows) {
  }

  const tasks::row_message* find_row(const tasks::row_type& type,
                                     std::string key) override {
    return rows_.find_row(type, std::move(key));
  }
  std::vector<const tasks::row_message*>
  find_rows(const tasks::row_type& type, std::string prefix) override {
    return rows_.find_rows(type, std::move(prefix));
  }

private:
  using row = const tasks::row_message;
  using visitor = std::function<bool(tasks::row_message&)>;

  static const google::protobuf::FieldDescriptor&
  field_of(row& x, std::string_view name) {
    return *x.GetDescriptor()->FindFieldByName(std::string{name});
  }

  static tasks::key_part value_of(row& x, std::string_view name) {
    using field_type = google::protobuf::FieldDescriptor;
    const auto& field = field_of(x, name);
    const auto& reflection = *x.GetReflection();
    switch (field.cpp_type()) {
      case field_type::CPPTYPE_STRING:
        return reflection.GetString(x, &field);
      case field_type::CPPTYPE_BOOL:
        return std::uint64_t{reflection.GetBool(x, &field)};
      default:
        return reflection.GetUInt64(x, &field);
    }
  }

  static std::uint64_t number_of(row& x, std::string_view name) {
    return std::get<std::uint64_t>(value_of(x, name));
  }

  static bool is_wanted(row& x, const tasks::newest_first& which) {
    return std::ranges::all_of(
             which.equal,
             [&](const auto& y) { return value_of(x, y.first) == y.second; })
           && std::ranges::all_of(
             which.at_least,
             [&](const auto& y) { return number_of(x, y.first) >= y.second; })
           && std::ranges::all_of(which.below, [&](const auto& y) {
                return number_of(x, y.first) < y.second;
              });
  }

  static bool show(row& x, const visitor& visit) {
    auto copy = std::unique_ptr<tasks::row_message>{x.New()};
    copy->CopyFrom(x);
    return visit(*copy);
  }

  void scan_newest(const tasks::row_type& of, const tasks::newest_first& which,
                   std::size_t limit, const visitor& visit) override {
    using place = std::pair<std::uint64_t, std::string>;
    auto found = std::vector<std::pair<place, row*>>{};
    for (auto* x : rows_.find_rows(of, {})) {
      auto at = place{number_of(*x, which.order), tasks::key_of(of, *x)};
      auto goes_on
        = which.before == 0 || at < place{which.before, which.before_key};
      if (goes_on && is_wanted(*x, which))
        found.emplace_back(std::move(at), x);
    }
    std::ranges::sort(found, std::greater{});
    found.resize(std::min(found.size(), limit));
    for (const auto& [at, x] : found)
      if (!show(*x, visit))
        return;
  }

  void scan(const tasks::row_type& of, std::string_view prefix,
            std::string_view after, const visitor& visit) override {
    for (auto* x : rows_.find_rows(of, std::string{prefix}))
      if (tasks::key_of(of, *x) > after && !show(*x, visit))
        return;
  }

  tasks::view& rows_;
};

} // namespace taskraft::tests
