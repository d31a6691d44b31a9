#include "actors/node/node_tls.hpp"

#include "actors/logging/logging.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::actors {

namespace {

constexpr auto day_s = 24 * 3600;
constexpr auto warning_s = 30 * day_s;
/// Lists of revoked certificates are made anew more often.
constexpr auto list_warning_s = 7 * day_s;

std::string key_of(const std::string& group, const std::string& file) {
  auto between = group == "gateway" && file == "ca" ? "_client_" : "_";
  return "tls." + group + between + file;
}

} // namespace

result<std::shared_ptr<node_tls>>
node_tls::open(const config::settings& settings) {
  struct wanted {
    const char* name;
    const char* group;
    tls::use what;
    const tls::certificate_files& files;
  };
  const auto& x = settings.tls;
  auto made = std::make_shared<node_tls>();
  for (const auto& each :
       {wanted{"nodes", "peer", tls::use::nodes, x.peer},
        wanted{"clients", "gateway", tls::use::clients, x.gateway},
        wanted{"http", "http", tls::use::browsers, x.http}}) {
    if (each.files.certificate.empty())
      continue;
    auto loaded = tls::load_context(each.what, each.files);
    if (loaded.problem)
      return failure{errc::invalid_value,
                     key_of(each.group, loaded.problem->file) + ": "
                       + loaded.problem->expected};
    made->ports_.push_back({each.name, each.group,
                            std::make_shared<tls::context_source>(
                              each.what, each.files, std::move(loaded.made))});
  }
  made->nodes_ = {made->source_of("nodes"), settings.node.plaintext,
                  std::make_shared<network::certified_nodes>(),
                  std::make_shared<network::link_ends>()};
  made->clients_ = {made->source_of("clients"), settings.gateway.plaintext,
                    std::make_shared<network::certified_nodes>()};
  return made;
}

std::shared_ptr<const tls::context_source>
node_tls::source_of(const std::string& name) const {
  auto found = std::ranges::find(ports_, name, &port::name);
  return found == ports_.end() ? nullptr : found->source;
}

void node_tls::load(port& x) {
  if (auto problem = x.source->load())
    return logging::error("certificate_not_reloaded", "key",
                          key_of(x.group, problem->file), "reason",
                          problem->expected);
  logging::info("certificate_reloaded", "port", x.name);
  x.certificate = {};
  x.list = {};
}

bool node_tls::is_due(notice& x, std::int64_t left_s, std::int64_t warning_s,
                      std::uint64_t now_s) {
  auto has_ended = left_s <= 0;
  auto is_news = has_ended && !x.said_ended;
  if (left_s >= warning_s || (!is_news && now_s - x.said_at < day_s))
    return false;
  x = {now_s, has_ended};
  return true;
}

void node_tls::warn(port& x, std::uint64_t now_s) {
  auto now = x.source->current();
  auto left_s = now->ends_at - static_cast<std::int64_t>(now_s);
  if (is_due(x.certificate, left_s, warning_s, now_s)) {
    auto key = key_of(x.group, "certificate");
    if (left_s <= 0)
      logging::error("certificate_expired", "key", key);
    else
      logging::warn("certificate_expires", "key", key, "days", left_s / day_s);
  }
  left_s = now->lists_end_at - static_cast<std::int64_t>(now_s);
  if (now->lists_end_at != 0 && is_due(x.list, left_s, list_warning_s, now_s)) {
    auto key = key_of(x.group, "crl");
    if (left_s <= 0)
      logging::error("revocation_list_expired", "key", key);
    else
      logging::warn("revocation_list_expires", "key", key, "days",
                    left_s / day_s);
  }
}

void node_tls::look(std::uint64_t now_s) {
  for (auto& each : ports_) {
    if (each.source->has_changed())
      load(each);
    warn(each, now_s);
  }
}

void node_tls::reload() {
  for (auto& each : ports_)
    load(each);
}

reloadable_part certificates_part(std::shared_ptr<node_tls> tls) {
  return {.keys = {},
          .prepare = [tls = std::move(tls)](const config::settings&)
            -> result<std::function<void()>> {
            return std::function<void()>{[tls] { tls->reload(); }};
          }};
}

std::map<std::string, std::int64_t> node_tls::ends() const {
  auto found = std::map<std::string, std::int64_t>{};
  for (const auto& each : ports_)
    found[each.name] = each.source->current()->ends_at;
  return found;
}

} // namespace taskraft::actors
