#include "actors/network/sockets/guarded_stream.hpp"

#include <algorithm>
#include <cstring>

namespace taskraft::network {

namespace {

/// Many messages a call, and more than the 128 KiB that a channel wants beside
/// the beginning of a message; memory is touched only as far as it is used.
constexpr auto buffer_size = std::size_t{136U << 10};

} // namespace

guarded_stream::guarded_stream(
  caf::io::network::default_multiplexer& multiplexer, int descriptor,
  std::shared_ptr<const guard_rules> rules, std::shared_ptr<inflow> bound,
  std::shared_ptr<tls::session> tls)
  : stream(multiplexer, descriptor), guard_(std::move(rules)),
    channel_(descriptor, std::move(tls)), inflow_(std::move(bound)),
    buffer_(std::make_unique_for_overwrite<char[]>(buffer_size)) {
}

guarded_stream::rw_state guarded_stream::read_some(std::size_t& result,
                                                   int /*descriptor*/,
                                                   void* buffer,
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
      return receive_directly(result, buffer, size);
    if (auto outcome = receive(); outcome != rw_state::success)
      return outcome;
  }
  result = std::min(size, passed_ - next_);
  std::memcpy(buffer, buffer_.get() + next_, result);
  next_ += result;
  return rw_state::success;
}

guarded_stream::rw_state guarded_stream::receive() {
  std::memmove(buffer_.get(), buffer_.get() + passed_, kept_);
  next_ = 0;
  passed_ = 0;
  auto came = channel_.receive({buffer_.get() + kept_, buffer_size - kept_});
  if (!came)
    return rw_state::failure;
  if (came->size == 0)
    return rw_state::success;
  drained_ = came->drained;
  auto outcome = guard_.filter({buffer_.get(), kept_ + came->size});
  if (!guard_.refusal().empty())
    return rw_state::failure;
  if (inflow_)
    inflow_->received(came->size);
  passed_ = outcome.passed;
  kept_ = outcome.kept;
  return rw_state::success;
}

guarded_stream::rw_state guarded_stream::receive_directly(std::size_t& result,
                                                          void* buffer,
                                                          std::size_t size) {
  auto came = channel_.receive({static_cast<char*>(buffer), size});
  if (!came)
    return rw_state::failure;
  result = came->size;
  guard_.bypassed(result);
  if (inflow_)
    inflow_->received(result);
  return rw_state::success;
}

guarded_stream::rw_state guarded_stream::write_some(std::size_t& result,
                                                    int /*descriptor*/,
                                                    const void* buffer,
                                                    std::size_t size) {
  result = 0;
  auto sent = channel_.send({static_cast<const char*>(buffer), size});
  if (!sent)
    return rw_state::failure;
  result = *sent;
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
