#include "persistence/store/request_rows.hpp"

#include "persistence/store/statements.hpp"

#include <cstdint>
#include <cstring>
#include <utility>

namespace taskraft::persistence {

namespace {

/// Index (8 bytes), id (16), length of the result (4), little-endian; the
/// result follows.
constexpr std::size_t row_header_bytes = 28;
constexpr std::size_t run_bytes = 256UL * 1024;

void append(std::string& to, const request_row& row) {
  char header[row_header_bytes];
  auto length = static_cast<std::uint32_t>(row.result.size());
  std::memcpy(header, &row.index.value, 8);
  std::memcpy(header + 8, row.id.bytes.data(), 16);
  std::memcpy(header + 24, &length, 4);
  to.append(header, row_header_bytes);
  to += row.result;
}

/// The first request row; nothing if the bytes do not begin with a whole one.
std::optional<request_row> take_row(std::string_view& bytes) {
  if (bytes.size() < row_header_bytes)
    return std::nullopt;
  auto row = request_row{};
  auto length = std::uint32_t{0};
  std::memcpy(&row.index.value, bytes.data(), 8);
  std::memcpy(row.id.bytes.data(), bytes.data() + 8, 16);
  std::memcpy(&length, bytes.data() + 24, 4);
  bytes.remove_prefix(row_header_bytes);
  if (bytes.size() < length)
    return std::nullopt;
  row.result = bytes.substr(0, length);
  bytes.remove_prefix(length);
  return row;
}

} // namespace

std::vector<tasks::wire::RequestRun>
runs_of(std::span<const request_row> rows) {
  auto runs = std::vector<tasks::wire::RequestRun>{};
  for (const auto& row : rows) {
    auto is_full
      = !runs.empty()
        && runs.back().content().size() + row_header_bytes + row.result.size()
             > run_bytes;
    if (runs.empty() || is_full)
      runs.emplace_back().set_first_index(row.index.value);
    runs.back().set_last_index(row.index.value);
    append(*runs.back().mutable_content(), row);
  }
  return runs;
}

status scan_run(const tasks::wire::RequestRun& x, raft::log_index after,
                const std::function<status(request_row)>& scan) {
  auto bytes = std::string_view{x.content()};
  auto scanned = status{done{}};
  while (scanned && !bytes.empty()) {
    auto row = take_row(bytes);
    if (!row)
      return failure{errc::corrupted, "the row of request_ids at index "
                                        + std::to_string(x.first_index())
                                        + " is damaged"};
    if (row->index > after)
      scanned = scan(std::move(*row));
  }
  return scanned;
}

result<std::string> result_in(const tasks::wire::RequestRun* run,
                              raft::log_index index, const std::string& place) {
  auto found = std::optional<std::string>{};
  if (run != nullptr) {
    auto scanned = scan_run(*run, {}, [&](request_row row) {
      if (row.index == index)
        found = std::move(row.result);
      return done{};
    });
    if (!scanned)
      return scanned.error();
  }
  if (!found)
    return failure{errc::corrupted, place + ": the request of log index "
                                      + std::to_string(index.value)
                                      + " is missing"};
  return *std::move(found);
}

namespace {

const table& runs() {
  return own_schema().table_of(tasks::row_type_of<tasks::wire::RequestRun>());
}

} // namespace

std::string select_run(dialect to) {
  auto first = quoted(name_of(runs().column_named("first_index"), to), to);
  return select_statement(
    runs(), "WHERE " + first + " <= ? ORDER BY " + first + " DESC LIMIT 1", to);
}

std::string forget_runs(dialect to) {
  return "DELETE FROM " + quoted(runs().name, to) + " WHERE "
         + quoted("first_index", to) + " <= ? AND " + quoted("last_index", to)
         + " <= ?";
}

} // namespace taskraft::persistence
