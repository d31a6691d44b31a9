// Strict reading of a TOML table: the program asks for every key by its type,
// and a key that it does not ask for is an error.

#pragma once

#include "protocol/result.hpp"

#include <toml++/toml.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace taskraft::config {

/// The problems of one file. The one nearest to its top is told.
class problems {
public:
  explicit problems(std::string file) : file_(std::move(file)) {
  }

  void add(std::uint32_t line, std::string_view key, std::string_view what);

  bool none() const {
    return !first_;
  }
  /// May be called only if there is a problem.
  failure first() const {
    return *first_;
  }

private:
  std::string file_;
  std::uint32_t line_ = std::numeric_limits<std::uint32_t>::max();
  std::optional<failure> first_;
};

struct range {
  std::uint64_t least = 0;
  std::uint64_t most = 0;
};

/// Leaves a value as it is if the file does not set it or sets it wrong.
class table_reader {
public:
  /// `name` is the table's place in the file; empty for the whole file.
  table_reader(const toml::table& table, std::string name, problems& found);

  /// The table under `key`; an absent one reads as empty.
  table_reader table(std::string_view key);

  /// One reader for each table of the array under `key`.
  std::vector<table_reader> tables(std::string_view key);

  bool has(std::string_view key) const;

  /// Text that is not empty.
  void read(std::string_view key, std::string& value);
  void read_or_empty(std::string_view key, std::string& value);
  void read(std::string_view key, bool& value);
  void read(std::string_view key, std::uint64_t& value, range allowed);

  /// An array of texts that are not empty.
  void read(std::string_view key, std::vector<std::string>& values);

  /// An array of exactly two integers.
  void read(std::string_view key, std::uint64_t& first, std::uint64_t& second,
            range allowed);

  /// A time such as "90s", "15m", "24h" or "7d", in seconds.
  void read_seconds(std::string_view key, std::uint64_t& value, range allowed);

  /// The position in `names` of the text under `key`, or that of the default.
  std::size_t read_choice(std::string_view key,
                          const std::vector<std::string_view>& names,
                          std::size_t value);

  /// Notes a problem of `key` at its line, or at the table's if it is absent.
  void refuse(std::string_view key, std::string_view expected) const;

  /// Must be called last: refuses every key that was not asked for.
  void refuse_unknown() const;

private:
  const toml::node* find(std::string_view key);
  std::string full_name(std::string_view key) const;
  std::uint32_t line() const;
  void read_integer(std::string_view key, const toml::node& node,
                    std::uint64_t& value, range allowed) const;
  void refuse_type(std::string_view place, const toml::node& node,
                   std::string_view expected) const;

  const toml::table* table_;
  std::string name_;
  problems* problems_;
  std::set<std::string, std::less<>> asked_;
};

} // namespace taskraft::config
