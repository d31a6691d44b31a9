// Labels.

#include "actors/http/route.hpp"

#include <utility>

namespace taskraft::http {

namespace {

const auto new_label = body_schema{
  "NewLabel", {{"name", field_type::text, true}, {"color"}, {"description"}}};
const auto label_patch
  = body_schema{"LabelPatch", {{"color"}, {"description"}}};

outcome<wire::Query> ask_labels(const call& x) {
  auto query = wire::Query{};
  auto& list = *query.mutable_list_labels();
  auto page = page_of(x);
  if (const auto* why = problem_in(page))
    return *why;
  list.set_limit(std::get<0>(page).limit);
  list.set_after(std::get<0>(page).after);
  return query;
}

outcome<response> tell_labels(const call& x, const wire::Answer& answer) {
  const auto& page = answer.labels();
  auto items = objects_of(page.labels());
  auto next = page.more() && page.labels_size() > 0
                ? page.labels().rbegin()->folded()
                : std::string{};
  return list_response(x, std::move(items), next);
}

outcome<wire::Query> ask_label(const call& x) {
  auto query = wire::Query{};
  query.mutable_get_label()->set_name(x.arguments.at(0));
  return query;
}

outcome<response> tell_label(const call& /*x*/, const wire::Answer& answer) {
  return object_response(json::to_json(answer.label()));
}

outcome<wire::Command> make_label(const call& x) {
  auto command = wire::Command{};
  auto& label = *command.mutable_create_label();
  label.set_name(x.text("name"));
  label.set_color(color_in(x));
  label.set_description(x.text("description"));
  return command;
}

outcome<response> tell_made_label(const call& /*x*/, const written& done) {
  const auto& label = done.result->label();
  return created_response(json::to_json(label),
                          "/labels/" + percent_encoded(label.name()));
}

outcome<wire::Command> change_label(const call& x) {
  auto command = wire::Command{};
  auto& label = *command.mutable_update_label();
  label.set_name(x.arguments.at(0));
  if (x.when.expected_rev)
    label.set_expected_rev(*x.when.expected_rev);
  if (x.has("color"))
    label.set_color(x.field("color") == nullptr ? "#4c6ef5" : color_in(x));
  if (x.has("description"))
    label.set_description(x.text("description"));
  return command;
}

outcome<response> tell_changed_label(const call& /*x*/, const written& done) {
  return object_response(json::to_json(done.result->label()));
}

outcome<wire::Command> delete_label(const call& x) {
  auto command = wire::Command{};
  auto& label = *command.mutable_delete_label();
  label.set_name(x.arguments.at(0));
  if (x.when.expected_rev)
    label.set_expected_rev(*x.when.expected_rev);
  return command;
}

outcome<response> tell_no_label(const call& /*x*/, const written& /*done*/) {
  return empty_response();
}

} // namespace

void add_label_routes(std::vector<route>& to) {
  using enum verb;
  to.push_back({.method = get,
                .path = "/labels",
                .steps = reading{ask_labels, tell_labels},
                .about = "Lists labels",
                .parameters = {{"limit"}, {"cursor"}},
                .answers = "LabelList"});
  to.push_back({.method = post,
                .path = "/labels",
                .scope = wire::SCOPE_WRITE,
                .steps = writing{make_label, tell_made_label},
                .about = "Makes a label",
                .body = &new_label,
                .takes = body_kind::json,
                .answers = "Label",
                .status = 201});
  to.push_back({.method = get,
                .path = "/labels/{name}",
                .steps = reading{ask_label, tell_label},
                .about = "Shows a label",
                .answers = "Label"});
  to.push_back({.method = patch,
                .path = "/labels/{name}",
                .scope = wire::SCOPE_ADMIN,
                .steps = writing{change_label, tell_changed_label},
                .about = "Changes a label",
                .body = &label_patch,
                .takes = body_kind::json,
                .answers = "Label"});
  to.push_back({.method = verb::remove,
                .path = "/labels/{name}",
                .scope = wire::SCOPE_ADMIN,
                .steps = writing{delete_label, tell_no_label},
                .about = "Deletes a label that no task bears",
                .status = 204});
}

} // namespace taskraft::http
