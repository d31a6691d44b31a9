#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/objections.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/rules/setting_rules.hpp"
#include "protocol/tasks/text.hpp"

#include <utility>

namespace taskraft::tasks {

namespace {

maybe_refusal check_label_name(const std::string& name) {
  if (auto why = check_line("/name", name, max_label_characters))
    return why;
  if (name.empty() || trimmed(name) != name)
    return refusal(errc::invalid_value, "/name",
                   "must not be empty, nor begin or end with white space");
  if (name.find(',') != std::string::npos)
    return refusal(errc::invalid_value, "/name", "must not hold a comma");
  return std::nullopt;
}

maybe_refusal no_such_label(const std::string& name) {
  return refusal(errc::not_found, "/name", "label " + name + " does not exist");
}

wire::Result changed(wire::Label label) {
  auto x = wire::Result{};
  *x.mutable_label() = std::move(label);
  return x;
}

} // namespace

wire::Result create_label(const command_context& c,
                          const wire::CreateLabel& x) {
  auto name = count_characters(x.name()) ? trimmed(x.name()) : x.name();
  auto against = objections{c.at};
  against.add(check_label_name(name));
  if (!x.color().empty())
    against.add(check_color(x.color()));
  against.add(
    check_text("/description", x.description(), max_description_bytes));
  if (auto why = against.first())
    return refused(std::move(*why));
  if (c.state.find<wire::Label>(fold(name)) != nullptr)
    return refused(
      refusal(errc::duplicate, "/name", "there is this label already"));
  if (auto why = check_room(c.state, settings::labels, 1))
    return refused(std::move(*why));
  use_more(c.state, settings::labels, 1);
  auto row = wire::Label{};
  row.set_folded(fold(name));
  row.set_name(std::move(name));
  row.set_color(x.color().empty() ? default_color : x.color());
  row.set_description(x.description());
  row.set_rev(c.at.index.value);
  c.state.put(row);
  return changed(std::move(row));
}

wire::Result update_label(const command_context& c,
                          const wire::UpdateLabel& x) {
  const auto* found = c.state.find<wire::Label>(fold(x.name()));
  if (found == nullptr)
    return refused(*no_such_label(x.name()));
  if (auto why = check_admin(c.who))
    return refused(std::move(*why));
  auto before = *found;
  if (x.has_expected_rev())
    if (auto why
        = check_rev("label " + before.name(), before.rev(), x.expected_rev()))
      return refused(std::move(*why));
  auto against = objections{c.at};
  if (x.has_color())
    against.add(check_color(x.color()));
  against.add(
    check_text("/description", x.description(), max_description_bytes));
  if (auto why = against.first())
    return refused(std::move(*why));
  auto after = before;
  if (x.has_color())
    after.set_color(x.color());
  if (x.has_description())
    after.set_description(x.description());
  if (after.SerializeAsString() == before.SerializeAsString())
    return changed(std::move(before));
  after.set_rev(c.at.index.value);
  c.state.put(after);
  return changed(std::move(after));
}

wire::Result delete_label(const command_context& c,
                          const wire::DeleteLabel& x) {
  const auto* found = c.state.find<wire::Label>(fold(x.name()));
  if (found == nullptr)
    return refused(*no_such_label(x.name()));
  if (auto why = check_admin(c.who))
    return refused(std::move(*why));
  if (x.has_expected_rev())
    if (auto why
        = check_rev("label " + found->name(), found->rev(), x.expected_rev()))
      return refused(std::move(*why));
  if (found->uses() != 0)
    return refused(
      refusal(errc::in_use, "/name",
              std::to_string(found->uses()) + " tasks bear the label"));
  auto row = *found;
  c.state.erase<wire::Label>(row.folded());
  use_less(c.state, settings::labels, 1);
  return changed(std::move(row));
}

wire::Answer get_label(reader& state, const wire::GetLabel& x) {
  const auto* found = state.find<wire::Label>(fold(x.name()));
  if (found == nullptr)
    return refused_answer(*no_such_label(x.name()));
  auto answer = wire::Answer{};
  *answer.mutable_label() = *found;
  return answer;
}

wire::Answer list_labels(reader& state, const wire::ListLabels& x) {
  if (auto why = check_limit(x.limit()))
    return refused_answer(std::move(*why));
  auto answer = wire::Answer{};
  auto& page = *answer.mutable_labels();
  page.set_more(
    state.fill_page("", x.after(), x.limit(), *page.mutable_labels()));
  return answer;
}

} // namespace taskraft::tasks
