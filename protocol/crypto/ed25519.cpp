#include "protocol/crypto/ed25519.hpp"

#include "protocol/invariant.hpp"

#include <memory>
#include <openssl/evp.h>

namespace taskraft::protocol {

namespace {

using key_pointer = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using state_pointer = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

const unsigned char* bytes_of(std::string_view x) {
  return reinterpret_cast<const unsigned char*>(x.data());
}

key_pointer private_key_from(std::string_view bytes) {
  auto key
    = key_pointer{EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                               bytes_of(bytes), bytes.size()),
                  &EVP_PKEY_free};
  RAFT_INVARIANT(key != nullptr);
  return key;
}

state_pointer fresh_state() {
  auto state = state_pointer{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  RAFT_INVARIANT(state != nullptr);
  return state;
}

} // namespace

std::string ed25519_public_key(std::string_view private_key) {
  auto key = private_key_from(private_key);
  auto out = std::string(ed25519_key_bytes, '\0');
  auto size = out.size();
  RAFT_INVARIANT(
    EVP_PKEY_get_raw_public_key(
      key.get(), reinterpret_cast<unsigned char*>(out.data()), &size)
      == 1
    && size == out.size());
  return out;
}

std::string ed25519_sign(std::string_view private_key, std::string_view text) {
  auto key = private_key_from(private_key);
  auto state = fresh_state();
  auto out = std::string(ed25519_signature_bytes, '\0');
  auto size = out.size();
  RAFT_INVARIANT(
    EVP_DigestSignInit(state.get(), nullptr, nullptr, nullptr, key.get()) == 1
    && EVP_DigestSign(state.get(), reinterpret_cast<unsigned char*>(out.data()),
                      &size, bytes_of(text), text.size())
         == 1
    && size == out.size());
  return out;
}

bool ed25519_verify(std::string_view public_key, std::string_view text,
                    std::string_view signature) {
  if (public_key.size() != ed25519_key_bytes
      || signature.size() != ed25519_signature_bytes)
    return false;
  auto key = key_pointer{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr,
                                                     bytes_of(public_key),
                                                     public_key.size()),
                         &EVP_PKEY_free};
  if (!key)
    return false;
  auto state = fresh_state();
  return EVP_DigestVerifyInit(state.get(), nullptr, nullptr, nullptr, key.get())
           == 1
         && EVP_DigestVerify(state.get(), bytes_of(signature), signature.size(),
                             bytes_of(text), text.size())
              == 1;
}

} // namespace taskraft::protocol
