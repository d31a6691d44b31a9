#include "tls/identity.hpp"

#include <charconv>
#include <memory>
#include <openssl/x509v3.h>
#include <string_view>

namespace taskraft::tls {

namespace {

constexpr auto scheme = std::string_view{"taskraft:"};
constexpr auto node_prefix = std::string_view{"node:"};
constexpr auto user_prefix = std::string_view{"user:"};

std::optional<identity> node_named(std::string_view digits) {
  auto found = identity{.kind = holder::node};
  auto [end, error]
    = std::from_chars(digits.data(), digits.data() + digits.size(), found.node);
  if (error != std::errc{} || end != digits.data() + digits.size()
      || found.node == 0 || digits.front() == '0')
    return std::nullopt;
  return found;
}

std::optional<identity> user_named(std::string_view name) {
  constexpr auto allowed = "abcdefghijklmnopqrstuvwxyz0123456789._-";
  constexpr auto longest = std::size_t{64};
  if (name.empty() || name.size() > longest
      || name.find_first_not_of(allowed) != std::string_view::npos)
    return std::nullopt;
  return identity{.kind = holder::user, .user = std::string{name}};
}

std::optional<identity> identity_in(std::string_view name) {
  if (name.starts_with(node_prefix))
    return node_named(name.substr(node_prefix.size()));
  if (name.starts_with(user_prefix))
    return user_named(name.substr(user_prefix.size()));
  return std::nullopt;
}

} // namespace

std::string to_string(const identity& x) {
  switch (x.kind) {
    case holder::node:
      return "node " + std::to_string(x.node);
    case holder::user:
      return "the user " + x.user;
    default:
      return "nobody here";
  }
}

std::optional<identity> identity_of(const X509* certificate) {
  auto names = std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)>{
    static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
    GENERAL_NAMES_free};
  auto found = identity{};
  auto count = names ? sk_GENERAL_NAME_num(names.get()) : 0;
  for (auto i = 0; i < count; ++i) {
    const auto* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_URI)
      continue;
    const auto* uri = name->d.uniformResourceIdentifier;
    auto text = std::string_view{
      reinterpret_cast<const char*>(ASN1_STRING_get0_data(uri)),
      static_cast<std::size_t>(ASN1_STRING_length(uri))};
    if (!text.starts_with(scheme))
      continue;
    auto next = identity_in(text.substr(scheme.size()));
    if (!next || found.kind != holder::nobody)
      return std::nullopt;
    found = std::move(*next);
  }
  return found;
}

} // namespace taskraft::tls
