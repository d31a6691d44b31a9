// Commands whose hashes and secrets a node makes.

#include "actors/gateway/account_steps.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/messages/wire.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/text.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace taskraft::actors {

namespace {

namespace wire = tasks::wire;
using protocol::answer_status;
using protocol::consistency;

constexpr std::size_t most_project_characters = 10;
constexpr auto no_memory = "there is no memory for passwords";
constexpr auto only_logins = "tokens may not do that; log in";

/// A command on its way, with what a node has made for it.
struct account_work {
  std::uint64_t context = 0;
  protocol::submit_account_command asked;
  wire::Command command;
  protocol::principal who;
  /// Where the passwords come from.
  std::string address;
  /// Given to the client with the answer.
  std::string secret;
};

/// An attempt of before that was applied has another secret, which is lost.
bool is_of_attempt(const step_answer& x, std::uint64_t attempt) {
  auto result = wire::Result{};
  return x.status == answer_status::done && result.ParseFromString(x.bytes)
         && !result.has_refusal() && result.attempt() == attempt;
}

std::uint64_t draw_attempt(const gateway_state& state) {
  auto drawn = random_bytes(state, sizeof(std::uint64_t));
  auto attempt = std::uint64_t{};
  std::memcpy(&attempt, drawn.data(), sizeof attempt);
  return attempt;
}

void propose(gateway_pointer self, const account_work& work) {
  auto id = protocol::request_id{};
  std::memcpy(id.bytes.data(), work.asked.request.data(), id.bytes.size());
  auto who = work.who;
  who.made_by_node = true;
  auto attempt = work.command.attempt();
  auto command = work.command.SerializeAsString();
  propose(self, work.context,
          {.id = id,
           .seen_index = work.asked.seen_index,
           .command = command,
           .principal = who},
          [self, context = work.context, attempt,
           secret = work.secret](const step_answer& answer) {
            if (self->state.operations.find<pending_account>(context)
                == nullptr)
              return;
            auto operation = self->state.operations.take(context);
            tell(self, operation.client,
                 protocol::account_command_answered{
                   operation.id, answer.status, answer.index, answer.bytes,
                   is_of_attempt(answer, attempt) ? secret : ""});
          });
}

/// The field of a new password that is too short or too long.
const char* wrong_password_in(const account_work& x) {
  const auto& given = x.asked.password;
  auto is_new_user = x.command.has_create_user();
  auto is_wanted
    = x.command.has_set_password() || (is_new_user && !given.empty());
  if (!is_wanted
      || (given.size() >= least_password_bytes
          && given.size() <= most_password_bytes))
    return nullptr;
  auto is_first = is_new_user || !x.asked.setup_secret.empty();
  return is_first ? "/password" : "/new_password";
}

/// The rules accept any end, but MySQL stores no moment after the year 9999: an
/// entry with one would end each node on MySQL.
bool ends_too_late(const wire::Command& x) {
  return x.has_create_token()
         && x.create_token().expires_at_us()
              > static_cast<std::uint64_t>(tasks::last_due_instant_us);
}

void hash_new_password(gateway_pointer self, account_work work) {
  auto context = work.context;
  auto password = work.asked.password;
  auto address = work.asked.setup_secret.empty() ? std::nullopt
                                                 : std::optional{work.address};
  auto next = [self, work = std::move(work)](const step_answer& hashed) {
    auto whole = work;
    if (hashed.bytes.empty())
      return fail_account(self, work.context, errc::overloaded, no_memory);
    whole.command.mutable_set_password()->set_password_hash(hashed.bytes);
    propose(self, whole);
  };
  hash(self, context, password, std::move(next), address);
}

/// Users prove that they know the old password before they choose another.
void check_own_password(gateway_pointer self, account_work work) {
  auto context = work.context;
  auto username = work.command.set_password().username();
  auto next = [self, work = std::move(work)](const step_answer& answer) {
    auto found = content<wire::Answer>(self, work.context, answer);
    if (!found)
      return;
    const auto& credential = found->credential();
    check(self, work.context,
          {work.command.set_password().username(), work.address,
           work.asked.current_password, credential.hash()},
          [self, work, rev = credential.rev()](const step_answer& checked) {
            auto changed = work;
            auto& command = *changed.command.mutable_set_password();
            command.set_checked_rev(rev);
            if (checked.bytes == matched)
              return hash_new_password(self, changed);
            fail_account(self, work.context, errc::invalid_credentials,
                         "the current password is wrong");
          });
  };
  ask_state(self, context, credential_query(username),
            own_principal(self->state), consistency::linearizable,
            std::move(next));
}

/// An API token changes no password and does not learn which one is right.
void check_own_login(gateway_pointer self, account_work work) {
  auto query = wire::Query{};
  query.mutable_list_sessions()->set_kind(wire::SESSION_KIND_TOKEN);
  auto context = work.context;
  auto who = work.who;
  ask_state(
    self, context, query.SerializeAsString(), who, consistency::linearizable,
    [self, work = std::move(work)](const step_answer& answer) {
      auto found = content<wire::Answer>(self, work.context, answer);
      if (!found)
        return;
      if (found->has_refusal())
        return refuse_account(self, work.context, found->refusal());
      auto is_own
        = [&](const wire::Session& each) { return each.id() == work.who.id; };
      if (std::ranges::any_of(found->sessions().sessions(), is_own))
        return fail_account(self, work.context, errc::not_allowed, only_logins);
      check_own_password(self, work);
    });
}

void begin_password(gateway_pointer self, account_work work) {
  auto& state = self->state;
  auto& command = *work.command.mutable_set_password();
  command.clear_checked_rev();
  command.clear_setup_digest();
  if (!work.asked.setup_secret.empty()) {
    auto dot = work.asked.setup_secret.rfind('.');
    if (dot == std::string::npos)
      return fail_account(self, work.context, errc::invalid_credentials,
                          "that is no set-up link");
    command.set_username(work.asked.setup_secret.substr(0, dot));
    command.set_setup_digest(
      protocol::sha256_bytes(work.asked.setup_secret.substr(dot + 1)));
    work.who = own_principal(state);
    return hash_new_password(self, std::move(work));
  }
  if (work.who.kind == protocol::principal_kind::handover)
    return fail_account(self, work.context, errc::not_allowed, only_logins);
  if (work.who.kind != protocol::principal_kind::session)
    return hash_new_password(self, std::move(work));
  auto query = wire::Query{};
  query.mutable_get_self();
  auto context = work.context;
  auto who = work.who;
  ask_state(self, context, query.SerializeAsString(), who,
            consistency::linearizable,
            [self, work = std::move(work)](const step_answer& answer) {
              auto found = content<wire::Answer>(self, work.context, answer);
              if (!found)
                return;
              if (found->has_refusal())
                return refuse_account(self, work.context, found->refusal());
              auto next = work;
              auto& change = *next.command.mutable_set_password();
              const auto& own = found->self().user().username();
              if (change.username().empty())
                change.set_username(own);
              if (change.username() == own)
                return check_own_login(self, std::move(next));
              hash_new_password(self, std::move(next));
            });
}

void begin_token(gateway_pointer self, account_work work) {
  auto& command = *work.command.mutable_create_token();
  work.secret = new_secret(self->state, "trt_");
  command.set_digest(protocol::sha256_bytes(work.secret));
  command.set_prefix(work.secret.substr(0, 8));
  propose(self, work);
}

void begin_user(gateway_pointer self, account_work work) {
  auto& user = *work.command.mutable_create_user();
  user.clear_secret();
  auto password = work.asked.password;
  if (password.empty()) {
    *user.mutable_secret()
      = new_setup_link(self->state, user.username(), work.secret);
    return propose(self, work);
  }
  auto context = work.context;
  hash(self, context, password,
       [self, work = std::move(work)](const step_answer& hashed) {
         auto next = work;
         if (hashed.bytes.empty())
           return fail_account(self, work.context, errc::overloaded, no_memory);
         auto& secret = *next.command.mutable_create_user()->mutable_secret();
         secret.set_password_hash(hashed.bytes);
         propose(self, next);
       });
}

void begin_link(gateway_pointer self, account_work work) {
  auto& link = *work.command.mutable_make_setup_link();
  *link.mutable_secret()
    = new_setup_link(self->state, link.username(), work.secret);
  propose(self, work);
}

/// Clients say of themselves only that they take data along.
void begin_export(gateway_pointer self, account_work work) {
  auto project = work.command.note_use().uses_size() == 0
                   ? std::string{}
                   : work.command.note_use().uses(0).subject();
  work.command.mutable_note_use()->clear_uses();
  auto& use = *work.command.mutable_note_use()->add_uses();
  use.set_action("export.made");
  use.set_subject(tasks::first_characters(project, most_project_characters));
  use.set_address(work.address);
  propose(self, work);
}

void begin_work(gateway_pointer self, account_work work) {
  if (work.command.has_note_use())
    return begin_export(self, std::move(work));
  if (work.command.has_create_user())
    return begin_user(self, std::move(work));
  if (work.command.has_set_password())
    return begin_password(self, std::move(work));
  if (work.command.has_make_setup_link())
    return begin_link(self, std::move(work));
  if (work.command.has_create_token())
    return begin_token(self, std::move(work));
  fail_account(self, work.context, errc::malformed,
               "a node makes no secret for that command");
}

} // namespace

