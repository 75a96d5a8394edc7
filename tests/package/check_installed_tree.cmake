# Installs BUILD into PREFIX and runs the program from there.
file(REMOVE_RECURSE ${PREFIX})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${PREFIX} --strip
                OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)

# A home of its own: no pack of the person who tests may be found in place of the installed one.
function(run_program output program)
  execute_process(COMMAND ${CMAKE_COMMAND} -E env --unset=ORATOR_MODELS HOME=${PREFIX} XDG_DATA_HOME=${PREFIX}/none
                          ${PREFIX}/bin/${program} ${ARGN}
                  OUTPUT_VARIABLE text COMMAND_ERROR_IS_FATAL ANY)
  set(${output} "${text}" PARENT_SCOPE)
endfunction()

run_program(text orator packs list)
string(FIND "${text}" "folder: ${PREFIX}/share/orator/models/packs/studio" place)
if(place EQUAL -1)
  message(FATAL_ERROR "the installed program does not find its own models:\n${text}")
endif()
run_program(text orator packs verify studio)
run_program(text orator-lab --version)
set(FOLDERS ${PREFIX}/bin/* ${PREFIX}/lib/* ${PREFIX}/libexec/*/*)
include(${CMAKE_CURRENT_LIST_DIR}/check_search_paths.cmake)
file(GLOB_RECURSE files LIST_DIRECTORIES true ${PREFIX}/*)
foreach(file ${files})
  if(IS_SYMLINK ${file})
    file(READ_SYMLINK ${file} target)
  endif()
  if(IS_SYMLINK ${file} AND target MATCHES "/")
    message(FATAL_ERROR "${file} is a link and would point nowhere on another machine")
  endif()
endforeach()
foreach(file share/orator/manual/index.html share/orator/manual/parameters.html share/orator/manual/pictures/studio.png share/doc/orator/copyright share/doc/orator/THIRD_PARTY_NOTICES.md share/man/man1/orator.1 share/man/man1/orator-lab.1
             share/bash-completion/completions/orator share/zsh/site-functions/_orator share/fish/vendor_completions.d/orator.fish)
  if(NOT EXISTS ${PREFIX}/${file})
    message(FATAL_ERROR "${file} is not installed")
  endif()
endforeach()
# What other programs link is found where it lies, and finds its models from there.
find_program(PYTHON python3 REQUIRED)
execute_process(COMMAND ${CMAKE_COMMAND} -E env --unset=ORATOR_MODELS HOME=${PREFIX} XDG_DATA_HOME=${PREFIX}/none
                        PYTHONPATH=${PREFIX}/share/orator/python PYTHONDONTWRITEBYTECODE=1
                        ${PYTHON} -c "import orator; orator.Portrait('${PREFIX}/share/orator/sample/astronaut.png')"
                COMMAND_ERROR_IS_FATAL ANY)
# A program of somebody else's finds it by either package, and runs.
set(consumer ${PREFIX}/consumer)
execute_process(COMMAND ${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/consumer -B ${consumer} -D CMAKE_PREFIX_PATH=${PREFIX}
                OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${consumer} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
foreach(program by_cmake by_pkg_config)
  execute_process(COMMAND ${consumer}/${program} COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
endforeach()
if(EXISTS ${PREFIX}/bin/orator-studio)
  foreach(file share/applications/orator-studio.desktop share/icons/hicolor/scalable/apps/orator-studio.svg
               share/mime/packages/orator-project.xml share/metainfo/orator-studio.metainfo.xml)
    if(NOT EXISTS ${PREFIX}/${file})
      message(FATAL_ERROR "${file} is not installed")
    endif()
  endforeach()
endif()
file(REMOVE_RECURSE ${PREFIX})
