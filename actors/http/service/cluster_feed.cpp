#include "actors/http/service/cluster_feed.hpp"

#include "actors/http/service/cluster_json.hpp"
#include "actors/http/service/service.hpp"
#include "protocol/json/instants.hpp"

#include <algorithm>
#include <chrono>

namespace taskraft::http {

namespace {

/// One message each time.
constexpr auto feed_interval = std::chrono::milliseconds{100};
/// In ticks of that.
constexpr auto sample_interval = std::uint64_t{10};
/// Logins end with a change, or with their time.
constexpr auto changed_login_interval = std::uint64_t{3};
constexpr auto login_interval = std::uint64_t{50};
constexpr std::size_t most_waiting = 64;

json::object dated(std::uint64_t at_us) {
  auto to = json::object::object();
  to["at"] = json::to_rfc3339(static_cast<std::int64_t>(at_us));
  return to;
}

const char* word_of(raft::role_kind x) {
  switch (x) {
    case raft::role_kind::candidate:
      return "candidate";
    case raft::role_kind::leader:
      return "leader";
    case raft::role_kind::follower:
      break;
  }
  return "follower";
}

std::string text_of(std::uint64_t at_us, const raft::vote_seen& x) {
  auto to = dated(at_us);
  to["from"] = x.from.value;
  to["to"] = x.to.value;
  to["term"] = x.term.value;
  to["pre"] = x.pre_vote;
  to["granted"] = x.granted;
  return event_text("vote", to);
}

std::string text_of(std::uint64_t at_us, const raft::role_seen& x) {
  auto to = dated(at_us);
  to["node"] = x.node.value;
  to["role"] = word_of(x.role);
  to["term"] = x.term.value;
  to["why"] = x.why;
  return event_text("role", to);
}

std::string text_of(std::uint64_t at_us, const raft::append_seen& x) {
  auto to = dated(at_us);
  to["from"] = x.from.value;
  to["to"] = x.to.value;
  to["term"] = x.term.value;
  to["first"] = x.first.value;
  to["last"] = x.last.value;
  to["commit"] = x.commit_index.value;
  return event_text("append", to);
}

} // namespace

void cluster_feed::add(std::shared_ptr<stream_sink> to,
                       std::shared_ptr<identity> who) {
  streams_.push_back({std::move(to), std::move(who)});
  if (streams_.size() == 1)
    begin();
}

void cluster_feed::begin() {
  if (service_.options.watch)
    service_.options.watch->watch(true);
  waiting_.clear();
  appends_.clear();
  sample_.clear();
  ticks_ = 0;
  timer_.emplace(*service_.place.loop);
  ask_for_sample();
  tick();
}

void cluster_feed::tick() {
  timer_->expires_after(feed_interval);
  timer_->async_wait([this](boost::system::error_code stopped) {
    if (stopped)
      return;
    std::erase_if(streams_, [](const auto& x) { return !x.to->is_open(); });
    if (streams_.empty()) {
      if (service_.options.watch)
        service_.options.watch->watch(false);
      return;
    }
    gather();
    ++ticks_;
    if (ticks_ % sample_interval == 0)
      ask_for_sample();
    auto is_due = ticks_ % login_interval == 0;
    auto has_changed = ticks_ % changed_login_interval == 0
                       && service_.place.position.visible > logins_checked_at_;
    if (is_due || has_changed)
      check_logins(is_due);
    if (auto text = next_text())
      for (const auto& each : streams_)
        each.to->write(*text);
    tick();
  });
}

void cluster_feed::gather() {
  if (!service_.options.watch)
    return;
  for (const auto& each : service_.options.watch->take()) {
    auto text = std::visit(
      [&](const auto& x) { return text_of(each.at_us, x); }, each.what);
    if (const auto* append = std::get_if<raft::append_seen>(&each.what))
      appends_[{append->from, append->to}] = std::move(text);
    else
      waiting_.push_back(std::move(text));
  }
  while (waiting_.size() > most_waiting)
    waiting_.pop_front();
}

/// A sample once a second, then what is rare; what is left is for appends, of
/// each way in its turn.
std::optional<std::string> cluster_feed::next_text() {
  if (!sample_.empty())
    return std::exchange(sample_, {});
  if (!waiting_.empty()) {
    auto text = std::move(waiting_.front());
    waiting_.pop_front();
    return text;
  }
  auto next = appends_.upper_bound(told_way_);
  if (next == appends_.end())
    next = appends_.begin();
  if (next == appends_.end())
    return std::nullopt;
  auto node = appends_.extract(next);
  told_way_ = node.key();
  return std::move(node.mapped());
}

void cluster_feed::ask_for_sample() {
  auto request = protocol::request_cluster_status{};
  request.local = true;
  service_.own->operation(request, [this](const operation_answer& x) {
    const auto* status = std::get_if<protocol::cluster_status_answered>(&x);
    if (status == nullptr || status->nodes.empty())
      return;
    auto facts = cluster_facts{};
    facts.members = service_.place.position.members;
    facts.http = service_.nodes.origins_by_node();
    const auto& own = status->nodes.front();
    auto sample = node_to_json(facts, own, own.commit_index.value);
    sample["at"] = dated(service_.options.now_us())["at"];
    sample_ = event_text("sample", sample);
  });
}

/// A stream ends with its login, and says goodbye when its token does, or,
/// where `must_know`, if nobody knows.
void cluster_feed::check_logins(bool must_know) {
  logins_checked_at_ = service_.place.position.visible;
  auto now_us = service_.options.now_us();
  for (const auto& each : streams_) {
    if (each.who->expires_us != 0 && each.who->expires_us <= now_us) {
      close_with(each, "bye");
      continue;
    }
    auto query = tasks::wire::Query{};
    query.mutable_get_self();
    each.who->client->query(protocol::consistency::stale, {}, query,
                            [each, must_know](const query_outcome& x) {
                              if (x.status == protocol::answer_status::done) {
                                if (x.answer.has_refusal())
                                  close_with(each, "session.ended");
                              } else if (must_know) {
                                close_with(each, "bye");
                              }
                            });
  }
}

void cluster_feed::close_with(const stream& x, const char* type) {
  if (!x.to->is_open())
    return;
  auto data = json::object::object();
  data["type"] = type;
  x.to->write(event_text(type, data));
  x.to->close();
}

void cluster_feed::end() {
  for (const auto& each : streams_)
    close_with(each, "bye");
  streams_.clear();
  if (timer_)
    timer_->cancel();
}

} // namespace taskraft::http
