// Keys and values.

#include "actors/http/route.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/text.hpp"

#include <utility>

namespace taskraft::http {

namespace {

outcome<wire::Query> ask_keys(const call& x) {
  auto query = wire::Query{};
  auto& list = *query.mutable_list_keys();
  if (const auto* prefix = x.parameter("prefix"))
    list.set_prefix(*prefix);
  auto page = page_of(x);
  if (const auto* why = problem_in(page))
    return *why;
  list.set_limit(std::get<0>(page).limit);
  list.set_after(std::get<0>(page).after);
  return query;
}

outcome<response> tell_keys(const call& x, const wire::Answer& answer) {
  auto items = json::object::array();
  const auto& page = answer.pairs();
  for (const auto& each : page.pairs()) {
    auto item = json::object::object();
    json::add_bytes(item, "key", each.key());
    item["rev"] = each.rev();
    item["size"] = each.value().size();
    items.push_back(std::move(item));
  }
  auto next = page.more() && page.pairs_size() > 0
                ? page.pairs().rbegin()->key()
                : std::string{};
  return list_response(x, std::move(items), next);
}

outcome<wire::Query> ask_value(const call& x) {
  auto query = wire::Query{};
  query.mutable_get_key()->set_key(x.arguments.at(0));
  return query;
}

/// Whether the client asks for JSON and not for the bytes.
bool wants_json(const call& x) {
  return is_media_type(x.http->header("accept").value_or(""),
                       "application/json");
}

outcome<response> tell_value(const call& x, const wire::Answer& answer) {
  const auto& pair = answer.pair();
  auto found = response{};
  found.headers.emplace_back("ETag", '"' + std::to_string(pair.rev()) + '"');
  // One that changes something shows a client that was late what is there.
  if (x.http->method != verb::get && x.http->method != verb::head) {
    found.body = json::to_json(pair).dump();
    return found;
  }
  if (!wants_json(x)) {
    found.content_type = "application/octet-stream";
    found.body = pair.value();
    return found;
  }
  if (!tasks::count_characters(pair.key())
      || !tasks::count_characters(pair.value())) {
    auto why = problem{};
    why.status = 406;
    why.code = "not_acceptable";
    why.detail = "the key or its value is no UTF-8";
    return why;
  }
  found.body = json::to_json(pair).dump();
  return found;
}

/// What `If-Match: *` stands for: whatever revision the key has.
outcome<wire::Query> ask_any_revision(const call& x) {
  return x.when.has_if_match && !x.when.names_tag() ? ask_value(x)
                                                    : wire::Query{};
}

outcome<wire::Command> put_value(const call& x) {
  auto command = wire::Command{};
  auto& put = *command.mutable_put_key();
  put.set_key(x.arguments.at(0));
  put.set_value(x.http->body);
  put.set_says_created(true);
  if (x.when.only_new)
    put.set_expected_rev(0);
  else if (x.when.expected_rev)
    put.set_expected_rev(*x.when.expected_rev);
  else if (x.before != nullptr)
    put.set_expected_rev(x.before->has_pair() ? x.before->pair().rev()
                                              : no_revision);
  return command;
}

outcome<response> tell_put(const call& x, const written& done) {
  auto body = json::object::object();
  json::add_bytes(body, "key", x.arguments.at(0));
  body["rev"] = done.result->key().rev();
  if (!done.result->created())
    return object_response(body);
  return created_response(body, "/kv/" + percent_encoded(x.arguments.at(0)));
}

outcome<wire::Command> delete_value(const call& x) {
  auto command = wire::Command{};
  auto& deletion = *command.mutable_delete_key();
  deletion.set_key(x.arguments.at(0));
  if (x.when.expected_rev)
    deletion.set_expected_rev(*x.when.expected_rev);
  return command;
}

outcome<response> tell_deleted(const call& /*x*/, const written& /*done*/) {
  return empty_response();
}

} // namespace

void add_key_routes(std::vector<route>& to) {
  using enum verb;
  to.push_back({.method = get,
                .path = "/kv",
                .steps = reading{ask_keys, tell_keys},
                .about = "Lists keys",
                .parameters = {{"prefix"}, {"limit"}, {"cursor"}},
                .answers = "KeyList"});
  to.push_back({.method = get,
                .path = "/kv/{key}",
                .steps = reading{ask_value, tell_value},
                .about = "Gets a key's value: bytes, or JSON for who accepts "
                         "that alone",
                .answers = "KeyValue",
                .also = "*/*"});
  to.push_back({.method = put,
                .path = "/kv/{key}",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{.ask = put_value,
                                 .tell = tell_put,
                                 .ask_before = ask_any_revision},
                .about = "Puts a key's value, of any bytes",
                .takes = body_kind::raw,
                .answers = "KeyChanged",
                .may_create = true,
                .most_bytes = tasks::max_value_bytes});
  to.push_back({.method = verb::remove,
                .path = "/kv/{key}",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{delete_value, tell_deleted},
                .about = "Deletes a key",
                .status = 204});
}

} // namespace taskraft::http
