/* The system's clock, as text. */
#include "base/clock.h"

#include <stdlib.h>
#include <time.h>

/* "2026-12-31T23:59:59Z"; "" for a moment that no calendar has. */
static pf_str text_of(struct pf_arena *arena, time_t moment)
{
    struct tm parts;
    char text[32];
    if (gmtime_r(&moment, &parts) == NULL)
        return PF_STR("");
    size_t len = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return pf_arena_str(arena, (pf_str){text, len});
}

pf_str pf_clock_today(struct pf_arena *arena)
{
    int64_t seconds;
    pf_str day, time_of_day;
    if (!pf_str_to_int(pf_str_c(getenv("SOURCE_DATE_EPOCH")), &seconds))
        seconds = time(NULL);
    pf_str_cut(text_of(arena, (time_t)seconds), 'T', &day, &time_of_day);
    return day;
}

pf_str pf_clock_now(struct pf_arena *arena)
{
    return text_of(arena, time(NULL));
}
