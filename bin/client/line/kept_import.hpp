// What a run of `import` is called, so that one that was killed goes on.

#pragma once

#include "bin/client/line/settings.hpp"

#include <string>

namespace taskraft::client {

/// A random name, kept in a file until the import of the content is done.
class kept_import {
public:
  /// `content` names what is imported, and into which cluster.
  kept_import(const environment& variable, const std::string& content);

  const std::string& id() const {
    return id_;
  }
  /// The import is done: the next one of this content is another one.
  void remove();

private:
  std::string path_;
  std::string id_;
};

} // namespace taskraft::client
