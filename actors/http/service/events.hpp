// Server-sent events: what has changed, as it changes, to who may know. A
// message's id is a log index, so that a stream goes on at any node.

#pragma once

#include "actors/http/message.hpp"
#include "actors/http/service/identities.hpp"
#include "protocol/json/event_objects.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace taskraft::http {

struct service;

/// What a stream wants to hear of.
struct event_filter {
  /// Empty: all projects.
  std::string project;
  /// Empty: all types. "task.*" stands for all of tasks.
  std::set<std::string> types;

  bool wants(const std::string& type) const;
};

/// The lines of one message. One without an id leaves the client where it is.
std::string event_text(const std::string& type, const json::object& data,
                       std::optional<std::uint64_t> id = std::nullopt);

/// Where a stream begins.
struct beginning {
  raft::log_index after;
  /// Not empty: the client must read everything again, and why.
  const char* reset = "";
  /// The id with which the client asked to go on.
  std::uint64_t last = 0;
};

/// One client's stream.
class event_stream : public std::enable_shared_from_this<event_stream> {
public:
  event_stream(service& at, std::shared_ptr<identity> who, event_filter filter)
    : service_(at), who_(std::move(who)), filter_(std::move(filter)) {
  }

  /// It catches up for so long as it holds this.
  void hold(std::shared_ptr<void> place) {
    replays_ = std::move(place);
  }
  /// Where it begins, once its client listens.
  void begin(std::shared_ptr<stream_sink> to, const beginning& from);
  /// There are changes; or time has passed.
  void wake();
  void tend(std::uint64_t now_us);
  /// What is from no log: who leads, who the members are.
  void tell_cluster(const char* type, json::object data);
  /// The node stops.
  void end();
  bool is_open() const;

  const std::string& username() const {
    return who_->username;
  }

private:
  /// The objects that the changes of a page are about.
  struct found_page {
    tasks::wire::ChangePage changes;
    std::vector<tasks::wire::Notification> notifications;
    std::uint64_t unread = 0;
    json::found_objects objects;
    raft::log_index visible;
    std::size_t missing = 0;
    /// Something could not be read.
    bool is_lost = false;
  };

  void look();
  void take_page(const query_outcome& x);
  void find_objects(const std::shared_ptr<found_page>& page);
  void find_object(const std::shared_ptr<found_page>& page,
                   const json::event_object& object);
  void find_tasks(const std::shared_ptr<found_page>& page,
                  std::vector<std::uint64_t> ids);
  void find_notifications(const std::shared_ptr<found_page>& page);
  void find_notifications_before(const std::shared_ptr<found_page>& page,
                                 std::uint64_t before);
  void found_one(const std::shared_ptr<found_page>& page);
  void tell(const found_page& page);
  /// `id` is where a client that hears no more goes on.
  void tell_position(std::uint64_t id);
  void close_with(const char* type, json::object data);

  service& service_;
  std::shared_ptr<identity> who_;
  event_filter filter_;
  std::shared_ptr<stream_sink> to_;
  /// Everything up to this index was told, or is none of the client's business.
  raft::log_index after_;
  std::shared_ptr<void> replays_;
  std::uint64_t told_position_us_ = 0;
  bool is_busy_ = false;
  bool is_woken_ = false;
};

/// All streams of a node, and who looks for changes on their behalf: one query
/// for all of them, in the node's own name.
class event_feed {
public:
  explicit event_feed(service& at) : service_(at) {
  }

  void add(std::shared_ptr<event_stream> x);
  /// The node's visible state is newer.
  void move();
  void tend(std::uint64_t now_us);
  void end();

  std::size_t size() const {
    return streams_.size();
  }

private:
  void take(const query_outcome& x);
  void tell_cluster();

  service& service_;
  std::vector<std::shared_ptr<event_stream>> streams_;
  /// What the streams were told last.
  protocol::position_changed told_;
  raft::log_index seen_;
  bool is_busy_ = false;
};

} // namespace taskraft::http
