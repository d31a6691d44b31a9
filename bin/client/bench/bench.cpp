#include "bin/client/bench/bench.hpp"

#include "protocol/messages/client_frames.hpp"
#include "protocol/messages/wire.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::client {

namespace {

constexpr auto clock_interval = std::chrono::milliseconds{20};
/// How often the nodes are asked for the leader while one is known.
constexpr auto status_interval = std::chrono::seconds{1};
/// How often the nodes are asked for the leader while none is known.
constexpr auto search_interval = std::chrono::milliseconds{100};
/// How long the leader has to say hello before another node forwards instead.
constexpr auto hello_time_limit = std::chrono::milliseconds{500};
constexpr auto operation_timeout = std::chrono::seconds{5};
constexpr auto preparation_limit = std::chrono::seconds{120};
/// The most bytes of one message: well below what a node accepts.
constexpr std::size_t message_bytes = 1U << 20U;

} // namespace

void bench_state::start(pointer self, const bench_options& options) {
  self_ = self;
  options_ = options;
  endpoints_.resize(options.endpoints);
}

moment bench_state::now() const {
  return self_->clock().now().time_since_epoch();
}

caf::result<bench_result> bench_state::run(const bench_plan& plan) {
  promise_ = self_->make_response_promise<bench_result>();
  plan_ = plan;
  operations_ = std::make_unique<bench_operations>(options_.seed, plan.kind);
  slots_.resize(plan.clients);
  for (auto i = plan.clients; i > 0; --i)
    ready_.push_back(i - 1);
  seeking_since_ = now();
  begin(plan.read_ratio > 0 || plan.kind.update_ratio > 0 ? phase::preparing
                                                          : phase::warming_up);
  look_for_leader();
  self_->delayed_send(self_, clock_interval, check_clock{});
  return promise_;
}

// -- phases -------------------------------------------------------------------

void bench_state::begin(phase next) {
  phase_ = next;
  phase_began_ = now();
  if (next == phase::preparing)
    phase_ends_ = phase_began_ + preparation_limit;
  else
    phase_ends_
      = phase_began_
        + (next == phase::warming_up ? plan_.warm_up : plan_.duration);
}

void bench_state::end_phase_if_over() {
  if (phase_ == phase::preparing && prepared_.size() >= plan_.prepared_keys)
    return begin(phase::warming_up);
  if (now() < phase_ends_)
    return;
  if (phase_ == phase::preparing)
    fail("what is to be read could not be written");
  else if (phase_ == phase::warming_up)
    begin(phase::measuring);
  else if (phase_ == phase::measuring)
    finish();
}

void bench_state::finish() {
  phase_ = phase::idle;
  result_.measured = now() - phase_began_;
  promise_.deliver(std::move(result_));
}

void bench_state::fail(const std::string& problem) {
  phase_ = phase::idle;
  result_.problem = problem;
  promise_.deliver(std::move(result_));
}

void bench_state::pass_time() {
  if (phase_ == phase::idle)
    return;
  if (!had_target_ && now() - phase_began_ > options_.timeout)
    return fail("unavailable: no leader was found");
  // The warm-up begins when there is a leader.
  if (!had_target_)
    phase_ends_ = std::max(phase_ends_, now() + plan_.warm_up);
  end_phase_if_over();
  if (phase_ == phase::idle)
    return;
  expire_slots();
  auto interval = target_ ? moment{status_interval} : moment{search_interval};
  if (now() - leader_sought_ >= interval)
    look_for_leader();
  ready_.insert(ready_.end(), resting_.begin(), resting_.end());
  resting_.clear();
  send_ready();
  self_->delayed_send(self_, clock_interval, check_clock{});
}

// -- the leader ---------------------------------------------------------------

void bench_state::handle(const link_up& news) {
  endpoints_[news.endpoint] = {news.gateway, {}, {}};
  self_->send(news.gateway,
              protocol::client_hello{protocol::wire_version, TASKRAFT_VERSION});
}

void bench_state::handle(const link_down& news) {
  endpoints_[news.endpoint] = {};
  if (target_ == news.endpoint)
    give_up_on_target();
}

