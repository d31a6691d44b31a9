// The event loop of a program's network, which runs the scheduled actors as
// well. CAF's own asks the kernel for news between any two of them; here a
// chain of messages is followed to its end, and only then is anything sent.

#pragma once

#include <caf/intrusive_ptr.hpp>
#include <caf/io/network/default_multiplexer.hpp>
#include <caf/resumable.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <vector>

namespace taskraft::network {

class scribe;

/// To whom a connection leads. What goes to clients is sent first: they wait
/// for it, while nodes only hear what is committed.
enum class send_order : std::size_t { clients, nodes };

class event_loop final : public caf::io::network::default_multiplexer {
public:
  explicit event_loop(caf::actor_system* system);
  ~event_loop() override;

  /// From now on scheduled actors run here; `max_throughput` is how many
  /// messages one takes before it is the next one's turn.
  void open(std::size_t max_throughput);
  /// From now on they run where CAF's scheduler puts them.
  void close();

  /// Runs the job, whose reference is the loop's, as soon as those before it
  /// have run. False if scheduled actors do not run here. From any thread.
  bool take(caf::resumable* job);

  /// Has `x` send what it holds once the jobs that wait have run. From the
  /// loop's thread.
  void send_soon(caf::intrusive_ptr<scribe> x, send_order order);

  /// Does something once everything that was written until now is sent, in the
  /// order in which it was asked for. From any thread.
  void after_sends(std::function<void()> what);

  void exec_later(caf::resumable* job) override;
  void run() override;

private:
  bool is_here() const;
  bool has_work() const;
  void run_jobs();
  void run_job(caf::resumable* job);
  void send_gathered();

  std::atomic<std::size_t> max_throughput_ = 0;
  std::deque<caf::resumable*> jobs_;
  std::array<std::vector<caf::intrusive_ptr<scribe>>, 2> to_send_;
  std::vector<std::function<void()>> after_sends_;
};

} // namespace taskraft::network
