# One page of the manual: cmake -DCMARK_GFM=... -DPAGE=page.md -DOUT=page.html -P manual_page.cmake
execute_process(COMMAND ${CMARK_GFM} --extension table ${PAGE} OUTPUT_VARIABLE BODY COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCH "<h1>([^<]*)</h1>" heading "${BODY}")
set(TITLE "${CMAKE_MATCH_1}")
string(REGEX REPLACE "href=\"([a-z-]+)\\.md" "href=\"\\1.html" BODY "${BODY}")
string(REPLACE "src=\"../readme/" "src=\"pictures/" BODY "${BODY}")
# What lies beside the sources is not at hand where the manual is read.
string(REGEX REPLACE "<a href=\"\\.\\./[^\"]*\">([^<]*)</a>" "\\1" BODY "${BODY}")
configure_file(${CMAKE_CURRENT_LIST_DIR}/../../resources/manual/page.html.in ${OUT} @ONLY)
