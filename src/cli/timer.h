/* An end to every check, whatever it is given. */
#ifndef PF_CLI_TIMER_H
#define PF_CLI_TIMER_H

enum { PF_TIMER_SECONDS = 60 /* a usual check takes a hundredth of one */ };

/* After `seconds` the program says so on standard error and ends with status 3. 0: never. */
void pf_timer_start(unsigned seconds);
void pf_timer_stop(void);

#endif
