// Where the members of a row go: into an object, or straight into text, which
// is what an object of them would be written as.

#pragma once

#include "protocol/json/objects.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace taskraft::json {

class object_sink {
public:
  /// The object has none of the members yet.
  explicit object_sink(object& to) : to_(to.get_ref<object::object_t&>()) {
  }

  void null(const std::string& name) {
    append(name, nullptr);
  }
  void text(const std::string& name, const std::string& x) {
    append(name, x);
  }
  void texts(const std::string& name, std::vector<std::string> x) {
    append(name, std::move(x));
  }
  void number(const std::string& name, std::uint64_t x) {
    append(name, x);
  }
  void flag(const std::string& name, bool x) {
    append(name, x);
  }

private:
  /// Without a search for what is there.
  void append(const std::string& name, object value) {
    to_.emplace_back(name, std::move(value));
  }

  object::object_t& to_;
};

/// All text is UTF-8.
class text_sink {
public:
  text_sink() {
    to_.reserve(usual_bytes);
    to_ += '{';
  }

  void null(std::string_view name) {
    begin(name) += "null";
  }
  void text(std::string_view name, std::string_view x) {
    begin(name);
    write(x);
  }
  void texts(std::string_view name, const std::vector<std::string>& x);
  void number(std::string_view name, std::uint64_t x) {
    begin(name) += std::to_string(x);
  }
  void flag(std::string_view name, bool x) {
    begin(name) += x ? "true" : "false";
  }

  std::string take() {
    to_ += '}';
    return std::move(to_);
  }

private:
  static constexpr std::size_t usual_bytes = 512;

  /// The text, after the member's name.
  std::string& begin(std::string_view name);
  void write(std::string_view x);

  std::string to_;
};

} // namespace taskraft::json
