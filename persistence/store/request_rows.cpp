#include "persistence/store/request_rows.hpp"

#include <cstdint>
#include <cstring>

namespace taskraft::persistence {

namespace {

constexpr std::size_t row_header_bytes = 28;
constexpr std::size_t blob_bytes = 256UL * 1024;

} // namespace

std::size_t rows_of_one_blob(std::span<const request_row> rows) {
  auto count = std::size_t{0};
  auto bytes = std::size_t{0};
  for (const auto& row : rows) {
    bytes += row_header_bytes + row.result.size();
    if (count > 0 && bytes > blob_bytes)
      break;
    ++count;
  }
  return count;
}

std::string encode_request_rows(std::span<const request_row> rows) {
  auto bytes = std::string{};
  char header[row_header_bytes];
  for (const auto& row : rows) {
    auto length = static_cast<std::uint32_t>(row.result.size());
    std::memcpy(header, &row.index.value, 8);
    std::memcpy(header + 8, row.id.bytes.data(), 16);
    std::memcpy(header + 24, &length, 4);
    bytes.append(header, row_header_bytes);
    bytes += row.result;
  }
  return bytes;
}

bool decode_request_rows(std::string_view bytes,
                         const std::function<bool(request_row)>& scan) {
  while (!bytes.empty()) {
    if (bytes.size() < row_header_bytes)
      return false;
    auto row = request_row{};
    auto length = std::uint32_t{0};
    std::memcpy(&row.index.value, bytes.data(), 8);
    std::memcpy(row.id.bytes.data(), bytes.data() + 8, 16);
    std::memcpy(&length, bytes.data() + 24, 4);
    bytes.remove_prefix(row_header_bytes);
    if (bytes.size() < length)
      return false;
    row.result = bytes.substr(0, length);
    bytes.remove_prefix(length);
    if (!scan(std::move(row)))
      return true;
  }
  return true;
}

} // namespace taskraft::persistence
