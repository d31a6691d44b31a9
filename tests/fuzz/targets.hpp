// What is fuzzed: everything that reads bytes of others. Each target takes any
// bytes, and ends the process if a promise is broken.

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::tests {

struct fuzz_target {
  std::string_view name;
  void (*take)(std::string_view input);
};

std::span<const fuzz_target> fuzz_targets();

/// Inputs from which fuzzing of the target begins: what is written by us, or
/// could be by others. The corpus beside has what was found since.
std::vector<std::string> fuzz_seeds(std::string_view target);

void fuzz_guard(std::string_view input);
void fuzz_messages(std::string_view input);
void fuzz_requests(std::string_view input);
void fuzz_commands(std::string_view input);
void fuzz_rows(std::string_view input);
void fuzz_log(std::string_view input);
void fuzz_snapshots(std::string_view input);
void fuzz_settings(std::string_view input);
void fuzz_http(std::string_view input);
void fuzz_repetitions(std::string_view input);
void fuzz_imports(std::string_view input);

/// Takes numbers and pieces off the front of an input.
class fuzz_input {
public:
  explicit fuzz_input(std::string_view bytes) : rest_(bytes) {
  }

  bool empty() const {
    return rest_.empty();
  }
  /// Zero at the end.
  unsigned number() {
    if (rest_.empty())
      return 0;
    auto first = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return first;
  }
  unsigned large_number() {
    return number() * 256 + number();
  }
  /// Its length stands before it.
  std::string_view piece() {
    auto size = large_number();
    auto taken = rest_.substr(0, size);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  std::string_view rest() const {
    return rest_;
  }

private:
  std::string_view rest_;
};

} // namespace taskraft::tests
