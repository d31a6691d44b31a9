#include "actors/network/guarded_stream.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>

namespace taskraft::network {

namespace {

/// Many messages a call; memory is touched only as far as it is used.
constexpr auto buffer_size = std::size_t{128U << 10};

bool try_later() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

} // namespace

guarded_stream::guarded_stream(
  caf::io::network::default_multiplexer& multiplexer, int descriptor,
  std::shared_ptr<const guard_rules> rules, std::shared_ptr<inflow> bound)
  : stream(multiplexer, descriptor), guard_(std::move(rules)),
    inflow_(std::move(bound)),
    buffer_(std::make_unique_for_overwrite<char[]>(buffer_size)) {
}

guarded_stream::rw_state guarded_stream::read_some(std::size_t& result,
                                                   int descriptor, void* buffer,
                                                   std::size_t size) {
  result = 0;
  if (next_ == passed_) {
    if (drained_) {
      drained_ = false;
      return rw_state::success;
    }
    // The event loop asks again after its other work, and so after some of the
    // receiver's.
    if (inflow_ && !inflow_->may_receive())
      return rw_state::success;
    // The rest of a large payload needs no copy.
    if (size >= buffer_size && kept_ == 0 && guard_.may_bypass(size))
      return receive_directly(result, descriptor, buffer, size);
    if (auto outcome = receive(descriptor); outcome != rw_state::success)
      return outcome;
  }
  result = std::min(size, passed_ - next_);
  std::memcpy(buffer, buffer_.get() + next_, result);
  next_ += result;
  return rw_state::success;
}

guarded_stream::rw_state guarded_stream::receive(int descriptor) {
  std::memmove(buffer_.get(), buffer_.get() + passed_, kept_);
  next_ = 0;
  passed_ = 0;
  auto room = buffer_size - kept_;
  auto size = ::recv(descriptor, buffer_.get() + kept_, room, MSG_DONTWAIT);
  if (size < 0)
    return try_later() ? rw_state::success : rw_state::failure;
  if (size == 0)
    return rw_state::failure;
  auto received = static_cast<std::size_t>(size);
  drained_ = received < room;
  auto outcome = guard_.filter({buffer_.get(), kept_ + received});
  if (!guard_.refusal().empty())
    return rw_state::failure;
  if (inflow_)
    inflow_->received(received);
  passed_ = outcome.passed;
  kept_ = outcome.kept;
  return rw_state::success;
}

guarded_stream::rw_state guarded_stream::receive_directly(std::size_t& result,
                                                          int descriptor,
                                                          void* buffer,
                                                          std::size_t size) {
  auto received = ::recv(descriptor, buffer, size, MSG_DONTWAIT);
  if (received < 0)
    return try_later() ? rw_state::success : rw_state::failure;
  if (received == 0)
    return rw_state::failure;
  result = static_cast<std::size_t>(received);
  guard_.bypassed(result);
  if (inflow_)
    inflow_->received(result);
  return rw_state::success;
}

guarded_stream::rw_state guarded_stream::write_some(std::size_t& result,
                                                    int descriptor,
                                                    const void* buffer,
                                                    std::size_t size) {
  result = 0;
  auto sent = ::send(descriptor, buffer, size, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0 && !try_later())
    return rw_state::failure;
  if (sent > 0)
    result = static_cast<std::size_t>(sent);
  // Once all is sent, the stream goes on with what was added meanwhile.
  in_flight_ = result < size ? size - result : wr_buf().size();
  return rw_state::success;
}

void guarded_stream::send_by_loop(const manager_ptr& manager) {
  in_flight_ = wr_buf().size();
  flush(manager);
}

bool guarded_stream::must_read_more(int, std::size_t) const {
  // The event loop knows nothing of what lies in our buffer.
  return next_ != passed_;
}

} // namespace taskraft::network
