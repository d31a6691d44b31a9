#include "protocol/tasks/rules/history/change_subjects.hpp"

#include <string>

namespace taskraft::tasks {

namespace {

template <class Row>
const Row& as(const row_message& x) {
  return static_cast<const Row&>(x);
}

void place_comment(const row_message& x, wire::Change& to) {
  to.set_subject(std::to_string(as<wire::Comment>(x).id()));
  to.set_task(as<wire::Comment>(x).task());
}

void place_attachment(const row_message& x, wire::Change& to) {
  to.set_subject(std::to_string(as<wire::Attachment>(x).id()));
  to.set_task(as<wire::Attachment>(x).task());
}

void place_share(const row_message& x, wire::Change& to) {
  to.set_subject(as<wire::Share>(x).username());
  to.set_task(as<wire::Share>(x).task());
}

void place_block(const row_message& x, wire::Change& to) {
  to.set_subject(std::to_string(as<wire::Block>(x).other()));
  to.set_task(as<wire::Block>(x).task());
}

void place_project(const row_message& x, wire::Change& to) {
  to.set_subject(as<wire::Project>(x).key());
  to.set_project(as<wire::Project>(x).key());
}

void place_member(const row_message& x, wire::Change& to) {
  to.set_subject(as<wire::Member>(x).username());
  to.set_project(as<wire::Member>(x).project());
}

void place_label(const row_message& x, wire::Change& to) {
  to.set_subject(as<wire::Label>(x).name());
}

void place_saved_view(const row_message& x, wire::Change& to) {
  to.set_subject(std::to_string(as<wire::View>(x).id()));
  to.add_readers(as<wire::View>(x).owner());
  if (as<wire::View>(x).shared())
    to.set_project(as<wire::View>(x).project());
}

void place_user(const row_message& x, wire::Change& to) {
  to.set_subject(as<wire::User>(x).username());
}

} // namespace

const std::vector<change_subject>& subjects() {
  static const auto all = std::vector<change_subject>{
    {&row_type_of<wire::Comment>(), "comment", place_comment},
    {&row_type_of<wire::Attachment>(), "attachment", place_attachment},
    {&row_type_of<wire::Share>(), "share", place_share},
    {&row_type_of<wire::Block>(), "relation", place_block},
    {&row_type_of<wire::Project>(), "project", place_project},
    {&row_type_of<wire::Member>(), "member", place_member},
    {&row_type_of<wire::Label>(), "label", place_label},
    {&row_type_of<wire::User>(), "user", place_user},
    {&row_type_of<wire::View>(), "view", place_saved_view},
  };
  return all;
}

} // namespace taskraft::tasks
