#include "tests/golden/golden.hpp"

#include "tests/support/kept_text.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <sstream>

namespace taskraft::tests::golden {

namespace {

constexpr auto row_bytes = std::size_t{16};
constexpr auto digits = std::string_view{"0123456789abcdef"};
/// Stands for a row of nothing else.
constexpr auto zeros = std::string_view{"00*"};

std::string path_of(const std::string& name) {
  return std::string{TASKRAFT_GOLDEN} + "/" + name + ".txt";
}

std::string hex(std::string_view bytes) {
  auto text = std::string{};
  for (auto byte : bytes) {
    auto code = static_cast<unsigned char>(byte);
    text += digits[code >> 4U];
    text += digits[code & 15U];
  }
  return text;
}

std::string unhex(std::string_view text) {
  auto bytes = std::string{};
  for (auto i = std::size_t{0}; i + 1 < text.size(); i += 2)
    bytes += static_cast<char>(digits.find(text[i]) << 4U
                               | digits.find(text[i + 1]));
  return bytes;
}

void write_row(std::string& out, std::string row, const std::string& note) {
  row.resize(std::max(row.size(), note.empty() ? 0 : 2 * row_bytes + 1), ' ');
  out += "  " + row + (note.empty() ? "" : " " + note) + "\n";
}

/// The printable characters in a row of bytes.
std::string letters(std::string_view bytes) {
  auto text = std::string{bytes};
  for (auto& byte : text)
    if (byte < ' ' || byte > '~')
      byte = '.';
  return text;
}

/// The bytes in rows; the first has the note. Many zeros are one row.
void write_piece(std::string& out, const piece& x) {
  auto note = x.note;
  auto rest = std::string_view{x.bytes};
  do {
    auto blank = std::min(rest.find_first_not_of('\0'), rest.size());
    auto is_blank = blank >= 2 * row_bytes;
    auto size = is_blank ? blank : std::min(rest.size(), row_bytes);
    auto row = is_blank ? std::string{zeros} + std::to_string(blank)
                        : hex(rest.substr(0, size));
    if (x.note.empty() && !is_blank)
      note = letters(rest.substr(0, size));
    write_row(out, rest.empty() ? "-" : row, std::exchange(note, ""));
    rest.remove_prefix(size);
  } while (!rest.empty());
}

std::string bytes_of_row(const std::string& row) {
  if (row.starts_with(zeros))
    return std::string(std::stoul(row.substr(zeros.size())), '\0');
  return row == "-" ? "" : unhex(row);
}

std::string text_of(const items& made) {
  auto text = std::string{};
  for (const auto& [name, pieces] : made) {
    text += name + "\n";
    for (const auto& one : pieces)
      write_piece(text, one);
  }
  return text;
}

} // namespace

void check(const std::string& name, const items& made) {
  check_kept(path_of(name), text_of(made));
}

std::map<std::string, std::string> read(const std::string& name) {
  auto found = std::map<std::string, std::string>{};
  auto file = std::ifstream{path_of(name)};
  auto item = std::string{};
  for (auto line = std::string{}; std::getline(file, line);) {
    if (!line.starts_with(' ')) {
      item = line;
      found[item];
      continue;
    }
    auto row = std::string{};
    std::istringstream{line} >> row;
    found[item] += bytes_of_row(row);
  }
  BOOST_REQUIRE_MESSAGE(!found.empty(), path_of(name) << " has nothing");
  return found;
}

} // namespace taskraft::tests::golden
