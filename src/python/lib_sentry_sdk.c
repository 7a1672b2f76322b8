/* sentry_sdk.init as a recorded call: whether production reaches it, and with which DSN. */
#include "python/interp.h"

static const struct pf_native functions[] = {
    /* A first positional argument is the DSN. Source: sentry_sdk.client._get_options. */
    {"sentry_sdk.init", "dsn?, **options", NULL, 0, PF_NATIVE_RAW | PF_NATIVE_RECORD},
};

const struct pf_library pf_lib_sentry_sdk = {
    .module = "sentry_sdk",
    .functions = functions,
    .function_count = PF_COUNT(functions),
};
