#include "actors/http/service/events.hpp"

#include "actors/http/service/cluster_json.hpp"
#include "actors/http/service/service.hpp"
#include "protocol/json/changes.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::http {

namespace {

namespace wire = tasks::wire;

constexpr auto position_interval_us = std::uint64_t{15'000'000};
constexpr std::uint32_t changes_at_once = 100;
constexpr std::uint32_t notifications_at_once = 50;
constexpr std::size_t tasks_at_once = 200;

} // namespace

bool event_filter::wants(const std::string& type) const {
  return types.empty() || types.contains(type)
         || types.contains(type.substr(0, type.find('.')) + ".*");
}

std::string event_text(const std::string& type, const json::object& data,
                       std::optional<std::uint64_t> id) {
  auto text = "event: " + type + '\n';
  if (id)
    text += "id: " + std::to_string(*id) + '\n';
  return text + "data: "
         + data.dump(-1, ' ', false, json::object::error_handler_t::replace)
         + "\n\n";
}

// -- one stream ---------------------------------------------------------------

void event_stream::begin(std::shared_ptr<stream_sink> to,
                         const beginning& from) {
  to_ = std::move(to);
  after_ = from.after;
  if (*from.reset == '\0') {
    tell_position(after_.value);
    return wake();
  }
  // Who hears no more than this must be told of the reset again.
  tell_position(from.last);
  auto data = json::object::object();
  data["index"] = after_.value;
  data["reason"] = from.reset;
  to_->write(event_text("reset", data, after_.value));
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
  auto wanted = std::map<std::string, json::event_object>{};
  auto tasks = std::set<std::uint64_t>{};
  for (const auto& change : page->changes.changes()) {
    if (!json::is_told(change) || !filter_.wants(change.action()))
      continue;
    if (auto id = json::task_of(change))
      tasks.insert(id);
    else if (auto object = json::object_of(change))
      wanted.emplace(object->key, std::move(*object));
  }
  auto parts = (tasks.size() + tasks_at_once - 1) / tasks_at_once;
  page->missing = wanted.size() + parts + 1;
  for (const auto& [key, object] : wanted)
    find_object(page, object);
  for (auto next = tasks.begin(); next != tasks.end();) {
    auto ids = std::vector<std::uint64_t>{};
    while (next != tasks.end() && ids.size() < tasks_at_once)
      ids.push_back(*next++);
    find_tasks(page, std::move(ids));
  }
  find_notifications(page);
}

void event_stream::find_tasks(const std::shared_ptr<found_page>& page,
                              std::vector<std::uint64_t> ids) {
  auto query = wire::Query{};
  query.mutable_list_cards()->mutable_ids()->Add(ids.begin(), ids.end());
  who_->client->query(
    protocol::consistency::session, page->visible, query,
    [self = shared_from_this(), page,
     ids = std::move(ids)](const query_outcome& x) {
      page->is_lost |= x.status != protocol::answer_status::done;
      if (!page->is_lost && !x.answer.has_refusal())
        json::add_tasks(page->objects, ids, x.answer.tasks(), x.visible.value);
      self->found_one(page);
    });
}

void event_stream::find_object(const std::shared_ptr<found_page>& page,
                               const json::event_object& object) {
  who_->client->query(
    protocol::consistency::session, page->visible, object.query,
    [self = shared_from_this(), page, object](const query_outcome& x) {
      page->is_lost |= x.status != protocol::answer_status::done;
      if (!page->is_lost && !x.answer.has_refusal())
        page->objects[object.key]
          = {json::object_in(x.answer, object), x.visible.value};
      self->found_one(page);
    });
}

void event_stream::find_notifications(const std::shared_ptr<found_page>& page) {
  if (!filter_.wants("notification.created")
      && !filter_.wants("notification.read"))
    return found_one(page);
  auto up_to
    = page->changes.more() ? page->changes.seen_index() : page->visible.value;
  find_notifications_before(page, up_to + 1);
}

