// The entry of libFuzzer; TASKRAFT_FUZZ names the target. The first folder that
// is given begins with the target's seeds.

#include "tests/fuzz/targets.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <google/protobuf/stubs/logging.h>
#include <string>

namespace {

const taskraft::tests::fuzz_target& chosen() {
  const auto* name = std::getenv("TASKRAFT_FUZZ");
  for (const auto& each : taskraft::tests::fuzz_targets())
    if (name != nullptr && each.name == name)
      return each;
  std::fputs("TASKRAFT_FUZZ names none of:", stderr);
  for (const auto& each : taskraft::tests::fuzz_targets())
    std::fprintf(stderr, " %s", each.name.data());
  std::fputs("\n", stderr);
  std::exit(2);
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int* count, char*** words) {
  const auto& target = chosen();
  google::protobuf::SetLogHandler(nullptr);
  for (auto i = 1; i < *count; ++i) {
    auto folder = std::string{(*words)[i]};
    if (folder.starts_with('-'))
      continue;
    auto number = 0;
    for (const auto& each : taskraft::tests::fuzz_seeds(target.name))
      std::ofstream{folder + "/seed-" + std::to_string(++number),
                    std::ios::binary}
        << each;
    break;
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  static const auto& target = chosen();
  target.take({reinterpret_cast<const char*>(data), size});
  return 0;
}
