// Reads the settings of a running node anew, and puts in force those that may
// change while it runs. SIGHUP asks for it.

#pragma once

#include "config/settings.hpp"
#include "protocol/result.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::actors {

/// Reads the settings again, from where the node has them.
using settings_source = std::function<result<config::settings>()>;

/// A part of the node that can take new settings.
struct reloadable_part {
  /// Its keys, as the file has them; one that ends in a dot stands for its
  /// whole table.
  std::vector<std::string_view> keys;
  /// Checks whatever may fail, reads the files that the settings name, and
  /// changes nothing. What it returns puts the settings in force, and must not
  /// fail.
  std::function<result<std::function<void()>>(const config::settings&)> prepare;
};

class reloader {
public:
  /// `in_force` is what the node has started with.
  reloader(config::settings in_force, settings_source read);

  void add(reloadable_part part);

  /// Reads the settings, lets every part prepare, and only then puts anything
  /// in force: all of it, or nothing. Says which settings changed, and which
  /// of them wait for the next start of the node.
  void reload();

private:
  bool is_reloadable(std::string_view key) const;

  config::settings started_with_;
  config::settings last_read_;
  settings_source read_;
  std::vector<reloadable_part> parts_;
};

/// What the node says of itself: `[logging]`.
reloadable_part logging_part();

} // namespace taskraft::actors
