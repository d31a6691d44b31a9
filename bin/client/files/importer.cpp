#include "bin/client/files/importer.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

constexpr std::size_t most_rows = 200;
/// A command has at most 512 KiB.
constexpr std::size_t most_bytes = 300UL * 1024;

/// All that is wrong with a row.
std::string reasons_in(const wire::Refusal& why) {
  auto text = (why.pointer().size() > 1 ? why.pointer().substr(1) + ": " : "")
              + why.message();
  for (const auto& each : why.more())
    text += "; " + reasons_in(each);
  return text;
}

} // namespace

importer::parent_state importer::find_parent(import_row& row) {
  if (row.parent.empty())
    return parent_state::none;
  if (std::ranges::find(chunk_, row.parent, &import_row::id) != chunk_.end())
    flush();
  if (auto found = ids_.find(row.parent); found != ids_.end()) {
    row.task.set_parent(found->second);
    return parent_state::known;
  }
  return lost_.contains(row.parent) ? parent_state::lost : parent_state::waits;
}

void importer::add(import_row row) {
  if (!row.problem.empty())
    return refuse(std::move(row), "");
  switch (find_parent(row)) {
    case parent_state::none:
    case parent_state::known:
      return take(std::move(row));
    case parent_state::lost:
      return refuse(std::move(row), "its parent was not imported");
    case parent_state::waits:
      waiting_.push_back(std::move(row));
  }
}

void importer::take(import_row row) {
  bytes_ += row.task.ByteSizeLong();
  if (bytes_ > most_bytes && !chunk_.empty()) {
    flush();
    bytes_ = row.task.ByteSizeLong();
  }
  chunk_.push_back(std::move(row));
  if (chunk_.size() == most_rows)
    flush();
}

void importer::refuse(import_row row, const std::string& why) {
  if (!why.empty())
    fail(row, why);
  if (!row.id.empty())
    lost_.insert(row.id);
  ++refused_;
  failed_(row);
}

void importer::flush() {
  if (chunk_.empty())
    return;
  auto command = wire::CreateTasks{};
  for (const auto& row : chunk_)
    *command.add_items() = row.task;
  auto results = send_(++chunks_, command);
  bytes_ = 0;
  auto place = 0;
  for (auto& row : std::exchange(chunk_, {})) {
    auto x = place < results.items_size() ? results.items(place)
                                          : wire::CreatedTask{};
    ++place;
    if (!x.has_task()) {
      refuse(std::move(row), reasons_in(x.refusal()));
      continue;
    }
    ++imported_;
    if (!row.id.empty())
      ids_[row.id] = x.task().id();
  }
}

void importer::retry_waiting() {
  for (auto& row : std::exchange(waiting_, {}))
    add(std::move(row));
  flush();
}

void importer::finish() {
  flush();
  for (auto before = waiting_.size() + 1; waiting_.size() < before;) {
    before = waiting_.size();
    retry_waiting();
  }
  for (auto& row : std::exchange(waiting_, {})) {
    auto why = "the file has no task " + row.parent;
    refuse(std::move(row), why);
  }
}

} // namespace taskraft::client
