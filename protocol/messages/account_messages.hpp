// What a client and a gateway say to each other about who the client is, and
// about secrets, which nodes make and check.

#pragma once

#include "protocol/blob.hpp"
#include "protocol/errors.hpp"
#include "protocol/raft/types.hpp"
#include "protocol/request.hpp"
#include "protocol/wire_enum.hpp"

#include <cstdint>
#include <string>

namespace taskraft::protocol {

/// From now on this connection acts with a login or an API token. Answered by
/// `authenticated`.
struct authenticate {
  std::uint64_t id = 0;
  std::string secret;

  template <class Inspector>
  friend auto inspect(Inspector& f, authenticate& x) {
    return f(x.id, x.secret);
  }
};

/// The same with the node's operator token: its HMAC-SHA-256 over the nonce of
/// the gateway's hello.
struct prove_operator {
  std::uint64_t id = 0;
  std::string proof;

  template <class Inspector>
  friend auto inspect(Inspector& f, prove_operator& x) {
    return f(x.id, x.proof);
  }
};

struct authenticated {
  std::uint64_t id = 0;
  /// `none` if the connection acts with it now.
  errc code = errc::none;
  std::string reason;

  template <class Inspector>
  friend auto inspect(Inspector& f, authenticated& x) {
    return inspect_with_enum(f, x.code, x.id, x.code, x.reason);
  }
};

/// Makes a login, with which this connection acts from now on. Answered by
/// `logged_in`.
struct log_in {
  std::uint64_t id = 0;
  std::string username;
  std::string password;
  std::string user_agent;

  template <class Inspector>
  friend auto inspect(Inspector& f, log_in& x) {
    return f(x.id, x.username, x.password, x.user_agent);
  }
};

struct logged_in {
  std::uint64_t id = 0;
  /// `none` if there is a login.
  errc code = errc::none;
  std::string reason;
  /// What to authenticate with later; the only copy.
  std::string secret;
  /// Where the login is in the log.
  raft::log_index index;

  template <class Inspector>
  friend auto inspect(Inspector& f, logged_in& x) {
    return inspect_with_enum(f, x.code, x.id, x.code, x.reason, x.secret,
                             x.index);
  }
};

/// A command whose hashes or secrets a node makes. Answered by
/// `account_command_answered`.
struct submit_account_command {
  std::uint64_t id = 0;
  /// The bytes of its request id.
  std::string request;
  raft::log_index seen_index;
  blob command;
  /// The new password; empty: none.
  std::string password;
  /// What a user who changes their own password must know.
  std::string current_password;
  /// Instead of a login: the secret of a set-up link.
  std::string setup_secret;

  template <class Inspector>
  friend auto inspect(Inspector& f, submit_account_command& x) {
    return f(x.id, x.request, x.seen_index, x.command, x.password,
             x.current_password, x.setup_secret);
  }
};

struct account_command_answered {
  std::uint64_t id = 0;
  answer_status status = answer_status::done;
  raft::log_index index;
  /// In the state machine's encoding.
  std::string result;
  /// The secret that was made for it, if one was; the only copy.
  std::string secret;

  template <class Inspector>
  friend auto inspect(Inspector& f, account_command_answered& x) {
    return inspect_with_enum(f, x.status, x.id, x.status, x.index, x.result,
                             x.secret);
  }
};

/// The client may not ask for that operation.
struct operation_refused {
  std::uint64_t id = 0;
  errc code = errc::not_allowed;
  std::string reason;

  template <class Inspector>
  friend auto inspect(Inspector& f, operation_refused& x) {
    return inspect_with_enum(f, x.code, x.id, x.code, x.reason);
  }
};

} // namespace taskraft::protocol
