#include "actors/logging/outage.hpp"

#include <atomic>

namespace taskraft::logging {

struct outage::state {
  std::atomic<bool> is_on = false;
};

outage::outage() : state_(std::make_shared<state>()) {
}

bool outage::begins() const {
  return !state_->is_on.exchange(true);
}

bool outage::ends() const {
  return state_->is_on.exchange(false);
}

} // namespace taskraft::logging
