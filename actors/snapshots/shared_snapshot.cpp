#include "actors/snapshots/shared_snapshot.hpp"

#include "actors/logging/logging.hpp"

#include <utility>

namespace taskraft::actors {

namespace {

class keeper {
public:
  keeper(persistence::file_system& files,
         std::shared_ptr<const persistence::snapshot_file> file)
    : files_(files), file_(std::move(file)) {
  }
  keeper(const keeper&) = delete;
  keeper& operator=(const keeper&) = delete;
  ~keeper() {
    if (auto removed = files_.remove(file_->path()); !removed)
      logging::warn("snapshot_not_removed", "detail", removed.error().detail);
  }

private:
  persistence::file_system& files_;
  std::shared_ptr<const persistence::snapshot_file> file_;
};

} // namespace

protocol::shared_snapshot
hold_snapshot(persistence::file_system& files,
              std::shared_ptr<const persistence::snapshot_file> file) {
  const auto* content = file.get();
  auto kept = std::make_shared<keeper>(files, std::move(file));
  return protocol::shared_snapshot{std::move(kept), content};
}

} // namespace taskraft::actors
