# Third-party libraries, each as one imported target. Their licences stand in THIRD_PARTY_NOTICES.md.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(OpenCV 4.5 REQUIRED COMPONENTS core imgproc imgcodecs calib3d photo ximgproc)
find_package(nlohmann_json 3.10 REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Torch REQUIRED)
find_package(FlatBuffers REQUIRED)
find_package(Protobuf REQUIRED)  # ONNX's own package names it and does not look for it
find_package(ONNX REQUIRED)
find_package(TinyGLTF REQUIRED)
pkg_check_modules(FFMPEG REQUIRED IMPORTED_TARGET libavfilter libavformat libavcodec libavutil libswscale libswresample)
pkg_check_modules(ESPEAK_NG REQUIRED IMPORTED_TARGET espeak-ng)
# Its .pc file also names HDF5, which libmatio loads by itself; linked by us, HDF5's folder would stand in every RUNPATH.
pkg_check_modules(MATIO REQUIRED IMPORTED_TARGET matio)
set(matio_library ${MATIO_LINK_LIBRARIES})
list(FILTER matio_library INCLUDE REGEX "libmatio\\.")
set_target_properties(PkgConfig::MATIO PROPERTIES INTERFACE_LINK_LIBRARIES "${matio_library}" INTERFACE_LINK_DIRECTORIES "")
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(LCMS2 REQUIRED IMPORTED_TARGET lcms2)
find_package(ZLIB REQUIRED)
pkg_check_modules(LIBASS REQUIRED IMPORTED_TARGET libass)
pkg_check_modules(POCKETSPHINX pocketsphinx)  # without it words are aligned by syllables
if(POCKETSPHINX_FOUND)
  pkg_get_variable(POCKETSPHINX_MODELS pocketsphinx modeldir)
  find_library(POCKETSPHINX_LIBRARY pocketsphinx REQUIRED)
  find_library(SPHINXBASE_LIBRARY sphinxbase REQUIRED)  # and not sphinxad, which opens microphones
  add_library(orator_pocketsphinx INTERFACE)
  add_library(orator::pocketsphinx ALIAS orator_pocketsphinx)
  target_include_directories(orator_pocketsphinx SYSTEM INTERFACE ${POCKETSPHINX_INCLUDE_DIRS})
  target_link_libraries(orator_pocketsphinx INTERFACE ${POCKETSPHINX_LIBRARY} ${SPHINXBASE_LIBRARY})
endif()
pkg_check_modules(HEIF IMPORTED_TARGET libheif)  # without it HEIC and AVIF are refused by name
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(CURL 7.85 REQUIRED)
pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)

# Torch's own target carries every include folder and flag; it is named once so that Debian's 1.13 and
# the 2.x packages look alike to us.
add_library(orator_torch INTERFACE)
add_library(orator::torch ALIAS orator_torch)
target_include_directories(orator_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
target_link_libraries(orator_torch INTERFACE ${TORCH_LIBRARIES})
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")  # LibTorch's headers are circular; in C++20 clang wants this class whole first
  target_compile_options(orator_torch INTERFACE "SHELL:-include ATen/core/ivalue.h")
endif()

add_library(orator_opencv INTERFACE)
add_library(orator::opencv ALIAS orator_opencv)
target_include_directories(orator_opencv SYSTEM INTERFACE ${OpenCV_INCLUDE_DIRS})
target_link_libraries(orator_opencv INTERFACE ${OpenCV_LIBS})

if(ORATOR_STUDIO)
  find_package(Qt6 6.4 REQUIRED
    COMPONENTS Core Gui Widgets OpenGL OpenGLWidgets Multimedia Svg DBus PrintSupport LinguistTools Test)
  find_library(QCUSTOMPLOT_LIBRARY NAMES QCustomPlotQt6 qcustomplot-qt6 REQUIRED)
  find_path(QCUSTOMPLOT_INCLUDE_DIR qcustomplot.h REQUIRED)
endif()
if(ORATOR_STUDIO AND ORATOR_DEBUG_OVERLAY)
  pkg_check_modules(IMGUI REQUIRED IMPORTED_TARGET imgui)
endif()
if(ORATOR_TESTS)
  find_package(GTest REQUIRED)
endif()
