#include "persistence/disk/measured_files.hpp"

#include "persistence/disk/stopwatch.hpp"

#include <utility>

namespace taskraft::persistence {

namespace {

class measured_file final : public file {
public:
  measured_file(std::unique_ptr<file> inner, protocol::meter& to)
    : inner_(std::move(inner)), to_(to) {
  }

  result<std::size_t> read(std::uint64_t offset,
                           std::span<char> into) const override {
    return inner_->read(offset, into);
  }
  status write(std::uint64_t offset,
               std::span<const std::string_view> parts) override {
    return inner_->write(offset, parts);
  }
  status reserve(std::uint64_t bytes) override {
    return inner_->reserve(bytes);
  }
  void forget_cached(std::uint64_t offset, std::uint64_t size) const override {
    inner_->forget_cached(offset, size);
  }
  status sync() override {
    auto watch = stopwatch{to_, protocol::timed_step::disk_sync};
    return inner_->sync();
  }
  result<std::uint64_t> size() const override {
    return inner_->size();
  }

private:
  std::unique_ptr<file> inner_;
  protocol::meter& to_;
};

} // namespace

result<std::unique_ptr<file>> measured_files::open(const std::string& path,
                                                   open_mode mode) {
  auto opened = files_.open(path, mode);
  if (!opened)
    return opened.error();
  return std::unique_ptr<file>{
    std::make_unique<measured_file>(std::move(*opened), to_)};
}

result<bool> measured_files::exists(const std::string& path) {
  return files_.exists(path);
}

status measured_files::rename(const std::string& from, const std::string& to) {
  return files_.rename(from, to);
}

status measured_files::remove(const std::string& path) {
  return files_.remove(path);
}

status measured_files::make_directory(const std::string& path) {
  return files_.make_directory(path);
}

status measured_files::sync_directory(const std::string& path) {
  auto watch = stopwatch{to_, protocol::timed_step::disk_sync};
  return files_.sync_directory(path);
}

result<std::vector<std::string>> measured_files::list(const std::string& path) {
  return files_.list(path);
}

result<std::unique_ptr<file_lock>>
measured_files::lock(const std::string& path) {
  return files_.lock(path);
}

} // namespace taskraft::persistence
