// Who sends requests: the credentials that are in use, each with its client of
// the gateway.

#pragma once

#include "actors/http/gateway_client.hpp"
#include "actors/http/problem.hpp"
#include "actors/http/request_rate.hpp"
#include "actors/http/rules.hpp"
#include "tasks.pb.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace taskraft::http {

struct identity {
  std::shared_ptr<gateway_client> client;
  std::string username;
  /// Zero without a session.
  std::uint64_t session = 0;
  tasks::wire::Scope scope = tasks::wire::SCOPE_ADMIN;
  request_rate rate{0};
  std::uint64_t used_us = 0;
};

using identity_handler
  = std::function<void(outcome<std::shared_ptr<identity>>)>;

class identities {
public:
  identities(gateway_place& place, std::uint64_t requests_per_minute)
    : place_(place), a_minute_(requests_per_minute) {
  }

  /// Who has this credential. The first time, the gateway is asked.
  void find(const credential& what, const std::string& address,
            std::uint64_t now_us, identity_handler then);

  /// The administrator, of a cluster where nobody logs in.
  std::shared_ptr<identity> everybody();

  /// A login that was just made.
  void add(const credential& what, std::shared_ptr<identity> who,
           std::uint64_t now_us);

  /// The credential has ended.
  void forget(const credential& what);

  /// Ends calls that are late, and forgets who has sent nothing for minutes.
  void tend(std::uint64_t now_us);

  request_rate fresh_rate() const {
    return request_rate{a_minute_};
  }

private:
  void ask_who(const std::string& key, std::shared_ptr<identity> who);
  void conclude(const std::string& key,
                const outcome<std::shared_ptr<identity>>& found);

  gateway_place& place_;
  std::uint64_t a_minute_;
  std::shared_ptr<identity> everybody_;
  std::map<std::string, std::shared_ptr<identity>> known_;
  std::map<std::string, std::vector<identity_handler>> asked_;
  /// The clients of those who were asked for.
  std::map<std::string, std::shared_ptr<identity>> looking_;
};

} // namespace taskraft::http
