// The work of the board on its store, which runs on the store's thread.

#include "persistence/board/board_snapshot.hpp"
#include "persistence/board/known_level.hpp"
#include "persistence/board/pinned_view.hpp"
#include "persistence/board/task_board.hpp"

#include <string>
#include <utility>

namespace taskraft::persistence {

namespace {

/// May run again after an attempt with an unknown outcome.
status write(task_store& store, const change_set& x) {
  if (x.after.applied.index == x.before)
    return done{};
  auto committed = store.commit(x);
  if (committed || committed.error().code != errc::conflict)
    return committed;
  // An earlier attempt may have committed this.
  auto found = store.load_meta();
  if (!found)
    return found.error();
  if (*found == x.after)
    return done{};
  return failure{errc::corrupted, committed.error().detail
                                    + ": somebody else writes to this store"};
}

} // namespace

status task_board::remember(request_window& window, task_store& store,
                            raft::log_index at) {
  window = request_window{window.entries()};
  return store.scan_requests(
    window.forgotten_at(at),
    [&window](const request_row& row) { window.record(row.id, row.index); });
}

result<known_rows> task_board::load_resident(task_store& store) {
  auto wanted = wanted_rows{
    &tasks::row_type_of<tasks::wire::Counter>(), {}, {std::string{}}};
  auto loader = store.open_loader();
  if (!loader)
    return loader.error();
  auto found = (*loader)->load(wanted);
  if (!found)
    return found.error();
  auto known = known_rows{};
  known.add(wanted, std::move(*found));
  return known;
}

state_work task_board::begin_commit() {
  RAFT_INVARIANT(!committing_);
  pending_.forgotten = window_.forgotten_at(pending_.after.applied.index);
  auto next = change_set{};
  next.before = pending_.after.applied.index;
  next.after = pending_.after;
  auto frozen = std::make_shared<const change_set>(
    std::exchange(pending_, std::move(next)));
  committing_ = frozen;
  if (hot_rows::are_among(frozen->rows))
    hot_changed_->store(frozen->after.applied.index.value);
  auto held = std::exchange(digest_due_, false)
                ? std::make_shared<pinned_view>()
                : nullptr;
  return {.run =
            [store = store_, frozen, held] {
              auto written = write(*store, *frozen);
              if (written && held)
                held->open(*store, frozen->after.applied.index);
              return written;
            },
          .finish =
            [this, held, forgotten = frozen->forgotten] {
              const auto& after = committing_->after;
              base_ = {after.applied, after.members};
              resident_.update(committing_->rows);
              hot_.update(committing_->rows);
              committing_.reset();
              if (held)
                digest_work_
                  = [held, forgotten] { return held->digest(forgotten); };
            }};
}

status task_board::end_logins(bool keep_tokens) {
  namespace wire = tasks::wire;
  RAFT_INVARIANT(evaluated() == visible().index);
  auto reader = store_->open_reader();
  if (!reader)
    return reader.error();
  auto& rows = pending_.rows;
  auto end = [&](tasks::row_message& x) {
    const auto& session = static_cast<const wire::Session&>(x);
    if (keep_tokens && session.kind() == wire::SESSION_KIND_TOKEN)
      return true;
    rows.erase<wire::SessionSecret>(session.digest());
    rows.erase<wire::SessionOfUser>(session.username(), session.id());
    rows.erase<wire::Session>(session.id());
    return true;
  };
  auto end_link = [&](tasks::row_message& x) {
    auto& credential = static_cast<wire::Credential&>(x);
    if (credential.setup_digest().empty())
      return true;
    credential.clear_setup_digest();
    credential.clear_setup_expires_at_us();
    rows.put(std::move(credential));
    return true;
  };
  auto visible = (*reader)->begin();
  auto outcome
    = visible ? (*reader)->scan(tasks::row_type_of<wire::Session>(), {}, end)
              : status{visible.error()};
  if (outcome)
    outcome
      = (*reader)->scan(tasks::row_type_of<wire::Credential>(), {}, end_link);
  (*reader)->end();
  return outcome;
}

status task_board::move_to(const raft::snapshot_base& base) {
  RAFT_INVARIANT(base.position.index > evaluated());
  auto& after = pending_.after;
  after.applied = base.position;
  after.members = base.members;
  after.cluster_id = base.members.value.cluster_id;
  if (auto committed = commit(); !committed)
    return committed;
  return make_durable();
}

state_work task_board::begin_make_durable() {
  auto reached = std::make_shared<raft::log_index>();
  return {.run = [store = store_, reached]() -> status {
            auto durable = store->make_durable();
            if (!durable)
              return durable.error();
            *reached = *durable;
            return done{};
          },
          .finish = [this, reached] { durable_ = *reached; }};
}

std::optional<state_work> task_board::begin_look() {
  if (!store_->is_elsewhere())
    return std::nullopt;
  return state_work{.run = [store = store_]() -> status {
                      auto meta = store->load_meta();
                      return meta ? status{done{}} : status{meta.error()};
                    },
                    .finish = [] {}};
}

state_work task_board::begin_install(std::shared_ptr<const snapshot_file> from,
                                     const stop_check& stop) {
  RAFT_INVARIANT(!committing_);
  RAFT_INVARIANT(from->about().base.position.index
                 > pending_.after.applied.index);
  struct installed_state {
    explicit installed_state(std::uint64_t entries) : window(entries) {
    }
    store_meta meta;
    request_window window;
    known_rows resident;
  };
  auto state = std::make_shared<installed_state>(window_.entries());
  hot_changed_->store(from->about().base.position.index.value);
  return {.run = [store = store_, from = std::move(from), stop, state,
                  newest = rules_.newest_level]() -> status {
            if (auto known = check_level_of(*from, newest); !known)
              return known;
            auto meta = install_board_snapshot(*store, *from, stop);
            if (!meta)
              return meta.error();
            state->meta = std::move(*meta);
            auto resident = load_resident(*store);
            if (!resident)
              return resident.error();
            state->resident = std::move(*resident);
            return remember(state->window, *store, state->meta.applied.index);
          },
          .finish =
            [this, state] {
              base_ = {state->meta.applied, state->meta.members};
              durable_ = base_.position.index;
              window_ = std::move(state->window);
              resident_ = std::move(state->resident);
              hot_.clear();
              digest_due_ = false;
              auto next = change_set{};
              next.before = base_.position.index;
              next.after = std::move(state->meta);
              pending_ = std::move(next);
            }};
}

} // namespace taskraft::persistence
