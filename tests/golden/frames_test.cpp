// What travels and is stored as bytes of our own inside of messages, log
// records and rows.

#include "persistence/store/request_rows.hpp"
#include "protocol/messages/client_frames.hpp"
#include "protocol/raft/log/entry_batch.hpp"
#include "protocol/raft/log/membership.hpp"
#include "protocol/raft/rules_level.hpp"
#include "tests/golden/golden.hpp"
#include "tests/support/fill.hpp"
#include "tests/support/unit_test.hpp"

#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace frames_test {

using namespace taskraft;
using namespace taskraft::protocol;
using namespace taskraft::tests;

template <class T>
std::string text_of(const T& x) {
  auto out = std::ostringstream{};
  print(out, x);
  return out.str();
}

/// One value of type T, its bytes, and the value that they give when read.
struct frame {
  std::string name;
  std::string text;
  std::string bytes;
  /// What the kept bytes mean.
  std::string (*reread)(const std::string& kept);
};

template <class T, class Append, class Next>
frame client_frame(const std::string& name, Append append, Next) {
  auto fill = filler{};
  auto x = T{};
  fill.fill(x);
  auto bytes = std::string{};
  append(bytes, x);
  return {name, text_of(x), bytes, [](const std::string& kept) {
            auto rest = std::string_view{kept};
            auto found = Next{}(rest);
            return found && rest.empty() ? text_of(*found) : "malformed";
          }};
}

/// What 0.2.0 knew of who asks.
struct released_principal {
  principal_kind kind;
  door via;
  bool made_by_node;
  std::uint64_t id;
};

/// A command as 0.2.0 knew it.
struct released_request {
  request_id id;
  raft::log_index seen_index;
  std::string_view command;
  released_principal who;
};

std::string released_text(const request_view& x) {
  const auto& who = x.principal;
  return text_of(
    released_request{x.id,
                     x.seen_index,
                     x.command,
                     {who.kind, who.via, who.made_by_node, who.id}});
}

/// A command that came to the leader itself.
frame command_frame() {
  auto fill = filler{};
  auto x = request_view{};
  fill.fill(x);
  x.principal.forwarder = 0;
  auto bytes = std::string{};
  append_command_frame(bytes, x);
  return {"command", released_text(x), bytes, [](const std::string& kept) {
            auto rest = std::string_view{kept};
            auto found = next_command_frame(rest);
            return found && rest.empty() ? released_text(*found) : "malformed";
          }};
}

std::vector<frame> frames() {
  auto rows = filled<std::vector<persistence::request_row>>();
  auto members = filled<raft::membership>();
  auto level = filled<raft::rules_level>();
  auto entries = filled<raft::entry_batch>();
  return {
    command_frame(),
    client_frame<request_view>(
      "forwarded command", append_command_frame,
      [](std::string_view& rest) { return next_command_frame(rest); }),
    client_frame<command_answer>(
      "command answer", append_command_answer,
      [](std::string_view& rest) { return next_command_answer(rest); }),
    client_frame<query_request>(
      "query", append_query_request,
      [](std::string_view& rest) { return next_query_request(rest); }),
    client_frame<query_reply>(
      "query reply", append_query_reply,
      [](std::string_view& rest) { return next_query_reply(rest); }),
    {"request rows", text_of(rows), persistence::runs_of(rows).at(0).content(),
     [](const std::string& kept) {
       auto run = tasks::wire::RequestRun{};
       run.set_content(kept);
       auto found = std::vector<persistence::request_row>{};
       auto whole = persistence::scan_run(run, {}, [&](auto row) {
         found.push_back(row);
         return done{};
       });
       return whole ? text_of(found) : "malformed";
     }},
    {"membership", text_of(members), raft::encode(members),
     [](const std::string& kept) {
       return text_of(*raft::decode_membership(kept));
     }},
    {"rules level", text_of(level), raft::encode(level),
     [](const std::string& kept) {
       return text_of(*raft::decode_rules_level(kept));
     }},
    {"entries", text_of(entries), std::string{entries.records()},
     [](const std::string& kept) {
       return text_of(
         raft::entry_batch{std::make_shared<const std::string>(kept)});
     }},
  };
}

BOOST_AUTO_TEST_SUITE(golden_frames)

BOOST_AUTO_TEST_CASE(are_written_as_ever) {
  auto made = golden::items{};
  for (const auto& one : frames())
    made.push_back({one.name, {{one.bytes, one.text}}});
  golden::check("frames", made);
}

BOOST_AUTO_TEST_CASE(are_read_as_ever) {
  auto kept = golden::read("frames");
  for (const auto& one : frames())
    BOOST_TEST(one.reread(kept[one.name]) == one.text, one.name);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace frames_test
