# The manual as HTML: share/orator/manual beside bin, in the build as where it is installed.
find_program(CMARK_GFM cmark-gfm REQUIRED)
set(ORATOR_MANUAL ${CMAKE_BINARY_DIR}/share/orator/manual)
file(GLOB pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/resources/manual/*.md)
file(GLOB pictures CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/resources/readme/*)
set(html)
foreach(page ${pages})
  cmake_path(GET page STEM name)
  add_custom_command(
    OUTPUT ${ORATOR_MANUAL}/${name}.html
    COMMAND ${CMAKE_COMMAND} -DCMARK_GFM=${CMARK_GFM} -DPAGE=${page} -DOUT=${ORATOR_MANUAL}/${name}.html
            -P ${PROJECT_SOURCE_DIR}/installer/cmake/manual_page.cmake
    DEPENDS ${page} installer/cmake/manual_page.cmake resources/manual/page.html.in
    VERBATIM)
  list(APPEND html ${ORATOR_MANUAL}/${name}.html)
endforeach()
add_custom_command(
  OUTPUT ${ORATOR_MANUAL}/pictures
  COMMAND ${CMAKE_COMMAND} -E make_directory ${ORATOR_MANUAL}/pictures
  COMMAND ${CMAKE_COMMAND} -E copy_if_different ${pictures} ${ORATOR_MANUAL}/pictures
  COMMAND ${CMAKE_COMMAND} -E touch ${ORATOR_MANUAL}/pictures
  DEPENDS ${pictures}
  VERBATIM)
add_custom_target(manual ALL DEPENDS ${html} ${ORATOR_MANUAL}/pictures)
