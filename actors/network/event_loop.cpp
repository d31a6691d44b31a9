#include "actors/network/event_loop.hpp"

#include "actors/network/scribe.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace taskraft::network {

namespace {

/// How many jobs may pass before the loop sends and looks for events. A put of
/// one client needs fewer; under load what was gathered must not wait for all
/// that follows from it.
constexpr auto jobs_a_turn = std::size_t{16};

} // namespace

event_loop::event_loop(caf::actor_system* system)
  : default_multiplexer(system) {
}

event_loop::~event_loop() {
  for (auto* job : jobs_)
    caf::intrusive_ptr_release(job);
}

void event_loop::open(std::size_t max_throughput) {
  max_throughput_ = max_throughput;
}

void event_loop::close() {
  max_throughput_ = 0;
}

bool event_loop::is_here() const {
  return std::this_thread::get_id() == thread_id();
}

bool event_loop::take(caf::resumable* job) {
  if (max_throughput_ == 0)
    return false;
  if (is_here())
    jobs_.push_back(job);
  else
    post([this, job] { jobs_.push_back(job); });
  return true;
}

void event_loop::send_soon(caf::intrusive_ptr<scribe> x, send_order order) {
  to_send_[static_cast<std::size_t>(order)].push_back(std::move(x));
}

void event_loop::after_sends(std::function<void()> what) {
  if (is_here())
    after_sends_.push_back(std::move(what));
  else
    post([this, what = std::move(what)]() mutable {
      after_sends_.push_back(std::move(what));
    });
}

void event_loop::exec_later(caf::resumable* job) {
  auto is_scheduled = job->subtype() == caf::resumable::scheduled_actor;
  if (is_here() && (!is_scheduled || max_throughput_ != 0))
    jobs_.push_back(job);
  else
    default_multiplexer::exec_later(job);
}

bool event_loop::has_work() const {
  auto holds_some = [](const auto& x) { return !x.empty(); };
  return holds_some(jobs_) || holds_some(after_sends_)
         || std::ranges::any_of(to_send_, holds_some);
}

void event_loop::run() {
  while (num_socket_handlers() > 0) {
    poll_once(!has_work());
    run_jobs();
    send_gathered();
    handle_internal_events();
  }
}

void event_loop::run_jobs() {
  for (auto left = jobs_a_turn; left > 0 && !jobs_.empty(); --left) {
    auto* job = jobs_.front();
    jobs_.pop_front();
    run_job(job);
  }
}

/// Runs a job as a worker of CAF would.
void event_loop::run_job(caf::resumable* job) {
  constexpr auto otherwise = std::size_t{50};
  auto most = max_throughput_.load();
  switch (job->resume(this, most != 0 ? most : otherwise)) {
    case caf::resumable::resume_later:
      exec_later(job);
      break;
    case caf::resumable::done:
    case caf::resumable::awaiting_message:
      caf::intrusive_ptr_release(job);
      break;
    case caf::resumable::shutdown_execution_unit:
      break;
  }
}

void event_loop::send_gathered() {
  for (auto& each : to_send_) {
    // A connection that ends may have others write.
    for (auto i = std::size_t{0}; i < each.size(); ++i)
      scribe_ptr {
        each[i]
        } -> send_gathered();
    each.clear();
  }
  // What is done now may ask for more, which waits for the next turn.
  for (const auto& what : std::exchange(after_sends_, {}))
    what();
}

} // namespace taskraft::network
