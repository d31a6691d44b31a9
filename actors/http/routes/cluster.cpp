// The cluster.

#include "actors/http/exchange/exchange.hpp"
#include "actors/http/service/cluster_json.hpp"
#include "protocol/json/instants.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace taskraft::http {

namespace {

constexpr auto change_wait_ms = std::uint64_t{4000};
constexpr auto digest_wait_ms = std::uint64_t{30'000};

const auto new_node = body_schema{
  "NewNode",
  {{"id", field_type::number, true}, {"address", field_type::text, true}}};
const auto new_leader = body_schema{"NewLeader", {{"to", field_type::number}}};

using exchange_pointer = std::shared_ptr<exchange>;

/// Sends a request of operators, and fails where it is refused.
template <class Answer, class Request, class Then>
void operate(const exchange_pointer& x, Request request, Then then) {
  x->client().operation(
    std::move(request), [x, then](const operation_answer& found) {
      if (const auto* why = std::get_if<protocol::operation_refused>(&found))
        return x->fail(problem_of(why->code, why->reason));
      if (const auto* answer = std::get_if<Answer>(&found))
        return then(*answer);
      x->fail(problem_of(errc::unavailable, "the node has not answered"));
    });
}

// -- status -------------------------------------------------------------------

void tell_status(const exchange_pointer& x, bool is_local,
                 const std::vector<protocol::node_status>& nodes) {
  auto& at = x->at();
  auto facts = cluster_facts{};
  facts.cluster_id = at.place.cluster_id;
  facts.name = at.options.cluster_name;
  facts.served_by = at.options.node;
  facts.nodes = nodes;
  facts.members = at.place.position.members;
  facts.http = at.nodes.origins_by_node();
  facts.is_local = is_local;
  x->answer(object_response(status_to_json(facts)));
}

void run_status(const exchange_pointer& x) {
  auto local = flag_of(x->asked(), "local");
  if (const auto* why = problem_in(local))
    return x->fail(*why);
  auto request = protocol::request_cluster_status{};
  request.local = std::get<0>(local).value_or(false);
  operate<protocol::cluster_status_answered>(
    x, request, [x, is_local = request.local](const auto& status) {
      tell_status(x, is_local, status.nodes);
    });
}

// -- members ------------------------------------------------------------------

/// "host:7101"; which hosts there are is found out when they are dialled.
bool is_address(std::string_view text) {
  constexpr auto most_port = std::uint64_t{65'535};
  auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0
      || text.find_first_of(" \t\r\n/") != std::string_view::npos)
    return false;
  auto port = number_in(text.substr(colon + 1));
  return port && *port > 0 && *port <= most_port;
}

void change_members(const exchange_pointer& x,
                    protocol::members_operation operation, std::uint64_t node,
                    const std::string& address,
                    void (*then)(const exchange_pointer& x,
                                 const protocol::members_listed& done)) {
  auto request = protocol::change_members{};
  request.operation = operation;
  request.node = {node};
  request.address = address;
  request.wait_ms = change_wait_ms;
  operate<protocol::members_listed>(
    x, std::move(request), [x, then](const protocol::members_listed& done) {
      if (done.code == errc::none)
        return then(x, done);
      // It will never be reached.
      auto why = problem_of(done.code, done.reason);
      if (x->asked().has("address") && why.status == 503
          && !is_address(x->asked().text("address")))
        return x->fail(problem_of(errc::invalid_value,
                                  "must be an address like 192.0.2.7:7101",
                                  "/address"));
      // The cluster needs it: it is its last voter.
      auto removes = x->asked().http->method == verb::remove;
      if (removes && done.code == errc::conflict)
        why = problem_of(errc::in_use, done.reason);
      x->fail(why);
    });
}

void tell_members(const exchange_pointer& x,
                  const protocol::members_listed& done) {
  x->answer(part_response(x->asked(), members_to_json(done.members), "id"));
}

void tell_member_of(const exchange_pointer& x, std::uint64_t id,
                    const protocol::members_listed& done, unsigned status) {
  for (const auto& each : done.members)
    if (each.id.value == id)
      return x->answer(object_response(members_to_json({each}).at(0), status));
  x->fail(problem_of(errc::not_found, "there is no such member"));
}

void run_members(const exchange_pointer& x) {
  if (auto why = check_page(x->asked()))
    return x->fail(*why);
  change_members(x, protocol::members_operation::list, 0, {}, tell_members);
}

void run_member(const exchange_pointer& x) {
  change_members(x, protocol::members_operation::list, 0, {},
                 [](const exchange_pointer& y, const auto& done) {
                   tell_member_of(y, y->asked().number(), done, 200);
                 });
}

void run_add_member(const exchange_pointer& x) {
  auto id = x->asked().field("id")->get<std::uint64_t>();
  change_members(
    x, protocol::members_operation::add, id, x->asked().text("address"),
    [](const exchange_pointer& y, const auto& done) {
      tell_member_of(y, y->asked().field("id")->template get<std::uint64_t>(),
                     done, 202);
    });
}

void run_remove_member(const exchange_pointer& x) {
  change_members(x, protocol::members_operation::remove, x->asked().number(),
                 {}, [](const exchange_pointer& y, const auto& /*done*/) {
                   y->answer(empty_response());
                 });
}

void run_promote(const exchange_pointer& x) {
  change_members(x, protocol::members_operation::promote, x->asked().number(),
                 {}, [](const exchange_pointer& y, const auto& done) {
                   tell_member_of(y, y->asked().number(), done, 200);
                 });
}

// -- operations ---------------------------------------------------------------

/// The position comes a moment after the change; the status is of now.
void tell_transferred(const exchange_pointer& x, raft::node_id leader) {
  auto request = protocol::request_cluster_status{};
  request.local = true;
  operate<protocol::cluster_status_answered>(
    x, request, [x, leader](const protocol::cluster_status_answered& status) {
      auto body = json::object::object();
      body["term"] = status.nodes.empty() ? x->at().place.position.term.value
                                          : status.nodes.front().term.value;
      body["leader"] = leader.value;
      x->answer(object_response(body));
    });
}

bool may_lead(const exchange_pointer& x, raft::node_id node) {
  return std::ranges::any_of(
    x->at().place.position.members,
    [&](const auto& each) { return each.id == node && each.voter; });
}

void run_transfer(const exchange_pointer& x) {
  auto request = protocol::transfer_leadership{};
  if (const auto* to = x->asked().field("to"))
    request.target = {to->get<std::uint64_t>()};
  operate<protocol::leadership_transferred>(
    x, request,
    [x, to = request.target](const protocol::leadership_transferred& done) {
      if (!done.succeeded && to.value != 0 && !may_lead(x, to))
        return x->fail(
          problem_of(errc::invalid_value, "is no member that votes", "/to"));
      if (!done.succeeded)
        return x->fail(problem_of(errc::unavailable, done.reason));
      tell_transferred(x, done.leader);
    });
}

void run_snapshot(const exchange_pointer& x) {
  auto request = protocol::request_cluster_status{};
  request.compact = true;
  operate<protocol::cluster_status_answered>(
    x, request, [x](const protocol::cluster_status_answered& done) {
      auto body = json::object::object();
      body["index"] = nullptr;
      for (const auto& each : done.nodes)
        if (each.id.value == x->at().options.node && each.reachable)
          body["index"] = each.first_index.value - 1;
      x->answer(object_response(body));
    });
}

void run_checksum(const exchange_pointer& x) {
  auto command = wire::Command{};
  command.mutable_take_digest();
  auto id = x->at().fresh_request_id();
  x->client().command(id, x->at().place.position.evaluated, command,
                      [x](const command_outcome& found) {
                        if (found.status != protocol::answer_status::done)
                          return x->fail(problem_of(found.status));
                        if (found.result.has_refusal())
                          return x->fail(problem_of(found.result.refusal()));
                        auto request = protocol::compare_digests{};
                        request.index = {found.result.digest_due().index()};
                        x->stands_at(request.index);
                        request.wait_ms = digest_wait_ms;
                        operate<protocol::digests_compared>(
                          x, request,
                          [x](const protocol::digests_compared& done) {
                            x->answer(object_response(digests_to_json(done)));
                          });
                      });
}

// -- leaders ------------------------------------------------------------------

/// The term before which a page begins, and since when that was led: the end of
/// the page's first.
std::pair<std::uint64_t, std::uint64_t> begin_of(const std::string& after) {
  auto space = std::min(after.find(' '), after.size());
  return {std::strtoull(after.substr(0, space).c_str(), nullptr, 10),
          std::strtoull(after.substr(space).c_str(), nullptr, 10)};
}

outcome<wire::Query> ask_leaders(const call& x) {
  auto query = wire::Query{};
  auto& list = *query.mutable_list_leaders();
  auto page = page_of(x);
  if (const auto* why = problem_in(page))
    return *why;
  list.set_limit(std::get<0>(page).limit);
  list.set_before(begin_of(std::get<0>(page).after).first);
  return query;
}

outcome<response> tell_leaders(const call& x, const wire::Answer& answer) {
  auto until_us = begin_of(std::get<0>(page_of(x)).after).second;
  auto items = json::object::array();
  auto instant = [](std::uint64_t at_us) {
    return json::object(json::to_rfc3339(static_cast<std::int64_t>(at_us)));
  };
  auto next = std::string{};
  for (const auto& each : answer.leaders().leaders()) {
    auto item = json::object::object();
    item["term"] = each.term();
    item["node"] = each.node();
    item["since"] = instant(each.since_us());
    item["until"] = until_us == 0 ? json::object{} : instant(until_us);
    until_us = each.since_us();
    items.push_back(std::move(item));
    next = std::to_string(each.term()) + ' ' + std::to_string(until_us);
  }
  return list_response(x, std::move(items),
                       answer.leaders().more() ? next : std::string{});
}

void add_operation_routes(std::vector<route>& to) {
  using enum verb;
  auto add = [&](std::string_view path, operation steps, std::string_view about,
                 std::string_view answers, const body_schema* body = nullptr) {
    to.push_back({.method = post,
                  .path = path,
                  .scope = wire::SCOPE_ADMIN,
                  .steps = steps,
                  .about = about,
                  .body = body,
                  .takes = body == nullptr ? body_kind::none : body_kind::json,
                  .answers = answers});
  };
  add("/cluster/transfer-leader", {run_transfer},
      "Hands leadership to another node", "LeaderChange", &new_leader);
  add("/cluster/snapshot", {run_snapshot}, "Has every node cut its log",
      "SnapshotTaken");
  add("/cluster/checksum", {run_checksum}, "Compares the states of all nodes",
      "Digests");
}

} // namespace

void add_cluster_routes(std::vector<route>& to) {
  using enum verb;
  to.push_back({.method = get,
                .path = "/cluster/status",
                .steps = operation{run_status},
                .about = "Shows how every node is",
                .parameters = {{"local", "true: only what this node believes"}},
                .answers = "ClusterStatus"});
  to.push_back({.method = get,
                .path = "/cluster/members",
                .steps = operation{run_members},
                .about = "Lists the members of the cluster",
                .parameters = {{"limit"}, {"cursor"}},
                .answers = "NodeList"});
  to.push_back({.method = post,
                .path = "/cluster/members",
                .scope = wire::SCOPE_ADMIN,
                .steps = operation{run_add_member},
                .about = "Adds a node, as a learner",
                .body = &new_node,
                .takes = body_kind::json,
                .answers = "Node",
                .status = 202});
  to.push_back({.method = get,
                .path = "/cluster/members/{id}",
                .steps = operation{run_member},
                .about = "Shows a member of the cluster",
                .answers = "Node"});
  to.push_back({.method = verb::remove,
                .path = "/cluster/members/{id}",
                .scope = wire::SCOPE_ADMIN,
                .steps = operation{run_remove_member},
                .about = "Takes a node out of the cluster",
                .status = 204});
  to.push_back({.method = post,
                .path = "/cluster/members/{id}/promote",
                .scope = wire::SCOPE_ADMIN,
                .steps = operation{run_promote},
                .about = "Lets a learner vote",
                .answers = "Node"});
  to.push_back({.method = get,
                .path = "/cluster/leaders",
                .steps = reading{ask_leaders, tell_leaders},
                .about = "Lists who has led, the newest first",
                .parameters = {{"limit"}, {"cursor"}},
                .answers = "LeaderList"});
  add_operation_routes(to);
}

} // namespace taskraft::http
