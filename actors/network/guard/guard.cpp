#include "actors/network/guard/guard.hpp"

#include <caf/atom.hpp>
#include <caf/io/basp/header.hpp>
#include <caf/io/basp/version.hpp>
#include <caf/message_id.hpp>

#include <algorithm>
#include <cstring>

namespace taskraft::network {

namespace {

using operation = caf::io::basp::message_type;

constexpr auto header_size = caf::io::basp::header_size;
constexpr auto max_handshake = std::uint32_t{16U << 10};
constexpr auto max_control = std::uint32_t{4U << 10};

/// The sender and the receiver, at the front of control messages.
constexpr auto route_size = 2 * node_id_size;

/// A connection may hold this much before it draws on the budget.
constexpr auto free_payload = std::uint32_t{64U << 10};

/// Each monitor message costs memory for as long as what it names lives.
constexpr auto max_early_monitors = 16;

/// All that is judged lies within these first bytes of a payload.
constexpr auto max_prefix = std::size_t{512};

constexpr auto empty_type = std::string_view{"@<>"};
constexpr auto error_type = std::string_view{"@<>+@error"};
constexpr auto text_type = std::string_view{"@<>+@str"};

template <class T>
T big_endian(const char* bytes) {
  auto result = T{0};
  for (auto i = std::size_t{0}; i < sizeof(T); ++i)
    result = static_cast<T>(result << 8 | static_cast<unsigned char>(bytes[i]));
  return result;
}

std::string_view text(std::span<const char> bytes) {
  return {bytes.data(), bytes.size()};
}

/// The type names of the message that begins with `bytes`; empty if there is
/// none. Names of 128 and more bytes do not occur.
std::string_view message_type(std::span<const char> bytes) {
  if (bytes.size() < 3 || bytes[0] != 0 || bytes[1] != 0)
    return {};
  auto size = static_cast<unsigned char>(bytes[2]);
  if (size >= 0x80 || bytes.size() - 3 < size)
    return {};
  return text(bytes.subspan(3, size));
}

} // namespace

struct guard::header {
  explicit header(const char* bytes)
    : operation(static_cast<std::uint8_t>(bytes[0])),
      padding(big_endian<std::uint16_t>(bytes + 1)),
      flags(static_cast<std::uint8_t>(bytes[3])),
      payload(big_endian<std::uint32_t>(bytes + 4)),
      data(big_endian<std::uint64_t>(bytes + 8)),
      source(big_endian<std::uint64_t>(bytes + 16)),
      receiver(big_endian<std::uint64_t>(bytes + 24)) {
  }

