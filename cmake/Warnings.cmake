# Warnings are errors; preflight_warnings is linked privately by every target of ours.
add_library(preflight_warnings INTERFACE)
target_compile_options(preflight_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla
    -Wformat=2 -Wwrite-strings -Wundef -Wimplicit-fallthrough -Werror)
