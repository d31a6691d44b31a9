// What may come in on a connection, decided byte by byte before CAF's network
// protocol (BASP) sees any of it: one malformed header kills a CAF 0.17 node.

#pragma once

#include "actors/network/guard/admitted_nodes.hpp"
#include "actors/network/guard/certified_nodes.hpp"
#include "actors/network/guard/link_ends.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::network {

/// Memory that all connections of one port may share for large messages.
class memory_budget {
public:
  explicit memory_budget(std::int64_t bytes) : left_(bytes) {
  }

  bool take(std::int64_t bytes) {
    if (left_.fetch_sub(bytes) >= bytes)
      return true;
    left_.fetch_add(bytes);
    return false;
  }

  void give_back(std::int64_t bytes) {
    left_.fetch_add(bytes);
  }

private:
  std::atomic<std::int64_t> left_;
};

/// Which programs speak on a connection. Part of every CAF node id, so that a
/// client cannot pass for a node.
enum class program_kind : char { node = 'N', client = 'C' };

struct guard_rules {
  /// We accepted this connection; otherwise we dialled it.
  bool accepted = false;
  raw_node_id own_id{};
  program_kind remote_kind = program_kind::node;
  /// Names of messages as they are on the wire, `@<>+name`.
  std::vector<std::string> types;
  /// Who may say all of that; null: everybody.
  std::shared_ptr<const admitted_nodes> admitted;
  /// The clients that have logged in; null where nobody needs to.
  std::shared_ptr<const admitted_nodes> logged_in;
  /// Where it is noted whose certificate the other side has shown; may be null.
  std::shared_ptr<certified_nodes> certified;
  /// Where it is noted why the connection has ended; may be null.
  std::shared_ptr<link_ends> ends;
  /// Whom that certificate is for; nothing without one.
  std::optional<tls::identity> certificate;
  /// What others may say. The rest is dropped.
  std::vector<std::string> first_types;
  /// The only actor that may be addressed; zero: every exported one.
  std::uint64_t only_receiver = 0;
  std::uint32_t max_payload = 2U << 20;
  /// Each remote actor that sends costs us a proxy.
  std::size_t max_senders = 1024;
  /// May be empty: no limit besides `max_payload`.
  std::shared_ptr<memory_budget> budget;
};

class guard {
public:
  explicit guard(std::shared_ptr<const guard_rules> rules);
  guard(const guard&) = delete;
  guard& operator=(const guard&) = delete;
  ~guard();

  /// The verdict on some bytes: the first `passed` may go on; the `kept` after
  /// them begin a message, and are shown again with more.
  struct outcome {
    std::size_t passed = 0;
    std::size_t kept = 0;
  };

  /// Judges received bytes and takes out what BASP must not see. Nothing of
  /// what it was shown may go on once `refusal` says something.
  outcome filter(std::span<char> bytes);

  /// Whether `size` bytes may be read without being shown: they belong to a
  /// message that was judged already.
  bool may_bypass(std::size_t size) const {
    return !skipping_ && payload_left_ >= size && refusal_.empty();
  }
  void bypassed(std::size_t size) {
    payload_left_ -= static_cast<std::uint32_t>(size);
  }

  /// Why the connection must be cut; empty while all is well.
  std::string_view refusal() const {
    return refusal_;
  }

  /// The id that the other side gave itself; null before the handshake.
  const raw_node_id* remote_id() const {
    return introduced_ ? &remote_id_ : nullptr;
  }

  /// Whether the other side may say everything.
  bool is_admitted();

  /// Whether it has a right to its place: an admitted node, or a client that
  /// has logged in or, where nobody needs to, has said something.
  bool has_place();

  /// Whether it has said something that was passed on.
  bool has_spoken() const {
    return spoke_;
  }

private:
  struct header;

  void refuse(std::string_view reason);
  void judge(const header& x);
  void judge_handshake(const header& x);
  void judge_message(const header& x);
  void judge_control(const header& x);
  void reserve(std::uint32_t payload);
  void admit_sender(std::uint64_t sender);
  void judge_payload(const header& x, std::span<const char> prefix);
  void judge_identity(std::span<const char> prefix);
  bool is_noted() const {
    return introduced_ && rules_->certified && rules_->certificate;
  }
  void judge_type(const header& x, std::span<const char> prefix);
  void judge_route(const header& x, std::span<const char> prefix);

  std::shared_ptr<const guard_rules> rules_;
  std::string_view refusal_;
  /// Of the message whose beginning was judged.
  std::uint32_t payload_left_ = 0;
  bool skipping_ = false;
  bool introduced_ = false;
  /// Asked for until it is so: a connection stays admitted.
  bool admitted_ = false;
  /// It has said something that counts, not only that it lives.
  bool spoke_ = false;
  /// Monitor messages before that.
  int early_monitors_ = 0;
  raw_node_id remote_id_{};
  std::uint64_t last_sender_ = 0;
  std::set<std::uint64_t> senders_;
  std::int64_t reserved_ = 0;
};

} // namespace taskraft::network
