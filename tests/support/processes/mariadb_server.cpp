#include "tests/support/processes/mariadb_server.hpp"

#include "protocol/invariant.hpp"
#include "tests/support/processes/process_start.hpp"

#include <boost/process/args.hpp>
#include <boost/process/extend.hpp>
#include <boost/process/io.hpp>
#include <boost/process/search_path.hpp>
#include <boost/process/system.hpp>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <sys/prctl.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace taskraft::tests {

namespace bp = boost::process;
using persistence::mysql::connection;

namespace {

/// The server's programs are in folders that a user's PATH may lack.
boost::filesystem::path program(const std::string& name) {
  auto places = boost::this_process::path();
  places.emplace_back("/usr/sbin");
  auto found = bp::search_path(name, places);
  if (found.empty())
    throw std::runtime_error{name + " is missing: install mariadb-server"};
  return found;
}

/// MariaDB runs as root only with this option.
void add_user(std::vector<std::string>& arguments) {
  if (::geteuid() == 0)
    arguments.emplace_back("--user=root");
}

/// Data lies in memory if there is enough of it, because creating tables syncs
/// often.
std::filesystem::path fast_place() {
  const auto memory = std::filesystem::path{"/dev/shm"};
  auto ignored = std::error_code{};
  auto space = std::filesystem::space(memory, ignored);
  return !ignored && space.available > (std::uintmax_t{2} << 30U)
           ? memory
           : std::filesystem::path{};
}

/// A server that starts removes all temporary tables in the folder, also those
/// of another server, which then crashes.
std::filesystem::path temporary_files(const temporary_folder& of) {
  auto place = of.path() / "tmp";
  std::filesystem::create_directories(place);
  return place;
}

/// The server ends when its test is killed.
const auto end_with_us = bp::extend::on_exec_setup
  = [](auto& /*executor*/) { ::prctl(PR_SET_PDEATHSIG, SIGKILL); };

std::string beginning_of(const std::string& file) {
  auto text = std::string(1000, '\0');
  auto stream = std::ifstream{file};
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

} // namespace

mariadb_server::mariadb_server(std::vector<std::string> options)
  : folder_(fast_place()), options_(std::move(options)) {
  auto arguments = std::vector<std::string>{
    "--no-defaults",
    "--datadir=" + (folder_.path() / "data").string(),
    "--tmpdir=" + temporary_files(folder_).string(),
    "--auth-root-authentication-method=normal",
    "--skip-test-db",
    "--skip-name-resolve",
    "--innodb-log-file-size=16M"};
  add_user(arguments);
  auto output = (folder_.path() / "install.log").string();
  if (bp::system(program("mariadb-install-db"), bp::args(arguments),
                 bp::std_in<bp::null, (bp::std_out & bp::std_err)> output)
      != 0)
    throw std::runtime_error{"mariadb-install-db failed: "
                             + beginning_of(output)};
  start();
}

mariadb_server::~mariadb_server() {
  if (child_)
    kill();
}

void mariadb_server::start() {
  auto arguments = std::vector<std::string>{
    "--no-defaults",
    "--datadir=" + (folder_.path() / "data").string(),
    "--tmpdir=" + temporary_files(folder_).string(),
    "--socket=" + (folder_.path() / "socket").string(),
    "--pid-file=" + (folder_.path() / "pid").string(),
    "--skip-networking",
    "--skip-name-resolve",
    "--innodb-flush-method=fsync",
    "--innodb-buffer-pool-size=64M",
    "--innodb-log-file-size=16M",
    "--performance-schema=OFF"};
  add_user(arguments);
  arguments.insert(arguments.end(), options_.begin(), options_.end());
  auto output = (folder_.path() / "server.log").string();
  {
    auto others = hold_other_starts();
    child_.emplace(program("mariadbd"), bp::args(arguments),
                   bp::std_in<bp::null, (bp::std_out & bp::std_err)> output,
                   end_with_us);
  }
  auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{60};
  while (true) {
    try {
      connection{access()};
      return;
    } catch (const sql::SQLException& x) {
      if (std::chrono::steady_clock::now() > deadline || !child_->running())
        throw std::runtime_error{std::string{"mariadbd did not start: "}
                                 + x.what()};
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
}

void mariadb_server::kill() {
  ::kill(child_->id(), SIGKILL);
  child_->wait();
  child_.reset();
}

void mariadb_server::stop() {
  ::kill(child_->id(), SIGTERM);
  child_->wait();
  child_.reset();
}

void mariadb_server::pause() {
  ::kill(child_->id(), SIGSTOP);
}

void mariadb_server::resume() {
  ::kill(child_->id(), SIGCONT);
}

persistence::mysql::access
mariadb_server::access(const std::string& schema) const {
  return {.url = "unix://" + (folder_.path() / "socket").string(),
          .schema = schema,
          .user = "root",
          .password = ""};
}

void mariadb_server::execute(const std::string& sql) {
  connection{access()}.execute(sql);
}

std::string mariadb_server::ask(const std::string& sql) {
  auto to = connection{access()};
  auto row = to.ask(sql);
  RAFT_INVARIANT(row->next());
  return row->getString(1).asStdString();
}

std::string mariadb_server::status(const std::string& counter) {
  return ask("SELECT variable_value FROM information_schema.global_status "
             "WHERE variable_name = '"
             + counter + "'");
}

persistence::mysql::access mariadb_server::fresh_schema() {
  auto name = "test_" + std::to_string(++schemas_);
  execute("CREATE DATABASE " + name);
  return access(name);
}

std::filesystem::path
mariadb_server::file_of(const persistence::mysql::access& schema,
                        const std::string& table) const {
  return folder_.path() / "data" / schema.schema / (table + ".ibd");
}

int mariadb_server::import(const std::string& schema,
                           const std::string& script) {
  auto file = (folder_.path() / "script.sql").string();
  std::ofstream{file} << script;
  return bp::system(program("mariadb"), "--no-defaults", "--user=root",
                    "--socket=" + (folder_.path() / "socket").string(), schema,
                    bp::std_in<file, bp::std_out> bp::null);
}

mariadb_server& shared_mariadb() {
  static auto server = mariadb_server{};
  return server;
}

} // namespace taskraft::tests
