/* Our side of a run: pipes, time, and what to tell the supervisor. */
#include "deploy/spawn.h"

#include "base/buffer.h"
#include "deploy/supervise.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024 /* what a pipe holds */ };

/* The last PF_SPAWN_KEEP bytes of a stream. */
struct ring {
    struct pf_buffer buffer; /* grows to the limit, then is written round */
    size_t at;               /* where the oldest byte is, once it is full */
    bool is_full;
};

/* One run while it goes on. */
struct running {
    struct pf_arena *arena;
    struct pf_signals *signals;
    const struct pf_spawn *spawn;
    pid_t supervisor;
    int lifeline, report, input; /* -1: closed */
    int streams[2];
    struct ring rings[2];
    pf_str to_write;
    int64_t deadline, kill_at; /* milliseconds; `kill_at` 0: SIGTERM was not sent yet */
    enum pf_spawn_end ends_as; /* EXITED until time or a signal decided otherwise */
    bool has_report, was_killed;
    struct pf_supervised supervised;
};

static int64_t now_milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void ring_add(struct ring *ring, pf_str bytes)
{
    while (bytes.len > 0) {
        size_t room = ring->is_full ? PF_SPAWN_KEEP - ring->at : PF_SPAWN_KEEP - ring->buffer.len;
        pf_str part = pf_str_slice(bytes, 0, room);
        bytes = pf_str_slice(bytes, part.len, bytes.len);
        if (ring->is_full) {
            memcpy(ring->buffer.data + ring->at, part.data, part.len);
            ring->at = (ring->at + part.len) % PF_SPAWN_KEEP;
        } else {
            pf_buffer_add(&ring->buffer, part);
            ring->is_full = ring->buffer.len == PF_SPAWN_KEEP;
        }
    }
}

static pf_str ring_text(struct pf_arena *arena, const struct ring *ring)
{
    pf_str all = pf_buffer_str(&ring->buffer);
    if (ring->at == 0)
        return all;
    pf_str parts[] = {pf_str_slice(all, ring->at, all.len), pf_str_slice(all, 0, ring->at)};
    return pf_arena_join(arena, parts, 2, PF_STR(""));
}

static void close_end(int *descriptor)
{
    if (*descriptor >= 0)
        close(*descriptor);
    *descriptor = -1;
}

/* The two ends of every pipe: [0] ours, [1] the other's. */
struct pipes {
    int lifeline[2], report[2], input[2], out[2], err[2];
};

static bool open_pipe(int ours_and_theirs[2], bool we_read)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    ours_and_theirs[0] = ends[we_read ? 0 : 1];
    ours_and_theirs[1] = ends[we_read ? 1 : 0];
    return true;
}

static bool open_input(int ours_and_theirs[2], pf_str input)
{
    if (input.len > 0)
        return open_pipe(ours_and_theirs, false);
    ours_and_theirs[0] = -1;
    ours_and_theirs[1] = open("/dev/null", O_RDONLY | O_CLOEXEC);
    return ours_and_theirs[1] >= 0;
}

static void set_unblocking(int descriptor)
{
    if (descriptor >= 0)
        fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
}

static _Noreturn void in_supervisor(const struct pf_spawn *spawn, const struct pipes *pipes)
{
    int ours[] = {pipes->lifeline[0], pipes->report[0], pipes->input[0], pipes->out[0],
                  pipes->err[0]};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (ours[i] >= 0)
            close(ours[i]);
    struct pf_supervisor_ends ends = {.lifeline = pipes->lifeline[1],
                                      .report = pipes->report[1],
                                      .input = pipes->input[1],
                                      .out = pipes->out[1],
                                      .err = pipes->err[1]};
    pf_supervise(spawn, &ends);
}

