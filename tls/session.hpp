// One connection of TLS without its socket: what comes is put in, and what is
// to be sent is taken out.

#pragma once

#include "tls/context.hpp"
#include "tls/shown_certificate.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

namespace taskraft::tls {

/// Whom the other side's certificate must be for.
struct expected_peer {
  enum class kind : std::uint8_t {
    anybody,
    /// This node, or any one where there is no number.
    node,
    /// A user, if it shows a certificate.
    user,
    /// The machine with this name or address.
    host,
  };

  kind what = kind::anybody;
  std::uint64_t number = 0;
  std::string host = {};
};

/// In one thread, but for `judge_again`.
class session {
public:
  session(std::shared_ptr<const context> with, side which,
          expected_peer expected);
  session(const session&) = delete;
  session& operator=(const session&) = delete;
  ~session();

  enum class step : std::uint8_t { needs_more, done, failed };

  /// Goes on with the handshake, as far as what has come leads.
  step shake();

  /// Where what comes is put: some 64 KiB. Everything that was put in must have
  /// been read before.
  std::span<char> room();
  void came(std::size_t size);

  /// Gives what was said; zero: more must come; nothing: the connection has
  /// ended, `problem` says whether as it should.
  std::optional<std::size_t> read(std::span<char> into);

  /// Whether there may be more to read of what has come.
  bool has_more() const {
    return in_begin_ < in_end_ || SSL_has_pending(ssl_.get()) == 1;
  }

  /// False if the connection has failed.
  bool write(std::span<const char> from);

  /// The files have changed: where `now` does not believe the other side's
  /// certificate any more, the connection ends with the next `read` or `write`.
  /// From any thread.
  void judge_again(std::shared_ptr<const context> now);

  /// What is to be sent, until `sent` says that it was.
  std::span<const char> to_send() const {
    return {out_.data() + out_begin_, out_.size() - out_begin_};
  }
  void sent(std::size_t size);

  /// Known once the handshake is done.
  const identity& peer() const {
    return peer_;
  }

  /// What went wrong, in words; empty if nothing did.
  const std::string& problem() const {
    return problem_;
  }

private:
  class transport;
  friend class transport;

  static int judge(int preverified, X509_STORE_CTX* at);
  bool fits(const identity& who);
  void set_expected();
  void note_failure();
  void note_shown();
  /// `judging_` is held.
  void judge_shown();
  bool is_refused_now();

  std::shared_ptr<const context> with_;
  side side_;
  expected_peer expected_;
  identity peer_;
  std::string problem_;
  std::unique_ptr<char[]> in_;
  std::size_t in_begin_ = 0;
  std::size_t in_end_ = 0;
  std::string out_;
  std::size_t out_begin_ = 0;
  std::unique_ptr<SSL, void (*)(SSL*)> ssl_;

  std::mutex judging_;
  /// Once the handshake is done.
  std::optional<shown_certificate> shown_;
  /// By what it is to be judged again.
  std::shared_ptr<const context> newest_;
  std::string refusal_;
  std::atomic<bool> is_refused_ = false;
};

} // namespace taskraft::tls
