#include "actors/http/routes/openapi_responses.hpp"

#include "actors/http/routes/answer_schemas.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>

namespace taskraft::http {

namespace {

using json::object;

object named_schema(std::string_view name) {
  return reference_to("schemas", name);
}

/// Refers to headers that are described.
object headers(std::initializer_list<std::string_view> wanted) {
  auto all = object::object();
  for (auto name : wanted)
    all[std::string{name}] = reference_to("headers", name);
  return all;
}

object with(object to, const object& more) {
  to.update(more);
  return to;
}

/// What every response has.
object common_headers() {
  return headers({"Request-Id", "Taskraft-Node", "Raft-Index"});
}

object content_of(const route& x) {
  if (x.also == "text/event-stream")
    return {{"text/event-stream", {{"schema", {{"type", "string"}}}}}};
  if (x.answers == "File" || x.answers == "Export")
    return {{"*/*", object::object()}};
  auto shown = named_schema(x.answers);
  if (!x.or_answers.empty())
    shown = {{"anyOf", {shown, named_schema(x.or_answers)}}};
  auto content = object{{"application/json", {{"schema", std::move(shown)}}}};
  if (x.also == "text/csv")
    content["text/csv"] = {{"schema", {{"type", "string"}}}};
  if (x.also == "*/*")
    content["application/octet-stream"] = object::object();
  return content;
}

/// Whether the answer is one thing that has a revision.
bool has_revision(const route& x) {
  static constexpr auto tagged = std::to_array<std::string_view>(
    {"Task", "Project", "User", "Comment", "Label", "View"});
  return x.or_answers.empty()
         && std::ranges::find(tagged, x.answers) != tagged.end();
}

object done_headers(const route& x) {
  auto all = common_headers();
  // Other steps show nothing that has a revision.
  if (std::holds_alternative<operation>(x.steps)) {
    if (x.method == verb::get && x.answers != "EventStream")
      all.update(headers({"Age"}));
    return all;
  }
  if (has_revision(x))
    all.update(headers({"ETag"}));
  all.update(std::holds_alternative<reading>(x.steps)
               ? headers({"Age"})
               : headers({"Idempotency-Replayed"}));
  return all;
}

object refusal(std::string_view about, const object& more) {
  return {
    {"description", std::string{about}},
    {"headers", with(common_headers(), more)},
    {"content",
     {{"application/problem+json", {{"schema", named_schema("Problem")}}}}}};
}

} // namespace

object reference_to(std::string_view kind, std::string_view name) {
  return {
    {"$ref", "#/components/" + std::string{kind} + '/' + std::string{name}}};
}

object responses_of(const route& x) {
  auto responses = object::object();
  auto done = object{{"description", "Done"}, {"headers", done_headers(x)}};
  if (!x.answers.empty())
    done["content"] = content_of(x);
  auto made = done;
  if (x.method == verb::post)
    made["headers"].update(headers({"Location"}));
  responses[std::to_string(x.status)] = x.status == 201 ? made : done;
  if (x.answers == "File")
    responses["206"] = done;
  if (x.may_create)
    responses["201"] = std::move(made);
  if (x.method == verb::get)
    responses["304"] = {{"description", "Known already"},
                        {"headers", with(common_headers(), headers({"ETag"}))}};
  constexpr auto named
    = std::to_array<std::array<const char*, 2>>({{"401", "Unknown"},
                                                 {"429", "TooMuch"},
                                                 {"503", "NotDone"},
                                                 {"4XX", "Refused"},
                                                 {"5XX", "Refused"}});
  for (const auto& [status, name] : named)
    responses[status] = reference_to("responses", name);
  return responses;
}

object described_responses() {
  return {
    {"Unknown",
     refusal("Nobody knows who asks", headers({"WWW-Authenticate"}))},
    {"TooMuch", refusal("Too much in a minute", headers({"Retry-After"}))},
    {"NotDone",
     refusal("Nothing was done, and may be later", headers({"Retry-After"}))},
    {"Refused", refusal("Refused: `code` says why", object::object())}};
}

object described_headers() {
  auto all = object::object();
  auto add = [&](const char* name, const char* type, bool required,
                 const char* about) {
    all[name] = {{"description", about},
                 {"required", required},
                 {"schema", {{"type", type}}}};
  };
  add("Request-Id", "string", true,
      "Names the request in the node's messages.");
  add("Taskraft-Node", "integer", true, "The id of the node that answers.");
  add("Raft-Index", "integer", true,
      "The log index of the data that was read, or of the write; of what is "
      "neither, how far this node has come.");
  add("Age", "integer", false,
      "Seconds, rounded up, for which the data may be out of date.");
  add("ETag", "string", true, "Of the revision that is shown.");
  add("Location", "string", true, "Where it is from now on.");
  add("Retry-After", "integer", true, "Seconds.");
  add("WWW-Authenticate", "string", true, "Bearer");
  add("Idempotency-Replayed", "string", false,
      "`true`: the request was done before.");
  return all;
}

} // namespace taskraft::http
