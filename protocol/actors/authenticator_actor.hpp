// What may be asked of the AUTHENTICATOR.

#pragma once

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <cstdint>
#include <string>

namespace taskraft::protocol {

struct hash_password {
  std::uint64_t context = 0;
  std::string password;
};

/// Empty if the machine has no memory for it.
struct password_hashed {
  std::uint64_t context = 0;
  std::string hash;
};

/// An empty hash is nobody's; checking takes as long as any other.
struct check_password {
  std::uint64_t context = 0;
  std::string password;
  std::string hash;
};

struct password_checked {
  std::uint64_t context = 0;
  bool matches = false;
};

/// Keeps the secret of a set-up link in its file; empty: removes the file.
struct keep_setup_link {
  std::string secret;
};

/// The AUTHENTICATOR: hashes and checks passwords, which takes long on purpose,
/// on a thread of its own.
using authenticator_actor = caf::typed_actor<
  // `password_hashed` goes to the sender.
  caf::reacts_to<hash_password>,
  // `password_checked` goes to the sender.
  caf::reacts_to<check_password>,
  // No answer: the node logs what went wrong.
  caf::reacts_to<keep_setup_link>>;

} // namespace taskraft::protocol

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::hash_password)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::password_hashed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::check_password)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::password_checked)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::keep_setup_link)
