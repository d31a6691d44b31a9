// What comes over connections: frames before CAF sees them, messages, and the
// requests inside of messages.

#include "actors/network/guard/guard.hpp"
#include "actors/network/link_rules.hpp"
#include "protocol/invariant.hpp"
#include "protocol/messages/admission.hpp"
#include "protocol/messages/client_frames.hpp"
#include "protocol/raft/log/entry_batch.hpp"
#include "protocol/raft/log/membership.hpp"
#include "tests/actors/network/basp_packets.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/actors/actor_fixture.hpp"

#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace taskraft::tests {

namespace {

struct judged_bytes {
  std::string passed;
  std::string refusal;
};

judged_bytes judge_in_pieces(const std::string& bytes, std::size_t step) {
  auto rules = std::make_shared<network::guard_rules>();
  rules->accepted = true;
  rules->types
    = {"@<>+taskraft::protocol::hello", "@<>+taskraft::raft::append_entries"};
  rules->max_payload = 1000;
  std::ranges::copy(own_id, rules->own_id.begin());
  auto subject = network::guard{rules};
  auto found = judged_bytes{};
  auto kept = std::string{};
  for (auto i = std::size_t{0}; i < bytes.size(); i += step) {
    auto buffer = kept + bytes.substr(i, step);
    auto outcome = subject.filter({buffer.data(), buffer.size()});
    if (!subject.refusal().empty()) {
      found.refusal = subject.refusal();
      break;
    }
    RAFT_INVARIANT(outcome.passed + outcome.kept <= buffer.size());
    found.passed += buffer.substr(0, outcome.passed);
    kept = buffer.substr(outcome.passed, outcome.kept);
  }
  return found;
}

void read_entries(std::string_view bytes) {
  auto batch = raft::entry_batch{
    std::make_shared<const std::string>(std::string{bytes})};
  auto count = std::size_t{0};
  auto size = std::size_t{0};
  for (auto entry : batch) {
    ++count;
    size += raft::record_header_bytes + entry.payload.size();
    if (entry.kind == raft::entry_kind::membership)
      static_cast<void>(raft::decode_membership(entry.payload));
    static_cast<void>(protocol::parse_request(entry.payload));
  }
  RAFT_INVARIANT(count == batch.count());
  RAFT_INVARIANT(batch.malformed() || size == batch.size_bytes());
  RAFT_INVARIANT(batch.malformed() || size == bytes.size());
}

/// How messages begin that the guard lets in on one of our ports. CAF knows
/// others, and takes memory for what some of those say about their size.
std::vector<std::string> beginnings(const caf::actor_system& system) {
  auto result = std::vector<std::string>{};
  for (auto port : {network::port_kind::nodes, network::port_kind::clients})
    for (const auto& rules : {network::accepted_rules(system, port),
                              network::dialled_rules(system, port)})
      for (const auto& type : rules.types)
        result.push_back(std::string(2, '\0') + static_cast<char>(type.size())
                         + type);
  return result;
}

template <class Next>
void read_frames(std::string_view bytes, Next next) {
  while (next(bytes))
    ;
}

} // namespace

/// However the bytes come in, the verdict is the same.
void fuzz_guard(std::string_view input) {
  auto bytes = std::string{input};
  auto whole = judge_in_pieces(bytes, std::max(bytes.size(), std::size_t{1}));
  for (auto step : {std::size_t{1}, std::size_t{13}}) {
    auto pieces = judge_in_pieces(bytes, step);
    RAFT_INVARIANT(pieces.refusal == whole.refusal);
    RAFT_INVARIANT(!whole.refusal.empty() || pieces.passed == whole.passed);
  }
}

/// What can be read is written as the same bytes again, and a hello is judged.
void fuzz_messages(std::string_view input) {
  static auto& stage = *new actor_fixture;
  static const auto& known_beginnings
    = *new std::vector<std::string>{beginnings(stage.system)};
  auto begins = [&](const auto& each) { return input.starts_with(each); };
  if (std::ranges::none_of(known_beginnings, begins))
    return;
  auto bytes = std::vector<char>(input.begin(), input.end());
  auto content = caf::message{};
  auto source = caf::binary_deserializer{stage.system, bytes};
  if (source(content))
    return;
  auto written = std::vector<char>{};
  auto sink = caf::binary_serializer{stage.system, written};
  RAFT_INVARIANT(!sink(content));
  if (content.match_elements<raft::append_entries>())
    read_entries(content.get_as<raft::append_entries>(0).entries.records());
  if (!content.match_elements<protocol::hello>())
    return;
  auto known = protocol::admission{};
  known.self.cluster_name = "fuzz";
  known.self.node = {1};
  known.members.members = {{.id = {1}, .address = "a:1", .disk_id = {}},
                           {.id = {2}, .address = "b:1", .disk_id = "disk"}};
  const auto& hello = content.get_as<protocol::hello>(0);
  if (protocol::judge(known, hello).accepted)
    protocol::remember(known, hello);
}

void fuzz_requests(std::string_view input) {
  read_entries(input);
  if (auto request = protocol::parse_request(input)) {
    auto written = std::string{};
    protocol::append_request(written, *request);
    auto again = protocol::parse_request(written);
    RAFT_INVARIANT(again && again->command == request->command);
  }
  if (auto members = raft::decode_membership(input))
    RAFT_INVARIANT(raft::decode_membership(raft::encode(*members)) == members);
  read_frames(input, [](auto& x) { return protocol::next_command_frame(x); });
  read_frames(input, [](auto& x) { return protocol::next_command_answer(x); });
  read_frames(input, [](auto& x) { return protocol::next_query_request(x); });
  read_frames(input, [](auto& x) { return protocol::next_query_reply(x); });
}

} // namespace taskraft::tests
