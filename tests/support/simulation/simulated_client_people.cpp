// What clients do for people, and for the nodes that make people and sessions.

#include "protocol/errors.hpp"
#include "tests/support/simulation/simulated_clients.hpp"
#include "tests/support/simulation/simulated_commands.hpp"

namespace taskraft::tests {

std::optional<simulated_clients::write> simulated_clients::write_of_people() {
  const auto& sessions = people_.sessions();
  if (sessions.empty())
    return std::nullopt;
  auto& chance = cluster_.chance;
  auto session = chance.one_of(sessions);
  auto command = random_command(chance, cluster_.now_us(), people_.tasks());
  return write{
    .number = 0, .command = command.SerializeAsString(), .session = session};
}

simulated_clients::write simulated_clients::write_of_node() {
  return {.number = 0, .command = command_of_node()};
}

/// First there are users who have logged in, and projects in which they have
/// roles. A user who was disabled or logged out comes back after a while.
std::string simulated_clients::command_of_node() {
  auto& chance = cluster_.chance;
  auto command = tasks::wire::Command{};
  if (auto name = people_.missing_user()) {
    auto& user = *command.mutable_create_user();
    user.set_username(*name);
    user.set_role(chance.percent(30) ? tasks::wire::SITE_ROLE_ADMIN
                                     : tasks::wire::SITE_ROLE_MEMBER);
    user.mutable_secret()->set_password_hash("h");
  } else if (auto key = people_.missing_project(); key && chance.percent(50)) {
    command.mutable_create_project()->set_key(*key);
    command.mutable_create_project()->set_name("Project " + *key);
  } else if (chance.percent(20)) {
    // Those who may only look are the most.
    auto& member = *command.mutable_set_member();
    member.set_project(random_project(chance));
    member.set_username(random_username(chance));
    member.set_role(chance.percent(60) ? tasks::wire::PROJECT_ROLE_VIEWER
                                       : tasks::wire::PROJECT_ROLE_MEMBER);
  } else if (auto login = people_.missing_login();
             login && chance.percent(70)) {
    auto& session = *command.mutable_create_session();
    session.set_username(login->username);
    session.set_checked_rev(login->rev);
    auto digest = std::to_string(chance.draw());
    session.set_digest(digest + std::string(32 - digest.size(), '.'));
    // Some expire while the run goes on.
    session.set_lifetime_us(chance.between(500'000, 60'000'000));
  } else if (auto user = people_.disabled_user(); user && chance.percent(40)) {
    command.mutable_update_user()->set_username(*user);
    command.mutable_update_user()->set_disabled(false);
  } else {
    command = random_command(chance, cluster_.now_us(), people_.tasks());
  }
  return command.SerializeAsString();
}

bool simulated_clients::begin_read_of_people(client& x) {
  const auto& sessions = people_.sessions();
  if (sessions.empty())
    return false;
  x.reading->session = cluster_.chance.one_of(sessions);
  x.reading->task = cluster_.chance.between(1, id_count);
  return true;
}

/// A gateway stamps what comes from clients in its own process with what they
/// have said of themselves last.
void simulated_clients::introduce(client& x,
                                  const protocol::inner_gateway_actor& gateway,
                                  std::uint64_t session) {
  if (x.acts_as == kind::open)
    return;
  auto via
    = x.acts_as == kind::node ? protocol::door::system : protocol::door::rest;
  x.door->messages().tell(gateway,
                          protocol::entered{.via = via, .address = {}});
  if (x.acts_as == kind::people)
    x.door->messages().tell(gateway, protocol::act_for_session{session});
}

void simulated_clients::check_task(const read& asked,
                                   const query_outcome& reply) {
  auto answer = tasks::wire::Answer{};
  auto where = "task " + std::to_string(asked.task) + " at "
               + std::to_string(reply.visible.value);
  if (!answer.ParseFromString(reply.answer))
    cluster_.history.add_violation("the answer to a read cannot be read");
  // By the clock of the node more may have expired.
  if (people_.has_ended(asked.session, reply.visible, 0)
      && answer.refusal().code()
           != static_cast<std::uint32_t>(errc::session_expired))
    cluster_.history.add_violation(
      "a session that has ended reads nothing: it has read " + where);
  if (!answer.has_task())
    return;
  auto rev = answer.task().rev();
  if (rev > reply.visible.value
      || rev < people_.task_rev(asked.task, reply.visible))
    cluster_.history.add_violation("a read of " + where + " shows its revision "
                                   + std::to_string(rev));
}

} // namespace taskraft::tests
