/*
 * Stands in for docker, aws, gh or git under its name: tells the test's server (shims.py) how it
 * was called, and does what the answer says. The socket is "shims.sock" beside this program's own
 * file.
 *
 * Sent: netstrings ("LENGTH:BYTES,"): name, pid, directory, standard input (of a login only), the
 * arguments, an empty one, the environment, an empty one. An argument file://PATH is followed by
 * that file's bytes: aws reads them so.
 * Answered, line by line:
 *     out N / err N      N bytes follow: write them
 *     flood N            N MiB of lines to standard output
 *     sleep MS
 *     deaf               SIGTERM, SIGINT and SIGHUP are ignored from here on
 *     orphan             leaves a child in a session of its own, which sleeps for ever
 *     closeout           closes standard output
 *     exec PATH          becomes that program with the same arguments
 *     exit N / kill N    ends, by status or signal
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

extern char **environ;

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "shim: %s: %s\n", what, strerror(errno));
    exit(199);
}

static void put(int to, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t done = write(to, bytes, len);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return; /* whoever read us is gone: that is the test's doing */
        bytes += done;
        len -= (size_t)done;
    }
}

static void field(int to, const char *bytes, size_t len)
{
    char head[32];
    int written = snprintf(head, sizeof head, "%zu:", len);
    put(to, head, (size_t)written);
    put(to, bytes, len);
    put(to, ",", 1);
}

static void file_field(int to, const char *path)
{
    static char bytes[4 * 1024 * 1024];
    size_t len = 0;
    int file = open(path, O_RDONLY);
    for (ssize_t got; file >= 0 && len < sizeof bytes; len += (size_t)got)
        if ((got = read(file, bytes + len, sizeof bytes - len)) <= 0)
            break;
    if (file >= 0)
        close(file);
    field(to, bytes, len);
}

static int dial(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char path[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);
    if (len < 0)
        fail("its own file");
    path[len] = '\0';
    *strrchr(path, '/') = '\0';
    snprintf(address.sun_path, sizeof address.sun_path, "%.90s/shims.sock", path);
    int at = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (at < 0 || connect(at, (struct sockaddr *)&address, sizeof address) != 0)
        fail(address.sun_path);
    return at;
}

static void tell(int to, char **arguments, int reads_input)
{
    char text[PATH_MAX];
    int len = snprintf(text, sizeof text, "%ld", (long)getpid());
    field(to, text, (size_t)len);
    if (getcwd(text, sizeof text) == NULL)
        fail("its directory");
    field(to, text, strlen(text));
    if (reads_input)
        file_field(to, "/dev/stdin");
    else
        field(to, "", 0);
    for (char **argument = arguments; *argument != NULL; argument++) {
        field(to, *argument, strlen(*argument));
        if (strncmp(*argument, "file://", 7) == 0)
            file_field(to, *argument + 7);
    }
    field(to, "", 0);
    for (char **pair = environ; *pair != NULL; pair++)
        field(to, *pair, strlen(*pair));
    field(to, "", 0);
}

static void copy(FILE *from, int to, long len)
{
    char bytes[65536];
    while (len > 0) {
        size_t wanted = (size_t)len < sizeof bytes ? (size_t)len : sizeof bytes;
        size_t got = fread(bytes, 1, wanted, from);
        if (got == 0)
            exit(198);
        put(to, bytes, got);
        len -= (long)got;
    }
}

static void flood(long mib)
{
    static char bytes[1024 * 1024];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = i % 80 == 79 ? '\n' : 'x';
    for (long i = 0; i < mib; i++)
        put(1, bytes, sizeof bytes);
}

static void orphan(int socket)
{
    if (fork() != 0)
        return;
    close(socket);
    setsid();
    signal(SIGTERM, SIG_IGN);
    for (;;)
        pause();
}

static void obey(FILE *orders, int socket, char **arguments)
{
    char line[PATH_MAX + 32], word[16];
    while (fgets(line, sizeof line, orders) != NULL) {
        long number = 0;
        char *rest = strchr(line, ' ');
        line[strcspn(line, "\n")] = '\0';
        if (rest != NULL)
            number = strtol(rest, NULL, 10);
        snprintf(word, sizeof word, "%.*s", rest != NULL ? (int)(rest - line) : 15, line);
        if (strcmp(word, "out") == 0)
            copy(orders, 1, number);
        else if (strcmp(word, "err") == 0)
            copy(orders, 2, number);
        else if (strcmp(word, "flood") == 0)
            flood(number);
        else if (strcmp(word, "sleep") == 0)
            usleep((useconds_t)number * 1000);
        else if (strcmp(word, "deaf") == 0)
            signal(SIGTERM, SIG_IGN), signal(SIGINT, SIG_IGN), signal(SIGHUP, SIG_IGN);
        else if (strcmp(word, "orphan") == 0)
            orphan(socket);
        else if (strcmp(word, "closeout") == 0)
            close(1);
        else if (strcmp(word, "exec") == 0)
            execv(rest + 1, arguments), fail(rest + 1);
        else if (strcmp(word, "kill") == 0)
            signal((int)number, SIG_DFL), raise((int)number);
        else if (strcmp(word, "exit") == 0)
            exit((int)number);
    }
    exit(197); /* the server went away */
}

int main(int argc, char **argv)
{
    const char *name = argc > 0 ? strrchr(argv[0], '/') : NULL;
    signal(SIGPIPE, SIG_IGN);
    int server = dial();
    /* Only a login reads what it is given; anything else would steal git's or a test's input. */
    int reads = 0;
    for (int i = 1; i < argc; i++)
        reads |= strcmp(argv[i], "--password-stdin") == 0;
    if (name != NULL)
        name++;
    field(server, name != NULL ? name : argv[0], strlen(name != NULL ? name : argv[0]));
    tell(server, argv + 1, reads);
    obey(fdopen(server, "r"), server, argv);
}
