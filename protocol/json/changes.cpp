#include "protocol/json/changes.hpp"

#include "protocol/json/instants.hpp"
#include "protocol/tasks/words.hpp"

namespace taskraft::json {

namespace {

namespace wire = tasks::wire;

object value_of(const wire::FieldValue& x) {
  switch (x.form_case()) {
    case wire::FieldValue::kText:
      return x.text();
    case wire::FieldValue::kNumber:
      return x.number();
    case wire::FieldValue::kFlag:
      return x.flag();
    case wire::FieldValue::kList: {
      auto list = object::array();
      for (const auto& text : x.list().texts())
        list.push_back(text);
      return list;
    }
    case wire::FieldValue::kDue:
      return to_rfc3339(x.due());
    case wire::FieldValue::kTimeUs:
      return to_rfc3339(static_cast<std::int64_t>(x.time_us()));
    case wire::FieldValue::FORM_NOT_SET:
      break;
  }
  return nullptr;
}

/// What a change keeps of an empty list has no form: the other side says that
/// the field is one.
object value_beside(const wire::FieldValue& other, const wire::FieldValue& x) {
  return x.form_case() == wire::FieldValue::FORM_NOT_SET && other.has_list()
           ? object::array()
           : value_of(x);
}

object at(std::uint64_t time_us) {
  return to_rfc3339(static_cast<std::int64_t>(time_us));
}

bool is_long(const std::string& field) {
  return field == "description" || field == "text";
}

} // namespace

object fields_to_json(const wire::Change& x, bool texts) {
  auto list = object::array();
  auto changes = wire::FieldChanges{};
  // The rules have written it.
  changes.ParseFromString(x.fields());
  for (const auto& each : changes.fields()) {
    auto field = object::object();
    field["field"] = each.field();
    if (texts || !is_long(each.field())) {
      field["from"] = value_beside(each.after(), each.before());
      field["to"] = value_beside(each.before(), each.after());
    }
    list.push_back(std::move(field));
  }
  return list;
}

object history_to_json(const wire::Change& x) {
  auto to = object::object();
  to["index"] = x.index();
  to["at"] = at(x.at_us());
  to["actor"] = x.actor();
  to["via"] = std::string{tasks::word_of(tasks::via_words, x.via())};
  to["action"] = x.action();
  to["changes"] = fields_to_json(x);
  return to;
}

object audit_to_json(const wire::Change& x) {
  auto to = object::object();
  to["index"] = x.index();
  to["term"] = x.term();
  to["at"] = at(x.at_us());
  to["actor"] = x.actor();
  to["action"] = x.action();
  to["target"] = text_or_null(x.subject());
  to["outcome"] = x.outcome().empty() ? "done" : x.outcome();
  to["address"] = text_or_null(x.address());
  return to;
}

object event_to_json(const wire::Change& x) {
  auto to = object::object();
  to["index"] = x.index();
  to["type"] = x.action();
  to["at"] = at(x.at_us());
  to["actor"] = text_or_null(x.actor());
  to["project"] = text_or_null(x.project());
  to["changes"] = fields_to_json(x, false);
  return to;
}

object notification_to_json(const wire::Notification& x) {
  auto task = object::object();
  task["id"] = x.task();
  task["title"] = text_or_null(x.title());
  task["project"] = text_or_null(x.project());
  auto to = object::object();
  to["id"] = x.id();
  to["kind"] = std::string{tasks::word_of(tasks::notification_words, x.kind())};
  to["at"] = at(x.at_us());
  to["actor"] = text_or_null(x.actor());
  to["task"] = std::move(task);
  to["comment"] = x.comment() == 0 ? object{} : object(x.comment());
  to["excerpt"] = x.excerpt();
  to["read"] = x.read();
  to["count"] = x.count();
  return to;
}

} // namespace taskraft::json