void begin_account_command(gateway_pointer self,
                           const protocol::submit_account_command& x) {
  auto& state = self->state;
  auto client = current_client(self);
  if (!client || is_under_way(self, *client, x.id))
    return;
  // Nothing was done: the result says why, as the rules would.
  auto fail
    = [self, client = *client, id = x.id](errc code, const std::string& reason,
                                          const std::string& pointer = {}) {
        auto result = wire::Result{};
        result.mutable_refusal()->set_code(static_cast<std::uint32_t>(code));
        result.mutable_refusal()->set_message(reason);
        result.mutable_refusal()->set_pointer(pointer);
        auto answer = protocol::account_command_answered{};
        answer.id = id;
        if (code == errc::outcome_unknown)
          answer.status = answer_status::outcome_unknown;
        else if (code == errc::unavailable)
          answer.status = answer_status::unavailable;
        else if (code == errc::overloaded)
          answer.status = answer_status::overloaded;
        else
          answer.result = result.SerializeAsString();
        tell(self, client, answer);
      };
  auto work = account_work{};
  work.asked = x;
  const auto& record = state.clients.at(*client);
  work.who = record.principal;
  work.address = record.address;
  if (x.request.size() != sizeof(protocol::request_id)
      || !work.command.ParseFromString(x.command.view()))
    return fail(errc::malformed, "the bytes are no command");
  auto redeems_link
    = work.command.has_set_password() && !x.setup_secret.empty();
  if (work.who.kind == protocol::principal_kind::nobody && !redeems_link)
    return fail(errc::unauthenticated, "nobody has logged in");
  if (const auto* field = wrong_password_in(work))
    return fail(errc::invalid_value, "a password has 8 to 1024 bytes", field);
  if (ends_too_late(work.command))
    return fail(errc::invalid_value, "must lie in the years up to 9999",
                "/expires_at");
  auto context = begin_account(self, *client, x.id, fail);
  if (!context)
    return;
  work.context = *context;
  // A client in this process draws a number for each attempt itself.
  if (!record.is_inner || work.command.attempt() == 0)
    work.command.set_attempt(draw_attempt(state));
  begin_work(self, std::move(work));
}

} // namespace taskraft::actors
