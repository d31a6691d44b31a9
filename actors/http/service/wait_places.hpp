// What a user may have under way at this node at the same time: reads that wait
// for what is not there yet, streams that catch up; exports.

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
  /// `most` places for each user.
  explicit wait_places(std::size_t most = 4) : most_(most) {
  }

  /// A place as long as it is held; null if the user has none left.
  std::shared_ptr<void> take(const std::string& username) {
    auto& places = taken_[username];
    std::erase_if(places, [](const auto& x) { return x.expired(); });
    if (places.size() >= most_)
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
  std::size_t most_;
  std::map<std::string, std::vector<std::weak_ptr<void>>> taken_;
};

} // namespace taskraft::http
