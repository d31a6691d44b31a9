// Term and vote on disk, in one write and one sync, never forgotten silently.
//
// The file has two pairs of slots; each slot has a block of its own. State
// number n goes into both slots of pair n % 2, in one write and one sync; only
// then is it acknowledged. So whatever state was acknowledged last is there
// twice, and the pair that is being overwritten holds only an older one.
//
// A power cut leaves each block old or new, and at most the one in which the
// write stopped damaged. So after a cut each pair has a readable slot, and the
// newest readable slot is the last acknowledged state, or the one whose save
// was cut short. One damaged block can never hide an acknowledged state, as
// its twin has it too. A pair of which both slots are damaged is beyond what a
// power cut does: it may have held an acknowledged vote, so the node refuses.
//
// Each state also names the newest segment of the log, so that its loss is
// noticed.

#pragma once

#include "persistence/disk/file.hpp"
#include "protocol/raft/types.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace taskraft::persistence {

class hard_state_file {
public:
  /// A new file with term zero; durable on return but for its name.
  static result<hard_state_file> create(file_system& files,
                                        const std::string& path);

  /// Only reads.
  static result<hard_state_file> open(file_system& files,
                                      const std::string& path);

  const raft::hard_state& current() const {
    return current_;
  }

  /// Durable on return. Call it once after `open`, with what was found, before
  /// relying on that: it may come from a save that was cut short.
  status save(const raft::hard_state& x);

  /// The number of the newest segment that the log had durably; zero if that
  /// is not known. A log without this segment has lost it.
  std::uint64_t newest_segment() const {
    return newest_segment_;
  }

  /// Durable on return. The segment must be durable before.
  status note_segment(std::uint64_t number);

private:
  explicit hard_state_file(std::unique_ptr<file> content)
    : file_(std::move(content)) {
  }

  status write(const raft::hard_state& x, std::uint64_t newest_segment);

  std::unique_ptr<file> file_;
  raft::hard_state current_;
  std::uint64_t newest_segment_ = 0;
  std::uint64_t counter_ = 0;
};

} // namespace taskraft::persistence
