// Copies what SQLite's write-ahead log holds into the database file, beside the
// commits that go on.

#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

struct sqlite3;

namespace taskraft::persistence::sqlite {

/// Replaces the checkpoints that SQLite makes within a commit, which then takes
/// a tenth of a second. What fails is tried again later, as SQLite does: until
/// then the write-ahead log has it.
class checkpointer {
public:
  /// A page that changed many times between two checkpoints is written once
  /// (measured).
  static constexpr int default_pages = 20'000;

  /// Watches the commits of `writer`, which has `file` open and ends later than
  /// this. Begins when the write-ahead log has `pages` pages. Throws SQLite's
  /// exceptions.
  checkpointer(SQLite::Database& writer, const std::string& file,
               int pages = default_pages);

  /// Waits for the checkpoint under way.
  ~checkpointer();

  checkpointer(const checkpointer&) = delete;
  checkpointer& operator=(const checkpointer&) = delete;

private:
  enum class checkpoint_step { waiting, wanted, copied };

  /// SQLite calls this after each commit, with the length of the write-ahead
  /// log in pages.
  static int committed(void* self, sqlite3* writer, const char*, int pages);

  /// Whether the thread has copied what was there when it began.
  bool follow(int pages);
  void run();

  const int most_pages_;
  SQLite::Database& writer_;
  /// Of the thread.
  SQLite::Database database_;
  std::mutex mutex_;
  std::condition_variable changed_;
  checkpoint_step step_ = checkpoint_step::waiting;
  bool stopping_ = false;
  /// At which length the next checkpoint begins.
  int due_;
  int last_pages_ = 0;
  std::thread thread_;
};

} // namespace taskraft::persistence::sqlite
