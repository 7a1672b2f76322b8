# libyaml, jansson and PCRE2, from their .a where the system has them: one file to install.
find_package(PkgConfig REQUIRED)
option(PREFLIGHT_STATIC_LIBRARIES "link libyaml, jansson and PCRE2 from their .a" ON)
add_library(preflight_libraries INTERFACE)

function(preflight_library module archive)
    pkg_check_modules(${archive} REQUIRED ${module})
    target_include_directories(preflight_libraries SYSTEM INTERFACE ${${archive}_INCLUDE_DIRS})
    if(PREFLIGHT_STATIC_LIBRARIES)
        find_library(${archive}_ARCHIVE NAMES lib${archive}.a HINTS ${${archive}_LIBRARY_DIRS})
    endif()
    if(${archive}_ARCHIVE)
        target_link_libraries(preflight_libraries INTERFACE "${${archive}_ARCHIVE}")
    else()
        target_link_libraries(preflight_libraries INTERFACE ${${archive}_LINK_LIBRARIES})
    endif()
endfunction()

preflight_library(yaml-0.1 yaml)
preflight_library(jansson jansson)
preflight_library(libpcre2-8 pcre2-8)
target_link_libraries(preflight_libraries INTERFACE m)

# libcurl for preflight-deploy alone, and shared: it brings TLS along.
pkg_check_modules(curl REQUIRED libcurl)
add_library(preflight_curl INTERFACE)
target_include_directories(preflight_curl SYSTEM INTERFACE ${curl_INCLUDE_DIRS})
target_link_libraries(preflight_curl INTERFACE ${curl_LINK_LIBRARIES})
