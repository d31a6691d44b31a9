#include "persistence/sqlite/sqlite_checkpointer.hpp"

#include "persistence/sqlite/sqlite_rows.hpp"

#include <sqlite3.h>

namespace taskraft::persistence::sqlite {

namespace {

/// Copies as much as readers allow, and waits for nobody.
void copy_pages(sqlite3* database) {
  sqlite3_wal_checkpoint_v2(database, nullptr, SQLITE_CHECKPOINT_PASSIVE,
                            nullptr, nullptr);
}

} // namespace

checkpointer::checkpointer(SQLite::Database& writer, const std::string& file,
                           int pages)
  : most_pages_(pages), writer_(writer),
    database_(file, SQLite::OPEN_READWRITE | one_thread_at_a_time),
    due_(pages) {
  // A connection learns with the first read that there is a write-ahead log,
  // and has nothing to copy before.
  database_.execAndGet("PRAGMA schema_version");
  // With this hook SQLite makes no checkpoints of its own.
  sqlite3_wal_hook(writer_.getHandle(), &committed, this);
  thread_ = std::thread{[this] { run(); }};
}

checkpointer::~checkpointer() {
  sqlite3_wal_hook(writer_.getHandle(), nullptr, nullptr);
  {
    auto guard = std::lock_guard{mutex_};
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

int checkpointer::committed(void* self, sqlite3* writer, const char*,
                            int pages) {
  // Commits went on meanwhile. What they added is copied here, and is little:
  // the write-ahead log begins anew only when nothing of it is left.
  if (static_cast<checkpointer*>(self)->follow(pages))
    copy_pages(writer);
  return SQLITE_OK;
}

bool checkpointer::follow(int pages) {
  auto guard = std::lock_guard{mutex_};
  // It has begun anew. A reader may keep it from that.
  if (pages < last_pages_)
    due_ = most_pages_;
  last_pages_ = pages;
  if (step_ == checkpoint_step::copied) {
    step_ = checkpoint_step::waiting;
    due_ = pages + most_pages_ / 4;
    return true;
  }
  if (step_ == checkpoint_step::waiting && pages >= due_) {
    step_ = checkpoint_step::wanted;
    changed_.notify_one();
  }
  return false;
}

void checkpointer::run() {
  auto guard = std::unique_lock{mutex_};
  while (true) {
    changed_.wait(
      guard, [this] { return stopping_ || step_ == checkpoint_step::wanted; });
    if (stopping_)
      return;
    guard.unlock();
    copy_pages(database_.getHandle());
    guard.lock();
    step_ = checkpoint_step::copied;
  }
}

} // namespace taskraft::persistence::sqlite
