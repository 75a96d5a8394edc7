# What `cmake --install` puts where, and what `cpack` makes of it: a Debian package and a tar.gz.
# Packs lie in <prefix>/share/orator/models, where the programs look beside <prefix>/bin.
include(GNUInstallDirs)
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)  # the programs are enough: cmake --build --target programs
set(ORATOR_SHARE ${CMAKE_INSTALL_DATADIR}/orator)

install(TARGETS orator orator-lab RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS orator_program RUNTIME DESTINATION libexec/orator)  # relative to bin, as orator looks for it
install(DIRECTORY models/packs DESTINATION ${ORATOR_SHARE}/models)
# Found when it is installed, not when it is configured: installer/fetch-models brings these files.
install(CODE "
  file(GLOB fetched \"${PROJECT_SOURCE_DIR}/models/fetched/*\")
  if(NOT fetched)
    message(FATAL_ERROR \"models/fetched is empty: run installer/fetch-models first\")
  endif()
  file(INSTALL \${fetched} DESTINATION \"\${CMAKE_INSTALL_PREFIX}/${ORATOR_SHARE}/models/fetched\"
       FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
")
# The sample of the first page, where installer/prepare-sample has made it.
install(FILES out/sample/astronaut.png out/sample/welcome.wav DESTINATION ${ORATOR_SHARE}/sample OPTIONAL)
install(DIRECTORY resources/presets resources/voices ${ORATOR_MANUAL} DESTINATION ${ORATOR_SHARE})
install(FILES models/README.md DESTINATION ${ORATOR_SHARE}/models)
install(FILES README.md CHANGELOG.md THIRD_PARTY_NOTICES.md DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/orator)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/orator RENAME copyright)

# The programs say themselves what shells complete and what man shows.
foreach(program orator orator-lab)
  install(CODE "
    function(write_of file)
      set(file \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DATADIR}/\${file}\")
      cmake_path(GET file PARENT_PATH folder)
      file(MAKE_DIRECTORY \"\${folder}\")
      execute_process(COMMAND \"$<TARGET_FILE:${program}>\" \${ARGN} OUTPUT_FILE \"\${file}\" COMMAND_ERROR_IS_FATAL ANY)
    endfunction()
    write_of(bash-completion/completions/${program} completion bash)
    write_of(zsh/site-functions/_${program} completion zsh)
    write_of(fish/vendor_completions.d/${program}.fish completion fish)
    write_of(man/man1/${program}.1 manual)
  ")
endforeach()
# For other programs: library, header, the packages that find them, and the module for Python.
install(TARGETS orator_shared EXPORT orator LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES core/api/orator.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT orator FILE orator-config.cmake NAMESPACE orator:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/orator)
file(RELATIVE_PATH ORATOR_PREFIX_OF_PC /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(installer/cmake/orator.pc.in ${CMAKE_BINARY_DIR}/orator.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/orator.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(FILES core/api/python/orator.py DESTINATION ${ORATOR_SHARE}/python)
if(TARGET orator-studio)
  install(TARGETS orator-studio RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(FILES installer/orator-studio.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
  install(FILES installer/orator-studio.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
  install(FILES installer/orator-project.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages)
  install(FILES resources/icons/orator.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps
          RENAME orator-studio.svg)
endif()

set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_NAME orator)
set(CPACK_PACKAGE_VENDOR Orator)
set(CPACK_PACKAGE_CONTACT "The Orator project <orator@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Turns a portrait and a voice into a talking-head video")
set(CPACK_PACKAGE_DESCRIPTION
    "Orator animates one portrait with one voice recording on the own machine: command line orator, desktop studio orator-studio and orator-lab, which makes and judges packs, with the default pack of networks.")
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/packages)
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION video)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Loaded at run time, so no program names them: the threads of matrix products and Qt's plug-ins.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libopenblas0-pthread")
if(TARGET orator-studio)
  string(APPEND CPACK_DEBIAN_PACKAGE_DEPENDS ", qt6-qpa-plugins, libqt6svg6")
endif()
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "ca-certificates")
set(CPACK_SYSTEM_NAME ${CMAKE_SYSTEM_PROCESSOR})
include(CPack)
