// The context of a port, which changes when its files do. Connections that are
// open keep the one that they began with, unless it is the other side's
// certificate that is not believed any more.

#pragma once

#include "tls/context.hpp"
#include "tls/session.hpp"

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace taskraft::tls {

/// From any thread.
class context_source {
public:
  /// `first` is what the files held, and may be null.
  context_source(use what, certificate_files files,
                 std::shared_ptr<const context> first);

  std::shared_ptr<const context> current() const {
    auto guard = std::lock_guard{mutex_};
    return current_;
  }

  /// A connection with the current context. It is judged again whenever another
  /// one takes its place.
  std::shared_ptr<session> begin(side which, expected_peer expected) const;

  /// Whether the files are others than those that were loaded last, or tried.
  bool has_changed() const;

  /// Loads them again, and judges the connections by them that are open. If a
  /// file cannot be used, all stays as it is.
  std::optional<file_problem> load();

private:
  std::optional<file_problem> replace(const std::string& state,
                                      loaded_context loaded);

  use use_;
  certificate_files files_;
  mutable std::mutex mutex_;
  std::shared_ptr<const context> current_;
  /// Which files these were.
  std::string state_;
  /// Those that were begun, and some that are gone.
  mutable std::vector<std::weak_ptr<session>> sessions_;
  /// At how many of them those that are gone are looked for.
  mutable std::size_t most_sessions_ = 64;
};

} // namespace taskraft::tls
