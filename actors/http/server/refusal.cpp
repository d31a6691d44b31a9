#include "actors/http/server/refusal.hpp"

#include <string>

namespace taskraft::http {

response refusal(const service& at, const problem& why) {
  auto id = at.fresh_id();
  auto answer = to_response(why, id);
  answer.headers.emplace_back("Request-Id", id);
  answer.headers.emplace_back("Taskraft-Node", std::to_string(at.options.node));
  answer.headers.emplace_back("Cache-Control", "no-store");
  answer.headers.emplace_back("X-Content-Type-Options", "nosniff");
  answer.closes = true;
  return answer;
}

} // namespace taskraft::http
