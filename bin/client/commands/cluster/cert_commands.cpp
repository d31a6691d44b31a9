#include "bin/client/commands/cluster/cert_commands.hpp"

#include "bin/client/certificates/certificates.hpp"
#include "bin/client/commands/client_calls.hpp"
#include "bin/client/text/task_text.hpp"

#include <cerrno>
#include <charconv>
#include <sys/stat.h>
#include <system_error>

namespace taskraft::client {

namespace {

constexpr auto days_of_ca = 3650;
constexpr auto days_of_others = 365;
constexpr auto most_days = std::uint64_t{36500};
/// As of all ids of nodes.
constexpr auto most_node_id = (std::uint64_t{1} << 53U) - 1;

std::uint64_t number_from(const std::string& text, std::uint64_t most,
                          const std::string& name) {
  auto number = std::uint64_t{0};
  auto end = text.data() + text.size();
  auto [at, problem] = std::from_chars(text.data(), end, number);
  if (problem != std::errc{} || at != end || number == 0 || number > most)
    throw cli_error{exit_code::invalid_value,
                    name + ": expected a number from 1 to "
                      + std::to_string(most)};
  return number;
}

bool is_username(const std::string& text) {
  constexpr auto allowed = "abcdefghijklmnopqrstuvwxyz0123456789._-";
  return !text.empty() && text.size() <= 64
         && text.find_first_not_of(allowed) == std::string::npos;
}

certificate_order order_of_node(const invocation& x) {
  auto id = std::to_string(number_from(x.arguments.at(1), most_node_id, "ID"));
  auto order = certificate_order{};
  order.name = "node-" + id;
  order.common_name = "taskraft node " + id;
  order.uri = "taskraft:node:" + id;
  order.hosts = {x.arguments.begin() + 2, x.arguments.end()};
  for (const auto& host : order.hosts)
    if (!is_host(host))
      throw cli_error{exit_code::invalid_value,
                      "HOST: expected a name or an address without a port"};
  return order;
}

certificate_order order_of_client(const invocation& x) {
  const auto& user = x.arguments.at(1);
  if (!is_username(user))
    throw cli_error{exit_code::invalid_value,
                    "USER: expected 1 to 64 of a-z, 0-9, '.', '_' and '-'"};
  auto order = certificate_order{};
  order.name = "client-" + user;
  order.common_name = user;
  order.uri = "taskraft:user:" + user;
  return order;
}

certificate_order order_of(const invocation& x) {
  if (x.what->words == "cert create-node")
    return order_of_node(x);
  if (x.what->words == "cert create-client")
    return order_of_client(x);
  auto order = certificate_order{};
  order.name = "ca";
  order.common_name = "taskraft CA";
  return order;
}

} // namespace

void create_certificate(const invocation& x, const surroundings& world) {
  auto order = order_of(x);
  order.folder = x.arguments.at(0);
  order.days = order.is_ca() ? days_of_ca : days_of_others;
  if (auto days = x.value("days"))
    order.days = static_cast<int>(number_from(*days, most_days, "--days"));
  if (order.is_ca() && ::mkdir(order.folder.c_str(), S_IRWXU) != 0
      && errno != EEXIST)
    throw cli_error{exit_code::failure,
                    order.folder + ": "
                      + std::generic_category().message(errno)};
  auto made = make_certificate(order);
  if (x.has("json"))
    return put_out(
      world, print(json{{"certificate", made.certificate}, {"key", made.key}},
                   world.style));
  put_out(world, made.certificate + "\n" + made.key + "\n");
}

} // namespace taskraft::client
