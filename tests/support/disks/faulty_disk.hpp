// A disk in memory that knows which written bytes are durable, and that fails,
// hangs and loses power on demand.

#pragma once

#include "persistence/disk/file.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace taskraft::tests {

enum class disk_call : std::uint8_t {
  open,
  create,
  read,
  write,
  sync,
  size,
  exists,
  rename,
  remove,
  make_directory,
  sync_directory,
  list,
  lock,
};

/// Which writes survive a crash of those that were not synced.
enum class crash_kind : std::uint8_t {
  keep_all,
  lose_all,
  /// Writes in their order up to some byte.
  cut,
  /// Any of the sectors, in any order.
  reorder,
  /// Any of the sectors, one of them only up to some byte.
  tear,
};

class faulty_disk : public persistence::file_system {
public:
  static constexpr std::size_t sector_bytes = 512;

  /// Called before each call, on the caller's thread. Returns the failure of
  /// the call, or nothing; may block.
  std::function<std::optional<failure>(disk_call, const std::string& path)>
    before_call;

  /// Fails one call, counted from 1 from now on, and no other.
  void fail_call(std::uint64_t number, failure why);
  void fail_no_call();

  /// The power fails during this call, counted from 1 from now on. This and all
  /// later calls fail, and `crash` decides what the call did.
  void cut_power_at(std::uint64_t call);

  /// The most bytes that all files together may have.
  void limit(std::uint64_t bytes);

  /// Closes all files, drops unsynced bytes according to the kind, and brings
  /// the power back.
  void crash(crash_kind kind, std::uint64_t seed);
  /// The same, of a kind chosen by the seed.
  void crash(std::uint64_t seed);

  /// The process dies, the machine does not: what is open is closed, what is
  /// not synced stays visible, and a later crash may still lose it.
  void kill();

  /// Calls since the last `fail_call`, `cut_power_at` or `crash`.
  std::uint64_t calls() const;
  std::uint64_t syncs() const;
  bool has_power() const;

  /// All files with the content that processes see.
  std::map<std::string, std::string> content() const;
  /// Makes a file with these bytes, written and durable.
  void overwrite(const std::string& path, std::uint64_t offset,
                 std::string_view bytes);
  /// The durable and visible content becomes exactly this.
  void restore(const std::map<std::string, std::string>& content);

  result<std::unique_ptr<persistence::file>>
  open(const std::string& path, persistence::open_mode mode) override;
  result<bool> exists(const std::string& path) override;
  status rename(const std::string& from, const std::string& to) override;
  status remove(const std::string& path) override;
  status make_directory(const std::string& path) override;
  status sync_directory(const std::string& path) override;
  result<std::vector<std::string>> list(const std::string& path) override;
  result<std::unique_ptr<persistence::file_lock>>
  lock(const std::string& path) override;

private:
  class open_file;
  class held_lock;

  struct range {
    std::size_t offset = 0;
    std::size_t size = 0;
  };
  struct node {
    bool directory = false;
    std::string now;
    std::string durable;
    /// Written and not synced, in order.
    std::vector<range> unsynced;
    /// Emptied, and that not synced.
    bool emptied = false;
    /// A sync has failed: `now` shows what will never be durable.
    bool given_up = false;
  };
  using node_ptr = std::shared_ptr<node>;
  /// Names that change together; no node: the name goes.
  struct name_change {
    std::string directory;
    std::vector<std::pair<std::string, node_ptr>> names;
  };
  using name_map = std::map<std::string, node_ptr>;

  /// How much of a call happens in spite of its failure.
  enum class extent : std::uint8_t { whole, half, nothing };
  struct verdict {
    std::optional<failure> why;
    extent effect = extent::whole;
  };

  /// Counts the call and decides about it.
  verdict begin(disk_call call, const std::string& path, std::uint64_t epoch);
  std::uint64_t epoch() const;
  /// How far a file of this size may grow.
  std::uint64_t most_bytes(const node& x) const;
  bool is_directory(const std::string& path) const;
  void change_names(name_change change);
  void close_everything();
  static void apply(const name_change& change, name_map& to);
  static void make_durable(node& x);
  static void settle(node& x, crash_kind kind, std::mt19937_64& random);
  static void keep_some(node& x, crash_kind kind, std::mt19937_64& random);

  mutable std::mutex mutex_;
  name_map now_;
  name_map durable_;
  std::vector<name_change> unsynced_names_;
  std::set<std::string> locks_;
  std::uint64_t calls_ = 0;
  std::uint64_t syncs_ = 0;
  std::uint64_t power_ends_at_ = 0;
  std::uint64_t capacity_ = UINT64_MAX;
  std::map<std::uint64_t, failure> failures_;
  bool cut_ = false;
  /// Of what is open: grows at each crash.
  std::uint64_t epoch_ = 0;
};

} // namespace taskraft::tests
