// The stream of events.

#include "actors/http/events.hpp"
#include "actors/http/exchange.hpp"

#include <charconv>
#include <utility>

namespace taskraft::http {

namespace {

/// As far back as streams are resumed.
constexpr auto resumable_entries = std::uint64_t{1'000'000};

std::optional<std::uint64_t> index_in(std::string_view text) {
  auto value = std::uint64_t{0};
  const auto* end = text.data() + text.size();
  auto [rest, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc{} || rest != end)
    return std::nullopt;
  return value;
}

std::set<std::string> types_in(const std::string& text) {
  auto types = std::set<std::string>{};
  auto rest = std::string_view{text};
  while (!rest.empty()) {
    auto comma = std::min(rest.find(','), rest.size());
    if (comma > 0)
      types.emplace(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return types;
}

/// Begins at `after`; if that cannot be, the client hears that it must read
/// everything again.
void open_stream(const std::shared_ptr<exchange>& x, event_filter filter,
                 raft::log_index after, const char* reset) {
  auto stream
    = std::make_shared<event_stream>(x->at(), x->who(), std::move(filter));
  auto answer = response{};
  answer.content_type = "text/event-stream";
  answer.begins = [stream, after, reset,
                   &at = x->at()](const std::shared_ptr<stream_sink>& to) {
    if (*reset != '\0') {
      auto data = json::object::object();
      data["index"] = after.value;
      data["reason"] = reset;
      to->write(event_text("reset", data, after.value));
    }
    at.events.add(stream);
    stream->begin(to, after);
  };
  x->answer(std::move(answer));
}

void run_events(const std::shared_ptr<exchange>& x) {
  const auto& asked = x->asked();
  auto filter = event_filter{};
  if (const auto* project = asked.parameter("project"))
    filter.project = *project;
  if (const auto* types = asked.parameter("types"))
    filter.types = types_in(*types);
  const auto* parameter = asked.parameter("last_event_id");
  auto header = asked.http->header("last-event-id");
  if (parameter == nullptr && !header) {
    // Everything that was acknowledged before lies before the first event.
    auto query = wire::Query{};
    query.mutable_get_self();
    return x->ask(query, protocol::consistency::linearizable, {},
                  [x, filter](const query_outcome& found) {
                    open_stream(x, filter, found.visible, "");
                  });
  }
  auto last = index_in(header ? *header : std::string_view{*parameter});
  if (!last)
    return x->fail(bad_parameter("last_event_id", "must be a number"));
  auto query = wire::Query{};
  query.mutable_get_self();
  x->ask(query, protocol::consistency::linearizable, {},
         [x, filter, last = *last](const query_outcome& found) {
           auto newest = found.visible.value;
           if (last > newest)
             return open_stream(x, filter, found.visible, "unknown");
           if (newest - last > resumable_entries)
             return open_stream(x, filter, found.visible, "too_old");
           open_stream(x, filter, {last}, "");
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
