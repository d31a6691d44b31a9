// What answers to queries see: committed rows, by their type and key.

#pragma once

#include "protocol/tasks/finder.hpp"
#include "protocol/tasks/limits.hpp"

#include <cstdint>
#include <functional>
#include <google/protobuf/repeated_field.h>
#include <string_view>
#include <utility>

namespace taskraft::tasks {

/// Who answers notes when rows cannot be read, and gives no answer then. Rows
/// that were found are valid as long as the reader.
class reader : public finder {
public:
  /// Fills a page with rows whose keys begin with `prefix` and come after
  /// `after`, in the order of their keys. Says whether more follow.
  template <class Row>
  bool fill_page(std::string_view prefix, std::string_view after,
                 std::uint32_t limit,
                 google::protobuf::RepeatedPtrField<Row>& to) {
    auto most = static_cast<int>(limit == 0 ? default_page_rows : limit);
    auto bytes = std::size_t{0};
    auto more = false;
    scan(row_type_of<Row>(), prefix, after, [&](row_message& x) {
      bytes += x.ByteSizeLong();
      more = to.size() == most || (!to.empty() && bytes > max_page_bytes);
      if (!more)
        *to.Add() = std::move(static_cast<Row&>(x));
      return !more;
    });
    return more;
  }

private:
  virtual void scan(const row_type& of, std::string_view prefix,
                    std::string_view after,
                    const std::function<bool(row_message&)>& visit)
    = 0;
};

} // namespace taskraft::tasks
