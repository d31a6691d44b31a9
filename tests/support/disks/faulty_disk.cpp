#include "tests/support/disks/faulty_disk.hpp"

#include <algorithm>

namespace taskraft::tests {

namespace {

failure no_such(const std::string& path) {
  return {errc::storage_failed, path + ": no such file or directory"};
}

failure full(const std::string& path) {
  return {errc::disk_full, path + ": no space left"};
}

} // namespace

class faulty_disk::open_file : public persistence::file {
public:
  open_file(faulty_disk& disk, node_ptr content, std::string path)
    : disk_(disk), content_(std::move(content)), path_(std::move(path)),
      epoch_(disk.epoch_) {
  }

  result<std::size_t> read(std::uint64_t offset,
                           std::span<char> into) const override {
    if (auto judged = disk_.begin(disk_call::read, path_, epoch_); judged.why)
      return *judged.why;
    auto guard = std::lock_guard{disk_.mutex_};
    const auto& bytes = content_->now;
    if (offset >= bytes.size())
      return std::size_t{0};
    return bytes.copy(into.data(), into.size(), offset);
  }

  status write(std::uint64_t offset,
               std::span<const std::string_view> parts) override {
    auto judged = disk_.begin(disk_call::write, path_, epoch_);
    auto guard = std::lock_guard{disk_.mutex_};
    if (judged.effect != extent::nothing) {
      auto whole = std::string{};
      for (auto part : parts)
        whole += part;
      if (judged.effect == extent::half)
        whole.resize(whole.size() / 2);
      auto& bytes = content_->now;
      if (auto most = disk_.most_bytes(*content_);
          offset + whole.size() > std::max<std::uint64_t>(most, bytes.size())) {
        whole.resize(most > offset ? most - offset : 0);
        judged.why = full(path_);
      }
      bytes.resize(std::max<std::size_t>(bytes.size(), offset + whole.size()));
      whole.copy(bytes.data() + offset, whole.size());
      content_->unsynced.push_back({offset, whole.size()});
    }
    if (judged.why)
      return *judged.why;
    return done{};
  }

  status reserve(std::uint64_t bytes) override {
    auto guard = std::lock_guard{disk_.mutex_};
    if (bytes > disk_.most_bytes(*content_))
      return full(path_);
    return done{};
  }

  void forget_cached(std::uint64_t, std::uint64_t) const override {
  }

  status sync() override {
    auto judged = disk_.begin(disk_call::sync, path_, epoch_);
    auto guard = std::lock_guard{disk_.mutex_};
    // After a failed sync the system takes the pages for clean: a second one
    // succeeds, and nothing is on the disk.
    if (judged.effect == extent::half) {
      content_->unsynced.clear();
      content_->given_up = true;
    }
    if (judged.why)
      return *judged.why;
    ++disk_.syncs_;
    make_durable(*content_);
    return done{};
  }

