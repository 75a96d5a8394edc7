# Warnings, sanitizers, compiler cache and linker: everything that says how we compile.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # Precompiled headers are cached only with this sloppiness (ccache manual, "Precompiled headers").
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      ${CCACHE_PROGRAM})
endif()

add_library(orator_warnings INTERFACE)
add_library(orator::warnings ALIAS orator_warnings)
target_compile_options(orator_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wno-unused-parameter)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(orator_warnings INTERFACE -fpch-preprocess)
endif()

if(ORATOR_SANITIZE)
  add_compile_options(-fsanitize=${ORATOR_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${ORATOR_SANITIZE})
endif()

if(ORATOR_COVERAGE)
  add_compile_options(--coverage -fprofile-update=atomic)
  add_link_options(--coverage)
endif()

if(ORATOR_FUZZ)  # lets libFuzzer see which branches an input takes
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

# A library outside the system's folders (a LibTorch of the user's own) is found at its absolute place, built and installed
# alike. Were the two search paths of different length, CMake would fill up the shorter one with an empty element, which
# means the current folder: what lies there would be loaded.
set(CMAKE_INSTALL_RPATH_USE_LINK_PATH ON)
