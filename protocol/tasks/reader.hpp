// What answers to queries see: committed rows, by their type and key.

#pragma once

#include "protocol/tasks/finder.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/page_weight.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <google/protobuf/repeated_field.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace taskraft::tasks {

/// Rows in the opposite order of a number in their keys.
struct newest_first {
  /// A field of the key.
  std::string_view order;
  /// What must be in these fields.
  std::vector<std::pair<std::string_view, key_part>> equal = {};
  /// What must be in these fields at least.
  std::vector<std::pair<std::string_view, std::uint64_t>> at_least = {};
  /// What must be in these fields, and less than this.
  std::vector<std::pair<std::string_view, std::uint64_t>> below = {};
  /// Only rows before the one with this number and key; zero: all.
  std::uint64_t before = 0;
  std::string before_key = {};
};

/// Who answers notes when rows cannot be read, and gives no answer then. Rows
/// that were found are valid as long as the reader.
class reader : public finder {
public:
  /// From now on pages end before their rows weigh more than that.
  void limit_pages(std::size_t bytes) {
    page_bytes_ = bytes;
  }
  std::size_t page_bytes() const {
    return page_bytes_;
  }

  /// Fills a page with rows whose keys begin with `prefix` and come after
  /// `after`, in the order of their keys; with `wants`, only with those that it
  /// wants. Says whether more follow.
  template <class Row>
  bool fill_page(std::string_view prefix, std::string_view after,
                 std::uint32_t limit,
                 google::protobuf::RepeatedPtrField<Row>& to,
                 const std::function<bool(const Row&)>& wants = nullptr) {
    auto page = page_filler<Row>{limit, page_bytes_, to, wants};
    scan(row_type_of<Row>(), prefix, after, std::ref(page));
    return page.more;
  }

  /// The same for a list with the newest row first.
  template <class Row>
  bool fill_newest(const newest_first& which, std::uint32_t limit,
                   google::protobuf::RepeatedPtrField<Row>& to) {
    auto page = page_filler<Row>{limit, page_bytes_, to, nullptr};
    scan_newest(row_type_of<Row>(), which, page.most + 1, std::ref(page));
    return page.more;
  }

  /// Visits rows whose keys come after `after` in the order of their keys until
  /// `visit` returns false.
  template <class Row>
  void scan_all(std::string_view after,
                const std::function<bool(Row&)>& visit) {
    scan(row_type_of<Row>(), {}, after,
         [&visit](row_message& x) { return visit(static_cast<Row&>(x)); });
  }

private:
  /// Takes rows until the page is full.
  template <class Row>
  struct page_filler {
    page_filler(std::uint32_t limit, std::size_t limit_bytes,
                google::protobuf::RepeatedPtrField<Row>& x,
                std::function<bool(const Row&)> which)
      : most(limit == 0 ? default_page_rows : limit), most_bytes(limit_bytes),
        to(x), wants(std::move(which)) {
    }

    bool operator()(row_message& x) {
      if (wants && !wants(static_cast<const Row&>(x)))
        return true;
      bytes += page_weight(x);
      more = to.size() == static_cast<int>(most)
             || (!to.empty() && bytes > most_bytes);
      if (!more)
        *to.Add() = std::move(static_cast<Row&>(x));
      return !more;
    }

    std::size_t most;
    std::size_t most_bytes;
    google::protobuf::RepeatedPtrField<Row>& to;
    std::function<bool(const Row&)> wants;
    std::size_t bytes = 0;
    bool more = false;
  };

  virtual void scan_newest(const row_type& of, const newest_first& which,
                           std::size_t limit,
                           const std::function<bool(row_message&)>& visit)
    = 0;
  virtual void scan(const row_type& of, std::string_view prefix,
                    std::string_view after,
                    const std::function<bool(row_message&)>& visit)
    = 0;

  std::size_t page_bytes_ = max_page_bytes;
};

} // namespace taskraft::tasks
