#include "actors/network/loop_scheduler.hpp"

#include "actors/network/event_loop.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/io/middleman.hpp>
#include <caf/policy/work_sharing.hpp>
#include <caf/resumable.hpp>
#include <caf/scheduler/coordinator.hpp>

#include <atomic>
#include <utility>

namespace taskraft::network {

namespace {

using worker_scheduler = caf::scheduler::coordinator<caf::policy::work_sharing>;

class loop_scheduler final : public worker_scheduler {
public:
  using worker_scheduler::worker_scheduler;

  void open() {
    auto& loop = dynamic_cast<event_loop&>(system().middleman().backend());
    loop.open(max_throughput());
    loop_ = &loop;
  }

  void close() {
    if (auto* loop = loop_.exchange(nullptr))
      loop->close();
  }

  void enqueue(caf::resumable* job) override {
    auto* loop = loop_.load();
    if (loop == nullptr || !loop->take(job))
      worker_scheduler::enqueue(job);
  }

  static module* make(caf::actor_system& system, caf::detail::type_list<>) {
    return new loop_scheduler{system};
  }

private:
  std::atomic<event_loop*> loop_ = nullptr;
};

/// Modules start in the order of their ids and stop in reverse: this one, with
/// an id after the middleman's, opens the loop once it runs and closes it
/// before it ends.
class loop_switch final : public caf::actor_system::module {
public:
  explicit loop_switch(caf::actor_system& system) : system_(system) {
  }

  void init(caf::actor_system_config&) override {
  }

  void start() override {
    scheduler().open();
  }

  void stop() override {
    scheduler().close();
  }

  id_t id() const override {
    return opencl_manager;
  }

  void* subtype_ptr() override {
    return this;
  }

  static module* make(caf::actor_system& system, caf::detail::type_list<>) {
    return new loop_switch{system};
  }

private:
  loop_scheduler& scheduler() {
    return dynamic_cast<loop_scheduler&>(system_.scheduler());
  }

  caf::actor_system& system_;
};

} // namespace

std::function<void(std::function<void()>)>
after_sends_in(caf::actor_system& system) {
  auto& loop = dynamic_cast<event_loop&>(system.middleman().backend());
  return
    [&loop](std::function<void()> what) { loop.after_sends(std::move(what)); };
}

void load_loop_scheduler(caf::actor_system_config& config) {
  config.load<loop_scheduler>();
  config.load<loop_switch>();
}

} // namespace taskraft::network