/* False with errno set when the system refuses a pipe or a process. */
static bool start(struct running *run)
{
    struct pipes pipes;
    if (!open_pipe(pipes.lifeline, false) || !open_pipe(pipes.report, true) ||
        !open_input(pipes.input, run->spawn->input) || !open_pipe(pipes.out, true) ||
        !open_pipe(pipes.err, true))
        return false;
    run->supervisor = fork();
    if (run->supervisor < 0)
        return false;
    if (run->supervisor == 0)
        in_supervisor(run->spawn, &pipes);
    close(pipes.lifeline[1]);
    close(pipes.report[1]);
    close(pipes.input[1]);
    close(pipes.out[1]);
    close(pipes.err[1]);
    run->lifeline = pipes.lifeline[0];
    run->report = pipes.report[0];
    run->input = pipes.input[0];
    run->streams[PF_SPAWN_OUT] = pipes.out[0];
    run->streams[PF_SPAWN_ERR] = pipes.err[0];
    set_unblocking(run->input);
    set_unblocking(run->streams[PF_SPAWN_OUT]);
    set_unblocking(run->streams[PF_SPAWN_ERR]);
    return true;
}

static void hear(struct running *run, enum pf_spawn_stream stream)
{
    char chunk[CHUNK];
    ssize_t len = read(run->streams[stream], chunk, sizeof chunk);
    if (len < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (len <= 0) {
        close_end(&run->streams[stream]);
        return;
    }
    pf_str bytes = {chunk, (size_t)len};
    ring_add(&run->rings[stream], bytes);
    if (run->spawn->heard != NULL)
        run->spawn->heard(run->spawn->context, stream, bytes);
}

static void feed(struct running *run)
{
    ssize_t len = write(run->input, run->to_write.data, run->to_write.len);
    if (len < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (len > 0)
        run->to_write = pf_str_slice(run->to_write, (size_t)len, run->to_write.len);
    if (len < 0 || run->to_write.len == 0)
        close_end(&run->input);
}

static void take_report(struct running *run)
{
    ssize_t len = read(run->report, &run->supervised, sizeof run->supervised);
    if (len < 0 && errno == EINTR)
        return;
    run->has_report = len == (ssize_t)sizeof run->supervised;
    close_end(&run->report);
}

static void tell(struct running *run, unsigned char signal_number)
{
    ssize_t ignored = write(run->lifeline, &signal_number, 1);
    (void)ignored;
}

/* Time and signals: SIGTERM first, SIGKILL after the grace. */
static void keep_time(struct running *run)
{
    int64_t now = now_milliseconds();
    int grace = 0;
    if (run->kill_at == 0 && pf_signals_got(run->signals) != 0) {
        run->ends_as = PF_SPAWN_INTERRUPTED;
        grace = PF_SPAWN_INTERRUPT_SECONDS;
    } else if (run->kill_at == 0 && now >= run->deadline) {
        run->ends_as = PF_SPAWN_TIMED_OUT;
        grace = PF_SPAWN_GRACE_SECONDS;
    }
    if (grace > 0) {
        run->kill_at = now + grace * 1000;
        tell(run, SIGTERM);
    } else if (run->kill_at > 0 && !run->was_killed) {
        int64_t end = pf_signals_got(run->signals) != 0 && run->ends_as == PF_SPAWN_TIMED_OUT
                          ? 0 /* told to stop as well: no more patience */
                          : run->kill_at;
        if (now >= end) {
            run->was_killed = true;
            tell(run, SIGKILL);
        }
    }
}

static int wait_milliseconds(const struct running *run)
{
    if (run->was_killed)
        return 1000;
    int64_t until = run->kill_at > 0 ? run->kill_at : run->deadline;
    int64_t left = until - now_milliseconds();
    return left < 0 ? 0 : left > 60000 ? 60000 : (int)left;
}

static void watch(struct running *run)
{
    /* A signal that came already would wake poll for ever: the deadline is what matters then. */
    int signals = run->signals->got == 0 ? run->signals->descriptor : -1;
    struct pollfd waits[] = {{.fd = run->streams[PF_SPAWN_OUT], .events = POLLIN},
                             {.fd = run->streams[PF_SPAWN_ERR], .events = POLLIN},
                             {.fd = run->report, .events = POLLIN},
                             {.fd = run->input, .events = POLLOUT},
                             {.fd = signals, .events = POLLIN}};
    if (poll(waits, sizeof waits / sizeof *waits, wait_milliseconds(run)) > 0) {
        if (waits[0].revents != 0)
            hear(run, PF_SPAWN_OUT);
        if (waits[1].revents != 0)
            hear(run, PF_SPAWN_ERR);
        if (waits[2].revents != 0)
            take_report(run);
        if (waits[3].revents != 0)
            feed(run);
    }
    keep_time(run);
}

static struct pf_spawned conclude(struct running *run)
{
    struct pf_spawned spawned = {.end = run->ends_as,
                                 .status = run->signals->got,
                                 .out = ring_text(run->arena, &run->rings[PF_SPAWN_OUT]),
                                 .err = ring_text(run->arena, &run->rings[PF_SPAWN_ERR]),
                                 .out_cut = run->rings[PF_SPAWN_OUT].is_full};
    if (run->ends_as != PF_SPAWN_EXITED)
        return spawned;
    spawned.status = run->supervised.value;
    spawned.end = !run->has_report                                    ? PF_SPAWN_LOST
                  : run->supervised.kind == PF_SUPERVISED_NOT_STARTED ? PF_SPAWN_NOT_STARTED
                  : run->supervised.kind == PF_SUPERVISED_KILLED      ? PF_SPAWN_KILLED
                                                                      : PF_SPAWN_EXITED;
    return spawned;
}

struct pf_spawned pf_spawn_run(struct pf_arena *arena, struct pf_signals *signals,
                               const struct pf_spawn *spawn)
{
    unsigned limit = spawn->limit_seconds == 0 ? PF_SPAWN_SECONDS : spawn->limit_seconds;
    struct running run = {.arena = arena,
                          .signals = signals,
                          .spawn = spawn,
                          .to_write = spawn->input,
                          .deadline = now_milliseconds() + (int64_t)limit * 1000,
                          .ends_as = PF_SPAWN_EXITED};
    run.rings[PF_SPAWN_OUT].buffer = run.rings[PF_SPAWN_ERR].buffer = pf_buffer_new(arena);
    if (pf_signals_got(signals) != 0)
        return (struct pf_spawned){.end = PF_SPAWN_INTERRUPTED, .status = signals->got};
    if (!start(&run))
        return (struct pf_spawned){.end = PF_SPAWN_NOT_STARTED, .status = errno};
    /* The report comes once everything is dead; then the pipes end by themselves. */
    while (run.report >= 0 || run.streams[PF_SPAWN_OUT] >= 0 || run.streams[PF_SPAWN_ERR] >= 0)
        watch(&run);
    close_end(&run.input);
    close_end(&run.lifeline);
    while (waitpid(run.supervisor, NULL, 0) < 0 && errno == EINTR)
        ;
    return conclude(&run);
}

bool pf_spawned_well(const struct pf_spawned *spawned)
{
    return spawned->end == PF_SPAWN_EXITED && spawned->status == 0;
}

pf_str pf_spawned_text(struct pf_arena *arena, const struct pf_spawned *spawned,
                       const struct pf_spawn *spawn)
{
    unsigned limit = spawn->limit_seconds == 0 ? PF_SPAWN_SECONDS : spawn->limit_seconds;
    switch (spawned->end) {
    case PF_SPAWN_EXITED:
        return pf_arena_format(arena, "exit status %d", spawned->status);
    case PF_SPAWN_KILLED:
        return pf_arena_format(arena, "killed by SIG%s (%d)", sigabbrev_np(spawned->status),
                               spawned->status);
    case PF_SPAWN_TIMED_OUT:
        return pf_arena_format(arena, "not done within %u s, and ended", limit);
    case PF_SPAWN_INTERRUPTED:
        return pf_arena_format(arena, "interrupted by SIG%s", sigabbrev_np(spawned->status));
    case PF_SPAWN_NOT_STARTED:
        return pf_arena_format(arena, "cannot be started: %s", strerror(spawned->status));
    case PF_SPAWN_LOST:
        break;
    }
    return PF_STR("lost: its supervisor was killed");
}
