// Where a question goes next, and what is certain if it stays unanswered: the
// client's retries and time-outs, without actors and clocks.

#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace taskraft::client {

/// Time since some fixed moment.
using moment = std::chrono::nanoseconds;

/// How long one node may stay silent before another one is asked.
inline constexpr auto node_patience = std::chrono::seconds{1};
/// How long a node that could not serve us is left alone.
inline constexpr auto refusal_pause = std::chrono::milliseconds{100};

class retry_policy {
public:
  /// `repeatable`: whether asking twice does no harm.
  retry_policy(std::size_t endpoints, bool repeatable)
    : endpoints_(endpoints), repeatable_(repeatable) {
  }

  /// An endpoint has a link to a node that has said hello.
  void opened(std::size_t endpoint);
  /// Its link died; whatever was under way there may have happened.
  void closed(std::size_t endpoint);

  /// Whom to ask now; nobody while an answer may still come.
  std::optional<std::size_t> next(moment now) const;
  void asked(std::size_t endpoint, moment now);

  /// The node certainly did nothing.
  void refused(std::size_t endpoint, moment now);
  /// The node does not know whether it happened.
  void unknown(std::size_t endpoint, moment now);

  /// Whether it may have happened.
  bool doubtful() const;
  /// Whether somebody was asked, and everybody who was has said what became of
  /// it or may still do so.
  bool settles() const;
  /// Whether no answer can come any more and asking again is not allowed.
  bool lost() const;

private:
  struct standing {
    bool open = false;
    /// It has our request on this link: it will answer, or the link dies.
    bool holding = false;
    std::size_t asked = 0;
    /// Times asked without a word about what became of it.
    std::size_t unanswered = 0;
    moment not_before = moment::min();
  };

  void take_answer(std::size_t endpoint, moment now);

  std::vector<standing> endpoints_;
  bool repeatable_;
  bool unknown_ = false;
  /// Who was asked last and has not answered, and when.
  std::optional<std::size_t> waiting_for_;
  moment asked_at_ = moment::min();
};

} // namespace taskraft::client
