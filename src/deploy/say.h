/*
 * The one place that reports: lines and a tree of results for people, or one JSON object a line.
 * Everything passes the masker and the sink's escaping; no child's output becomes a command.
 */
#ifndef PF_DEPLOY_SAY_H
#define PF_DEPLOY_SAY_H

#include "base/error.h"
#include "command/look.h"
#include "deploy/masker.h"
#include "deploy/spawn.h"

enum pf_say_mark {
    PF_SAY_OK,   /* looked at, and right */
    PF_SAY_NG,   /* looked at, and wrong */
    PF_SAY_SKIP, /* not looked at, with the reason: never "missing" where we cannot know */
    PF_SAY_WARN  /* works, and yet somebody should know */
};

struct pf_say;

struct pf_say_look {
    bool json;      /* --json: one object a line on standard output, nothing else */
    bool on_github; /* GITHUB_ACTIONS=true */
    bool colour;
    bool terminal;  /* progress is one line that changes; else a line whenever it changes */
    bool verbose;   /* every command that is run is shown */
    int descriptor; /* where it goes: 1 */
};
/* `masker` hides what is added to it later too. */
struct pf_say *pf_say_new(struct pf_arena *arena, const struct pf_say_look *look,
                          struct pf_masker *masker);
const struct pf_say_look *pf_say_look(const struct pf_say *say);

/* A step begins: its name heads what follows, and is "step" of every event. NULL: none any more. */
void pf_say_step(struct pf_say *say, const char *name, const char *summary);
/* Results until the matching leave stand below this title. */
void pf_say_enter(struct pf_say *say, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void pf_say_leave(struct pf_say *say);
/* "OK   docker  20.10.24"; {"event":"result","result":"ok","subject":…,"detail":…}. `format` may
 * give "" for no detail. */
void pf_say_result(struct pf_say *say, enum pf_say_mark mark, pf_str subject, const char *format,
                   ...) __attribute__((format(printf, 4, 5)));
/* A line of words; {"event":"note","text":…}. */
void pf_say_note(struct pf_say *say, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same for what went wrong: {"event":"problem","text":…}. */
void pf_say_problem(struct pf_say *say, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* How far something is. On a terminal one line that changes, elsewhere a line when it changes;
 * {"event":"progress","text":…}. */
void pf_say_progress(struct pf_say *say, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/*
 * A command as a shell would take it, and what it is for: "$ git push origin abc:refs/heads/main";
 * {"event":"command","argv":[…],"why":…}. `why` may be "".
 */
void pf_say_command(struct pf_say *say, const char *const *arguments, const char *why);
/* An event with string members for programs; people do not see it. Pairs end with NULL. */
void pf_say_event(struct pf_say *say, const char *event, ...);

enum { PF_SAY_HEARD = 8 * 1024 * 1024 /* bytes of one child's output that are shown */ };
/*
 * A child's output, its first PF_SAY_HEARD bytes: indented lines below the command, cut anywhere.
 * Between begin and end the runner's commands are off;
 * {"event":"output","stream":"stdout","text":…} for each line.
 */
void pf_say_heard_begin(struct pf_say *say);
void pf_say_heard(struct pf_say *say, enum pf_spawn_stream stream, pf_str bytes);
void pf_say_heard_end(struct pf_say *say);
/* pf_spawn_heard with `context` a struct pf_say. */
void pf_say_hear(void *context, enum pf_spawn_stream stream, pf_str bytes);

/* The last word: {"event":"end","status":…,"text":…}. */
void pf_say_end(struct pf_say *say, int status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* How many NG there were since pf_say_step. */
size_t pf_say_wrong_count(const struct pf_say *say);

#endif
