// The context of a port, which changes when its files do. Connections that are
// open keep the one that they began with.

#pragma once

#include "tls/context.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

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

  /// Whether the files are others than those that were loaded last, or tried.
  bool has_changed() const;

  /// Loads them again. If one cannot be used, the context stays as it is.
  std::optional<file_problem> load();

private:
  use use_;
  certificate_files files_;
  mutable std::mutex mutex_;
  std::shared_ptr<const context> current_;
  /// Which files these were.
  std::string state_;
};

} // namespace taskraft::tls
