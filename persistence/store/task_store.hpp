// Where the task board's rows live. One interface, one file per database; all
// pass one contract test.

#pragma once

#include "protocol/raft/membership.hpp"
#include "protocol/raft/types.hpp"
#include "protocol/request.hpp"
#include "protocol/result.hpp"
#include "protocol/tasks/view.hpp"
#include "tasks.pb.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace taskraft::persistence {

/// The part of the state that is one row.
struct store_meta {
  /// The last entry whose effects are in the store.
  raft::log_position applied;
  /// Empty before the bootstrap.
  std::string cluster_id;
  std::uint32_t rules_level = 1;
  /// The newest time stamp that was applied; never goes back.
  std::uint64_t clock_us = 0;
  std::uint64_t next_task_id = 1;
  /// The newest membership that was applied: a store alone can give a log its
  /// base.
  raft::placed_membership members;

  friend bool operator==(const store_meta&, const store_meta&) = default;
};

/// Who led in a term, and since when.
struct leader_row {
  raft::term term;
  raft::node_id node;
  std::uint64_t since_us = 0;

  friend bool operator==(const leader_row&, const leader_row&) = default;
};

/// One applied command's name and first answer.
struct request_row {
  raft::log_index index;
  protocol::request_id id;
  std::string result;

  friend bool operator==(const request_row&, const request_row&) = default;
};

/// What a run of log entries changed.
struct change_set {
  /// What the store has applied before.
  raft::log_index before;
  store_meta after;
  std::map<std::uint64_t, tasks::wire::Task> tasks;
  /// Nothing where the key was deleted.
  std::map<std::string, std::optional<tasks::key_row>, std::less<>> keys;
  std::vector<leader_row> leaders;
  /// In log order.
  std::vector<request_row> requests;
  /// Request rows up to here may be removed.
  raft::log_index forgotten;
};

struct kv_row {
  std::string key;
  tasks::key_row row;
};

/// Everything replicated is one of these.
using any_row = std::variant<store_meta, leader_row, tasks::wire::Task, kv_row,
                             request_row>;

/// Tasks to list, checked and completed.
struct task_filter {
  /// Behind which row the page begins: its place in the order, then its id.
  struct place {
    std::int64_t number = 0;
    std::string text;
    std::uint64_t id = 0;
  };

  tasks::wire::ListTasks request;
  /// `request.text`, split.
  std::vector<std::string> words;
  std::optional<place> after;
};

/// Finds rows by their names, many at a time.
class row_finder {
public:
  virtual ~row_finder() = default;

  /// Only those that exist, in any order.
  virtual result<std::vector<tasks::wire::Task>>
  load_tasks(std::span<const std::uint64_t> ids) = 0;

  /// One for each of `keys`, in their order.
  virtual result<std::vector<std::optional<tasks::key_row>>>
  load_keys(std::span<const std::string_view> keys) = 0;
};

/// Rows that were found together, and the applied index of that moment.
struct found_rows {
  raft::log_index visible;
  std::vector<tasks::wire::Task> tasks;
  std::vector<std::optional<tasks::key_row>> keys;
};

/// Reads committed rows. Every call but `find` happens inside one view, which
/// `begin` opens and `end` closes.
class task_reader : public row_finder {
public:
  /// `load_tasks` and `load_keys` in a view of their own.
  virtual result<found_rows> find(std::span<const std::uint64_t> ids,
                                  std::span<const std::string_view> keys);

  /// The applied index that the view has. `store_busy` while a snapshot is
  /// being installed.
  virtual result<raft::log_index> begin() = 0;
  virtual void end() = 0;

  /// Looks for damage in all of the database, if it is this node's own.
  virtual status scrub() {
    return done{};
  }

  /// Visits in the order asked for until `scan` returns false.
  using task_scanner = std::function<bool(tasks::wire::Task)>;
  virtual status tasks(const task_filter& filter, const task_scanner& scan) = 0;

  /// Visits keys with this prefix behind `after` in the order of their bytes
  /// until `scan` returns false.
  using key_scanner = std::function<bool(std::string, tasks::key_row)>;
  virtual status keys(std::string_view prefix, std::string_view after,
                      const key_scanner& scan)
    = 0;

  /// Visits all rows of the view, request rows only behind `forgotten`: the
  /// meta, leaders, tasks, keys, requests, each kind in the order of its key
  /// (keys in the order of their bytes). Fails with the first failure of
  /// `scan`.
  using row_scanner = std::function<status(any_row)>;
  virtual status scan_all(raft::log_index forgotten, const row_scanner& scan)
    = 0;
};

/// Loads what evaluation needs to know, beside a commit on another thread: rows
/// of a commit that has not returned yet may be seen or not.
class row_loader : public row_finder {
public:
  /// The result of the command at `index`, which is not forgotten.
  virtual result<std::string> load_result(raft::log_index index) = 0;
};

/// What opening found is durable. Owned by one thread. Failures: `store_busy`
/// (the same call may be repeated), `corrupted`, `storage_failed`.
class task_store {
public:
  virtual ~task_store() = default;

  virtual result<store_meta> load_meta() = 0;

  /// Visits all rows behind `after` in log order.
  using request_scanner = std::function<void(const request_row&)>;
  virtual status scan_requests(raft::log_index after,
                               const request_scanner& scan)
    = 0;

  /// All of it in one transaction, or nothing. `conflict`: the store has not
  /// applied `x.before` but something else; nothing was written.
  virtual status commit(const change_set& x) = 0;

  /// Makes everything committed survive a power cut, and says how far that is.
  virtual result<raft::log_index> make_durable() = 0;

  /// Moves to the thread that evaluates.
  virtual result<std::unique_ptr<row_loader>> open_loader() = 0;

  /// Moves to the thread of its reader.
  virtual result<std::unique_ptr<task_reader>> open_reader() = 0;

  /// Begins to replace everything: removes all rows and marks the store, which
  /// counts as empty wherever it is opened with that mark. Repeatable.
  virtual status begin_install() = 0;

  /// Adds rows, none of which is there; only in an installation. What `rows`
  /// says of before, after and forgotten counts for nothing.
  virtual status install(const change_set& rows) = 0;

  /// Takes the mark off: the store has applied what `x` says. Durable on
  /// return.
  virtual status finish_install(const store_meta& x) = 0;
};

} // namespace taskraft::persistence