  result<std::uint64_t> size() const override {
    if (auto judged = disk_.begin(disk_call::size, path_, epoch_); judged.why)
      return *judged.why;
    auto guard = std::lock_guard{disk_.mutex_};
    return std::uint64_t{content_->now.size()};
  }

private:
  faulty_disk& disk_;
  node_ptr content_;
  std::string path_;
  std::uint64_t epoch_;
};

class faulty_disk::held_lock : public persistence::file_lock {
public:
  held_lock(faulty_disk& disk, std::string path)
    : disk_(disk), path_(std::move(path)), epoch_(disk.epoch_) {
  }
  held_lock(const held_lock&) = delete;
  held_lock& operator=(const held_lock&) = delete;
  ~held_lock() override {
    auto guard = std::lock_guard{disk_.mutex_};
    if (epoch_ == disk_.epoch_)
      disk_.locks_.erase(path_);
  }

private:
  faulty_disk& disk_;
  std::string path_;
  std::uint64_t epoch_;
};

void faulty_disk::apply(const name_change& change, name_map& to) {
  for (const auto& [name, content] : change.names) {
    if (content)
      to[name] = content;
    else
      to.erase(name);
  }
}

void faulty_disk::change_names(name_change change) {
  apply(change, now_);
  unsynced_names_.push_back(std::move(change));
}

bool faulty_disk::is_directory(const std::string& path) const {
  auto found = now_.find(path);
  return path == "." || path == "/"
         || (found != now_.end() && found->second->directory);
}

result<std::unique_ptr<persistence::file>>
faulty_disk::open(const std::string& path, persistence::open_mode mode) {
  auto creates = mode == persistence::open_mode::create;
  auto judged
    = begin(creates ? disk_call::create : disk_call::open, path, epoch());
  auto guard = std::lock_guard{mutex_};
  if (judged.why && (judged.effect != extent::whole || !creates))
    return *judged.why;
  auto found = now_.find(path);
  if (found != now_.end() && found->second->directory)
    return failure{errc::storage_failed, path + ": is a directory"};
  if (found == now_.end() && !creates)
    return no_such(path);
  if (found == now_.end()) {
    auto parent = persistence::parent_directory(path);
    if (!is_directory(parent))
      return no_such(parent);
    change_names({parent, {{path, std::make_shared<node>()}}});
    found = now_.find(path);
  } else if (creates) {
    found->second->now.clear();
    found->second->unsynced.clear();
    found->second->emptied = true;
  }
  if (judged.why)
    return *judged.why;
  return std::unique_ptr<persistence::file>{
    std::make_unique<open_file>(*this, found->second, path)};
}

result<bool> faulty_disk::exists(const std::string& path) {
  if (auto judged = begin(disk_call::exists, path, epoch()); judged.why)
    return *judged.why;
  auto guard = std::lock_guard{mutex_};
  return is_directory(path) || now_.contains(path);
}

status faulty_disk::rename(const std::string& from, const std::string& to) {
  auto judged = begin(disk_call::rename, from, epoch());
  auto guard = std::lock_guard{mutex_};
  if (judged.effect != extent::whole)
    return *judged.why;
  auto found = now_.find(from);
  if (found == now_.end())
    return no_such(from);
  change_names({persistence::parent_directory(to),
                {{to, found->second}, {from, nullptr}}});
  if (judged.why)
    return *judged.why;
  return done{};
}

status faulty_disk::remove(const std::string& path) {
  auto judged = begin(disk_call::remove, path, epoch());
  auto guard = std::lock_guard{mutex_};
  if (judged.effect != extent::whole)
    return *judged.why;
  if (!now_.contains(path))
    return no_such(path);
  change_names({persistence::parent_directory(path), {{path, nullptr}}});
  if (judged.why)
    return *judged.why;
  return done{};
}

status faulty_disk::make_directory(const std::string& path) {
  auto judged = begin(disk_call::make_directory, path, epoch());
  auto guard = std::lock_guard{mutex_};
  if (judged.effect != extent::whole)
    return *judged.why;
  auto parent = persistence::parent_directory(path);
  if (!is_directory(parent))
    return no_such(parent);
  if (!is_directory(path)) {
    auto fresh = std::make_shared<node>();
    fresh->directory = true;
    change_names({parent, {{path, std::move(fresh)}}});
  }
  if (judged.why)
    return *judged.why;
  return done{};
}

status faulty_disk::sync_directory(const std::string& path) {
  auto judged = begin(disk_call::sync_directory, path, epoch());
  auto guard = std::lock_guard{mutex_};
  if (judged.why)
    return *judged.why;
  if (!is_directory(path))
    return no_such(path);
  ++syncs_;
  std::erase_if(unsynced_names_, [&](const auto& change) {
    if (change.directory != path)
      return false;
    apply(change, durable_);
    return true;
  });
  return done{};
}

result<std::vector<std::string>> faulty_disk::list(const std::string& path) {
  if (auto judged = begin(disk_call::list, path, epoch()); judged.why)
    return *judged.why;
  auto guard = std::lock_guard{mutex_};
  if (!is_directory(path))
    return no_such(path);
  auto names = std::vector<std::string>{};
  for (const auto& [name, content] : now_)
    if (persistence::parent_directory(name) == path)
      names.push_back(name.substr(name.rfind('/') + 1));
  return names;
}

result<std::unique_ptr<persistence::file_lock>>
faulty_disk::lock(const std::string& path) {
  auto judged = begin(disk_call::lock, path, epoch());
  auto guard = std::lock_guard{mutex_};
  if (judged.why)
    return *judged.why;
  if (!locks_.insert(path).second)
    return failure{errc::identity_refused,
                   path + ": another node uses this directory"};
  return std::unique_ptr<persistence::file_lock>{
    std::make_unique<held_lock>(*this, path)};
}

} // namespace taskraft::tests
