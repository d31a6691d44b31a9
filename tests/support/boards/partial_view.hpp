// A view that has loaded everything but one thing: who evaluates rules throws
// away what they make of that and tries again, so they must not break.

#pragma once

#include "protocol/tasks/view.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

class partial_view final : public tasks::view {
public:
  /// Rows and lists of rows are numbered from 1 on as they are asked for.
  partial_view(tasks::view& rows, std::size_t hidden)
    : rows_(rows), hidden_(hidden) {
  }

  /// How many different rows and lists were asked for.
  std::size_t asked() const {
    return numbers_.size();
  }

  const tasks::row_message* find_row(const tasks::row_type& type,
                                     std::string key) override {
    auto is_there = is_loaded({&type, 'r', key}) || has(type, key);
    return is_there ? rows_.find_row(type, std::move(key)) : nullptr;
  }
  std::vector<const tasks::row_message*>
  find_rows(const tasks::row_type& type, std::string prefix) override {
    auto loaded = is_loaded({&type, 'l', prefix});
    return shown(type, loaded, rows_.find_rows(type, std::move(prefix)));
  }
  std::vector<const tasks::row_message*>
  find_range(const tasks::row_type& type, const tasks::row_range& x) override {
    auto loaded
      = is_loaded({&type, x.backwards ? '<' : '>', x.prefix + '/' + x.from});
    return shown(type, loaded, rows_.find_range(type, x));
  }
  void put_row(const tasks::row_type& type, std::string key,
               tasks::row_ptr x) override {
    loaded_.insert({&type, key});
    rows_.put_row(type, std::move(key), std::move(x));
  }
  std::size_t mark() const override {
    return rows_.mark();
  }
  void take_back(std::size_t mark) override {
    rows_.take_back(mark);
  }

private:
  struct question {
    const tasks::row_type* type;
    char kind;
    std::string what;

    auto operator<=>(const question&) const = default;
  };

  bool is_loaded(const question& x) {
    return numbers_.emplace(x, numbers_.size() + 1).first->second != hidden_;
  }

  bool has(const tasks::row_type& type, const std::string& key) const {
    return loaded_.contains({&type, key});
  }

  /// Those that are there; what a list has shown is there for everybody.
  std::vector<const tasks::row_message*>
  shown(const tasks::row_type& type, bool is_loaded,
        std::vector<const tasks::row_message*> found) {
    if (!is_loaded)
      std::erase_if(found, [&](const auto* x) {
        return !has(type, tasks::key_of(type, *x));
      });
    for (const auto* x : found)
      loaded_.insert({&type, tasks::key_of(type, *x)});
    return found;
  }

  tasks::view& rows_;
  std::size_t hidden_;
  std::map<question, std::size_t> numbers_;
  std::set<std::pair<const tasks::row_type*, std::string>> loaded_;
};

} // namespace taskraft::tests
