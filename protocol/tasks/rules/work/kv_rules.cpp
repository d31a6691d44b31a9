#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/objections.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/rules/setting_rules.hpp"

#include <utility>

namespace taskraft::tasks {

namespace {

wire::Result key_changed(const stamp& at) {
  auto x = wire::Result{};
  x.mutable_key()->set_rev(at.index.value);
  return x;
}

maybe_refusal check_key_rev(const wire::KeyValue* row, std::uint64_t expected) {
  if (row == nullptr && expected != 0)
    return refusal(errc::stale_revision, "/expected_rev",
                   "the key does not exist");
  if (row != nullptr && expected == 0)
    return refusal(errc::stale_revision, "/expected_rev",
                   "the key exists already, at revision "
                     + std::to_string(row->rev()));
  return row == nullptr ? std::nullopt
                        : check_rev("the key", row->rev(), expected);
}

} // namespace

wire::Result put_key(const command_context& c, wire::PutKey& x) {
  if (auto why = check_size("/key", x.key(), 1, max_key_bytes))
    return refused(std::move(*why));
  auto against = objections{c.at};
  against.add(check_size("/value", x.value(), 0, max_value_bytes));
  if (x.has_expected_rev())
    against.add(
      check_key_rev(c.state.find<wire::KeyValue>(x.key()), x.expected_rev()));
  if (auto why = against.first())
    return refused(std::move(*why));
  if (auto why = count_key(c.state, x.key(), x.value().size()))
    return refused(std::move(*why));
  auto is_new
    = x.says_created() && c.state.find<wire::KeyValue>(x.key()) == nullptr;
  auto row = wire::KeyValue{};
  row.set_key(std::move(*x.mutable_key()));
  row.set_value(std::move(*x.mutable_value()));
  row.set_rev(c.at.index.value);
  c.state.put(std::move(row));
  auto result = key_changed(c.at);
  result.set_created(is_new);
  return result;
}

wire::Result delete_key(const command_context& c, const wire::DeleteKey& x) {
  if (auto why = check_size("/key", x.key(), 1, max_key_bytes))
    return refused(std::move(*why));
  const auto* found = c.state.find<wire::KeyValue>(x.key());
  if (found == nullptr)
    return refused(refusal(errc::not_found, "/key", "the key does not exist"));
  if (x.has_expected_rev())
    if (auto why = check_rev("the key", found->rev(), x.expected_rev()))
      return refused(std::move(*why));
  discount_key(c.state, *found);
  c.state.erase<wire::KeyValue>(x.key());
  return key_changed(c.at);
}

wire::Answer no_such_key() {
  return refused_answer(
    refusal(errc::not_found, "/key", "the key does not exist"));
}

wire::Answer get_key(reader& state, const wire::GetKey& x) {
  const auto* found = state.find<wire::KeyValue>(x.key());
  if (found == nullptr)
    return no_such_key();
  auto answer = wire::Answer{};
  *answer.mutable_pair() = *found;
  return answer;
}

wire::Answer list_keys(reader& state, const wire::ListKeys& x) {
  if (auto why = check_limit(x.limit()))
    return refused_answer(std::move(*why));
  auto answer = wire::Answer{};
  auto& page = *answer.mutable_pairs();
  page.set_more(
    state.fill_page(x.prefix(), x.after(), x.limit(), *page.mutable_pairs()));
  return answer;
}

} // namespace taskraft::tasks
