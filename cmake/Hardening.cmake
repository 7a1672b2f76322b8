# What the compiler can do against our mistakes, and paths that do not leak the build machine's.
add_library(preflight_hardening INTERFACE)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
target_compile_options(preflight_hardening INTERFACE
    -ffile-prefix-map=${CMAKE_SOURCE_DIR}=. -fno-delete-null-pointer-checks -fno-strict-overflow
    -fno-strict-aliasing -fstack-protector-strong)
if(CMAKE_BUILD_TYPE STREQUAL "Release" OR CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
    target_compile_options(preflight_hardening INTERFACE
        -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-clash-protection)
    include(CheckCCompilerFlag)
    # All symbols are bound at the start (-z now), so that calls need no stubs to bind them: -fno-plt.
    # Linux gives programs a shadow stack (=return) and tracks no branches of theirs (=branch).
    foreach(flag IN ITEMS -ftrivial-auto-var-init=zero -fcf-protection=return -fno-plt)
        string(MAKE_C_IDENTIFIER "HAVE${flag}" have)
        check_c_compiler_flag(${flag} ${have})
        if(${have})
            target_compile_options(preflight_hardening INTERFACE ${flag})
        endif()
    endforeach()
endif()
target_link_options(preflight_hardening INTERFACE
    -pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code -Wl,--as-needed)