std::optional<std::size_t> bench_state::sender() const {
  auto sent = [this](const endpoint& x) {
    return x.gateway && self_->current_sender() == x.gateway;
  };
  auto found = std::ranges::find_if(endpoints_, sent);
  if (found == endpoints_.end())
    return std::nullopt;
  return static_cast<std::size_t>(found - endpoints_.begin());
}

void bench_state::handle(const protocol::gateway_hello& hello) {
  auto from = sender();
  if (!from)
    return;
  auto& greeted = endpoints_[*from];
  greeted.greeted_by = hello.node;
  if (hello.auth_required) {
    auto use
      = send_credential(self_, greeted.gateway, hello, options_.credentials);
    if (use == credential_use::of_another_node)
      return handle(protocol::authenticated{0, errc::invalid_credentials,
                                            wrong_operator_token});
    if (use == credential_use::none)
      return handle(protocol::authenticated{0, errc::unauthenticated,
                                            "nobody has logged in"});
    return;
  }
  greeted.node = hello.node;
  if (phase_ != phase::idle)
    look_for_leader();
}

void bench_state::handle(const protocol::authenticated& x) {
  auto from = sender();
  if (!from)
    return;
  if (x.code == errc::none)
    endpoints_[*from].node = endpoints_[*from].greeted_by;
  else if (phase_ != phase::idle && !is_passing(x.code))
    return fail(x.reason);
  if (phase_ != phase::idle)
    look_for_leader();
}

/// Asks all nodes, because one that is cut off may not know the leader. The
/// first answer counts.
void bench_state::look_for_leader() {
  leader_sought_ = now();
  for (const auto& x : endpoints_)
    if (x.node.value != 0 && (!target_ || &x == &endpoints_[*target_]))
      self_->send(x.gateway, protocol::request_cluster_status{1});
}

std::optional<std::size_t> bench_state::endpoint_of(raft::node_id node) const {
  auto found = std::ranges::find(endpoints_, node, &endpoint::node);
  if (found == endpoints_.end())
    return std::nullopt;
  return static_cast<std::size_t>(found - endpoints_.begin());
}

void bench_state::handle(const protocol::cluster_status_answered& rows) {
  const protocol::node_status* leader = nullptr;
  for (const auto& row : rows.nodes)
    if (row.reachable && row.role == "leader"
        && (leader == nullptr || row.term > leader->term))
      leader = &row;
  if (leader == nullptr || phase_ == phase::idle)
    return;
  if (auto leads = endpoint_of(leader->id))
    target_ = leads;
  else if (!target_ && now() - seeking_since_ >= hello_time_limit)
    // The leader is not among the endpoints, but any node forwards to it.
    target_ = sender();
  had_target_ |= target_.has_value();
  commit_index_ = std::max(commit_index_, leader->commit_index);
  send_ready();
}

void bench_state::give_up_on_target() {
  target_.reset();
  seeking_since_ = now();
  for (auto i = std::uint32_t{0}; i < slots_.size(); ++i)
    if (slots_[i].open)
      complete(i, false);
  look_for_leader();
}

/// A request that has waited this long has failed.
void bench_state::expire_slots() {
  auto late = std::ranges::any_of(slots_, [this](const slot& x) {
    return x.open && now() - x.began > operation_timeout;
  });
  if (late)
    give_up_on_target();
}

// -- operations ---------------------------------------------------------------

bool bench_state::reads_next() {
  return phase_ != phase::preparing && plan_.read_ratio > 0
         && operations_->chance(plan_.read_ratio);
}

void bench_state::start_operation(std::uint32_t number) {
  auto& x = slots_[number];
  x.open = true;
  if (reads_next()) {
    x.query = ++last_query_ << 20U | number;
    protocol::append_query_request(
      queries_, {.id = x.query,
                 .min_index = {},
                 .query = operations_->make_read(prepared_)});
    ++query_count_;
    return;
  }
  x.query = 0;
  x.id = operations_->make_id(number);
  // What is made first is made anew.
  static const auto none = std::vector<std::string>{};
  const auto& known = phase_ == phase::preparing ? none : prepared_;
  protocol::append_command_frame(commands_,
                                 {.id = x.id,
                                  .seen_index = commit_index_,
                                  .command = operations_->make_write(known)});
  ++command_count_;
  if (phase_ == phase::preparing && !plan_.kind.tasks)
    x.key = operations_->last_key();
}

