#include "config/checks_tls.hpp"

#include "config/one_line.hpp"

#include <string>

namespace taskraft::config {

namespace {

/// A gateway does not need a CA for itself.
std::string key_of(const std::string& group, const std::string& file) {
  return group + (group == "gateway" && file == "ca" ? "_client_" : "_") + file;
}

/// The files of one port are needed together. Gives what they hold; nothing if
/// there are none, or if something was wrong.
std::shared_ptr<const tls::context>
check_files(const table_reader& in, const std::string& group, tls::use what,
            const tls::certificate_files& files) {
  if (files == tls::certificate_files{})
    return nullptr;
  auto require = [&](const char* name, const std::string& path) {
    if (path.empty())
      in.refuse(group + '_' + name, "expected a file, as other keys of tls."
                                      + group + "_* have one");
    return !path.empty();
  };
  auto is_whole = require("certificate", files.certificate);
  is_whole = require("key", files.key) && is_whole;
  if (what == tls::use::nodes)
    is_whole = require("ca", files.ca) && is_whole;
  if (!is_whole)
    return nullptr;
  auto loaded = tls::load_context(what, files);
  if (loaded.problem)
    in.refuse(key_of(group, loaded.problem->file),
              one_line(loaded.problem->expected));
  return loaded.made;
}

} // namespace

void check_tls(const settings& x, const table_reader& in) {
  auto peer = check_files(in, "peer", tls::use::nodes, x.tls.peer);
  auto own = tls::identity{.kind = tls::holder::node, .node = x.node.id.value};
  // The others would refuse it.
  if (peer && peer->own != own)
    in.refuse("peer_certificate", "expected a certificate for "
                                    + tls::to_string(own) + ", found one for "
                                    + tls::to_string(peer->own));
  check_files(in, "gateway", tls::use::clients, x.tls.gateway);
  check_files(in, "http", tls::use::browsers, x.tls.http);
  if (x.http.listen.empty() && !x.tls.http.certificate.empty())
    in.refuse("http_certificate", "expected none, as there is no http.listen");
}

} // namespace taskraft::config
