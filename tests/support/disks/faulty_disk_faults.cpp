// The faulty disk when it fails, loses power or is inspected.

#include "tests/support/disks/faulty_disk.hpp"

#include <algorithm>

namespace taskraft::tests {

namespace {

bool is_likely(std::mt19937_64& random) {
  return random() % 2 == 0;
}

} // namespace

void faulty_disk::fail_call(std::uint64_t number, failure why) {
  auto guard = std::lock_guard{mutex_};
  calls_ = 0;
  failures_ = {{number, std::move(why)}};
}

void faulty_disk::fail_no_call() {
  auto guard = std::lock_guard{mutex_};
  failures_.clear();
}

void faulty_disk::cut_power_at(std::uint64_t call) {
  auto guard = std::lock_guard{mutex_};
  calls_ = 0;
  power_ends_at_ = call;
}

void faulty_disk::limit(std::uint64_t bytes) {
  auto guard = std::lock_guard{mutex_};
  capacity_ = bytes;
}

std::uint64_t faulty_disk::most_bytes(const node& x) const {
  auto others = std::uint64_t{0};
  for (const auto& [path, other] : now_)
    if (other.get() != &x)
      others += other->now.size();
  return capacity_ > others ? capacity_ - others : 0;
}

faulty_disk::verdict faulty_disk::begin(disk_call call, const std::string& path,
                                        std::uint64_t epoch) {
  auto injected = before_call ? before_call(call, path) : std::nullopt;
  auto guard = std::lock_guard{mutex_};
  if (cut_ || epoch != epoch_)
    return {failure{errc::storage_failed, path + ": no power"},
            extent::nothing};
  ++calls_;
  if (calls_ == power_ends_at_) {
    cut_ = true;
    return {failure{errc::storage_failed, path + ": the power went"},
            extent::whole};
  }
  if (auto listed = failures_.find(calls_); listed != failures_.end())
    injected = listed->second;
  if (injected)
    return {failure{injected->code, path + ": " + injected->detail},
            extent::half};
  return {std::nullopt, extent::whole};
}

std::uint64_t faulty_disk::epoch() const {
  auto guard = std::lock_guard{mutex_};
  return epoch_;
}

std::uint64_t faulty_disk::calls() const {
  auto guard = std::lock_guard{mutex_};
  return calls_;
}

std::uint64_t faulty_disk::syncs() const {
  auto guard = std::lock_guard{mutex_};
  return syncs_;
}

bool faulty_disk::has_power() const {
  auto guard = std::lock_guard{mutex_};
  return !cut_;
}

void faulty_disk::make_durable(node& x) {
  if (x.emptied)
    x.durable.clear();
  x.emptied = false;
  x.durable.resize(x.now.size());
  for (auto part : x.unsynced)
    x.now.copy(x.durable.data() + part.offset, part.size, part.offset);
  x.unsynced.clear();
}

void faulty_disk::keep_some(node& x, crash_kind kind, std::mt19937_64& random) {
  auto total = std::size_t{0};
  for (auto part : x.unsynced)
    total += part.size;
  // The stretches of at most one sector that writes consist of, in order.
  auto stretches = std::vector<range>{};
  for (auto part : x.unsynced)
    for (auto at = part.offset; at < part.offset + part.size;) {
      auto end = std::min((at / sector_bytes + 1) * sector_bytes,
                          part.offset + part.size);
      stretches.push_back({at, end - at});
      at = end;
    }
  if (stretches.empty())
    return;
  auto torn
    = kind == crash_kind::tear ? random() % stretches.size() : stretches.size();
  auto left = kind == crash_kind::cut ? random() % (total + 1) : total;
  for (auto i = std::size_t{0}; i < stretches.size(); ++i) {
    auto part = stretches[i];
    if (i == torn)
      part.size = random() % (part.size + 1);
    else if (kind != crash_kind::cut && is_likely(random))
      continue;
    part.size = std::min(part.size, left);
    left -= part.size;
    if (part.size == 0)
      continue;
    x.durable.resize(std::max(x.durable.size(), part.offset + part.size));
    x.now.copy(x.durable.data() + part.offset, part.size, part.offset);
  }
}

void faulty_disk::settle(node& x, crash_kind kind, std::mt19937_64& random) {
  auto is_apart = !x.unsynced.empty() || x.emptied || x.given_up
                  || x.now.size() != x.durable.size();
  if (!is_apart)
    return;
  if (kind == crash_kind::keep_all) {
    make_durable(x);
  } else if (kind != crash_kind::lose_all) {
    if (x.emptied && is_likely(random))
      x.durable.clear();
    keep_some(x, kind, random);
  }
  x.unsynced.clear();
  x.emptied = false;
  x.given_up = false;
  x.now = x.durable;
}

void faulty_disk::crash(crash_kind kind, std::uint64_t seed) {
  auto guard = std::lock_guard{mutex_};
  auto random = std::mt19937_64{seed};
  close_everything();
  // Directories are journaled: what survives is a beginning.
  auto kept = unsynced_names_.size();
  if (kind == crash_kind::lose_all)
    kept = 0;
  else if (kind != crash_kind::keep_all)
    kept = random() % (kept + 1);
  for (auto i = std::size_t{0}; i < kept; ++i)
    apply(unsynced_names_[i], durable_);
  unsynced_names_.clear();
  std::erase_if(durable_, [this](const auto& x) {
    auto parent = persistence::parent_directory(x.first);
    return parent != "." && parent != "/" && !durable_.contains(parent);
  });
  now_ = durable_;
  for (auto& [name, content] : now_)
    settle(*content, kind, random);
}

void faulty_disk::close_everything() {
  ++epoch_;
  cut_ = false;
  power_ends_at_ = 0;
  calls_ = 0;
  failures_.clear();
  locks_.clear();
}

void faulty_disk::kill() {
  auto guard = std::lock_guard{mutex_};
  close_everything();
}

void faulty_disk::crash(std::uint64_t seed) {
  crash(static_cast<crash_kind>(seed % 5), seed);
}

std::map<std::string, std::string> faulty_disk::content() const {
  auto guard = std::lock_guard{mutex_};
  auto files = std::map<std::string, std::string>{};
  for (const auto& [name, found] : now_)
    if (!found->directory)
      files.emplace(name, found->now);
  return files;
}

void faulty_disk::overwrite(const std::string& path, std::uint64_t offset,
                            std::string_view bytes) {
  auto guard = std::lock_guard{mutex_};
  auto& found = *now_.at(path);
  for (auto* to : {&found.now, &found.durable})
    to->replace(offset, bytes.size(), bytes);
}

void faulty_disk::restore(const std::map<std::string, std::string>& content) {
  auto guard = std::lock_guard{mutex_};
  close_everything();
  unsynced_names_.clear();
  std::erase_if(now_, [](const auto& x) { return !x.second->directory; });
  for (const auto& [name, bytes] : content)
    now_[name] = std::make_shared<node>(
      node{.now = bytes, .durable = bytes, .unsynced = {}});
  durable_ = now_;
}

} // namespace taskraft::tests
