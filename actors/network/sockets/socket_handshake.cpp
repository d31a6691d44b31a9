#include "actors/network/sockets/socket_handshake.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <utility>

namespace taskraft::network {

namespace {

/// A record of TLS begins with its kind, the version 3.x and its length.
constexpr auto first_kind = char{20};
constexpr auto last_kind = char{23};
constexpr auto handshake_kind = char{22};
constexpr auto alert_kind = char{21};
constexpr auto most_payload = std::size_t{(16U << 10U) + 2048U};

std::size_t payload_size(const std::vector<char>& header) {
  return static_cast<std::size_t>(static_cast<unsigned char>(header[3])) << 8U
         | static_cast<unsigned char>(header[4]);
}

bool is_interrupted() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

} // namespace

socket_handshake::outcome socket_handshake::fail(std::string why) {
  problem_ = std::move(why);
  return outcome::failed;
}

socket_handshake::outcome socket_handshake::send_all() {
  while (!session_->to_send().empty()) {
    auto bytes = session_->to_send();
    auto sent = ::send(descriptor_, bytes.data(), bytes.size(),
                       MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0)
      return is_interrupted() ? outcome::writes : fail(std::strerror(errno));
    session_->sent(static_cast<std::size_t>(sent));
  }
  return outcome::done;
}

socket_handshake::outcome socket_handshake::read_up_to(std::size_t size) {
  while (record_.size() < size) {
    auto have = record_.size();
    record_.resize(size);
    auto came
      = ::recv(descriptor_, record_.data() + have, size - have, MSG_DONTWAIT);
    record_.resize(have + static_cast<std::size_t>(std::max(came, ssize_t{0})));
    if (came == 0)
      return fail("it has closed the connection");
    if (came < 0)
      return is_interrupted() ? outcome::reads : fail(std::strerror(errno));
  }
  return outcome::done;
}

socket_handshake::outcome socket_handshake::read_record() {
  if (!has_begun_) {
    auto first = char{};
    auto came = ::recv(descriptor_, &first, 1, MSG_PEEK | MSG_DONTWAIT);
    if (came == 1 && first != handshake_kind && first != alert_kind)
      return outcome::plain;
    has_begun_ = came == 1;
  }
  if (auto state = read_up_to(header_size); state != outcome::done)
    return state;
  if (record_[0] < first_kind || record_[0] > last_kind || record_[1] != 3
      || payload_size(record_) > most_payload)
    return fail("it does not speak TLS");
  return read_up_to(header_size + payload_size(record_));
}

socket_handshake::outcome socket_handshake::advance() {
  for (;;) {
    if (auto state = send_all(); state != outcome::done || has_agreed_)
      return state;
    switch (session_->shake()) {
      case tls::session::step::done:
        has_agreed_ = true;
        continue;
      case tls::session::step::failed:
        // The other side hears why, if it still listens.
        send_all();
        return fail(session_->problem());
      case tls::session::step::needs_more:
        break;
    }
    if (!session_->to_send().empty())
      continue;
    if (auto state = read_record(); state != outcome::done)
      return state;
    auto room = session_->room();
    std::copy(record_.begin(), record_.end(), room.begin());
    session_->came(record_.size());
    record_.clear();
  }
}

} // namespace taskraft::network
