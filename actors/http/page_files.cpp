#include "actors/http/page_files.hpp"

#include "actors/http/rules.hpp"
#include "protocol/crypto/sha256.hpp"

#include <algorithm>
#include <set>

namespace taskraft::http {

namespace {

constexpr auto index_name = std::string_view{"index.html"};

const page_file* file_named(std::span<const page_file> files,
                            std::string_view name) {
  auto found = std::ranges::find(files, name, &page_file::name);
  return found == files.end() ? nullptr : &*found;
}

bool takes(const request& x, std::string_view header, std::string_view word) {
  auto value = x.header(header);
  return value && value->find(word) != std::string_view::npos;
}

/// The page names its files and its paths from the base path on.
std::string with_base_path(std::string_view page, std::string_view base_path) {
  auto text = std::string{page};
  auto replace = [&text](std::string_view from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
  };
  auto base = std::string{base_path};
  replace(R"("./)", '"' + base);
  replace(R"(name="taskraft-base" content="/")",
          R"(name="taskraft-base" content=")" + base + '"');
  return text;
}

/// Fills in what a browser may keep; true if it has it already.
bool is_kept(response& out, const request& x, const std::string& digest,
             const char* caching) {
  auto tag = '"' + digest + '"';
  out.headers.emplace_back("Cache-Control", caching);
  out.headers.emplace_back("ETag", tag);
  if (!is_known_tag(x, tag))
    return false;
  out.status = 304;
  return true;
}

response file_response(const request& x, const page_file& file) {
  auto out = response{};
  auto is_immutable = file.name.starts_with("assets/");
  auto is_packed = takes(x, "accept-encoding", "gzip");
  out.content_type = file.content_type;
  out.headers.emplace_back("Vary", "Accept-Encoding");
  if (is_kept(out, x, std::string{file.digest} + (is_packed ? "-gzip" : ""),
              is_immutable ? "public, max-age=31536000, immutable"
                           : "no-cache"))
    return out;
  if (is_packed)
    out.headers.emplace_back("Content-Encoding", "gzip");
  out.body = is_packed ? file.gzip : file.content;
  return out;
}

/// The page itself: it changes with the paths and the policy of this node.
response index_response(const request& x, const page_file& file,
                        std::string_view base_path, const std::string& policy) {
  auto out = response{};
  auto text = with_base_path(file.content, base_path);
  auto digest = protocol::hex(protocol::sha256_bytes(text + policy));
  out.content_type = file.content_type;
  if (!is_kept(out, x, digest.substr(0, 32), "no-cache"))
    out.body = std::move(text);
  return out;
}

} // namespace

std::string content_security_policy(const std::vector<std::string>& members) {
  auto text = std::string{"default-src 'self'; img-src 'self' blob: data:; "
                          "style-src 'self' 'unsafe-inline'; "
                          "connect-src 'self'"};
  // Behind a proxy, several have the same address.
  auto named = std::set<std::string_view>{};
  for (const auto& each : members)
    if (named.insert(each).second)
      (text += ' ') += each;
  return text
         + "; object-src 'none'; base-uri 'none'; form-action 'self'; "
           "frame-ancestors 'none'; require-trusted-types-for 'script'";
}

bool is_page_path(std::string_view path, std::string_view base_path,
                  std::span<const page_file> files) {
  if (!path.starts_with(base_path))
    return false;
  auto name = path.substr(base_path.size());
  return name.empty() || file_named(files, name) != nullptr;
}

std::optional<response> page_response(const request& x,
                                      std::string_view base_path,
                                      const std::vector<std::string>& members,
                                      std::span<const page_file> files) {
  if (x.method != verb::get && x.method != verb::head)
    return std::nullopt;
  if (!x.path.starts_with(base_path))
    return std::nullopt;
  auto name = std::string_view{x.path}.substr(base_path.size());
  if (name.starts_with("api/"))
    return std::nullopt;
  const auto* file = file_named(files, name);
  auto is_page = file == nullptr || file->name == index_name;
  if (is_page) {
    file = file_named(files, index_name);
    if (file == nullptr || (!name.empty() && !takes(x, "accept", "text/html")))
      return std::nullopt;
  }
  auto policy = content_security_policy(members);
  auto out = is_page ? index_response(x, *file, base_path, policy)
                     : file_response(x, *file);
  out.headers.emplace_back("Content-Security-Policy", policy);
  out.headers.emplace_back("Referrer-Policy", "no-referrer");
  return out;
}

} // namespace taskraft::http