  std::uint8_t operation;
  std::uint16_t padding;
  std::uint8_t flags;
  std::uint32_t payload;
  std::uint64_t data;
  std::uint64_t source;
  std::uint64_t receiver;
};

guard::guard(std::shared_ptr<const guard_rules> rules)
  : rules_(std::move(rules)) {
}

guard::~guard() {
  if (reserved_ > 0)
    rules_->budget->give_back(reserved_);
  if (is_noted())
    rules_->certified->leave(remote_id_);
}

guard::outcome guard::filter(std::span<char> bytes) {
  auto in = std::size_t{0};
  auto out = std::size_t{0};
  auto pass = [&](std::size_t size) {
    if (!skipping_ && in != out)
      std::memmove(bytes.data() + out, bytes.data() + in, size);
    if (!skipping_)
      out += size;
    in += size;
  };
  while (in < bytes.size()) {
    auto rest = bytes.subspan(in);
    if (payload_left_ > 0) {
      auto size = std::min<std::size_t>(payload_left_, rest.size());
      payload_left_ -= static_cast<std::uint32_t>(size);
      pass(size);
      continue;
    }
    if (rest.size() < header_size)
      break;
    auto next = header{rest.data()};
    judge(next);
    auto prefix = std::min<std::size_t>(next.payload, max_prefix);
    if (!refusal_.empty() || rest.size() < header_size + prefix)
      break;
    judge_payload(next, rest.subspan(header_size, prefix));
    if (!refusal_.empty())
      break;
    payload_left_ = next.payload;
    pass(header_size);
  }
  auto kept = bytes.size() - in;
  if (in != out)
    std::memmove(bytes.data() + out, bytes.data() + in, kept);
  return {.passed = out, .kept = kept};
}

bool guard::has_place() {
  if (rules_->admitted)
    return is_admitted();
  if (rules_->logged_in)
    return introduced_ && rules_->logged_in->contains(remote_id_);
  return spoke_;
}

bool guard::is_admitted() {
  if (!admitted_)
    admitted_ = !rules_->admitted
                || (introduced_ && rules_->admitted->contains(remote_id_));
  return admitted_;
}

void guard::refuse(std::string_view reason) {
  if (refusal_.empty())
    refusal_ = reason;
}

void guard::judge(const header& x) {
  skipping_ = false;
  if (x.padding != 0)
    return refuse("malformed header");
  auto what = static_cast<operation>(x.operation);
  auto is_handshake = what == operation::server_handshake
                      || what == operation::client_handshake;
  if (!is_handshake && !introduced_)
    return refuse("message before the handshake");
  switch (what) {
    case operation::server_handshake:
    case operation::client_handshake:
      judge_handshake(x);
      break;
    case operation::direct_message:
      judge_message(x);
      break;
    case operation::monitor_message:
    case operation::down_message:
      judge_control(x);
      break;
    case operation::heartbeat:
      if (x.payload != 0 || x.flags != 0 || x.data != 0 || x.source != 0
          || x.receiver != 0)
        refuse("malformed heartbeat");
      break;
    default:
      // A routed message would have us forward for others.
      refuse("operation not allowed");
  }
}

void guard::judge_handshake(const header& x) {
  using caf::io::basp::header;
  if (x.source != 0 || x.receiver != 0)
    return refuse("malformed handshake");
  if (static_cast<operation>(x.operation) == operation::client_handshake) {
    if (!rules_->accepted)
      return refuse("handshake from the wrong side");
    auto known_flags = header::select_connection_flag;
    if (x.payload != node_id_size || x.data != 0 || (x.flags & ~known_flags))
      return refuse("malformed handshake");
    return;
  }
  if (rules_->accepted || introduced_)
    return refuse("handshake from the wrong side");
  if (x.payload < node_id_size || x.payload > max_handshake || x.flags != 0
      || x.data != caf::io::basp::version)
    return refuse("malformed handshake");
}

void guard::judge_message(const header& x) {
  using caf::io::basp::header;
  if (x.payload == 0 || x.payload > rules_->max_payload)
    return refuse("message size");
  if (x.flags == header::named_receiver_flag) {
    // Every CAF node asks each new neighbour for its spawn server. Ours serves
    // nobody: the request is dropped.
    if (x.receiver != static_cast<std::uint64_t>(caf::atom("SpawnServ"))
        || x.payload > max_control)
      return refuse("named receiver");
    skipping_ = true;
    return;
  }
  if (x.flags != 0 || x.receiver == 0)
    return refuse("malformed message");
  // CAF would answer a request, could take a response for one that we wait for,
  // and crashes on an unexpected part of a stream.
  if (!caf::message_id{x.data}.is_async())
    return refuse("not a one-way message");
  if (rules_->only_receiver != 0 && x.receiver != rules_->only_receiver)
    return refuse("receiver not allowed");
  if (x.payload > max_control && !is_admitted())
    return refuse("large message before an accepted hello");
  admit_sender(x.source);
  reserve(x.payload);
}

void guard::judge_control(const header& x) {
  auto is_down = static_cast<operation>(x.operation) == operation::down_message;
  if (x.flags != 0 || x.data != 0)
    return refuse("malformed control message");
  if (is_down) {
    if (x.source == 0 || x.receiver != 0 || x.payload <= route_size
        || x.payload > max_control)
      return refuse("malformed control message");
    senders_.erase(x.source);
    if (last_sender_ == x.source)
      last_sender_ = 0;
  } else if (x.source != 0 || x.receiver == 0 || x.payload != route_size) {
    refuse("malformed control message");
  }
}

void guard::reserve(std::uint32_t payload) {
  auto wanted = std::int64_t{payload} - free_payload - reserved_;
  if (!rules_->budget || wanted <= 0)
    return;
  if (!rules_->budget->take(wanted))
    return refuse("too many large messages on this port");
  reserved_ += wanted;
}

void guard::admit_sender(std::uint64_t sender) {
  if (sender == 0 || sender == last_sender_)
    return;
  last_sender_ = sender;
  senders_.insert(sender);
  if (senders_.size() > rules_->max_senders)
    refuse("too many senders");
}

void guard::judge_payload(const header& x, std::span<const char> prefix) {
  switch (static_cast<operation>(x.operation)) {
    case operation::server_handshake:
    case operation::client_handshake:
      return judge_identity(prefix);
    case operation::direct_message:
      return judge_type(x, prefix);
    case operation::monitor_message:
    case operation::down_message:
      return judge_route(x, prefix);
    default:
      // A heartbeat has no payload.
      return;
  }
}

void guard::judge_identity(std::span<const char> prefix) {
  // 8 bytes for the kind of id, 4 for the process, 20 for the host, of which
  // the first says what kind of program it is.
  constexpr auto kind = static_cast<std::uint64_t>(caf::atom("default"));
  auto id = raw_node_id{};
  std::copy_n(prefix.begin(), id.size(), id.begin());
  if (big_endian<std::uint64_t>(id.data()) != kind)
    return refuse("malformed identity");
  // A peer with our own id would pass for one of our own actors.
  if (id == rules_->own_id)
    return refuse("our own identity");
  if (id[12] != static_cast<char>(rules_->remote_kind))
    return refuse("wrong kind of program");
  if (introduced_ && id != remote_id_)
    return refuse("second identity");
  if (introduced_)
    return;
  if (rules_->certified && rules_->certificate
      && !rules_->certified->enter(id, *rules_->certificate))
    return refuse("an identity with another certificate");
  remote_id_ = id;
  introduced_ = true;
}

void guard::judge_type(const header& x, std::span<const char> prefix) {
  if (skipping_)
    return;
  // An empty list of actors to forward to, then the names of the types.
  if (prefix[0] != 0)
    return refuse("message with a route");
  auto type = message_type(prefix.subspan(1));
  // CAF answers a message that an actor does not understand with an error.
  // Nothing here waits for it, and it ends the actor that it reaches.
  if (type == error_type || type == empty_type) {
    skipping_ = true;
    if (x.payload > max_control)
      refuse("message size");
  } else if (std::ranges::find(rules_->types, type) == rules_->types.end()) {
    refuse("message type not allowed");
  } else if (!is_admitted()) {
    // Any actor of ours could be addressed, and not all of them ask who speaks.
    const auto& first = rules_->first_types;
    skipping_ = std::ranges::find(first, type) == first.end();
  }
  spoke_ = spoke_ || !skipping_;
}

void guard::judge_route(const header& x, std::span<const char> prefix) {
  auto ids = text(prefix.first(route_size));
  if (ids.substr(0, node_id_size) != text(remote_id_)
      || ids.substr(node_id_size) != text(rules_->own_id))
    return refuse("message for another node");
  if (static_cast<operation>(x.operation) != operation::down_message) {
    if (!is_admitted() && ++early_monitors_ > max_early_monitors)
      refuse("too many monitors before an accepted hello");
    return;
  }
  // The error of a dead actor: a code, a category, and then any message.
  constexpr auto error_size = sizeof(std::uint8_t) + sizeof(std::uint64_t);
  if (prefix.size() < route_size + error_size)
    return refuse("malformed control message");
  auto context = message_type(prefix.subspan(route_size + error_size));
  if (context != empty_type && context != text_type)
    refuse("message type not allowed");
}

} // namespace taskraft::network
