// Where fuzzing begins.

#include "protocol/messages/client_frames.hpp"
#include "protocol/raft/log/entry_batch.hpp"
#include "protocol/raft/log/membership.hpp"
#include "tests/actors/network/basp_packets.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/actors/actor_fixture.hpp"
#include "tests/support/fill.hpp"
#include "tests/support/fill_proto.hpp"
#include "tests/support/wire_types.hpp"

#include <caf/binary_serializer.hpp>

#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <string>
#include <vector>

namespace taskraft::tests {

namespace {

using seeds = std::vector<std::string>;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

/// As `fuzz_input::piece` takes it.
std::string piece_of(const std::string& bytes) {
  return number(bytes.size(), 2) + bytes;
}

seeds guard_seeds() {
  const auto hello = std::string{"@<>+taskraft::protocol::hello"};
  auto answer = packet{};
  answer.operation = server_handshake;
  auto made = seeds{};
  for (const auto& each :
       {message(hello), message("@<>+taskraft::raft::append_entries"),
        message("@<>+@exit_msg"), monitor(), down(), spawn_server_question(),
        answer})
    made.push_back(greeting().bytes() + each.bytes() + message(hello).bytes());
  return made;
}

seeds message_seeds() {
  static auto& stage = *new actor_fixture;
  auto made = seeds{};
  for_each_wire_type([&]<class T>(const char*) {
    if constexpr (!std::is_enum_v<T>) {
      auto bytes = std::vector<char>{};
      auto sink = caf::binary_serializer{stage.system, bytes};
      auto content = caf::make_message(filled<T>());
      if (!sink(content))
        made.emplace_back(bytes.begin(), bytes.end());
    }
  });
  return made;
}

template <class T, class Append>
std::string frames_of(Append append) {
  auto fill = filler{};
  auto x = T{};
  fill.fill(x);
  auto bytes = std::string{};
  append(bytes, x);
  append(bytes, x);
  return bytes;
}

seeds request_seeds() {
  using namespace protocol;
  auto request = request_view{};
  auto fill = filler{};
  fill.fill(request);
  auto bytes = std::string{};
  append_request(bytes, request);
  return {std::string{filled<raft::entry_batch>().records()},
          bytes,
          raft::encode(filled<raft::membership>()),
          frames_of<request_view>(append_command_frame),
          frames_of<command_answer>(append_command_answer),
          frames_of<query_request>(append_query_request),
          frames_of<query_reply>(append_query_reply)};
}

/// Puts this text and this number into every field of the kind.
void name_all(Message& x, const std::string& text) {
  const auto& to = *x.GetReflection();
  auto set = std::vector<const FieldDescriptor*>{};
  to.ListFields(x, &set);
  for (const auto* each : set) {
    if (each->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!each->is_repeated())
        name_all(*to.MutableMessage(&x, each), text);
      for (auto i = 0; each->is_repeated() && i < to.FieldSize(x, each); ++i)
        name_all(*to.MutableRepeatedMessage(&x, each, i), text);
    } else if (each->is_repeated()) {
      continue;
    } else if (each->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      to.SetString(&x, each, text);
    } else if (each->cpp_type() == FieldDescriptor::CPPTYPE_UINT64) {
      to.SetUInt64(&x, each, 1);
    }
  }
}

/// Each command and each query, as it is and as it would name what there is,
/// by a user and by the node.
seeds command_seeds() {
  auto made = seeds{};
  for (const auto* type :
       {tasks::wire::Command::descriptor(), tasks::wire::Query::descriptor()})
    for (const auto& each : filled_proto(*type)) {
      auto input = std::string{};
      for (const auto* text : {"", "ann", "OPS"}) {
        if (*text != '\0')
          name_all(*each.message, text);
        for (auto who : {char{1}, char{3}})
          input += who + piece_of(each.message->SerializeAsString());
      }
      made.push_back(input);
    }
  return made;
}

seeds row_seeds() {
  auto made = seeds{};
  for (const auto& each : filled_proto(*tasks::wire::SnapshotRow::descriptor()))
    made.push_back(each.message->SerializeAsString());
  return made;
}

seeds log_seeds() {
  return {number(0, 4), number(0x00001001, 4) + number(0x010020ff, 4),
          number(0x02000cff, 4), number(0x0300ff00, 4) + number(0x03010000, 4)};
}

seeds snapshot_seeds() {
  auto rows = std::string{1};
  for (const auto& each : row_seeds())
    rows += piece_of(each);
  return {rows, number(1, 1) + piece_of(row_seeds().front()),
          std::string{'\0'} + "TSKRSNP1" + number(0, 40)};
}

/// An example, and the same with everything that it leaves to the defaults.
seeds setting_seeds() {
  auto made = seeds{};
  for (const auto* name : {"/node1.toml", "/node2.toml"}) {
    auto file = std::ifstream{std::string{TASKRAFT_EXAMPLES} + name};
    made.emplace_back(std::istreambuf_iterator<char>{file},
                      std::istreambuf_iterator<char>{});
  }
  static const auto commented = std::regex{"\n# ?([a-z_]+ *=|\\[)"};
  made.push_back(std::regex_replace(made.front(), commented, "\n$1"));
  return made;
}

seeds http_seeds() {
  return {
    "/tasks/1?status=todo&label=a%20b,c&limit=7\r\nHost: node-1:8101\r\n"
    "Origin: https://node-1:8101\r\nAuthorization: Bearer "
    "tr_0123456789\r\n\r\n",
    "/tasks\nHost: node-1:8101\nX-Forwarded-For: 192.0.2.7, [2001:db8::1]:80\n"
    "X-Forwarded-Proto: https\nX-Forwarded-Host: a.example\nIf-Match: \"7\"\n"
    "If-None-Match: W/\"8\", *\nIdempotency-Key: \"a-b\"\nCookie: a=b; "
    "taskraft=c\nAccept: text/csv;q=0.5, */*\nRequest-Id: a.B-1\n"
    "Sec-Fetch-Site: cross-site\nMin-Index: 9\n",
    R"({"title":"a","id":1,"rank":2,"done":true,"due":"2026-12-01",)"
    R"("at":"2026-12-01T15:00:00.5+01:00","names":["a","b"],"ids":[1,2],)"
    R"("items":[{"x":{}}],"more":null})",
    "2026-12-01T15:00:00Z",
    "2026-02-29",
    "-_8",
    R"({"title":1,"id":-1,"rank":1e400,"due":"x","names":"a","ids":[null]})"};
}

seeds repetition_seeds() {
  auto made = seeds{};
  for (const auto* each :
       {"FREQ=DAILY;INTERVAL=10;COUNT=3", "RRULE:freq=weekly;byday=mo,we,fr",
        "FREQ=MONTHLY;BYDAY=1SU,-1SU;UNTIL=20301231", "FREQ=YEARLY",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13,-1;UNTIL=20301231T150000Z"})
    for (auto kind : {0, 1})
      made.push_back(number(0x6000, 2) + number(kind, 1) + each);
  return made;
}

seeds import_seeds() {
  auto seed
    = [](char format, const char* text) { return format + std::string{text}; };
  return {
    seed(0, "title,status,labels,due\n\"a\nb\",completed,\"x;y\",2026-12-01\n"),
    seed(1,
         R"([{"id":42,"project":"OPS","title":"One","status":"completed",)"
         R"("priority":"high","due":"2026-12-01T15:00:00Z","labels":["a,b"],)"
         R"("assignees":["ann"],"parent":7,"repeat":null}])"),
    seed(1, "{\"title\":\"a\"}\n\n{\"title\":\"b\"}"),
    seed(2, R"([{"id":1,"uuid":"u1","description":"Call","status":"pending",)"
            R"("entry":"20260101T000000Z","due":"20261201T150000Z",)"
            R"("priority":"M","tags":["a"],"depends":["u2"],)"
            R"("annotations":[{"description":"x"}]}])"),
    seed(3, R"({"lists":[{"id":"l","name":"Done","closed":false}],"cards":[)"
            R"({"id":"c","name":"a","idList":"l","desc":"d","closed":false,)"
            R"("due":"2026-12-01T15:00:00.000Z","labels":[{"name":"x"}]}],)"
            R"("checklists":[{"idCard":"c","checkItems":[{"name":"i",)"
            R"("state":"complete"}]}]})"),
    seed(4, "TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE\n"
            "task,Buy @home,x,1,1,ann (1),,2026-12-01\ntask,Sub,,4,2,,,\n"
            "note,hello,,,,,,\n")};
}

} // namespace

seeds fuzz_seeds(std::string_view target) {
  static const auto makers = std::map<std::string_view, seeds (*)()>{
    {"guard", guard_seeds},        {"messages", message_seeds},
    {"requests", request_seeds},   {"commands", command_seeds},
    {"rows", row_seeds},           {"log", log_seeds},
    {"snapshots", snapshot_seeds}, {"settings", setting_seeds},
    {"http", http_seeds},          {"repetitions", repetition_seeds},
    {"imports", import_seeds}};
  auto found = makers.find(target);
  return found == makers.end() ? seeds{} : found->second();
}

} // namespace taskraft::tests
