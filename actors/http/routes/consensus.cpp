// What a node shows of consensus: its log, and what it sees.

#include "actors/http/exchange/exchange.hpp"
#include "protocol/json/instants.hpp"
#include "protocol/tasks/limits.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <utility>

namespace taskraft::http {

namespace {

using exchange_pointer = std::shared_ptr<exchange>;

const char* word_of_entry(raft::entry_kind x) {
  switch (x) {
    case raft::entry_kind::no_op:
      return "no_op";
    case raft::entry_kind::membership:
      return "membership";
    case raft::entry_kind::level:
      return "level";
    case raft::entry_kind::command:
      break;
  }
  return "command";
}

/// The name of the command whose bytes begin so: its field comes first.
std::string action_in(const std::string& begin) {
  auto tag = std::uint64_t{0};
  auto shift = 0U;
  for (auto each : begin) {
    auto byte = static_cast<unsigned char>(each);
    tag |= std::uint64_t{byte & 0x7fU} << shift;
    shift += 7;
    if (byte < 0x80)
      break;
  }
  const auto* field = wire::Command::descriptor()->FindFieldByNumber(
    static_cast<int>(tag >> 3U));
  return field == nullptr ? std::string{} : field->name();
}

bool has_session(const protocol::principal& x) {
  return x.kind == protocol::principal_kind::session
         || x.kind == protocol::principal_kind::handover;
}

using session_names = std::map<std::uint64_t, std::string>;

json::object actor_in(const protocol::log_row& x, const session_names& names) {
  if (x.kind != raft::entry_kind::command)
    return "system";
  switch (x.who.kind) {
    case protocol::principal_kind::open:
      return "admin";
    case protocol::principal_kind::operator_token:
      return "operator@node-" + std::to_string(x.who.id);
    case protocol::principal_kind::node:
      return "system";
    case protocol::principal_kind::session:
    case protocol::principal_kind::handover:
      if (auto found = names.find(x.who.id); found != names.end())
        return found->second;
      break;
    case protocol::principal_kind::nobody:
      break;
  }
  return nullptr;
}

/// Without names: for who is no administrator.
json::object row_to_json(const protocol::log_row& x,
                         const session_names* names) {
  auto to = json::object::object();
  to["index"] = x.index.value;
  to["term"] = x.term.value;
  to["kind"] = word_of_entry(x.kind);
  to["bytes"] = x.bytes;
  to["at"] = json::to_rfc3339(static_cast<std::int64_t>(x.time_us));
  to["actor"] = names == nullptr ? json::object{} : actor_in(x, *names);
  to["action"] = names == nullptr || x.kind != raft::entry_kind::command
                   ? json::object{}
                   : json::text_or_null(action_in(x.begin));
  return to;
}

void tell_log(const exchange_pointer& x, const protocol::log_listed& listed,
              const session_names* names) {
  auto items = json::object::array();
  for (const auto& each : listed.rows)
    items.push_back(row_to_json(each, names));
  x->answer(list_response(x->asked(), std::move(items),
                          listed.more
                            ? std::to_string(listed.rows.back().index.value)
                            : std::string{}));
}

/// Administrators hear who has done what.
void name_actors(const exchange_pointer& x,
                 const protocol::log_listed& listed) {
  auto query = wire::Query{};
  auto& wanted = *query.mutable_name_sessions();
  auto sessions = std::set<std::uint64_t>{};
  for (const auto& each : listed.rows)
    if (has_session(each.who))
      sessions.insert(each.who.id);
  for (auto each : sessions)
    wanted.add_sessions(each);
  x->client().query(protocol::consistency::stale, {}, query,
                    [x, listed](const query_outcome& found) {
                      if (found.status != protocol::answer_status::done)
                        return x->fail(problem_of(found.status));
                      if (found.answer.has_refusal())
                        return tell_log(x, listed, nullptr);
                      auto names = session_names{};
                      for (const auto& each :
                           found.answer.session_names().names())
                        names[each.session()] = each.username();
                      tell_log(x, listed, &names);
                    });
}

void run_log(const exchange_pointer& x) {
  auto page = page_of(x->asked());
  if (const auto* why = problem_in(page))
    return x->fail(*why);
  auto request = protocol::read_log{};
  request.limit = std::get<0>(page).limit == 0
                    ? std::size_t{tasks::default_page_rows}
                    : std::get<0>(page).limit;
  request.before = {~std::uint64_t{0}};
  if (const auto* text = x->asked().parameter("before")) {
    auto [end, error] = std::from_chars(
      text->data(), text->data() + text->size(), request.before.value);
    if (error != std::errc{} || end != text->data() + text->size()
        || request.before.value == 0)
      return x->fail(bad_parameter("before", "must be an index"));
  }
  if (auto after = number_after(std::get<0>(page)); after != 0)
    request.before = {after};
  x->client().operation(request, [x](const operation_answer& found) {
    if (const auto* why = std::get_if<protocol::operation_refused>(&found))
      return x->fail(problem_of(why->code, why->reason));
    if (const auto* listed = std::get_if<protocol::log_listed>(&found))
      return name_actors(x, *listed);
    x->fail(problem_of(errc::unavailable, "the node has not answered"));
  });
}

void begin_stream(const exchange_pointer& x) {
  auto answer = response{};
  answer.content_type = "text/event-stream";
  answer.begins
    = [&at = x->at(), who = x->who()](const std::shared_ptr<stream_sink>& to) {
        at.cluster.add(to, who);
      };
  x->answer(std::move(answer));
}

/// A login may have ended since this node saw it last. Elections are to be seen
/// without a leader, so no other node is asked.
void run_stream(const exchange_pointer& x) {
  if (x->who()->session == 0)
    return begin_stream(x);
  auto query = wire::Query{};
  query.mutable_get_self();
  x->ask(query, protocol::consistency::stale, {},
         [x](const query_outcome&) { begin_stream(x); });
}

} // namespace

void add_consensus_routes(std::vector<route>& to) {
  to.push_back(
    {.method = verb::get,
     .path = "/cluster/log",
     .steps = operation{run_log},
     .about = "Lists entries of this node's log, the newest first",
     .parameters
     = {{"before", "an index: entries before it"}, {"limit"}, {"cursor"}},
     .answers = "LogEntryList"});
  to.push_back({.method = verb::get,
                .path = "/cluster/stream",
                .steps = operation{run_stream},
                .about = "Tells what this node sees of consensus, at most ten "
                         "times a second (server-sent events)",
                .answers = "EventStream",
                .also = "text/event-stream"});
}

} // namespace taskraft::http
