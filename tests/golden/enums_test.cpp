// The numbers by which enums cross wires and lie on disks.

#include "persistence/log/log_format.hpp"
#include "persistence/snapshot/snapshot_records.hpp"
#include "protocol/errors.hpp"
#include "protocol/messages/client_frames.hpp"
#include "protocol/messages/node_messages.hpp"
#include "protocol/principal.hpp"
#include "protocol/raft/effects.hpp"
#include "protocol/raft/events.hpp"
#include "protocol/raft/log/entry_batch.hpp"
#include "protocol/raft/messages.hpp"
#include "tests/golden/golden.hpp"
#include "tests/support/unit_test.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace enums_test {

using namespace taskraft;
using namespace taskraft::tests;

/// As the compiler writes it: "... Value = taskraft::errc::none; ...", and a
/// number in parentheses where there is no such enumerator.
template <auto Value>
constexpr std::string_view name_of() {
  auto text = std::string_view{__PRETTY_FUNCTION__};
  auto begin = text.find("Value = ") + std::string_view{"Value = "}.size();
  return text.substr(begin, text.find_first_of(";]", begin) - begin);
}

template <class Enum, std::size_t... Values>
std::vector<golden::piece> values_of(std::index_sequence<Values...>) {
  auto pieces = std::vector<golden::piece>{};
  auto add = [&](std::size_t value, std::string_view name) {
    if (!name.starts_with('('))
      pieces.push_back(
        {std::string(1, static_cast<char>(value)), std::string{name}});
  };
  (add(Values, name_of<static_cast<Enum>(Values)>()), ...);
  return pieces;
}

template <class... Enums>
golden::items all_values() {
  auto made = golden::items{};
  auto add = [&](std::vector<golden::piece> pieces) {
    BOOST_TEST_REQUIRE(pieces.size() > 1U);
    auto name = pieces.front().note;
    made.emplace_back(name.substr(0, name.rfind("::")), std::move(pieces));
  };
  (add(values_of<Enums>(std::make_index_sequence<64>{})), ...);
  return made;
}

BOOST_AUTO_TEST_SUITE(golden_enums)

BOOST_AUTO_TEST_CASE(keep_their_numbers) {
  golden::check(
    "enums",
    all_values<errc, protocol::answer_status, protocol::consistency,
               protocol::members_operation, protocol::principal_kind,
               protocol::door, raft::entry_kind, raft::snapshot_outcome,
               raft::transfer_outcome, raft::membership_step,
               raft::membership_outcome, persistence::batch_kind,
               persistence::snapshot_record>());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace enums_test
