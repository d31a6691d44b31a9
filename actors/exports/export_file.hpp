// The file of an export, which has no name: it goes with its last owner, and
// with the process.

#pragma once

#include "actors/exports/exporter.hpp"
#include "protocol/kept_text.hpp"
#include "protocol/result.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace taskraft::actors {

class export_file final : public protocol::kept_text {
public:
  static result<std::unique_ptr<export_file>> create(const export_place& place,
                                                     const std::string& path);

  /// Keeps little of it in memory. `disk_full` where less than 256 MiB of the
  /// disk would be left.
  status add(std::string_view text);
  status finish();

  std::uint64_t size() const override {
    return size_;
  }
  result<std::string> read(std::uint64_t offset,
                           std::size_t most) const override;

private:
  export_file(std::unique_ptr<persistence::file> file,
              const export_place& place)
    : file_(std::move(file)), place_(&place) {
  }

  status write();

  std::unique_ptr<persistence::file> file_;
  /// As long as it is written.
  const export_place* place_;
  std::string waiting_;
  std::uint64_t size_ = 0;
};

} // namespace taskraft::actors
