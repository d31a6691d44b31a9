// Whether something ends the process, as a broken invariant must.

#pragma once

#include <csignal>
#include <cstdio>
#include <sys/wait.h>
#include <unistd.h>

namespace taskraft::tests {

/// Runs `action` in a child process. True if the child aborted.
template <class Action>
bool aborts(Action action) {
  auto child = fork();
  if (child == 0) {
    std::signal(SIGABRT, SIG_DFL);
    std::fclose(stderr);
    action();
    _exit(0);
  }
  auto status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

} // namespace taskraft::tests
