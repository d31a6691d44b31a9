# Run by CPack after `cmake --install`: puts into the package what Debian wants
# there, where Debian wants it.

set(root ${CPACK_TEMPORARY_INSTALL_DIRECTORY})
set(deploy ${CPACK_TASKRAFT_SOURCES}/deploy)
set(doc ${root}/usr/share/doc/taskraft)

# Puts `from`, a file of deploy/, at `to` in the package.
function(put from to)
  configure_file(${deploy}/${from} ${root}/${to} COPYONLY FILE_PERMISSIONS
                 OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
endfunction()

# As gzip does it, without a name and a time, so that equal files stay equal.
function(compress)
  execute_process(COMMAND gzip -9n ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

put("systemd/taskraftd@.service" "lib/systemd/system/taskraftd@.service")
put(systemd/taskraft.sysusers usr/lib/sysusers.d/taskraft.conf)
put(example.toml etc/taskraft/example.toml)
put(debian/copyright usr/share/doc/taskraft/copyright)
file(MAKE_DIRECTORY ${root}/etc/taskraft/secrets)
file(CHMOD ${root}/etc/taskraft/secrets DIRECTORY_PERMISSIONS OWNER_READ
     OWNER_WRITE OWNER_EXECUTE)

# Debian's zsh looks elsewhere than zsh.
file(MAKE_DIRECTORY ${root}/usr/share/zsh/vendor-completions)
file(RENAME ${root}/usr/share/zsh/site-functions/_taskraft
     ${root}/usr/share/zsh/vendor-completions/_taskraft)
file(REMOVE_RECURSE ${root}/usr/share/zsh/site-functions)

# The licence is in `copyright`, and the changelog has names of Debian's.
file(REMOVE ${doc}/LICENSE)
file(RENAME ${doc}/CHANGELOG.md ${doc}/NEWS.md)
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(
  WRITE ${doc}/changelog
  "taskraft (${CPACK_PACKAGE_VERSION}) bookworm; urgency=medium\n\n"
  "  * Release ${CPACK_PACKAGE_VERSION}; see NEWS.md.\n\n"
  " -- ${CPACK_PACKAGE_CONTACT}  ${date}\n")
compress(${doc}/changelog ${doc}/NEWS.md)
file(GLOB_RECURSE pages ${root}/usr/share/man/*)
compress(${pages})
