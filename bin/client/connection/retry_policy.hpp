// Which node a question goes to next, and whether the outcome is known if no
// node answers: the client's retries and time-outs, without actors and clocks.

#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace taskraft::client {

/// Time since some fixed moment.
using moment = std::chrono::nanoseconds;

/// How long one node may stay silent before another one is asked.
inline constexpr auto node_time_limit = std::chrono::seconds{1};
/// How long a node that could not serve the client is not asked again.
inline constexpr auto refusal_pause = std::chrono::milliseconds{100};

class retry_policy {
public:
  /// `repeatable`: whether asking twice does no harm.
  retry_policy(std::size_t endpoints, bool repeatable)
    : endpoints_(endpoints), repeatable_(repeatable) {
  }

  /// An endpoint has a link to a node that has said hello.
  void opened(std::size_t endpoint);
  /// The link to an endpoint died. What that node was asked may have been done.
  void closed(std::size_t endpoint);

  /// The endpoint to ask now; none while an answer may still come.
  std::optional<std::size_t> next(moment now) const;
  void asked(std::size_t endpoint, moment now);

  /// The node did nothing.
  void refused(std::size_t endpoint, moment now);
  /// The node does not know whether it was done.
  void unknown(std::size_t endpoint, moment now);

  /// Whether any node may have done what was asked.
  bool doubtful() const;
  /// Whether a node was asked, and each node that was asked has answered or may
  /// still answer.
  bool settles() const;
  /// Whether no answer can come any more and asking again is not allowed.
  bool lost() const;

private:
  struct standing {
    bool open = false;
    /// Whether the node has the request on this link: it will answer, or the
    /// link will die.
    bool holding = false;
    std::size_t asked = 0;
    /// How many requests to the node have an unknown outcome.
    std::size_t unanswered = 0;
    moment not_before = moment::min();
  };

  void take_answer(std::size_t endpoint, moment now);

  std::vector<standing> endpoints_;
  bool repeatable_;
  bool unknown_ = false;
  /// The endpoint that was asked last and has not answered, and when it was
  /// asked.
  std::optional<std::size_t> waiting_for_;
  moment asked_at_ = moment::min();
};

} // namespace taskraft::client
