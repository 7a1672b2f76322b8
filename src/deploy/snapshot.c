/* `git cat-file --batch` as it comes → files. */
#include "deploy/snapshot.h"

#include "base/file.h"
#include "deploy/sha.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    HEAD_LONGEST = 128, /* "ID blob SIZE": 64 + 1 + 4 + 1 + 20 */
    FOLDER_MODE = 0755  /* whatever the umask: COPY takes modes along, to where nobody is root */
};

/* The stream so far. Each blob is "ID blob SIZE\n", its bytes, "\n". */
struct batch {
    struct pf_deploy_run *run;
    const struct pf_git_blobs *blobs;
    pf_str folder;
    size_t at;     /* the blob that comes */
    size_t wanted; /* bytes of it; known once its head was read */
    bool has_head;
    struct pf_arena *arena; /* for one blob */
    struct pf_buffer bytes;
    size_t total;
    struct pf_error *error;
    bool failed;
};

static bool fail(struct batch *batch, pf_str path, const char *what)
{
    if (!batch->failed)
        pf_error_set(batch->error, PF_EXIT_DEPLOY_UNCHANGED, "cannot take '%.*s' from git: %s",
                     PF_ARG(path), what);
    batch->failed = true;
    return false;
}

/* The folder of `path` below the snapshot, made part by part, no link followed; -1 with errno. */
static int open_parent(struct batch *batch, pf_str path)
{
    int at = open(pf_arena_str(batch->arena, batch->folder).data,
                  O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    pf_str part, rest = path;
    while (at >= 0 && pf_str_cut(rest, '/', &part, &rest)) {
        const char *name = pf_arena_str(batch->arena, part).data;
        bool made = mkdirat(at, name, FOLDER_MODE) == 0;
        if (made ? fchmodat(at, name, FOLDER_MODE, 0) != 0 : errno != EEXIST) {
            close(at);
            return -1;
        }
        int next = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        close(at);
        at = next;
    }
    return at;
}

static bool write_all(int file, pf_str bytes)
{
    while (bytes.len > 0) {
        ssize_t len = write(file, bytes.data, bytes.len);
        if (len < 0 && errno != EINTR)
            return false;
        if (len > 0)
            bytes = pf_str_slice(bytes, (size_t)len, bytes.len);
    }
    return true;
}

static bool write_file(int parent, const char *name, pf_str bytes, unsigned mode)
{
    mode_t wanted = mode == 0100755 ? 0755 : 0644;
    int file = openat(parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, wanted);
    if (file < 0)
        return false;
    bool done = write_all(file, bytes) && fchmod(file, wanted) == 0;
    return close(file) == 0 && done;
}

static bool write_blob(struct batch *batch, const struct pf_git_blob *blob, pf_str bytes)
{
    const char *name = pf_arena_str(batch->arena, pf_path_base(blob->path)).data;
    if (!pf_str_eq(pf_sha_blob_id(batch->arena, bytes, blob->id.len == 64), blob->id))
        return fail(batch, blob->path, "its bytes are not those of its id");
    int parent = open_parent(batch, blob->path);
    if (parent < 0)
        return fail(batch, blob->path, strerror(errno));
    bool done = blob->mode == 0120000
                    ? symlinkat(pf_arena_str(batch->arena, bytes).data, parent, name) == 0
                    : write_file(parent, name, bytes, blob->mode);
    int number = errno;
    close(parent);
    return done || fail(batch, blob->path, strerror(number));
}

static void begin_blob(struct batch *batch)
{
    pf_arena_free(batch->arena);
    batch->arena = pf_arena_new(NULL);
    batch->bytes = pf_buffer_new(batch->arena);
    batch->has_head = false;
    while (batch->at < batch->blobs->count && batch->blobs->items[batch->at].mode == 0160000)
        batch->at++;
}

static bool read_head(struct batch *batch, const struct pf_git_blob *blob)
{
    pf_str id, type, rest, head = pf_buffer_str(&batch->bytes);
    int64_t size;
    bool is_head = pf_str_cut(head, ' ', &id, &rest) && pf_str_cut(rest, ' ', &type, &rest) &&
                   pf_str_eq(id, blob->id) && pf_str_eq(type, PF_STR("blob")) &&
                   pf_str_to_int(rest, &size) && size >= 0;
    if (!is_head)
        return fail(batch, blob->path, "no such blob");
    if ((uint64_t)size > PF_GIT_BYTES || batch->total + (size_t)size > PF_GIT_BYTES)
        return fail(batch, blob->path, "the commit's files are larger than 128 MiB together");
    batch->total += (size_t)size;
    batch->wanted = (size_t)size;
    batch->has_head = true;
    batch->bytes.len = 0;
    return true;
}

/* One piece of what came; returns how many bytes it was. */
static size_t take(struct batch *batch, pf_str bytes)
{
    const struct pf_git_blob *blob = &batch->blobs->items[batch->at];
    if (!batch->has_head) {
        ptrdiff_t end = pf_str_find_byte(bytes, '\n');
        size_t len = end == PF_STR_NONE ? bytes.len : (size_t)end;
        pf_buffer_add(&batch->bytes, pf_str_slice(bytes, 0, len));
        if (batch->bytes.len > HEAD_LONGEST)
            fail(batch, blob->path, "git answers something else");
        else if (end != PF_STR_NONE)
            read_head(batch, blob);
        return end == PF_STR_NONE ? len : len + 1;
    }
    size_t missing = batch->wanted + 1 - batch->bytes.len; /* its line feed too */
    pf_str part = pf_str_slice(bytes, 0, missing);
    pf_buffer_add(&batch->bytes, part);
    if (part.len == missing) {
        write_blob(batch, blob, pf_str_slice(pf_buffer_str(&batch->bytes), 0, batch->wanted));
        batch->at++;
        begin_blob(batch);
    }
    return part.len;
}

static void hear(void *context, enum pf_spawn_stream stream, pf_str bytes)
{
    struct batch *batch = context;
    while (stream == PF_SPAWN_OUT && bytes.len > 0 && !batch->failed &&
           batch->at < batch->blobs->count)
        bytes = pf_str_slice(bytes, take(batch, bytes), bytes.len);
}

static pf_str wanted_ids(struct pf_arena *arena, const struct pf_git_blobs *blobs)
{
    struct pf_buffer ids = pf_buffer_new(arena);
    for (size_t i = 0; i < blobs->count; i++) {
        if (blobs->items[i].mode == 0160000)
            continue;
        pf_buffer_add(&ids, blobs->items[i].id);
        pf_buffer_add_byte(&ids, '\n');
    }
    return pf_buffer_str(&ids);
}

bool pf_snapshot_write(struct pf_deploy_run *run, const struct pf_git_blobs *blobs, pf_str folder,
                       struct pf_error *error)
{
    static const char *const words[] = {"cat-file", "--batch", NULL};
    static const char *const no_user[] = {"GIT_CONFIG_GLOBAL=/dev/null", NULL};
    if (mkdir(pf_arena_str(run->arena, folder).data, 0700) != 0)
        return pf_error_set(error, PF_EXIT_DEPLOY_UNCHANGED, "cannot make %.*s: %s", PF_ARG(folder),
                            strerror(errno));
    struct batch batch = {.run = run, .blobs = blobs, .folder = folder, .error = error};
    begin_blob(&batch);
    struct pf_child child = {.program = "git",
                             .arguments = pf_git_words(run, words),
                             .environment = no_user,
                             .directory = run->folder.data,
                             .input = wanted_ids(run->arena, blobs),
                             .changes = "",
                             .is_local = true,
                             .heard = hear,
                             .context = &batch};
    struct pf_arena *scratch = pf_arena_new(NULL); /* the ring: nothing reads it */
    struct pf_spawned done = pf_child_run(run, scratch, &child);
    bool ended = pf_spawned_well(&done);
    if (!ended && !batch.failed)
        pf_error_set(error, PF_EXIT_DEPLOY_UNCHANGED, "%.*s",
                     PF_ARG(pf_child_text(run, run->arena, &child, &done)));
    else if (!batch.failed && batch.at < blobs->count)
        fail(&batch, blobs->items[batch.at].path, "git ended before it");
    pf_arena_free(scratch);
    pf_arena_free(batch.arena);
    return ended && !batch.failed;
}

/* A file of the little .git. */
static bool put(struct pf_deploy_run *run, pf_str folder, const char *name, pf_str text)
{
    struct batch batch = {.run = run, .folder = folder, .arena = pf_arena_new(NULL)};
    pf_str path = pf_arena_format(batch.arena, ".git/%s", name);
    int parent = open_parent(&batch, path);
    bool done = parent >= 0 &&
                write_file(parent, pf_arena_str(batch.arena, pf_path_base(path)).data, text, 0);
    if (parent >= 0)
        close(parent);
    pf_arena_free(batch.arena);
    return done;
}

static bool put_default_branch(struct pf_deploy_run *run, pf_str folder, pf_str remote)
{
    const char *name = pf_arena_format(run->arena, "refs/remotes/%.*s/HEAD", PF_ARG(remote)).data;
    const char *const words[] = {"rev-parse", "--symbolic-full-name", name, NULL};
    pf_str target;
    pf_str prefix = pf_arena_format(run->arena, "refs/remotes/%.*s/", PF_ARG(remote));
    if (!pf_git_ask(run, words, &target, NULL) || !pf_str_starts(target, prefix))
        return true;
    target = pf_str_slice(target, prefix.len, target.len);
    return put(run, folder, "refs/remotes/origin/HEAD",
               pf_arena_format(run->arena, "ref: refs/remotes/origin/%.*s\n", PF_ARG(target)));
}

bool pf_snapshot_add_refs(struct pf_deploy_run *run, pf_str folder, struct pf_error *error)
{
    pf_str remote = pf_run_setting(run, PF_SETTING_REMOTE), remote_commit;
    pf_str url = pf_git_remote_url(run);
    struct pf_buffer packed = pf_buffer_new(run->arena);
    pf_buffer_format(&packed, "%.*s refs/heads/%.*s\n", PF_ARG(run->commit), PF_ARG(run->branch));
    if (pf_git_remote_commit(run, &remote_commit))
        pf_buffer_format(&packed, "%.*s refs/remotes/origin/%.*s\n", PF_ARG(remote_commit),
                         PF_ARG(run->branch));
    pf_str head = pf_arena_format(run->arena, "ref: refs/heads/%.*s\n", PF_ARG(run->branch));
    pf_str config = pf_arena_format(run->arena, "[remote \"origin\"]\n\turl = %.*s\n", PF_ARG(url));
    bool is_plain =
        pf_str_find_byte(url, '\n') == PF_STR_NONE && pf_str_find_byte(url, '"') == PF_STR_NONE;
    bool done = put(run, folder, "HEAD", head) &&
                put(run, folder, "packed-refs", pf_buffer_str(&packed)) &&
                (!is_plain || put(run, folder, "config", config)) &&
                put_default_branch(run, folder, remote);
    return done || pf_error_set(error, PF_EXIT_DEPLOY_UNCHANGED, "cannot write below %.*s: %s",
                                PF_ARG(folder), strerror(errno));
}
