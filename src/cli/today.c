/* Today, or the day that SOURCE_DATE_EPOCH names. */
#include "cli/today.h"

#include <stdlib.h>
#include <time.h>

pf_str pf_today(struct pf_arena *arena)
{
    int64_t seconds;
    if (!pf_str_to_int(pf_str_c(getenv("SOURCE_DATE_EPOCH")), &seconds))
        seconds = time(NULL);
    time_t moment = (time_t)seconds;
    struct tm day;
    if (gmtime_r(&moment, &day) == NULL)
        return PF_STR("");
    return pf_arena_format(arena, "%04d-%02d-%02d", day.tm_year + 1900, day.tm_mon + 1,
                           day.tm_mday);
}
