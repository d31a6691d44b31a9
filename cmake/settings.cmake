# Warnings, and the CAF libraries: Debian ships them without CMake files.

add_library(taskraft_settings INTERFACE)
target_include_directories(taskraft_settings INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(taskraft_settings
                           INTERFACE TASKRAFT_VERSION="${PROJECT_VERSION}")
target_compile_options(
  taskraft_settings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                              -Werror)
target_link_libraries(taskraft_settings INTERFACE Threads::Threads)
option(TASKRAFT_FUZZ "Build taskraft-fuzz: with clang, as the preset fuzz does" OFF)
if(TASKRAFT_FUZZ)
  # The warnings are those of g++, which builds everything else.
  target_compile_options(taskraft_settings INTERFACE -w)
endif()
# Linking some thirty programs with the default linker takes minutes.
target_link_options(taskraft_settings INTERFACE -fuse-ld=lld)

find_path(CAF_INCLUDE caf/all.hpp REQUIRED)
foreach(part core io)
  find_library(CAF_${part} caf_${part} REQUIRED)
  add_library(caf_${part} INTERFACE)
  target_include_directories(caf_${part} SYSTEM INTERFACE ${CAF_INCLUDE})
  target_link_libraries(caf_${part} INTERFACE ${CAF_${part}})
endforeach()

# taskraft_sources(variable pattern folders...): the files of the folders that
# match. In a unity build they are compiled some at a time, in their order:
# most of a compilation is what all of them include.
function(taskraft_sources variable pattern)
  set(sources)
  foreach(folder ${ARGN})
    file(GLOB found CONFIGURE_DEPENDS ${folder}/${pattern})
    list(APPEND sources ${found})
  endforeach()
  list(LENGTH sources count)
  # As many in one as in the other.
  math(EXPR batches "(${count} - 1) / ${TASKRAFT_UNITY_FILES} + 1")
  set(place 0)
  foreach(source ${sources})
    math(EXPR batch "${place} * ${batches} / ${count}")
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${batch})
    math(EXPR place "${place} + 1")
  endforeach()
  set(${variable}
      ${sources}
      PARENT_SCOPE)
endfunction()

# A room: a static library of every source directly in the given folders.
function(taskraft_room name)
  taskraft_sources(sources *.cpp ${ARGN})
  add_library(${name} STATIC ${sources})
  set_target_properties(${name} PROPERTIES UNITY_BUILD_MODE GROUP)
  target_link_libraries(${name} PUBLIC taskraft_settings)
endfunction()
