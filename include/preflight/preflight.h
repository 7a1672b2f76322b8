/*
 * preflight as a library: check a project, read the findings. Nothing is printed, no process is
 * started, nothing is written. Link with libpreflight, libyaml, jansson and PCRE2.
 *
 *     char error[512];
 *     struct preflight_result *result = preflight_check("path/to/project", error, sizeof error);
 *     for (size_t i = 0; i < preflight_finding_count(result); i++) {
 *         struct preflight_finding finding = preflight_finding_at(result, i);
 *         printf("%s:%u: %s\n", finding.path, finding.line, finding.message);
 *     }
 *     preflight_free(result);
 */
#ifndef PREFLIGHT_H
#define PREFLIGHT_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum preflight_severity { PREFLIGHT_INFO = 1, PREFLIGHT_WARNING, PREFLIGHT_ERROR };

/* Strings are UTF-8 and NUL-terminated, and live as long as the result. */
struct preflight_finding {
    const char *rule; /* "DJG004" */
    const char *name; /* "debug-from-string" */
    enum preflight_severity severity;
    bool certain;        /* holds whatever the unknowns are */
    const char *message; /* one line; secrets are masked */
    const char *help;    /* what to write instead; "" when there is nothing to say */
    const char *path;    /* relative to the project; "" when it is about the project as a whole */
    unsigned line, column, end_line, end_column; /* from 1, columns in characters; 0 without path */
    const char *fingerprint;                     /* stays the same while the finding does */
    bool suppressed;                             /* by a comment or the configuration */
};

struct preflight_result;

/*
 * Checks the project in the folder `path` with the built-in rules and the folder's own
 * preflight.yml, as `preflight check` does. NULL when it cannot be opened or its configuration is
 * wrong: `error` (may be NULL) then says why.
 */
struct preflight_result *preflight_check(const char *path, char *error, size_t error_size);
/* NULL is fine. */
void preflight_free(struct preflight_result *result);

/* 0 for NULL. In the order of the report: by path, then by place. */
size_t preflight_finding_count(const struct preflight_result *result);
/* `index` is below the count. */
struct preflight_finding preflight_finding_at(const struct preflight_result *result, size_t index);
/* False when a limit or an unreadable file left something unchecked. */
bool preflight_is_complete(const struct preflight_result *result);

/* "0.1.0" */
const char *preflight_version(void);

#ifdef __cplusplus
}
#endif

#endif
