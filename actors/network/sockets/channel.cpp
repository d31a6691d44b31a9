#include "actors/network/sockets/channel.hpp"

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>
#include <system_error>
#include <utility>

namespace taskraft::network {

namespace {

/// What is encrypted before it is known to be taken.
constexpr auto most_encrypted = std::size_t{128} << 10U;

} // namespace

std::optional<std::size_t> channel::moved(ssize_t size) {
  if (size >= 0)
    return static_cast<std::size_t>(size);
  if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
    return 0;
  error_ = errno;
  return std::nullopt;
}

std::string channel::end_reason() const {
  if (auto why = problem(); !why.empty())
    return why;
  if (error_ != 0)
    return std::generic_category().message(error_);
  return is_closed_ ? "the other side has closed it" : std::string{};
}

std::optional<channel::received> channel::receive(std::span<char> into) {
  auto room = tls_ ? tls_->room() : into;
  auto size = ::recv(descriptor_, room.data(), room.size(), MSG_DONTWAIT);
  is_closed_ = size == 0;
  auto came = is_closed_ ? std::nullopt : moved(size);
  if (!came)
    return std::nullopt;
  auto result = received{*came, size < 0 || *came < room.size()};
  if (!tls_)
    return result;
  tls_->came(*came);
  result.size = 0;
  // All of it, because nobody would say later that there is more.
  do {
    auto part = tls_->read(into.subspan(result.size));
    if (!part)
      return std::nullopt;
    if (*part == 0)
      break;
    result.size += *part;
  } while (result.size < into.size() && tls_->has_more());
  // What the protocol itself answers; the rest goes with the next message.
  if (!send_encrypted())
    return std::nullopt;
  return result;
}

std::optional<std::size_t> channel::send_plainly(std::span<const char> from) {
  return moved(
    ::send(descriptor_, from.data(), from.size(), MSG_NOSIGNAL | MSG_DONTWAIT));
}

std::optional<bool> channel::send_encrypted() {
  while (!tls_->to_send().empty()) {
    auto sent = send_plainly(tls_->to_send());
    if (!sent)
      return std::nullopt;
    if (*sent == 0)
      return false;
    tls_->sent(*sent);
  }
  return true;
}

std::optional<std::size_t> channel::send(std::span<const char> from) {
  if (!tls_)
    return send_plainly(from);
  auto total = std::size_t{0};
  for (;;) {
    auto all_sent = send_encrypted();
    if (!all_sent)
      return std::nullopt;
    if (!*all_sent)
      return total;
    total += std::exchange(encrypted_, 0);
    if (total > from.size())
      return std::nullopt;
    auto rest = from.subspan(total);
    if (rest.empty())
      return total;
    auto next = rest.first(std::min(rest.size(), most_encrypted));
    if (!tls_->write(next))
      return std::nullopt;
    encrypted_ = next.size();
  }
}

} // namespace taskraft::network
