// The stream of events.

#include "actors/http/exchange/exchange.hpp"
#include "actors/http/service/events.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace taskraft::http {

namespace {

/// As far back as streams are resumed.
constexpr auto resumable_entries = std::uint64_t{1'000'000};
constexpr auto resumable_us = std::uint64_t{7} * 86'400'000'000;

constexpr auto known_types
  = std::to_array<std::string_view>({"task.created",
                                     "task.updated",
                                     "task.moved",
                                     "task.deleted",
                                     "task.restored",
                                     "task.purged",
                                     "comment.created",
                                     "comment.updated",
                                     "comment.deleted",
                                     "attachment.created",
                                     "attachment.updated",
                                     "attachment.deleted",
                                     "relation.created",
                                     "relation.updated",
                                     "relation.deleted",
                                     "project.created",
                                     "project.updated",
                                     "project.deleted",
                                     "member.created",
                                     "member.updated",
                                     "member.deleted",
                                     "label.created",
                                     "label.updated",
                                     "label.deleted",
                                     "view.created",
                                     "view.updated",
                                     "view.deleted",
                                     "notification.created",
                                     "notification.read",
                                     "access.changed",
                                     "session.ended",
                                     "cluster.leader",
                                     "cluster.members",
                                     "cluster.checksum",
                                     "position",
                                     "reset",
                                     "bye"});

/// "task.updated", or "task.*".
bool is_type(std::string_view text) {
  if (!text.ends_with(".*"))
    return std::ranges::find(known_types, text) != known_types.end();
  text.remove_suffix(1);
  return std::ranges::any_of(
    known_types, [&](std::string_view each) { return each.starts_with(text); });
}

/// Nothing if one of them is no type.
std::optional<std::set<std::string>> types_in(std::string_view text) {
  auto types = std::set<std::string>{};
  while (true) {
    auto comma = text.find(',');
    auto each = text.substr(0, comma);
    if (!is_type(each))
      return std::nullopt;
    types.emplace(each);
    if (comma == std::string_view::npos)
      return types;
    text.remove_prefix(comma + 1);
  }
}

void open_stream(const std::shared_ptr<exchange>& x, event_filter filter,
                 const beginning& from) {
  auto stream
    = std::make_shared<event_stream>(x->at(), x->who(), std::move(filter));
  stream->hold(x->place());
  auto answer = response{};
  answer.content_type = "text/event-stream";
  answer.begins
    = [stream, from, &at = x->at()](const std::shared_ptr<stream_sink>& to) {
        at.events.add(stream);
        stream->begin(to, from);
      };
  x->answer(std::move(answer));
}

/// Goes on after an entry, unless the one that follows is too old: what users
/// do not hear of counts, too.
void resume(const std::shared_ptr<exchange>& x, const event_filter& filter,
            std::uint64_t last, raft::log_index newest) {
  if (last > newest.value)
    return open_stream(x, filter, {newest, "unknown", last});
  if (newest.value - last > resumable_entries)
    return open_stream(x, filter, {newest, "too_old", last});
  auto query = wire::Query{};
  query.mutable_list_changes()->set_after(last);
  query.mutable_list_changes()->set_limit(1);
  x->at().own->query(
    protocol::consistency::session, newest, query,
    [x, filter, last, newest](const query_outcome& found) {
      if (found.status != protocol::answer_status::done)
        return x->fail(problem_of(found.status));
      const auto& changes = found.answer.changes().changes();
      auto is_old
        = !changes.empty()
          && changes.Get(0).at_us() + resumable_us < x->asked().now_us;
      if (is_old)
        return open_stream(x, filter, {newest, "too_old", last});
      open_stream(x, filter, {{last}});
    });
}

/// What says where the stream begins, and whether there is such a project.
wire::Query opening_query(const event_filter& filter) {
  auto query = wire::Query{};
  if (filter.project.empty()) {
    query.mutable_get_self();
    return query;
  }
  query.mutable_list_tasks()->add_projects(filter.project);
  query.mutable_list_tasks()->set_limit(1);
  return query;
}

void run_events(const std::shared_ptr<exchange>& x) {
  const auto& asked = x->asked();
  auto filter = event_filter{};
  if (const auto* project = asked.parameter("project"))
    filter.project = *project;
  if (const auto* text = asked.parameter("types")) {
    auto types = types_in(*text);
    if (!types)
      return x->fail(bad_parameter("types", "must be types between commas, "
                                            "like task.* or comment.created"));
    filter.types = std::move(*types);
  }
  const auto* parameter = asked.parameter("last_event_id");
  auto header = asked.http->header("last-event-id");
  auto query = opening_query(filter);
  if (parameter == nullptr && !header)
    // Everything that was acknowledged before lies before the first event.
    return x->ask(query, protocol::consistency::linearizable, {},
                  [x, filter](const query_outcome& found) {
                    open_stream(x, filter, {found.visible});
                  });
  auto last = number_in(header ? *header : std::string_view{*parameter});
  if (!last && header)
    return x->fail(problem_at(400, {field_error::place::header, "Last-Event-ID",
                                    "invalid_parameter", "must be a number"}));
  if (!last)
    return x->fail(bad_parameter("last_event_id", "must be a number"));
  if (!x->take_place())
    return x->fail(too_many_waits());
  x->ask(query, protocol::consistency::linearizable, {},
         [x, filter, last = *last](const query_outcome& found) {
           resume(x, filter, last, found.visible);
         });
}

} // namespace

void add_event_routes(std::vector<route>& to) {
  to.push_back({.method = verb::get,
                .path = "/events",
                .steps = operation{run_events},
                .about = "Tells of changes as they happen (server-sent events)",
                .parameters = {{"project", "a key"},
                               {"types", "types between commas; task.* for all "
                                         "of tasks"},
                               {"last_event_id", "where to go on"}},
                .answers = "EventStream",
                .also = "text/event-stream"});
}

} // namespace taskraft::http