void bench_state::send_ready() {
  if (!target_ || phase_ == phase::idle)
    return;
  auto began = now();
  for (auto number : ready_) {
    start_operation(number);
    slots_[number].began = began;
    if (commands_.size() >= message_bytes)
      flush_commands();
  }
  ready_.clear();
  flush_commands();
  flush_queries();
}

void bench_state::flush_commands() {
  if (command_count_ == 0)
    return;
  self_->send(
    endpoints_[*target_].gateway,
    protocol::submit_commands{std::exchange(command_count_, 0),
                              protocol::blob{std::exchange(commands_, {})}});
}

void bench_state::flush_queries() {
  if (query_count_ == 0)
    return;
  self_->send(
    endpoints_[*target_].gateway,
    protocol::submit_queries{std::exchange(query_count_, 0),
                             protocol::blob{std::exchange(queries_, {})}});
}

void bench_state::complete(std::uint32_t number, bool success) {
  auto& x = slots_[number];
  x.open = false;
  (success ? ready_ : resting_).push_back(number);
  if (phase_ == phase::preparing && success)
    prepared_.push_back(x.key);
  if (phase_ != phase::measuring)
    return;
  auto& figures = x.query != 0 ? result_.reads : result_.writes;
  if (!success)
    ++figures.errors;
  else if (x.began >= phase_began_)
    figures.latencies.add(static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(now() - x.began)
        .count()));
}

void bench_state::handle(const protocol::commands_answered& answers) {
  commit_index_ = std::max(commit_index_, answers.commit_index);
  auto rest = std::string_view{answers.frames.view()};
  while (auto answer = protocol::next_command_answer(rest)) {
    auto number = bench_operations::slot_of(answer->id);
    if (number >= slots_.size() || !slots_[number].open
        || slots_[number].query != 0 || slots_[number].id != answer->id)
      continue;
    auto changed = answer->status == protocol::answer_status::done
                     ? changed_in(answer->result)
                     : std::nullopt;
    if (changed && plan_.kind.tasks)
      slots_[number].key = *changed;
    complete(number, changed.has_value());
  }
  send_ready();
}

void bench_state::handle(const protocol::queries_answered& answers) {
  auto rest = std::string_view{answers.frames.view()};
  while (auto reply = protocol::next_query_reply(rest)) {
    auto number = static_cast<std::uint32_t>(reply->id & ((1U << 20U) - 1));
    if (number >= slots_.size() || !slots_[number].open
        || slots_[number].query != reply->id)
      continue;
    complete(number, reply->status == protocol::answer_status::done
                       && is_found(reply->answer));
  }
  send_ready();
}

bench_actor::behavior_type bench(bench_state::pointer self,
                                 const bench_options& options) {
  self->state.start(self, options);
  // A node may send messages that only other programs understand.
  self->set_default_handler(caf::drop);
  auto& state = self->state;
  return {
    [&state](const protocol::gateway_hello& x) { state.handle(x); },
    [&state](const protocol::commands_answered& x) { state.handle(x); },
    [&state](const protocol::queries_answered& x) { state.handle(x); },
    [&state](const protocol::cluster_status_answered& x) { state.handle(x); },
    [](const protocol::leadership_transferred&) {},
    [](const protocol::members_listed&) {},
    [](const protocol::digests_compared&) {},
    [](const protocol::backup_begun&) {},
    [](const protocol::backup_read&) {},
    [](const protocol::backup_progressed&) {},
    [&state](const protocol::authenticated& x) { state.handle(x); },
    [](const protocol::logged_in&) {},
    [](const protocol::account_command_answered&) {},
    [](const protocol::operation_refused&) {},
    [&state](const bench_plan& x) { return state.run(x); },
    [&state](const link_up& x) { state.handle(x); },
    [&state](const link_down& x) { state.handle(x); },
    [&state](check_clock) { state.pass_time(); },
  };
}

} // namespace taskraft::client
