// What a user may have wait at this node at the same time: reads of what is not
// there yet, streams that catch up.

#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace taskraft::http {

class wait_places {
public:
  /// Of one user.
  static constexpr std::size_t most = 4;

  /// A place as long as it is held; null if the user has none left.
  std::shared_ptr<void> take(const std::string& username) {
    auto& places = taken_[username];
    std::erase_if(places, [](const auto& x) { return x.expired(); });
    if (places.size() >= most)
      return nullptr;
    auto place = std::make_shared<char>();
    places.push_back(place);
    return place;
  }

  /// Forgets who waits for nothing.
  void tend() {
    std::erase_if(taken_, [](const auto& x) {
      return std::ranges::all_of(x.second,
                                 [](const auto& y) { return y.expired(); });
    });
  }

private:
  std::map<std::string, std::vector<std::weak_ptr<void>>> taken_;
};

} // namespace taskraft::http
