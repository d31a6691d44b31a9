#include "actors/http/events.hpp"

#include "actors/http/service.hpp"
#include "protocol/json/changes.hpp"
#include "protocol/json/objects.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <utility>

namespace taskraft::http {

namespace {

namespace wire = tasks::wire;

constexpr auto position_interval_us = std::uint64_t{15'000'000};
constexpr std::uint32_t changes_at_once = 100;
constexpr std::uint32_t notifications_at_once = 50;

/// "task" of "task.updated"
std::string kind_of(const std::string& action) {
  return action.substr(0, action.find('.'));
}

/// Whether users hear of it; the rest is for the audit.
bool is_told(const wire::Change& x) {
  static constexpr auto kinds = std::to_array<std::string_view>(
    {"task", "comment", "attachment", "relation", "project", "member", "label",
     "view", "access"});
  return std::ranges::find(kinds, kind_of(x.action())) != kinds.end();
}

/// What the change is about, as events show it; nothing if that is gone or
/// nothing can be read.
std::optional<wire::Query> query_for(const wire::Change& x) {
  auto query = wire::Query{};
  auto kind = kind_of(x.action());
  if (x.action().ends_with(".purged") || x.action().ends_with("deleted")) {
    if (kind != "task" || x.action().ends_with(".purged"))
      return std::nullopt;
  }
  if (kind == "task")
    query.mutable_list_cards()->add_ids(x.task());
  else if (kind == "comment")
    query.mutable_get_comment()->set_id(
      std::strtoull(x.subject().c_str(), nullptr, 10));
  else if (kind == "project")
    query.mutable_get_project()->set_key(x.subject());
  else if (kind == "view")
    query.mutable_get_view()->set_id(
      std::strtoull(x.subject().c_str(), nullptr, 10));
  else if (kind == "label")
    query.mutable_get_label()->set_name(x.subject());
  else
    return std::nullopt;
  return query;
}

std::string key_of(const wire::Change& x) {
  return kind_of(x.action()) + ' '
         + (kind_of(x.action()) == "task" ? std::to_string(x.task())
                                          : x.subject());
}

json::object object_in(const wire::Answer& x) {
  switch (x.content_case()) {
    case wire::Answer::kTasks:
      return x.tasks().tasks().empty() ? json::object{}
                                       : json::card_to_json(x.tasks().tasks(0));
    case wire::Answer::kComment:
      return json::to_json(x.comment());
    case wire::Answer::kProject:
      return json::to_json(x.project());
    case wire::Answer::kView:
      return json::to_json(x.view());
    case wire::Answer::kLabel:
      return json::to_json(x.label());
    default:
      return nullptr;
  }
}

} // namespace

bool event_filter::wants(const std::string& type) const {
  return types.empty() || types.contains(type)
         || types.contains(type.substr(0, type.find('.')) + ".*");
}

std::string event_text(const std::string& type, const json::object& data,
                       std::uint64_t id) {
  auto text = "event: " + type + '\n';
  if (id != 0)
    text += "id: " + std::to_string(id) + '\n';
  return text + "data: "
         + data.dump(-1, ' ', false, json::object::error_handler_t::replace)
         + "\n\n";
}

// -- one stream ---------------------------------------------------------------

void event_stream::begin(std::shared_ptr<stream_sink> to,
                         raft::log_index after) {
  to_ = std::move(to);
  after_ = after;
  tell_position();
  wake();
}

bool event_stream::is_open() const {
  return to_ && to_->is_open();
}

void event_stream::wake() {
  is_woken_ = true;
  if (!is_busy_ && is_open())
    look();
}

void event_stream::look() {
  is_busy_ = true;
  is_woken_ = false;
  auto query = wire::Query{};
  auto& list = *query.mutable_list_changes();
  list.set_after(after_.value);
  list.set_project(filter_.project);
  list.set_limit(changes_at_once);
  who_->client->query(protocol::consistency::session, after_, query,
                      [self = shared_from_this()](const query_outcome& x) {
                        self->take_page(x);
                      });
}

void event_stream::take_page(const query_outcome& x) {
  is_busy_ = false;
  if (!is_open())
    return;
  // The node lags, or its store is busy: the next tick tries again.
  if (x.status != protocol::answer_status::done) {
    is_woken_ = true;
    return;
  }
  if (x.answer.has_refusal())
    return close_with("session.ended", json::object::object());
  is_busy_ = true;
  auto page = std::make_shared<found_page>();
  page->changes = x.answer.changes();
  page->visible = x.visible;
  find_objects(page);
}

void event_stream::find_objects(const std::shared_ptr<found_page>& page) {
  auto wanted = std::map<std::string, wire::Query>{};
  for (const auto& change : page->changes.changes())
    if (is_told(change) && filter_.wants(change.action()))
      if (auto query = query_for(change))
        wanted.emplace(key_of(change), *query);
  page->missing = wanted.size() + 1;
  for (const auto& [key, query] : wanted)
    find_object(page, key, query);
  find_notifications(page);
}

void event_stream::find_object(const std::shared_ptr<found_page>& page,
                               const std::string& key,
                               const wire::Query& query) {
  who_->client->query(
    protocol::consistency::session, page->visible, query,
    [self = shared_from_this(), page, key](const query_outcome& x) {
      if (x.status == protocol::answer_status::done
          && !x.answer.has_refusal()) {
        auto object = object_in(x.answer);
        page->objects[key] = std::move(object);
        page->objects[key + " as_of"] = x.visible.value;
      }
      self->found_one(page);
    });
}

void event_stream::find_notifications(const std::shared_ptr<found_page>& page) {
  if (!filter_.wants("notification.created"))
    return found_one(page);
  auto query = wire::Query{};
  query.mutable_list_notifications()->set_limit(notifications_at_once);
  who_->client->query(
    protocol::consistency::session, page->visible, query,
    [self = shared_from_this(), page](const query_outcome& x) {
      auto up_to = page->changes.more() ? page->changes.seen_index()
                                        : page->visible.value;
      for (const auto& each : x.answer.notifications().notifications())
        if (each.id() > self->after_.value && each.id() <= up_to)
          page->notifications.push_back(each);
      self->found_one(page);
    });
}

void event_stream::found_one(const std::shared_ptr<found_page>& page) {
  if (--page->missing > 0)
    return;
  is_busy_ = false;
  if (!is_open())
    return;
  tell(*page);
  if (page->changes.more() || is_woken_)
    return look();
  replays_ = nullptr;
}

json::object event_stream::event_of(const wire::Change& x,
                                    const found_page& page) const {
  auto event = json::event_to_json(x);
  auto kind = kind_of(x.action());
  if (kind == "access")
    return event;
  if (!query_for(x) && kind != "task") {
    event["subject"] = x.subject();
    if (x.task() != 0)
      event["task_id"] = x.task();
    return event;
  }
  auto found = page.objects.find(key_of(x));
  event[kind] = found == page.objects.end() ? json::object{} : found->second;
  auto as_of = page.objects.find(key_of(x) + " as_of");
  event["as_of"]
    = as_of == page.objects.end() ? json::object(x.index()) : as_of->second;
  return event;
}

/// Only the last message of an entry has its id, so that one that is cut short
/// comes again whole.
void event_stream::tell(const found_page& page) {
  auto messages = std::map<std::uint64_t, std::vector<std::string>>{};
  auto types = std::map<std::uint64_t, std::vector<json::object>>{};
  for (const auto& change : page.changes.changes()) {
    if (!is_told(change) || !filter_.wants(change.action()))
      continue;
    messages[change.index()].push_back(change.action());
    types[change.index()].push_back(event_of(change, page));
  }
  for (const auto& each : page.notifications) {
    auto event = json::object::object();
    event["index"] = each.id();
    event["type"] = "notification.created";
    event["notification"] = json::notification_to_json(each);
    messages[each.id()].emplace_back("notification.created");
    types[each.id()].push_back(std::move(event));
  }
  auto text = std::string{};
  for (const auto& [index, names] : messages)
    for (auto i = std::size_t{0}; i < names.size(); ++i)
      text += event_text(names[i], types[index][i],
                         i + 1 == names.size() ? index : 0);
  after_
    = {std::max(after_.value, page.changes.more() ? page.changes.seen_index()
                                                  : page.visible.value)};
  if (!text.empty())
    to_->write(std::move(text));
}

void event_stream::tell_position() {
  const auto& position = service_.place.position;
  told_position_us_ = service_.options.uptime_us();
  auto data = json::object::object();
  data["index"] = after_.value;
  data["leader"] = position.leader.value == 0
                     ? json::object{}
                     : json::object(position.leader.value);
  data["term"] = position.term.value;
  data["quorum"] = position.leader.value != 0;
  to_->write(event_text("position", data, after_.value));
}

void event_stream::tend(std::uint64_t now_us) {
  if (!is_open())
    return;
  // A handover token has ended: the next one goes on.
  if (who_->expires_us != 0 && who_->expires_us <= service_.options.now_us())
    return close_with("bye", json::object::object());
  if (is_woken_ && !is_busy_)
    look();
  if (now_us - told_position_us_ < position_interval_us)
    return;
  tell_position();
  // Reminders come without a change that would wake it.
  wake();
}

void event_stream::tell_cluster(const char* type, json::object data) {
  if (!is_open() || !filter_.wants(type))
    return;
  data["type"] = type;
  to_->write(event_text(type, data, 0));
}

void event_stream::end() {
  close_with("bye", json::object::object());
}

void event_stream::close_with(const char* type, json::object data) {
  if (!is_open())
    return;
  data["type"] = type;
  to_->write(event_text(type, data, 0));
  to_->close();
}

// -- all streams --------------------------------------------------------------

void event_feed::add(std::shared_ptr<event_stream> x) {
  if (streams_.empty()) {
    seen_ = service_.place.position.visible;
    told_ = service_.place.position;
  }
  streams_.push_back(std::move(x));
}

/// Who leads and who belongs to the cluster is in no change.
void event_feed::tell_cluster() {
  const auto& now = service_.place.position;
  auto before = std::exchange(told_, now);
  auto news = json::object::object();
  news["index"] = now.visible.value;
  news["term"] = now.term.value;
  news["node"]
    = now.leader.value == 0 ? json::object{} : json::object(now.leader.value);
  if (now.leader != before.leader || now.term != before.term)
    for (const auto& each : streams_)
      each->tell_cluster("cluster.leader", news);
  news["members"] = json::object::array();
  for (const auto& each : now.members)
    news["members"].push_back(each.id.value);
  auto same = std::ranges::equal(now.members, before.members, {},
                                 &protocol::member_seen::id,
                                 &protocol::member_seen::id);
  if (!same)
    for (const auto& each : streams_)
      each->tell_cluster("cluster.members", news);
}

void event_feed::move() {
  if (service_.place.position.outdated)
    return end();
  tell_cluster();
  if (streams_.empty() || is_busy_ || service_.place.position.visible <= seen_)
    return;
  is_busy_ = true;
  auto query = wire::Query{};
  auto& list = *query.mutable_list_changes();
  list.set_after(seen_.value);
  list.set_limit(changes_at_once);
  service_.own->query(protocol::consistency::stale, {}, query,
                      [this](const query_outcome& x) { take(x); });
}

void event_feed::take(const query_outcome& x) {
  is_busy_ = false;
  if (x.status != protocol::answer_status::done || x.answer.has_refusal())
    return;
  const auto& page = x.answer.changes();
  auto up_to = page.more() ? page.seen_index() : x.visible.value;
  seen_ = {std::max(seen_.value, up_to)};
  if (page.changes_size() > 0)
    for (const auto& each : streams_)
      each->wake();
  move();
}

void event_feed::tend(std::uint64_t now_us) {
  std::erase_if(streams_, [](const auto& x) { return !x->is_open(); });
  for (const auto& each : streams_)
    each->tend(now_us);
  move();
}

void event_feed::end() {
  for (const auto& each : streams_)
    each->end();
  streams_.clear();
}

} // namespace taskraft::http