/// The newest come first: older ones are asked for until what was told before.
void event_stream::find_notifications_before(
  const std::shared_ptr<found_page>& page, std::uint64_t before) {
  auto query = wire::Query{};
  query.mutable_list_notifications()->set_limit(notifications_at_once);
  query.mutable_list_notifications()->set_before(before);
  who_->client->query(
    protocol::consistency::session, page->visible, query,
    [self = shared_from_this(), page](const query_outcome& x) {
      page->is_lost |= x.status != protocol::answer_status::done;
      const auto& found = x.answer.notifications();
      page->unread = found.unread();
      auto oldest = std::uint64_t{0};
      for (const auto& each : found.notifications()) {
        oldest = each.id();
        if (oldest > self->after_.value)
          page->notifications.push_back(each);
      }
      if (found.more() && oldest > self->after_.value)
        return self->find_notifications_before(page, oldest);
      self->found_one(page);
    });
}

void event_stream::found_one(const std::shared_ptr<found_page>& page) {
  if (--page->missing > 0)
    return;
  is_busy_ = false;
  if (!is_open())
    return;
  // The next tick tries again.
  if (page->is_lost) {
    is_woken_ = true;
    return;
  }
  tell(*page);
  if (page->changes.more() || is_woken_)
    return look();
  replays_ = nullptr;
}

/// Only the last message of an entry has its id, so that one that is cut short
/// comes again whole.
void event_stream::tell(const found_page& page) {
  auto messages = std::map<std::uint64_t, std::vector<std::string>>{};
  auto types = std::map<std::uint64_t, std::vector<json::object>>{};
  for (const auto& change : page.changes.changes()) {
    if (!json::is_told(change) || !filter_.wants(change.action()))
      continue;
    messages[change.index()].push_back(change.action());
    types[change.index()].push_back(json::event_of(change, page.objects));
    // Without those of tasks that one does not see any more.
    if (change.action() == "notification.read")
      types[change.index()].back()["unread"] = page.unread;
  }
  for (const auto& each : page.notifications) {
    if (!filter_.wants("notification.created"))
      break;
    auto event = json::object::object();
    event["index"] = each.id();
    event["type"] = "notification.created";
    event["notification"] = json::notification_to_json(each);
    event["unread"] = page.unread;
    messages[each.id()].emplace_back("notification.created");
    types[each.id()].push_back(std::move(event));
  }
  auto text = std::string{};
  for (const auto& [index, names] : messages)
    for (auto i = std::size_t{0}; i < names.size(); ++i)
      text += event_text(names[i], types[index][i],
                         i + 1 == names.size() ? std::optional{index}
                                               : std::nullopt);
  after_
    = {std::max(after_.value, page.changes.more() ? page.changes.seen_index()
                                                  : page.visible.value)};
  if (!text.empty())
    to_->write(std::move(text));
}

void event_stream::tell_position(std::uint64_t id) {
  const auto& position = service_.place.position;
  told_position_us_ = service_.options.uptime_us();
  auto data = json::object::object();
  data["index"] = after_.value;
  data["leader"] = position.leader.value == 0
                     ? json::object{}
                     : json::object(position.leader.value);
  data["term"] = position.term.value;
  data["quorum"] = position.leader.value != 0;
  to_->write(event_text("position", data, id));
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
  tell_position(after_.value);
  // Reminders come without a change that would wake it.
  if (service_.place.position.visible > after_)
    wake();
}

void event_stream::tell_cluster(const char* type, json::object data) {
  if (!is_open() || !filter_.wants(type))
    return;
  data["type"] = type;
  to_->write(event_text(type, data));
}

void event_stream::end() {
  close_with("bye", json::object::object());
}

void event_stream::close_with(const char* type, json::object data) {
  if (!is_open())
    return;
  data["type"] = type;
  to_->write(event_text(type, data));
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

/// Who leads, who belongs to the cluster and whether its states are equal is in
/// no change.
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
  if (now.digests && now.digests != before.digests) {
    auto digests = digests_to_json(*now.digests);
    digests["term"] = now.term.value;
    for (const auto& each : streams_)
      each->tell_cluster("cluster.checksum", digests);
  }
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
