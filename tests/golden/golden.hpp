// Files of bytes that must not change by accident, written so that people can
// read them too.

#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests::golden {

/// Some bytes with a note; without a note the file shows their printable
/// characters.
struct piece {
  std::string bytes;
  std::string note;
};

/// Named items, each made of pieces, in the order of the file.
using items = std::vector<std::pair<std::string, std::vector<piece>>>;

/// Fails unless tests/golden/`name`.txt says exactly this.
void check(const std::string& name, const items& made);

/// The bytes that the file keeps for each item.
std::map<std::string, std::string> read(const std::string& name);

} // namespace taskraft::tests::golden
